// `npm run test:packaged`: the packed app as a user gets it. First the program with its fuses as they ship: it starts,
// hosts its engine, heeds nothing that would turn it into something else, and leaves nothing running. Then, in a twin with
// the one fuse that the test driver needs, starting with the computer and the demo's check.
import { dirname, join } from 'node:path'
import { check } from '../../build/demo/check.ts'
import { cleanUpOnSignals, createCleanup, type Cleanup } from '../../build/demo/cleanup.ts'
import { setStage } from '../../build/demo/stage.ts'
import { makeDriverCopy } from '../../build/packaging/driver-copy.ts'
import { ensurePacked } from '../../build/packaging/ensure-packed.ts'
import { distFolder, type UnpackedApp } from '../../build/packaging/unpacked-app.ts'
import { startAsShipped } from './as-shipped.ts'
import { startAtLogin } from './start-at-login.ts'

const pictures = join(import.meta.dirname, '..', '..', 'out', 'packaged')

async function run(cleanup: Cleanup): Promise<number> {
  const app = await ensurePacked()
  const problems = await startAsShipped(app)
  if (problems.length === 0)
    console.log('as shipped: starts, hosts its engine, cannot be inspected, leaves nothing running')
  const twin = await makeDriverCopy(app, join(distFolder, 'driver'))
  // Each with a library of its own: the first backs up until it is closed, and the second counts what is there.
  const atLogin = await setPackedStage(twin, cleanup)
  const config = join(dirname(atLogin.start.dataFolder), 'config')
  problems.push(...(await startAtLogin(atLogin.start, config, cleanup)))
  const outcome = await check(await setPackedStage(twin, cleanup), cleanup, pictures)
  problems.push(...outcome.problems)
  await cleanup.run()
  for (const problem of problems) console.log(`- ${problem}`)
  console.log(outcome.verdict)
  return problems.length === 0 ? 0 : 1
}

/** A stage for the packed app. */
async function setPackedStage({ executable }: UnpackedApp, cleanup: Cleanup) {
  const stage = await setStage(cleanup, true)
  return { ...stage, start: { ...stage.start, executable } }
}

const cleanup = createCleanup()
cleanUpOnSignals(cleanup)
try {
  process.exitCode = await run(cleanup)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await cleanup.run()
}
