// `npm run bench`: measures Shoebox side by side with the best tool for each job, prints a table and one JSON
// line for each row. --row NAME for one row (again for more), --rounds N for other than five, --quick to see in two minutes that all
// of it runs, --keep DIR to keep the generated files for the next run. Needs a build, and Linux with the peers installed.
import { mkdirSync, mkdtempSync, renameSync, rmSync, statfsSync, existsSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench, Group } from './bench.ts'
import { startEmulatorProcess, type EmulatorProcess } from './emulator-process.ts'
import { printReport, type Measured } from './report.ts'
import { cardLooks } from './rows/card-looks.ts'
import { catalogue } from './rows/catalogue.ts'
import { commandLarge, commandNothing, commandStatus } from './rows/command.ts'
import { fingerprint } from './rows/fingerprint.ts'
import { history, historyMillion } from './rows/history.ts'
import { idle, idleMillion } from './rows/idle.ts'
import { idleRenderer } from './rows/idle-renderer.ts'
import { bundle, launch } from './rows/launch.ts'
import { memoryGrowth } from './rows/memory-growth.ts'
import { reduce } from './rows/reduce.ts'
import { responsive } from './rows/responsive.ts'
import { scan } from './rows/scan.ts'
import { share } from './rows/share.ts'
import { speedLimit } from './rows/speed-limit.ts'
import { tray } from './rows/tray.ts'
import { undated } from './rows/undated.ts'
import { uploadLarge, uploadSmall } from './rows/upload.ts'

const groups: readonly Group[] = [
  scan,
  fingerprint,
  reduce,
  uploadSmall,
  uploadLarge,
  undated,
  ...share,
  idle,
  idleMillion,
  cardLooks,
  memoryGrowth,
  responsive,
  speedLimit,
  history,
  historyMillion,
  catalogue,
  commandStatus,
  commandNothing,
  commandLarge,
  launch,
  bundle,
  idleRenderer,
  tray,
]
const usualRounds = 5
const quickRounds = 1

const memoryFolder = '/dev/shm'
/** What the largest row sends, and as much again. */
const roomBytes = 4e9

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize > roomBytes
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      row: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      keep: { type: 'string' },
    },
  })
  const names = groups.flatMap(({ rows }) => rows)
  const unknown = values.row.find((name) => !names.includes(name))
  if (unknown !== undefined)
    throw new Error(`There is no row ${unknown}. Expected one of: ${names.join(', ')}.`)
  const isWanted = (name: string): boolean => values.row.length === 0 || values.row.includes(name)
  const chosen = groups.filter(({ rows }) => rows.some(isWanted))
  const base = mkdtempSync(join(tmpdir(), 'shoebox-bench-'))
  // In memory where there is room, so that its writes do not wait for the disk behind the engine's commits.
  const emulatorBase = hasRoom(memoryFolder) ? mkdtempSync(join(memoryFolder, 'shoebox-')) : base
  const kept = resolve(values.keep ?? join(base, 'fixtures'))
  let emulator: EmulatorProcess | null = null
  const bench: Bench = {
    isQuick: values.quick,
    rounds: Number(values.rounds ?? (values.quick ? quickRounds : usualRounds)),
    newFolder: (name) => mkdtempSync(join(base, `${name}-`)),
    fixture: async (name, make) => {
      const folder = join(kept, name)
      if (existsSync(folder)) return folder
      const draft = `${folder}.partial`
      rmSync(draft, { recursive: true, force: true })
      mkdirSync(draft, { recursive: true })
      bench.say(`making ${name}`)
      await make(draft)
      renameSync(draft, folder)
      return folder
    },
    emulator: async () => (emulator ??= await startEmulatorProcess(join(emulatorBase, 'emulator'))),
    say: (line) => console.error(line),
  }
  const measured: Measured[] = []
  const print = (): void => {
    console.log(
      `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}, ` +
        `median of ${bench.rounds}${bench.isQuick ? '; quick: little work, these figures say nothing' : ''}`,
    )
    printReport(measured.filter(({ figure }) => isWanted(figure.row)))
  }
  try {
    for (const group of chosen) {
      bench.say(`measuring ${group.rows.join(', ')} (load ${loadavg()[0]?.toFixed(1) ?? '?'})`)
      measured.push(...(await group.measure(bench)))
    }
  } finally {
    await (emulator as EmulatorProcess | null)?.stop()
    for (const folder of [base, emulatorBase]) rmSync(folder, { recursive: true, force: true })
    // Half an hour's figures are not lost for a row that failed.
    print()
  }
}

try {
  await run()
} catch (error) {
  // The console shows the errors within an AggregateError, too; a stack alone does not.
  console.error(error)
  process.exitCode = 1
}
