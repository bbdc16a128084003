// What a failure of some items comes to: what is stored for each, what rests, and who else is asked or told.
import { describe, expect, it } from 'vitest'
import type { Change, WorkItem } from '../../../src/main/engine/ports/catalogue.ts'
import { createFailures } from '../../../src/main/engine/queue/failures.ts'
import { createHolds } from '../../../src/main/engine/queue/holds.ts'
import type { Recorder } from '../../../src/main/engine/queue/recorder.ts'
import { createTroubleBook } from '../../../src/main/engine/queue/trouble.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import type { Lifecycle } from '../../../src/shared/model.ts'
import { undecidedUntil } from '../../../src/shared/photo-dates.ts'
import { aLifecycle, anItem, aPlan } from '../../builders/items.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

/** Failures over a store that only remembers. */
function bench(probed: Failure | null = null) {
  const clock = manualClock(1_000_000)
  const changes: Change[] = []
  const told: string[] = []
  const recorder: Pick<Recorder, 'record'> = {
    record: async (more) => {
      changes.push(...more)
    },
  }
  const holds = createHolds(
    clock,
    () => 0,
    () => undefined,
  )
  const failures = createFailures({
    store: {
      currentAccount: () => ({ sub: '1', email: 'a@example.test', clientId: 'client' }),
      retryFile: (fileId) => {
        told.push(`taken back ${fileId}`)
        return true
      },
    },
    ...{ clock, holds, random: () => 0, trouble: createTroubleBook() },
    recorder: recorder as Recorder,
    logger: { info: () => undefined, error: (line) => told.push(line) },
    checkpoint: (effect) => told.push(effect),
    onFileChanged: ({ fileId }) => told.push(`changed ${fileId}`),
    isSourceThere: async (sourceId) => sourceId === 1,
    isFileThere: async () => false,
    onSignedOut: ({ kind }, afterMs) => told.push(`${kind}, again after ${afterMs}`),
    onAskedForLess: () => told.push('less'),
    onBudgetSpent: () => told.push('budget'),
    probe: async () => {
      told.push('probe')
      return probed
    },
  })
  const states = () => changes.map((change) => ('next' in change ? change.next.state : change.of))
  return { clock, changes, told, holds, failures, states }
}

const sentAfter = (fileId: number, attempts: number): WorkItem => {
  const waiting = aLifecycle('waiting')
  if (waiting.state !== 'waiting') throw new Error('another state')
  const lifecycle: Lifecycle = {
    ...waiting,
    ...{ attempts, resumesAs: 'sent', plan: aPlan(), token: 'token', tokenAt: 1_000 },
  }
  return anItem({ fileId, uploadId: fileId, lifecycle })
}
const itemError: Failure = { kind: 'item-error', code: 13 }

describe('items that share a failure', () => {
  it('are each given up for their own tries, and the others come back together', async () => {
    const { changes, told, failures, states } = bench()
    await failures.ofItems([sentAfter(1, 100), sentAfter(2, 0), sentAfter(3, 1)], itemError, true)
    expect(states()).toEqual(['failed', 'waiting', 'waiting'])
    const times = changes.flatMap((change) =>
      'next' in change && change.next.state === 'waiting' ? [change.next.until] : [],
    )
    expect(new Set(times).size).toBe(1)
    expect(told).toEqual(['failure-stored'])
  })

  it('are asked about when they fail again with nothing gone well since', async () => {
    const cutOff: Failure = { kind: 'cut-off' }
    const free = bench()
    await free.failures.ofItems([anItem()], cutOff)
    await free.failures.ofItems([anItem()], cutOff)
    expect(free.told).toEqual(['failure-stored', 'probe', 'failure-stored'])
    expect(free.holds.current()).toEqual([])
    const down = bench({ kind: 'offline' })
    await down.failures.ofItems([anItem()], cutOff)
    await down.failures.ofItems([anItem()], cutOff)
    expect(down.holds.current()).toMatchObject([{ kind: 'offline', owner: { of: 'line' } }])
    // It rests as long as the line does, and is no worse for it.
    expect(down.changes[1]).toMatchObject({
      next: { state: 'waiting', until: down.holds.current()[0]?.until },
    })
  })

  it('do not wait with a stop that a person may end: a second is enough', async () => {
    const { clock, changes, failures } = bench({ kind: 'daily-quota', resetsAt: 90_000_000 })
    for (let time = 0; time < 2; time += 1) await failures.ofItems([anItem()], { kind: 'cut-off' })
    expect(changes[1]).toMatchObject({ next: { state: 'waiting', until: clock.now() + 1_000 } })
  })

  it('keep their state where everything rests, and a batch under way is undone', async () => {
    const { changes, told, holds, failures } = bench()
    const batch = [1, 2].map((fileId) =>
      anItem({ fileId, uploadId: fileId, lifecycle: aLifecycle('creating') }),
    )
    await failures.ofItems([...batch, anItem({ fileId: 3 })], { kind: 'storage-full' })
    expect(changes).toMatchObject([
      { of: 'upload', uploadId: 1, next: { state: 'sent' } },
      { of: 'upload', uploadId: 2, next: { state: 'sent' } },
    ])
    expect(told).toEqual(['failure-stored'])
    expect(holds.current()).toMatchObject([{ kind: 'storage-full', owner: { of: 'account' } }])
  })

  it('take nothing back that was given up before, where what all rest for is no bug', async () => {
    const { failures, holds, told } = bench()
    for (let fileId = 1; fileId <= 4; fileId += 1)
      await failures.ofItems([anItem({ fileId, uploadId: fileId })], { kind: 'stalled' })
    expect(holds.current()).toMatchObject([{ kind: 'google-unavailable' }])
    expect(told.filter((line) => line.startsWith('taken back'))).toEqual([])
  })

  it('tell who else has to know: of less, of a spent budget, of a sign-in that ended', async () => {
    const less = bench()
    const limited = { kind: 'rate-limited', limit: 'unknown', retryAfterMs: null } as const
    await less.failures.ofItems([anItem()], limited)
    expect(less.told).toContain('less')
    const budget = bench()
    await budget.failures.ofItems([anItem()], { kind: 'daily-quota', resetsAt: 2_000_000 })
    expect(budget.told).toContain('budget')
    expect(budget.holds.current()).toMatchObject([
      { kind: 'daily-quota', owner: { of: 'client', clientId: 'client' } },
    ])
    const signedOut = bench()
    await signedOut.failures.ofItems([anItem()], { kind: 'signed-out', reason: 'revoked' })
    expect(signedOut.told).toEqual(['signed-out, again after 900000'])
    expect(signedOut.changes).toEqual([])
  })
})

describe('a file that is not what it was', () => {
  const changed: Failure = { kind: 'file-changed' }

  it('is read again at once, then later and later, until it was sent as it was read', async () => {
    const { told, states, failures, changes } = bench()
    await failures.ofItems([anItem()], changed)
    expect([states(), told]).toEqual([['found'], ['failure-stored', 'changed 1']])
    await failures.ofItems([anItem()], changed)
    expect(states()).toEqual(['found', 'waiting'])
    failures.heldStill(anItem())
    await failures.ofItems([anItem()], changed)
    expect(states()).toEqual(['found', 'waiting', 'found'])
    expect(changes.every(({ of }) => of === 'file')).toBe(true)
  })

  it('is gone where its folder is there, and keeps its state where that is away', async () => {
    const { changes, failures } = bench()
    const items = [anItem(), anItem({ fileId: 2, sourceId: 2 })]
    await failures.ofItems(items, { kind: 'file-gone' })
    expect(changes).toEqual([{ of: 'file', fileId: 1, next: { state: 'gone' } }])
  })
})

describe('a bug', () => {
  it('sets its item aside, and several in a row are nobody’s: what was set aside comes back', async () => {
    const { told, states, holds, failures } = bench()
    let met = 0
    while (holds.current().length === 0 && met < 20) {
      met += 1
      await failures.ofBug([anItem({ fileId: met, uploadId: met })], new TypeError('a bug'))
    }
    expect(met).toBeGreaterThan(1)
    expect(holds.current()).toMatchObject([{ kind: 'unexpected' }])
    expect(states().slice(0, met - 1)).toEqual(Array(met - 1).fill('failed'))
    expect(told.filter((line) => line.startsWith('taken back'))).toEqual(
      Array.from({ length: met - 1 }, (_, index) => `taken back ${index + 1}`),
    )
    expect(told.filter((line) => line === 'A bug while backing up')).toHaveLength(met)
  })
})

describe('a failure', () => {
  it('that brings all to rest puts off those that met it, for as long', async () => {
    const { changes, holds, failures } = bench()
    for (let fileId = 1; fileId <= 4; fileId += 1)
      await failures.ofItems([anItem({ fileId, uploadId: fileId })], { kind: 'stalled' })
    const [hold] = holds.current()
    expect(hold).toMatchObject({ kind: 'google-unavailable' })
    expect(changes[3]).toMatchObject({
      uploadId: 4,
      next: { state: 'waiting', until: hold?.until, attempts: 0 },
    })
  })

  it('with a stated time is nobody’s: who is told keeps its state', async () => {
    const { changes, holds, failures } = bench()
    const busy: Failure = { kind: 'server-error', status: 503, retryAfterMs: 60_000 }
    await failures.ofItems([anItem()], busy)
    expect(holds.current()).toMatchObject([{ kind: 'google-asked-to-wait' }])
    expect(changes).toEqual([])
  })

  it('of the sign-in undoes a batch under way', async () => {
    const { states, failures } = bench()
    const batch = [anItem({ lifecycle: aLifecycle('creating') })]
    await failures.ofItems(batch, { kind: 'signed-out', reason: 'revoked' })
    expect(states()).toEqual(['sent'])
  })

  it('of a token has the bytes sent again', async () => {
    const { changes, failures } = bench()
    const batch = [anItem({ lifecycle: aLifecycle('creating') })]
    await failures.ofItems(batch, { kind: 'upload-token-invalid' })
    const next = { state: 'waiting', resumesAs: 'ready', token: null, tokenAt: null, attempts: 1 }
    expect(changes).toMatchObject([{ of: 'upload', next }])
  })

  it('of one item is tried again with what Google holds of it', async () => {
    const { changes, failures } = bench()
    await failures.ofItems([anItem({ lifecycle: aLifecycle('creating') })], itemError, true)
    expect(changes).toMatchObject([{ next: { state: 'waiting', resumesAs: 'sent', attempts: 1 } }])
  })

  it('that waits for a decision waits without an end', async () => {
    const { changes, failures } = bench()
    const prepared = anItem({ lifecycle: { state: 'fingerprinted' } })
    await failures.ofItems([prepared], { kind: 'undecided' })
    expect(changes).toMatchObject([{ next: { state: 'waiting', until: undecidedUntil } }])
  })

  it('that comes with each change of a file counts on, until the file is given up', async () => {
    const { changes, states, failures } = bench()
    for (let time = 0; time < 12; time += 1)
      await failures.ofItems([anItem()], { kind: 'file-changed' })
    expect(states()).toEqual(['found', ...Array<string>(10).fill('waiting'), 'failed'])
    const attempts = changes.flatMap((change) =>
      'next' in change && change.next.state === 'waiting' ? [change.next.attempts] : [],
    )
    expect(attempts).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    // Given up, it begins anew when it is taken up again.
    await failures.ofItems([anItem()], { kind: 'file-changed' })
    expect(states().at(-1)).toBe('found')
  })

  it.each(['file-gone', 'unexpected-answer'] as const)(
    'of nobody that would be one photo’s own is the answer’s (%s)',
    (kind) => {
      const { holds, told, failures } = bench()
      failures.ofNobody({ kind })
      expect(holds.current()).toMatchObject([{ kind: 'google-unavailable', owner: { of: 'line' } }])
      expect(told).toEqual([])
    },
  )

  it('of nobody that only a sign-in ends asks for that', () => {
    const { holds, told, failures } = bench()
    failures.ofNobody({ kind: 'signed-out', reason: 'revoked' })
    expect([told, holds.current()]).toEqual([['signed-out, again after 900000'], []])
  })

  it('of a whole batch counts for each of it only where it is a bug', async () => {
    const batch = [1, 2, 3, 4].map((fileId) => anItem({ fileId, uploadId: fileId }))
    const line = bench()
    await line.failures.ofItems(batch, { kind: 'stalled' })
    expect(line.holds.current()).toEqual([])
    const bug = bench()
    await bug.failures.ofBug(batch, new TypeError('a bug'))
    expect(bug.holds.current()).toMatchObject([{ kind: 'unexpected' }])
  })

  it('that is a bug says what the bug says', async () => {
    const { changes, failures } = bench()
    await failures.ofBug([anItem()], new TypeError('a bug'))
    await failures.ofBug([anItem({ fileId: 2, uploadId: 2 })], 'thrown')
    const failed = (message: string) => ({
      next: { state: 'failed', failure: { kind: 'unexpected', message } },
    })
    expect(changes).toMatchObject([failed('a bug'), failed('thrown')])
  })
})
