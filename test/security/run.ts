// `npm run test:security`: attacks the packed app in its real window, row by row, and prints what was found.
// The exit code is 0 only when every row held.
import { join } from 'node:path'
import { cleanUpOnSignals, createCleanup, type Cleanup } from '../../build/demo/cleanup.ts'
import { makeDriverCopy } from '../../build/packaging/driver-copy.ts'
import { ensurePacked } from '../../build/packaging/ensure-packed.ts'
import { distFolder } from '../../build/packaging/unpacked-app.ts'
import type { Row } from './row.ts'
import { rows } from './rows.ts'
import { setScene, type Scene } from './scene.ts'

const itemWidth = Math.max(...rows.map(({ item }) => item.length))

async function runRow({ number, item, test }: Row, scene: Scene): Promise<boolean> {
  const label = `${(number === null ? '+' : String(number)).padStart(2)}  ${item.padEnd(itemWidth)}`
  try {
    const seen = await test(scene)
    console.log(`${label}  ok    ${seen}`)
    return true
  } catch (error) {
    console.log(`${label}  FAIL  ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}

async function run(cleanup: Cleanup): Promise<number> {
  const packed = await ensurePacked()
  const twin = await makeDriverCopy(packed, join(distFolder, 'driver'))
  const scene = await setScene(packed, twin, cleanup)
  let failed = 0
  for (const row of rows) if (!(await runRow(row, scene))) failed += 1
  await cleanup.run()
  console.log(`security: ${rows.length - failed} held, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

const cleanup = createCleanup()
cleanUpOnSignals(cleanup)
try {
  process.exitCode = await run(cleanup)
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error)
  process.exitCode = 1
} finally {
  await cleanup.run()
}
