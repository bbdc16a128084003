// `npm run test:packaged`: the packed app as a user gets it. First the program with its fuses as they ship: it starts,
// hosts its engine, heeds nothing that would turn it into something else, and leaves nothing running. Then, in a twin with
// the one fuse that the test driver needs, starting with the computer and the demo's check.
import { dirname, join } from 'node:path'
import { check } from '../../build/demo/check.ts'
import { cleanUpOnSignals, createCleanup, type Cleanup } from '../../build/demo/cleanup.ts'
import { setStage } from '../../build/demo/stage.ts'
import { makeDriverCopy } from '../../build/packaging/driver-copy.ts'
import { ensurePacked } from '../../build/packaging/ensure-packed.ts'
import { distFolder } from '../../build/packaging/unpacked-app.ts'
import { startAsShipped } from './as-shipped.ts'
import { startAtLogin } from './start-at-login.ts'

const pictures = join(import.meta.dirname, '..', '..', 'out', 'packaged')

async function run(cleanup: Cleanup): Promise<number> {
  const app = await ensurePacked()
  const problems = await startAsShipped(app)
  if (problems.length === 0)
    console.log('as shipped: starts, hosts its engine, cannot be inspected, leaves nothing running')
  const twin = await makeDriverCopy(app, join(distFolder, 'driver'))
  const stage = await setStage(cleanup, true)
  const packed = { ...stage, start: { ...stage.start, executable: twin.executable } }
  const home = dirname(stage.start.dataFolder)
  const atLogin = { ...packed.start, dataFolder: join(home, 'at-login') }
  problems.push(...(await startAtLogin(atLogin, join(home, 'config'), cleanup)))
  const outcome = await check(packed, cleanup, pictures)
  problems.push(...outcome.problems)
  await cleanup.run()
  for (const problem of problems) console.log(`- ${problem}`)
  console.log(outcome.verdict)
  return problems.length === 0 ? 0 : 1
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
