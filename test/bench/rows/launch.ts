// From the start of the process to a window that can be used, against an empty Electron window started in turn with it;
// and how much script the window loads. What "can be used" is, is launch/main.js.
import { spawn } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { gzipSync } from 'node:zlib'
import { electronCommand, type ElectronCommand } from '../../../build/electron/index.ts'
import { makeLivedInCatalogue } from '../../builders/lived-in-catalogue.ts'
import type { Group } from '../bench.ts'
import { inTurn } from '../measure.ts'
import { bounded, compared } from '../report.ts'

const project = join(import.meta.dirname, '..', '..', '..')
const probe = join(project, 'test', 'bench', 'launch')

/** A start takes a second or two; Chromium without a graphics card has been seen to hang in one under load. */
const longestStartMs = 60_000

/** The row `launch`. */
export const launch: Group = {
  rows: ['launch'],
  async measure(bench) {
    const electron = await electronCommand({ unattended: true })
    try {
      const data = bench.newFolder('launch')
      // Somebody whose first run is over, and who is asked to sign in: the card with its button is what is waited for.
      await makeLivedInCatalogue(data, { files: 2_000, photoFolder: '/no/such/drive' })
      const start = (main: string, ready: string, folder: string) =>
        secondsToUse(electron, folder, {
          LAUNCH_MAIN: main,
          LAUNCH_READY: ready,
          SHOEBOX_DATA_DIR: data,
        })
      const [ours, peer] = [bench.newFolder('shoebox'), bench.newFolder('empty')]
      const pair = await inTurn(
        bench.rounds,
        () => start(join(project, 'out', 'main', 'main.js'), '.hero button', ours),
        () => start(join(probe, 'empty', 'main.js'), 'h1', peer),
      )
      return [
        {
          figure: compared('launch', pair, { atMost: 1.5 }),
          unit: 's',
          against: 'an empty Electron window',
        },
      ]
    } finally {
      await electron.stop()
    }
  },
}

/** Starts an app, waits until it can be used, and ends it. */
async function secondsToUse(
  electron: ElectronCommand,
  folder: string,
  env: Record<string, string>,
): Promise<number> {
  const args = [...electron.args, probe, `--user-data-dir=${folder}`, '--lang=en']
  const startedAt = performance.now()
  const child = spawn(electron.command, args, {
    // A stand-in that is not there: nothing of this may reach Google.
    env: { ...electron.env, SHOEBOX_GOOGLE_ORIGIN: 'http://127.0.0.1:9', ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const seconds = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === 'usable') resolve((performance.now() - startedAt) / 1_000)
    })
    void exited.then(() => reject(new Error('The app ended before it could be used')))
    setTimeout(() => reject(new Error('The window did not come')), longestStartMs).unref()
  }).finally(async () => {
    child.kill('SIGTERM')
    await exited
  })
  return seconds
}

const kilo = 1_000

/** The row `bundle`. */
export const bundle: Group = {
  rows: ['bundle'],
  measure() {
    const renderer = join(project, 'out', 'renderer')
    const page = readFileSync(join(renderer, 'index.html'), 'utf8')
    // What the page names is loaded before anything shows; what its scripts ask for later is not in the bundle.
    const loaded = readdirSync(join(renderer, 'assets')).filter(
      (name) => name.endsWith('.js') && page.includes(name),
    )
    const bytes = loaded.reduce(
      (sum, name) => sum + gzipSync(readFileSync(join(renderer, 'assets', name))).length,
      0,
    )
    return Promise.resolve([
      {
        figure: bounded('bundle', bytes / kilo, { bound: 350, unit: 'kB' }),
        unit: 'kB',
        against: `gzipped, ${loaded.join(', ')}`,
      },
    ])
  },
}
