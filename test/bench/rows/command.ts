// The command as somebody types it, built, from the start of its process to its end: a look at a full catalogue, a backup
// with nothing left to do, and a backup of large files against rclone copying the same folder to the same emulator.
import { cpSync, existsSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { createFileVault } from '../../../src/main/engine/file-vault.ts'
import { makeLivedInCatalogue } from '../../builders/lived-in-catalogue.ts'
import type { Bench, Group } from '../bench.ts'
import { ceilingOf, type EmulatorProcess } from '../emulator-process.ts'
import { makePhotoTree, makeVideos } from '../fixtures.ts'
import { inTurn, median, runProgram, secondsOf } from '../measure.ts'
import { openRclone } from '../rclone.ts'
import { bounded, compared } from '../report.ts'

const mega = 1_000_000
const script = join(import.meta.dirname, '..', '..', '..', 'out', 'main', 'cli.js')

/** Up to 0.1 s would feel immediate, and Node itself takes half of that; in this one nobody has begun to wait. */
const statusMs = 400
const nothingMs = 800

/** The row of a look. */
export const commandStatus: Group = {
  rows: ['command-status'],
  async measure(bench) {
    const files = bench.isQuick ? 2_000 : 100_000
    // The very one of the history's rows.
    const made = await bench.fixture(`lived-in-${files}`, (folder) =>
      makeLivedInCatalogue(folder, {
        files,
        photoFolder: '/no/such/drive',
        settings: { isBackupOn: false },
      }),
    )
    const dataFolder = bench.newFolder('status')
    cpSync(join(made, 'catalogue.sqlite'), join(dataFolder, 'catalogue.sqlite'))
    const ms = await medianMs(bench, () => shoebox(['status'], dataFolder, null))
    rmSync(dataFolder, { recursive: true })
    return [
      {
        figure: bounded('command-status', ms, { bound: statusMs, unit: 'ms' }),
        unit: 'ms',
        against: `the whole of \`shoebox status\`, ${files} files in the catalogue`,
      },
    ]
  },
}

/** The row of a backup that finds everything done. */
export const commandNothing: Group = {
  rows: ['command-nothing'],
  async measure(bench) {
    const count = bench.isQuick ? 5 : 1_000
    const root = await bench.fixture(`done-${count}`, async (folder) => {
      await makePhotoTree(folder, count)
      rested(folder)
    })
    const emulator = await bench.emulator()
    await emulator.empty()
    const dataFolder = bench.newFolder('nothing')
    await signIn(dataFolder, emulator)
    const backUp = (): Promise<unknown> => shoebox(['backup', root, '--once'], dataFolder, emulator)
    await backUp()
    const requests = await emulator.requests()
    const ms = await medianMs(bench, backUp)
    const more = (await emulator.requests()) - requests
    await emulator.empty()
    rmSync(dataFolder, { recursive: true })
    return [
      {
        figure: bounded('command-nothing', ms, { bound: nothingMs, unit: 'ms' }),
        unit: 'ms',
        against: `the whole of \`shoebox backup --once\`, ${count} photos, all done`,
        notes: [`${more} requests in all rounds`],
      },
    ]
  },
}

/** The row of large files. */
export const commandLarge: Group = {
  rows: ['command-large'],
  async measure(bench) {
    const [count, sizeBytes] = bench.isQuick ? [1, 4 * mega] : [8, 64 * mega]
    const root = await bench.fixture(`clips-${count}x${sizeBytes}`, async (folder) => {
      await makeVideos(folder, { count, sizeBytes })
      rested(folder)
    })
    const emulator = await bench.emulator()
    const ceiling = await ceilingOf(emulator).bytes(sizeBytes)
    const rclone = await openRclone(bench.newFolder('rclone'), emulator)
    const dataFolder = bench.newFolder('large')
    const ours = async (): Promise<number> => {
      await emulator.empty()
      rmSync(dataFolder, { recursive: true, force: true })
      await signIn(dataFolder, emulator)
      return secondsOf(() => shoebox(['backup', root, '--once'], dataFolder, emulator))
    }
    const peer = async (): Promise<number> => {
      await emulator.empty()
      return secondsOf(() => rclone.copy(root))
    }
    const seconds = await inTurn(bench, ours, peer)
    await rclone.close()
    await emulator.empty()
    rmSync(dataFolder, { recursive: true })
    const megabytes = (count * sizeBytes) / mega
    const rates = { ours: megabytes / seconds.ours, peer: megabytes / seconds.peer }
    return [
      {
        figure: compared('command-large', rates, { atLeast: 1 }),
        unit: 'MB/s',
        against: `rclone --transfers 1, ${count} files of ${sizeBytes / mega} MB, both from start to end`,
        notes: [`the emulator takes ${(ceiling / mega).toFixed(0)} MB/s from a plain client`],
      },
    ]
  },
}

/** The median of the rounds in milliseconds, after one that warms the system's cache. */
async function medianMs(bench: Bench, work: () => Promise<unknown>): Promise<number> {
  if (!bench.isQuick) await work()
  const times = []
  for (let round = 0; round < bench.rounds; round += 1) times.push(await secondsOf(work))
  return median(times) * 1_000
}

/** Runs it to its end; anything but success throws. */
function shoebox(
  words: readonly string[],
  dataFolder: string,
  emulator: EmulatorProcess | null,
): Promise<unknown> {
  if (!existsSync(script)) throw new Error('There is no built command: run "npm run build" first.')
  return runProgram(process.execPath, [script, ...words], {
    env: { SHOEBOX_DATA_DIR: dataFolder, SHOEBOX_GOOGLE_ORIGIN: emulator?.origin ?? '' },
  })
}

async function signIn(dataFolder: string, { origin, kept }: EmulatorProcess): Promise<void> {
  const vault = createFileVault(dataFolder, origin)
  await vault.saveClient(kept.client)
  await vault.save(kept.signIn)
}

/** As photos of yesterday are: what was written just now would have to rest first. */
function rested(folder: string): void {
  const at = Date.now() / 1_000 - 24 * 3_600
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    utimesSync(join(entry.parentPath, entry.name), at, at)
}
