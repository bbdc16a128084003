// Photos without a date, which get one in a copy: the engine is killed after every effect on their way. Each is in the library
// once, under the day of its folder, no copy is left, and the files are as they were.
import { afterAll, beforeAll } from 'vitest'
import type { SideEffect } from '../../src/main/engine/ports/outside.ts'
import { killedAfterEach } from './harness/killed-after.ts'
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
  'plan-stored',
  'session-opened',
  'session-stored',
  'chunk-sent',
  'bytes-sent',
  'token-stored',
  'creating-stored',
  'items-created',
  'results-stored',
] as const satisfies readonly SideEffect[]

killedAfterEach('Photo without a date', effects, {
  world: () => scans.world,
  judge: () => scans.judge(),
  add: async () => {
    await scans.add()
    await scans.add(sessionBytes)
  },
})
