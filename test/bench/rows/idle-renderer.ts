// What the page costs while nobody sees it: the window is closed to the tray, the backup is complete and nothing happens.
// Its process is read from outside. It has no peer; the goal is none at all.
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { startApp } from '../app-process.ts'
import type { Group } from '../bench.ts'
import { makeSmallPhotos } from '../fixtures.ts'
import { processorSecondsOf } from '../measure.ts'
import { bounded } from '../report.ts'

const photos = 20
/** What was on its way when the window went: pictures that fade, rows that arrive. */
const settleMs = 10_000
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
    const app = await startApp(folder, emulator)
    try {
      await app.addFolder(root)
      await app.untilStatus(
        ({ activity, counts }) => activity === 'complete' && counts.done.files === photos,
      )
      // Closing hides only where the desktop has a tray; hiding is what is to be measured.
      await app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
      const pid = rendererOf(app.app.process().pid ?? 0)
      await delay(bench.isQuick ? 1_000 : settleMs)
      let worstMs = 0
      for (let round = 0; round < bench.rounds; round += 1) {
        const before = processorSecondsOf(pid)
        await delay(bench.isQuick ? 1_000 : windowMs)
        worstMs = Math.max(worstMs, (processorSecondsOf(pid) - before) * 1_000)
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
      await app.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** The process of the page, somewhere below the app's own. */
function rendererOf(app: number): number {
  const parents = new Map<number, number>()
  const renderers: number[] = []
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const parent = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1]
      parents.set(Number(name), Number(parent))
      if (readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('--type=renderer'))
        renderers.push(Number(name))
    } catch {
      // Gone between two looks.
    }
  }
  const isBelow = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
      if (at === app) return true
    return false
  }
  const found = renderers.filter(isBelow)
  const [pid] = found
  if (pid === undefined || found.length > 1)
    throw new Error(`The app has ${found.length} pages instead of one`)
  return pid
}
