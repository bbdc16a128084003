// From the start of the process to a window that can be used, against an empty Electron window started in turn with it;
// and how much script the window loads. What "can be used" is, is launch/main.js.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { electronCommand, type ElectronCommand } from '../../../build/electron/index.ts'
import { makeLivedInCatalogue } from '../../builders/lived-in-catalogue.ts'
import type { Group } from '../bench.ts'
import { inTurn } from '../measure.ts'
import { startProbe } from '../probe.ts'
import { bounded, compared, type Measured } from '../report.ts'

const project = join(import.meta.dirname, '..', '..', '..')
const probe = join(project, 'test', 'bench', 'launch')

/** A start takes a second or two; Chromium without a graphics card has been seen to hang in one under load. */
const longestStartMs = 60_000

const client = { installed: { client_id: 'bench', client_secret: 'bench' } }

/** The rows `launch` and `launch-first`. */
export const launch: Group = {
  rows: ['launch', 'launch-first'],
  async measure(bench) {
    const electron = await electronCommand({ unattended: true })
    const clientFile = join(bench.newFolder('client'), 'client.json')
    writeFileSync(clientFile, JSON.stringify(client))
    const measureStart = async (
      row: string,
      ready: string,
      folders: () => { data: string; ours: string; peer: string },
    ): Promise<Measured> => {
      const start = (main: string, selector: string, folder: string, data: string) =>
        secondsToUse(electron, folder, {
          LAUNCH_MAIN: main,
          LAUNCH_READY: selector,
          SHOEBOX_DATA_DIR: data,
          SHOEBOX_CLIENT_FILE: clientFile,
        })
      const pair = await inTurn(
        bench,
        () => {
          const { data, ours } = folders()
          return start(join(project, 'out', 'main', 'main.js'), ready, ours, data)
        },
        () => {
          const { data, peer } = folders()
          return start(join(probe, 'empty', 'main.js'), 'h1', peer, data)
        },
      )
      return {
        figure: compared(row, pair, { atMost: 1.5 }),
        unit: 's',
        against: 'an empty Electron window',
      }
    }
    try {
      const data = bench.newFolder('launch')
      // Somebody whose first run is over, and who is asked to sign in: the card with its button is what is waited for.
      await makeLivedInCatalogue(data, { files: 2_000, photoFolder: '/no/such/drive' })
      const livedIn = { data, ours: bench.newFolder('shoebox'), peer: bench.newFolder('empty') }
      return [
        await measureStart('launch', '.hero button', () => livedIn),
        // The very first start, of both: neither Shoebox nor Chromium has left anything behind.
        await measureStart('launch-first', '.first-run-main .button-primary:enabled', () => ({
          data: bench.newFolder('first'),
          ours: bench.newFolder('shoebox'),
          peer: bench.newFolder('empty'),
        })),
      ]
    } finally {
      await electron.stop()
    }
  },
}

/** Starts an app, waits until it can be used, and ends it. */
async function secondsToUse(
  electron: ElectronCommand,
  userData: string,
  env: Record<string, string>,
): Promise<number> {
  const startedAt = performance.now()
  const { said, end } = await startProbe(
    electron,
    {
      folder: probe,
      userData,
      // A stand-in that is not there: nothing of this may reach Google.
      env: { SHOEBOX_GOOGLE_ORIGIN: 'http://127.0.0.1:9', ...env },
      patienceMs: longestStartMs,
    },
    (line) => (line === 'usable' ? performance.now() : null),
  )
  await end()
  return (said - startedAt) / 1_000
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
