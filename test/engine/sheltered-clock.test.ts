// A bug in a call of the clock: it is logged, and everything that the clock still has to call is called.
import { expect, test } from 'vitest'
import { shelteredClock } from '../../src/main/engine/sheltered-clock.ts'
import { createStatements } from '../../src/main/engine/statements.ts'
import type { Status } from '../../src/shared/status.ts'
import { completeStatus } from '../renderer/fake-data.ts'
import { manualClock } from '../fakes/manual-clock.ts'
import { aCatalog, addSource, as, fingerprint, listing } from './catalog/catalog-builder.ts'

const sheltered = () => {
  const time = manualClock()
  const logged: unknown[] = []
  const logger = { info: () => undefined, error: (_: string, bug?: unknown) => logged.push(bug) }
  return {
    time,
    logged,
    clock: shelteredClock(time, { ...logger, error: (...said) => void logger.error(...said) }),
  }
}

test('ends neither the process nor what comes after it', () => {
  const { time, logged, clock } = sheltered()
  const called: string[] = []
  const bug = new TypeError('a bug')
  clock.after(1_000, () => {
    throw bug
  })
  clock.after(1_000, () => called.push('beside it'))
  clock.after(2_000, () => called.push('later'))
  clock.after(2_000, () => called.push('never'))()
  time.advance(5_000)
  expect(called).toEqual(['beside it', 'later'])
  expect(logged).toEqual([bug])
  expect([clock.now(), clock.monotonic()]).toEqual([time.now(), time.monotonic()])
})

test('of the look for a receipt is followed by the next look, which makes it', async () => {
  const { time, logged, clock } = sheltered()
  const catalog = await aCatalog()
  await catalog.applyWalk(addSource(catalog, '/photos'), [listing('', ['a.jpg'])], time.now(), 0)
  catalog.record([
    { of: 'upload', uploadId: fingerprint(catalog, 'a.jpg', 'a'), next: as.done('a') },
  ])
  let looks = 0
  const status = (): Status => {
    looks += 1
    if (looks === 1) throw new TypeError('a bug')
    return { ...completeStatus(), sources: [] }
  }
  const statements = createStatements({ catalog, clock, status, statusChanged: () => undefined })
  statements.start()
  time.advance(60_000)
  expect(catalog.statements()).toEqual([])
  expect(logged).toMatchObject([{ message: 'a bug' }])
  time.advance(60_000)
  expect(catalog.statements()).toMatchObject([{ why: 'first' }])
  statements.stop()
  expect(time.pending()).toBe(0)
})
