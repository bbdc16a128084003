// Stops by kind and owner: when they begin, what ends them, and whose they are.
import { beforeEach, describe, expect, it } from 'vitest'
import { holdRules, type HoldEnd, type HoldOwner } from '../../../src/main/engine/ports/resting.ts'
import { createHolds, type Holds } from '../../../src/main/engine/queue/holds.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { manualClock, type ManualClock } from '../../fakes/manual-clock.ts'

const line: HoldOwner = { of: 'line' }
let clock: ManualClock
let holds: Holds
let changes: number
const kinds = (): string[] => holds.current().map(({ kind }) => kind)
const start = (hold: keyof typeof holdRules, owner: HoldOwner = line): void => {
  holds.start({ do: 'hold-all', hold, afterMs: 60_000 }, { kind: 'offline' }, owner)
}

beforeEach(() => {
  clock = manualClock()
  changes = 0
  holds = createHolds(
    clock,
    () => 0,
    () => (changes += 1),
  )
})

describe('a stop', () => {
  it('ends at its time, and says so once', () => {
    start('offline')
    clock.advance(59_999)
    expect(kinds()).toEqual(['offline'])
    clock.advance(1)
    expect([kinds(), changes]).toEqual([[], 2])
  })

  it('counts once for all that fail together', () => {
    start('offline')
    start('offline')
    expect(holds.inARow('offline')).toBe(1)
  })

  const ends: HoldEnd[] = ['person', 'line-back', 'request', 'calm', 'created', 'stored']
  it.each(ends)('ends with "%s" where its rule says so, and else goes on', (what) => {
    for (const kind of Object.keys(holdRules) as (keyof typeof holdRules)[]) start(kind)
    holds.happened(what)
    const left = Object.entries(holdRules).filter(([, rule]) => !rule.endsWith.includes(what))
    expect(kinds()).toEqual(left.map(([kind]) => kind))
  })

  it('may always be tried now by a person', () => {
    for (const kind of Object.keys(holdRules) as (keyof typeof holdRules)[]) start(kind)
    holds.happened('person')
    expect(kinds()).toEqual([])
    // Asking is no success: the next one is as long as it would have been.
    expect(holds.inARow('google-unavailable')).toBe(1)
  })

  it('that is over lets its next one start small after a success, whatever else is in force', () => {
    start('google-asked-to-wait')
    clock.advance(60_000)
    start('storage-full')
    holds.happened('request')
    expect([kinds(), holds.inARow('google-asked-to-wait')]).toEqual([['storage-full'], 0])
  })

  it('lets the next one start small again after a success, but not one that Google asked for in force', () => {
    start('google-asked-to-wait')
    holds.happened('request')
    expect([kinds(), holds.inARow('google-asked-to-wait')]).toEqual([['google-asked-to-wait'], 1])
    clock.advance(60_000)
    holds.happened('request')
    expect(holds.inARow('google-asked-to-wait')).toBe(0)
  })

  it('goes with its owner', () => {
    const first: HoldOwner = { of: 'account', sub: '1' }
    const client: HoldOwner = { of: 'client', clientId: 'old' }
    start('storage-full', first)
    start('daily-quota', client)
    start('offline')
    start('disk-full', { of: 'computer' })
    holds.accountChanged({ sub: '1', clientId: 'new' })
    expect(kinds()).toEqual(['storage-full', 'offline', 'disk-full'])
    start('daily-quota', { of: 'client', clientId: 'new' })
    holds.accountChanged({ sub: '2', clientId: 'new' })
    expect(kinds()).toEqual(['offline', 'disk-full', 'daily-quota'])
    start('storage-full', { of: 'account', sub: '2' })
    holds.accountChanged(null)
    expect(kinds()).toEqual(['offline', 'disk-full'])
  })

  it('of one account is not another account’s', () => {
    start('storage-full', { of: 'account', sub: '1' })
    start('storage-full', { of: 'account', sub: '2' })
    holds.accountChanged({ sub: '2', clientId: 'client' })
    expect(holds.current()).toMatchObject([{ kind: 'storage-full', owner: { sub: '2' } }])
  })

  it('until a time is spread beyond it, never before', () => {
    holds = createHolds(
      clock,
      () => 0.5,
      () => undefined,
    )
    const untilMs = clock.now() + 3600_000
    const remedy = { do: 'hold-until', hold: 'daily-quota', untilMs, spreadMs: 60_000 } as const
    holds.start(remedy, { kind: 'daily-quota', resetsAt: untilMs }, line)
    expect(holds.current()).toMatchObject([{ until: untilMs + 30_000 }])
  })

  it('whose time passed while nobody counted is over when somebody looks', () => {
    start('offline')
    clock.jump(3600_000)
    expect(kinds()).toEqual(['offline'])
    holds.endOverdue()
    expect(kinds()).toEqual([])
  })

  it('lasts for a second where its time has passed already', () => {
    const remedy = { do: 'hold-until', hold: 'daily-quota', spreadMs: 0 } as const
    const untilMs = clock.now() - 1
    holds.start({ ...remedy, untilMs }, { kind: 'daily-quota', resetsAt: untilMs }, line)
    expect(holds.current()).toMatchObject([{ until: clock.now() + 1_000 }])
  })

  it('is over for whoever looks at its very end', () => {
    start('offline')
    clock.jump(59_999)
    holds.endOverdue()
    expect(kinds()).toEqual(['offline'])
    clock.jump(1)
    holds.endOverdue()
    expect([kinds(), clock.pending()]).toEqual([[], 0])
  })

  it('is told of once when it begins and once when it ends, whatever happens besides', () => {
    start('offline')
    start('offline')
    holds.happened('created')
    holds.endOverdue()
    holds.accountChanged(null)
    expect(changes).toBe(1)
    holds.happened('person')
    expect(changes).toBe(2)
    clock.advance(60_000)
    expect(changes).toBe(2)
  })

  it.each<[Failure, string]>([
    [{ kind: 'forbidden', reason: 'api-disabled' }, 'api-disabled'],
    [{ kind: 'offline' }, 'unknown'],
  ])('of what is forbidden says why where that is known (%o)', (failure, reason) => {
    holds.start({ do: 'hold-all', hold: 'forbidden', afterMs: 1_000 }, failure, line)
    expect(holds.current()).toMatchObject([{ kind: 'forbidden', reason }])
  })

  it.each<[HoldEnd, number]>([
    ['person', 2],
    ['line-back', 2],
    ['request', 1],
  ])('that ended with "%s" and begins again is number %i in a row', (what, inARow) => {
    start('offline')
    holds.happened(what)
    start('offline')
    expect(holds.inARow('offline')).toBe(inARow)
  })

  it('goes off no more after the end', () => {
    start('offline')
    holds.stop()
    clock.advance(60_000)
    expect([kinds(), changes, clock.pending()]).toEqual([[], 1, 0])
  })
})
