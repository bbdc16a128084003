// Somebody decides otherwise for photos without a date, and the engine is killed after each effect on their way, before or after
// the decision. Each is in the library once, under one of the two days, no copy is left, and the files are as they were.
import { afterAll, beforeAll } from 'vitest'
import type { SideEffect } from '../../src/main/engine/ports/outside.ts'
import { faultTest } from './harness/fault-test.ts'
import { isKilledAt } from './harness/killed-after.ts'
import { openScans, type Scans } from './harness/scans.ts'
import { sessionBytes } from './harness/world.ts'

const days = ['1987-07-14', '1986-05-01'] as const

let scans: Scans
beforeAll(async () => {
  scans = await openScans(days)
})
afterAll(() => scans.close())

/** From the first copy to the photo at Google: what a decision may come before or after. */
const effects = [
  'failure-stored',
  'plan-stored',
  'session-stored',
  'bytes-sent',
  'token-stored',
  'creating-stored',
  'items-created',
  'results-stored',
] as const satisfies readonly SideEffect[]

/** Decides for every folder that holds photos without a date. */
async function decide(choice: string): Promise<void> {
  const { world } = scans
  const { groups } = await world.engine.call('undatedGroups', { after: null })
  for (const { folderId } of groups) await world.engine.try('decideDates', { folderId, choice })
}

for (const [at, effect] of effects.entries()) {
  faultTest(`Photo decided for otherwise: crash right after ${effect}`, async (tally) => {
    const wasKilled = await isKilledAt({ effect, occurrence: 1 }, scans.world, async () => {
      await scans.add()
      await scans.add(sessionBytes)
    })
    if (!wasKilled) throw new Error(`It never came to ${effect}`)
    await scans.world.start()
    // What became of the photos before the end is not known to whoever decides now.
    await decide(days[(at + 1) % 2] ?? days[0])
    await scans.world.settle()
    tally.clean(await scans.judge(), `killed after ${effect}, then decided otherwise`)
  })
}

faultTest('Photo decided for otherwise: crash while the decision is followed', async (tally) => {
  for (const effect of ['failure-stored', 'plan-stored', 'session-stored'] as const) {
    const { engine } = scans.world
    await scans.add()
    await engine.try('scanNow', {}).catch(() => undefined)
    engine.killAt({ effect, occurrence: 1 })
    await decide(days[0]).catch(() => undefined)
    await decide(days[1]).catch(() => undefined)
    await engine.patiently(scans.world.isAtRest, 'it rests or dies').catch((error: unknown) => {
      if (!engine.hasEnded) throw error
    })
    engine.killAt(null)
    if (engine.hasEnded) await scans.world.start()
    await scans.world.settle()
    tally.clean(await scans.judge(), `killed after ${effect} of a decision`)
  }
})
