// Photos without a date, which get one in a copy: the engine is killed after every effect on their way. Each is in the library
// once, under the day of its folder, no copy is left, and the files are as they were.
import { afterAll, beforeAll, expect } from 'vitest'
import type { SideEffect } from '../../src/main/engine/ports/outside.ts'
import { faultTest, quickOr } from './harness/fault-test.ts'
import { openScans, type Scans } from './harness/scans.ts'
import { sessionBytes } from './harness/world.ts'

let scans: Scans
beforeAll(async () => {
  scans = await openScans(['1987-07-14'])
})
afterAll(() => scans.close())

/** What happens to a photo on its way, from the first look to the photo at Google. */
const effects = [
  'scan-applied',
  'fingerprint-stored',
  'failure-stored',
  'rendition-written',
  'plan-stored',
  'session-opened',
  'session-stored',
  'chunk-sent',
  'bytes-sent',
  'token-stored',
  'creating-stored',
  'items-created',
  'results-stored',
  'rendition-removed',
] as const satisfies readonly SideEffect[]

for (const effect of effects) {
  faultTest(`Photo without a date: crash right after ${effect}`, async (tally) => {
    for (let occurrence = 1; occurrence <= quickOr(1, 3); occurrence += 1) {
      const { engine } = scans.world
      engine.killAt({ effect, occurrence })
      await scans.add()
      await scans.add(sessionBytes)
      await engine.try('scanNow', {}).catch(() => undefined)
      await engine
        .patiently(scans.world.isAtRest, `it dies after ${effect}`)
        .catch((error: unknown) => {
          if (!engine.hasEnded) throw error
        })
      engine.killAt(null)
      if (engine.hasEnded) {
        expect(await engine.ended).toBe('SIGKILL')
        await scans.world.start()
      } else if (occurrence === 1) throw new Error(`It never came to ${effect}`)
      await scans.world.settle()
      tally.clean(await scans.judge(), `killed after ${effect}, time ${occurrence}`)
    }
  })
}
