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
  'album-gone': [[{ kind: 'album-gone' }, item]],
  'type-on-trial': [[{ kind: 'type-on-trial' }, item]],
  'copy-on-its-way': [[{ kind: 'copy-on-its-way' }, item]],
  undated: [[{ kind: 'undated' }, passingItem]],
  undecided: [[{ kind: 'undecided' }, passingItem]],
  'file-gone': [[{ kind: 'file-gone' }, passingItem]],
  'file-changed': [[{ kind: 'file-changed' }, item]],
  'file-unreadable': [[{ kind: 'file-unreadable', code: 'EBUSY' }, item]],
  'folder-missing': [[{ kind: 'folder-missing', path: '' }, source]],
  'folder-unreadable': [[{ kind: 'folder-unreadable', path: '', code: '' }, source]],
  'not-a-folder': [[{ kind: 'not-a-folder', path: '' }, source]],
  'folder-overlaps': [[{ kind: 'folder-overlaps', path: '', other: '' }, source]],
  'disk-full': [[{ kind: 'disk-full' }, held('computer', 'disk-full', 'person stored')]],
  'image-worker': [[{ kind: 'image-worker', problem: 'crashed' }, item]],
  'folder-not-private': [
    [{ kind: 'folder-not-private', path: '', problem: 'another-user' }, noPhoto],
  ],
  'own-folder-unusable': [[{ kind: 'own-folder-unusable', path: '', code: 'EROFS' }, noPhoto]],
  'catalogue-newer': [[{ kind: 'catalogue-newer', found: 2, known: 1 }, noPhoto]],
  'catalogue-locked': [[{ kind: 'catalogue-locked' }, noPhoto]],
  'catalogue-damaged': [[{ kind: 'catalogue-damaged' }, unwritable]],
  'catalogue-unwritable': [[{ kind: 'catalogue-unwritable' }, unwritable]],
  'bad-origin': [[{ kind: 'bad-origin', origin: '' }, noPhoto]],
  declined: [[{ kind: 'declined' }, noPhoto]],
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

const second = 1_000
const minute = 60 * second

/** How long one photo waits at first, the second time and at most, and with which failure in a row it is given up. */
const alone: Partial<
  Record<FailureKind, [first: number, second: number, longest: number, last: number]>
> = {
  offline: [2 * second, 4 * second, minute, Infinity],
  'cut-off': [second, 2 * second, 10 * minute, 12],
  stalled: [second, 2 * second, 10 * minute, 12],
  'server-error': [second, 2 * second, 10 * minute, 12],
  'unexpected-answer': [second, 2 * second, 10 * minute, 12],
  aborted: [second, 2 * second, 10 * minute, 12],
  'rate-limited': [30 * second, minute, 15 * minute, Infinity],
  'signed-out': [15 * minute, 15 * minute, 15 * minute, Infinity],
  'bad-client': [15 * minute, 15 * minute, 15 * minute, Infinity],
  'sign-in-timeout': [15 * minute, 15 * minute, 15 * minute, Infinity],
  forbidden: [15 * minute, 15 * minute, 15 * minute, Infinity],
  'storage-full': [30 * minute, 30 * minute, 30 * minute, Infinity],
  'upload-token-invalid': [0, 2 * second, 8 * second, 5],
  'session-lost': [0, 0, 0, 12],
  'item-error': [second, 2 * second, 8 * second, 5],
  'duplicate-in-batch': [second, 2 * second, 10 * minute, 12],
  'missing-result': [second, 2 * second, 8 * second, 5],
  'album-gone': [0, 0, 0, 12],
  'type-on-trial': [2 * second, 4 * second, 30 * second, Infinity],
  'copy-on-its-way': [2 * second, 4 * second, 30 * second, Infinity],
  undated: [24 * 60 * minute, 24 * 60 * minute, 24 * 60 * minute, Infinity],
  'file-changed': [0, 20 * second, 60 * minute, 12],
  'file-unreadable': [5 * second, 10 * second, 10 * minute, 12],
  'folder-missing': [minute, minute, minute, Infinity],
  'folder-unreadable': [10 * minute, 10 * minute, 10 * minute, Infinity],
  'disk-full': [5 * second, 10 * second, minute, Infinity],
  'image-worker': [second, 2 * second, 8 * second, 5],
  'catalogue-damaged': [5 * second, 10 * second, minute, Infinity],
  'catalogue-unwritable': [5 * second, 10 * second, minute, Infinity],
}
/** Of how many photos in a row all rest, how long at first and at most, and after how many stops each is blamed again. */
const together: Partial<
  Record<FailureKind, [several: number, first: number, longest: number, stops: number]>
> = {
  'cut-off': [4, 2 * second, minute, 1_500],
  stalled: [4, 30 * second, 10 * minute, 150],
  'server-error': [4, 30 * second, 10 * minute, 150],
  'unexpected-answer': [4, 30 * second, 10 * minute, 150],
  aborted: [4, 30 * second, 10 * minute, 150],
  rejected: [4, 30 * second, 10 * minute, 150],
  unexpected: [3, minute, 60 * minute, 24],
}
const samples = new Map(all.map(([failure]) => [failure.kind, failure]))

describe('how long is waited', () => {
  const remedyAfter = (failure: Failure, times: number, victims: number) =>
    remedyFor(failure, { ofItem: times, ofHold: () => times, victims, nowMs: 0 })
  /** The waits of one failure after another, until the photo is given up or nothing more would be learned. */
  const waitsOf = (failure: Failure, victims: number): number[] => {
    const waits: number[] = []
    for (let times = 0; times < 2_000; times += 1) {
      const remedy = remedyAfter(failure, times, victims)
      if (!('afterMs' in remedy)) break
      waits.push(remedy.afterMs)
    }
    return waits
  }

  it('for one photo, at first, at most, and until it is given up', () => {
    const found = [...samples].flatMap(([kind, failure]) => {
      const waits = waitsOf(failure, 1)
      const last = waits.length === 2_000 ? Infinity : waits.length + 1
      return waits.length === 0 ? [] : [[kind, [waits[0], waits[1], Math.max(...waits), last]]]
    })
    expect(Object.fromEntries(found)).toEqual(alone)
  })

  it('for somebody’s decision, without an end', () => {
    expect(remedyAfter({ kind: 'undecided' }, 1_000, 1)).toEqual({ do: 'rest' })
  })

  it('for all, where several in a row meet the same, until each counts for itself again', () => {
    const found = [...samples].flatMap(([kind, failure]) => {
      if (scopeOf(failure).counts !== 'row') return []
      const isHeld = (victims: number): boolean =>
        remedyAfter(failure, 0, victims).do === 'hold-all'
      const several = [1, 2, 3, 4, 5].find(isHeld) ?? Infinity
      const stops = Array.from({ length: 2_000 }, (_, times) => times).find(
        (times) => remedyAfter(failure, times, several).do !== 'hold-all',
      )
      const waits = waitsOf(failure, Infinity)
      return [[kind, [several, waits[0], Math.max(...waits), stops]]]
    })
    expect(Object.fromEntries(found)).toEqual(together)
  })

  it('beside fewer uploads at a time, where the line or Google asks for less', () => {
    const less = [...samples.values()].filter((failure) => scopeOf(failure).asksForLess)
    expect(less.map(({ kind }) => kind)).toEqual(['offline', 'stalled', 'rate-limited'])
  })
})
