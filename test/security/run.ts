// `npm run test:security`: attacks the packed app, row by row, and prints what was tried and seen: from outside as it ships,
// then in its real window. A row holds, or it does not, or this system cannot show it. `npm run test:security -- S2 S9`
// runs some rows only, and `-- --window` those of the real window, as `npm test` does. The exit code is 0 only when no row
// fails; with --all also none may be left unshown.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { cleanUpOnSignals, createCleanup, type Cleanup } from '../../build/demo/cleanup.ts'
import { makeDriverCopy } from '../../build/packaging/driver-copy.ts'
import { ensurePacked } from '../../build/packaging/ensure-packed.ts'
import { distFolder } from '../../build/packaging/unpacked-app.ts'
import { outsideRows } from './outside-rows.ts'
import { goOutside } from './outside.ts'
import { NotShownHere } from './not-shown.ts'
import type { Row } from './row.ts'
import { rows } from './rows.ts'
import { setScene } from './scene.ts'
import { beginFeeds } from './update-feed.ts'

const verdicts = ['held', 'NOT HELD', 'not shown here'] as const
type Verdict = (typeof verdicts)[number]

const { values, positionals } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    window: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
const isWanted = ({ id }: { id: string }): boolean =>
  positionals.length === 0 || positionals.includes(id)
const fromOutside = values.window ? [] : outsideRows.filter(isWanted)
const every = [...fromOutside, ...rows.filter(isWanted)]
const itemWidth = Math.max(...every.map(({ item }) => item.length))

async function runRow<Where>({ id, item, test }: Row<Where>, where: Where): Promise<Verdict> {
  const say = (verdict: Verdict, words: string): Verdict => {
    console.log(`${id.padStart(3)}  ${item.padEnd(itemWidth)}  ${verdict.padEnd(14)}  ${words}`)
    return verdict
  }
  try {
    return say('held', await test(where))
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    return say(error instanceof NotShownHere ? 'not shown here' : 'NOT HELD', words)
  }
}

async function run(cleanup: Cleanup): Promise<number> {
  const packed = await ensurePacked()
  const counts = new Map<Verdict, number>()
  const count = (verdict: Verdict): void => void counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  if (fromOutside.length > 0) {
    const outside = await goOutside(packed, cleanup)
    if (fromOutside.some(({ id }) => ['S9', 'S10'].includes(id))) void beginFeeds(outside)
    for (const row of fromOutside) count(await runRow(row, outside))
  }
  const inWindow = rows.filter(isWanted)
  if (inWindow.length > 0) {
    const twin = await makeDriverCopy(packed, join(distFolder, 'driver'))
    const scene = await setScene(packed, twin, cleanup)
    for (const row of inWindow) count(await runRow(row, scene))
  }
  await cleanup.run()
  const sum = verdicts.map((verdict) => `${counts.get(verdict) ?? 0} ${verdict.toLowerCase()}`)
  console.log(`security: ${sum.join(', ')}`)
  const unshown = values.all ? (counts.get('not shown here') ?? 0) : 0
  return (counts.get('NOT HELD') ?? 0) + unshown === 0 ? 0 : 1
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
