// Photos that met trouble which is nobody's fault: until when they wait, whatever else everything rests for.
import { expect, it } from 'vitest'
import type { Change } from '../../../src/main/engine/ports/catalogue.ts'
import { holdRules } from '../../../src/main/engine/ports/resting.ts'
import { createFailures } from '../../../src/main/engine/queue/failures.ts'
import { createHolds } from '../../../src/main/engine/queue/holds.ts'
import { createTroubleBook } from '../../../src/main/engine/queue/trouble.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { aLifecycle, anItem } from '../../builders/items.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

function open() {
  const clock = manualClock()
  const random = (): number => 0
  const holds = createHolds(clock, random, () => undefined)
  const stored: Change[] = []
  const note = async (changes: readonly Change[]): Promise<void> => void stored.push(...changes)
  const failures = createFailures({
    store: { currentAccount: () => null, retryFile: () => true },
    clock,
    random,
    recorder: {
      record: note,
      recordSoon: note,
      settled: async () => undefined,
      waitNoMore: () => undefined,
      stop: () => undefined,
    },
    holds,
    trouble: createTroubleBook(),
    logger: { info: () => undefined, error: () => undefined },
    checkpoint: () => undefined,
    onFileChanged: () => undefined,
    isSourceThere: async () => true,
    isFileThere: async () => false,
    onSignedOut: () => undefined,
    onAskedForLess: () => undefined,
    onBudgetSpent: () => undefined,
    probe: async () => null,
  })
  return { clock, holds, stored, failures }
}

const kinds: [keyof typeof holdRules, Failure][] = [
  ['offline', { kind: 'cut-off' }],
  ['google-unavailable', { kind: 'stalled' }],
  ['unexpected', { kind: 'unexpected', message: 'a bug' }],
]

it.each(kinds)('come back with the end of "%s", not of a longer stop', async (hold, failure) => {
  const { clock, holds, stored, failures } = open()
  const lasting = { do: 'hold-all', hold: 'storage-full', afterMs: 3600_000 } as const
  holds.start(lasting, { kind: 'storage-full' }, { of: 'line' })
  for (let id = 1; holds.current().length === 1; id += 1) {
    const lifecycle = aLifecycle('ready')
    await failures.ofItems([anItem({ fileId: id, uploadId: id, lifecycle })], failure)
  }
  const until = holds.current().find(({ kind }) => kind === hold)?.until
  expect(until).toBeGreaterThan(clock.now() + 1_000)
  expect(stored.at(-1)).toMatchObject({ next: { state: 'waiting', failure, until } })
})

it('are told by one table which stops are over in minutes', () => {
  const passing = Object.entries(holdRules).filter(([, rule]) => rule.isPassing)
  expect(passing.map(([kind]) => kind)).toEqual(kinds.map(([kind]) => kind))
})
