// What the page costs while nobody sees it: the window is closed to the tray, the backup is complete and nothing happens.
// Its process is read from outside. It has no peer; the goal is none at all.
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { appEnv } from '../../../build/demo/app-window.ts'
import { electronCommand } from '../../../build/electron/index.ts'
import type { Group } from '../bench.ts'
import type { EmulatorProcess } from '../emulator-process.ts'
import { makeSmallPhotos } from '../fixtures.ts'
import { processorSecondsOf } from '../measure.ts'
import { bounded } from '../report.ts'

const project = join(import.meta.dirname, '..', '..', '..')
const photos = 20
const settleMs = 5_000
const windowMs = 20_000
/** Linux counts in ticks of 10 ms (USER_HZ, proc(5)); below this not a single one was counted. */
const lessThanATickMs = 5

/** The row `idle-renderer`. */
export const idleRenderer: Group = {
  rows: ['idle-renderer'],
  async measure(bench) {
    const folder = bench.newFolder('idle-renderer')
    const root = await bench.fixture(`small-${photos}`, (into) =>
      makeSmallPhotos(into, { count: photos, sizeBytes: 200_000 }),
    )
    const emulator = await bench.emulator()
    await emulator.empty()
    const app = await startHidden(folder, root, emulator, bench.isQuick ? 1_000 : settleMs)
    try {
      let worstMs = 0
      for (let round = 0; round < bench.rounds; round += 1) {
        const before = processorSecondsOf(app.pid)
        await delay(bench.isQuick ? 1_000 : windowMs)
        worstMs = Math.max(worstMs, (processorSecondsOf(app.pid) - before) * 1_000)
      }
      return [
        {
          figure: bounded('idle-renderer', Math.max(worstMs, 0.001), {
            bound: lessThanATickMs,
            unit: 'ms',
          }),
          unit: 'ms',
          against: `of processor time in ${windowMs / 1_000} s, the worst of ${bench.rounds} spans, hidden`,
        },
      ]
    } finally {
      await app.end()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** What hidden/main.js says once the window is hidden. */
interface Hidden {
  pid: number
  isHidden: boolean
}

/** Starts the app, lets it back up the folder and hides its window; `pid` is the page's process. */
async function startHidden(
  folder: string,
  root: string,
  emulator: EmulatorProcess,
  settle: number,
): Promise<{ pid: number; end(): Promise<void> }> {
  const electron = await electronCommand({ unattended: true })
  const args = [...electron.args, join(import.meta.dirname, '..', 'hidden')]
  const child = spawn(electron.command, [...args, `--user-data-dir=${folder}`, '--lang=en'], {
    env: {
      ...electron.env,
      ...appEnv({
        dataFolder: join(folder, 'data'),
        googleOrigin: emulator.origin,
        clientFile: emulator.clientFile,
        offeredFolder: null,
      }),
      SHOEBOX_BROWSER: 'fetch',
      HIDDEN_MAIN: join(project, 'out', 'main', 'main.js'),
      HIDDEN_FOLDER: root,
      HIDDEN_SETTLE_MS: String(settle),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const end = async (): Promise<void> => {
    child.kill('SIGTERM')
    await exited
    await electron.stop()
  }
  try {
    const { pid, isHidden } = await new Promise<Hidden>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.startsWith('{')) resolve(JSON.parse(line) as Hidden)
      })
      void exited.then(() => reject(new Error('The app ended before its window was hidden')))
    })
    if (!isHidden) throw new Error('The page does not know that its window is hidden')
    return { pid, end }
  } catch (error) {
    await end()
    throw error
  }
}
