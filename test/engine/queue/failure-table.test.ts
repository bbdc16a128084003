// The table of failures as a whole: whose each one is, what it counts against, what it holds, what ends that, and what
// asking to try now does. One line a kind; a kind that is missing here does not compile.
import { describe, expect, it } from 'vitest'
import { isHoldKind } from '../../../src/main/engine/ports/resting.ts'
import { remedyFor, scopeOf, type Row } from '../../../src/main/engine/queue/remedy.ts'
import type { Failure, FailureKind } from '../../../src/shared/failure.ts'

type Line = [
  whose: string,
  counts: string,
  several: string,
  holds: string | null,
  endsWith: string,
  tryNow: string,
]

const trouble: Line = [
  'item',
  'row',
  'line',
  'google-unavailable',
  'person line-back calm',
  'ends-hold',
]
const signIn: Line = ['account', 'nothing', 'account', 'sign-in', '', 'asks-sign-in']
const item: Line = ['item', 'tries', 'item', null, '', 'takes-item-up']
const passingItem: Line = ['item', 'nothing', 'item', null, '', 'takes-item-up']
const source: Line = ['source', 'nothing', 'source', null, '', 'takes-item-up']
const noPhoto: Line = ['computer', 'nothing', 'computer', null, '', 'takes-item-up']
const held = (whose: string, kind: string, endsWith: string): Line => [
  whose,
  'nothing',
  whose,
  kind,
  endsWith,
  'ends-hold',
]
const unwritable = held('computer', 'catalogue-unwritable', 'person stored')

const table: { [K in FailureKind]: [Extract<Failure, { kind: K }>, Line][] } = {
  offline: [[{ kind: 'offline' }, held('line', 'offline', 'person line-back request')]],
  'cut-off': [
    [
      { kind: 'cut-off' },
      ['item', 'row', 'line', 'offline', 'person line-back request', 'ends-hold'],
    ],
  ],
  stalled: [[{ kind: 'stalled' }, trouble]],
  'server-error': [[{ kind: 'server-error', status: 500 }, trouble]],
  'unexpected-answer': [[{ kind: 'unexpected-answer' }, trouble]],
  aborted: [[{ kind: 'aborted' }, trouble]],
  'rate-limited': [
    [
      { kind: 'rate-limited', limit: 'unknown', retryAfterMs: null },
      held('account', 'google-asked-to-wait', 'person'),
    ],
  ],
  'daily-quota': [[{ kind: 'daily-quota', resetsAt: 0 }, held('client', 'daily-quota', 'person')]],
  'signed-out': [[{ kind: 'signed-out', reason: 'revoked' }, signIn]],
  'bad-client': [
    [
      { kind: 'bad-client', problem: 'unknown-client' },
      ['client', 'nothing', 'client', 'sign-in', '', 'asks-sign-in'],
    ],
  ],
  'sign-in-timeout': [[{ kind: 'sign-in-timeout' }, signIn]],
  forbidden: [
    [{ kind: 'forbidden', reason: 'api-disabled' }, held('client', 'forbidden', 'person')],
    [{ kind: 'forbidden', reason: 'photos-disabled' }, held('account', 'forbidden', 'person')],
    [{ kind: 'forbidden', reason: 'unknown' }, held('account', 'forbidden', 'person')],
  ],
  'storage-full': [[{ kind: 'storage-full' }, held('account', 'storage-full', 'person created')]],
  'upload-token-invalid': [[{ kind: 'upload-token-invalid' }, item]],
  'session-lost': [[{ kind: 'session-lost' }, item]],
  rejected: [[{ kind: 'rejected', code: 3, message: '' }, trouble]],
  'item-error': [[{ kind: 'item-error', code: 13 }, item]],
  'duplicate-in-batch': [[{ kind: 'duplicate-in-batch' }, item]],
  'missing-result': [[{ kind: 'missing-result' }, item]],
  'refused-as-too-large': [[{ kind: 'refused-as-too-large' }, item]],
  'type-on-trial': [[{ kind: 'type-on-trial' }, item]],
  'file-gone': [[{ kind: 'file-gone' }, passingItem]],
  'file-changed': [[{ kind: 'file-changed' }, item]],
  'file-unreadable': [[{ kind: 'file-unreadable', code: 'EBUSY' }, item]],
  'folder-missing': [[{ kind: 'folder-missing', path: '' }, source]],
  'folder-unreadable': [[{ kind: 'folder-unreadable', path: '', code: '' }, source]],
  'not-a-folder': [[{ kind: 'not-a-folder', path: '' }, source]],
  'folder-overlaps': [[{ kind: 'folder-overlaps', path: '', other: '' }, source]],
  'disk-full': [[{ kind: 'disk-full' }, held('computer', 'disk-full', 'person stored')]],
  'image-worker': [[{ kind: 'image-worker', problem: 'crashed' }, item]],
  'catalogue-newer': [[{ kind: 'catalogue-newer', found: 2, known: 1 }, noPhoto]],
  'catalogue-locked': [[{ kind: 'catalogue-locked' }, noPhoto]],
  'catalogue-damaged': [[{ kind: 'catalogue-damaged' }, unwritable]],
  'catalogue-unwritable': [[{ kind: 'catalogue-unwritable' }, unwritable]],
  'bad-origin': [[{ kind: 'bad-origin', origin: '' }, noPhoto]],
  'bad-request': [[{ kind: 'bad-request', problem: '' }, noPhoto]],
  'not-found': [[{ kind: 'not-found' }, noPhoto]],
  'engine-down': [[{ kind: 'engine-down' }, noPhoto]],
  unexpected: [
    [
      { kind: 'unexpected', message: '' },
      ['item', 'row', 'computer', 'unexpected', 'person calm', 'ends-hold'],
    ],
  ],
}
const all = Object.values(table).flat() as [Failure, Line][]
const nameOf = (failure: Failure): string =>
  'reason' in failure ? `${failure.kind} (${failure.reason})` : failure.kind

describe('the table of failures', () => {
  it.each(all.map(([failure, line]) => [nameOf(failure), failure, line] as const))(
    'says whose it is and what it holds: %s',
    (_, failure, line) => {
      const { whose, counts, several, holds, endsWith, tryNow } = scopeOf(failure)
      expect([whose, counts, several, holds, endsWith.join(' '), tryNow]).toEqual(line)
    },
  )

  it('begins no stop but the one that it names, however often and with how many photos', () => {
    for (const [failure] of all)
      for (const ofItem of [0, 1, 11, 1_000])
        for (const holds of [0, 1, 149, 1_000])
          for (const victims of [0, 1, 3, 4, Infinity]) {
            const row: Row = { ofItem, ofHold: () => holds, victims, nowMs: 0 }
            const remedy = remedyFor(failure, row)
            const scope = scopeOf(failure)
            // A stated time is heeded for everybody, whatever else the failure may bring about.
            if ('hold' in remedy) {
              expect(isHoldKind(remedy.hold)).toBe(true)
              expect([scope.holds, 'google-asked-to-wait']).toContain(remedy.hold)
            }
            if (remedy.do === 'ask-sign-in') expect(scope.holds).toBe('sign-in')
            if ('afterMs' in remedy) expect(remedy.afterMs).toBeLessThanOrEqual(24 * 3600_000)
            // What is nobody's photo's is never counted against one.
            if (scope.counts === 'nothing' && scope.holds !== null)
              expect(['hold-all', 'hold-until', 'ask-sign-in']).toContain(remedy.do)
          }
  })
})
