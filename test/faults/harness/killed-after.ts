// The engine is killed right after an effect on the way of some photos, is started again, and in the end all is as it must be.
import { expect } from 'vitest'
import type { SideEffect } from '../../../src/main/engine/ports/outside.ts'
import { faultTest, quickOr } from './fault-test.ts'
import type { Verdict, World } from './world.ts'

/** An effect, and the how many-th time of it. */
export interface Moment {
  effect: SideEffect
  occurrence: number
}

/** Arms the running engine and gives it work; true when it was killed on the way, false when it came to rest. */
export async function isKilledAt(
  moment: Moment,
  world: World,
  giveWork: () => Promise<void>,
): Promise<boolean> {
  const { engine } = world
  engine.killAt(moment)
  await giveWork()
  await engine.try('scanNow', {}).catch(() => undefined)
  try {
    await engine.patiently(world.isAtRest, `it dies after ${moment.effect}`)
  } catch (error) {
    if (!engine.hasEnded) throw error
  }
  engine.killAt(null)
  if (engine.hasEnded) expect(await engine.ended).toBe('SIGKILL')
  return engine.hasEnded
}

/** What is killed, what arrives before, and how the end is judged. */
export interface Killed {
  world(): World
  /** Photos arrive that come to the effect. */
  add(): Promise<void>
  judge(): Promise<Verdict>
}

/** Declares a test for each effect; one that the photos never come to is an error. */
export function killedAfterEach(
  what: string,
  effects: readonly SideEffect[],
  { world, add, judge }: Killed,
): void {
  for (const effect of effects) {
    faultTest(`${what}: crash right after ${effect}`, async (tally) => {
      for (let occurrence = 1; occurrence <= quickOr(1, 3); occurrence += 1) {
        if (await isKilledAt({ effect, occurrence }, world(), add)) await world().start()
        else if (occurrence === 1) throw new Error(`It never came to ${effect}`)
        await world().settle()
        tally.clean(await judge(), `killed after ${effect}, time ${occurrence}`)
      }
    })
  }
}
