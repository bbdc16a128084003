// Lets an engine meet a fault of the line or of Google: sets it, gives the engine work, waits until all is at rest, takes
// up what was given up with a reason as a user would, and judges.
import { expect } from 'vitest'
import type { Status } from '../../../src/shared/status.ts'
import type { FaultAction, FaultRule } from '../../emulator/index.ts'
import type { Tally } from './fault-test.ts'
import { sessionBytes, type World } from './world.ts'

/** What an engine does on the line, and the work that makes it do so. */
export const operations = [
  'upload.raw',
  'upload.start',
  'upload.chunk',
  'upload.finalize',
  'upload.query',
  'batchCreate',
] as const
/** One of {@link operations}. */
export type MetOperation = (typeof operations)[number]

/** Gives an engine work that leads to this operation. */
export async function giveWork(world: World, operation: MetOperation): Promise<void> {
  if (operation === 'upload.raw' || operation === 'batchCreate') {
    await world.addPhotos(2)
    return
  }
  if (operation === 'upload.query') {
    // Only after a doubt is the server asked how far it is.
    const action: FaultAction = { kind: 'cut', afterRequestBytes: 'half' }
    await world.emulator.control.addFault({ on: 'upload.chunk', action })
  }
  await world.addPhotos(1, sessionBytes)
}

/** How a meeting went. */
export interface Meeting {
  /** The state in which everything first came to rest. */
  first: Status
  /** The reasons for which files were given up, before a user asked to try again. */
  givenUp: string[]
}

/** Meets a fault on one operation and judges. A fault that never fires fails the test: it would prove nothing. */
export async function meet(
  world: World,
  tally: Tally,
  on: MetOperation,
  action: FaultAction,
  more: Partial<FaultRule> = {},
): Promise<Meeting> {
  const { control } = world.emulator
  const during = `${JSON.stringify(action)} on ${on}`
  const id = await control.addFault({ ...more, on, action })
  await giveWork(world, on)
  const first = await world.settle()
  const fired = (await control.faults()).find((fault) => fault.id === id)?.fired ?? 0
  expect(fired, `${during} was met`).toBeGreaterThan(0)
  await control.removeFaults()
  const givenUp = await takeUpAgain(world)
  tally.clean(await world.judge(), during)
  return { first, givenUp }
}

/** Retries whatever failed, as a user would after a look at the reason. */
export async function takeUpAgain(world: World): Promise<string[]> {
  const { groups } = await world.engine.call('problems', {})
  const reasons = groups.filter((group) => group.state === 'failed').map((group) => group.reason)
  for (const reason of reasons) await world.engine.call('retryAll', { reason })
  if (reasons.length > 0) await world.settle()
  return reasons
}
