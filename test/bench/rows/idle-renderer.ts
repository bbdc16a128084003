// What the page costs while nobody sees it: the window is closed to the tray, the backup is complete and nothing happens.
// Its process is read from outside. Chromium itself wakes a hidden page now and then, to count its memory and to tidy it
// up: an empty window, hidden beside ours for the same time, shows how much of it that is.
import { readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { appEnv } from '../../../build/demo/app-window.ts'
import { electronCommand } from '../../../build/electron/index.ts'
import type { Group } from '../bench.ts'
import { makeSmallPhotos } from '../fixtures.ts'
import { median } from '../measure.ts'
import { startProbe, type Probe } from '../probe.ts'
import { bounded } from '../report.ts'

const project = join(import.meta.dirname, '..', '..', '..')
const photos = 20
/** Chromium collects a page's garbage within half a minute after it was hidden. */
const settleMs = 40_000
const windowMs = 20_000
/** Far more than a start, a small backup and both pauses take. */
const longestStartMs = 300_000
/** What the goal "none" allows above the empty window: less than the one tick that the system itself counts in (USER_HZ, proc(5)). */
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
    const electron = await electronCommand({ unattended: true })
    const env = {
      ...appEnv({
        dataFolder: join(folder, 'data'),
        googleOrigin: emulator.origin,
        clientFile: emulator.clientFile,
        offeredFolder: null,
      }),
      SHOEBOX_BROWSER: 'fetch',
      HIDDEN_SETTLE_MS: String(bench.isQuick ? 1_000 : settleMs),
    }
    const start = (name: string, main: string, backedUp: string): Promise<Probe<Hidden>> =>
      startProbe(
        electron,
        {
          folder: join(import.meta.dirname, '..', 'hidden'),
          userData: join(folder, name),
          env: { ...env, HIDDEN_MAIN: main, HIDDEN_FOLDER: backedUp },
          patienceMs: longestStartMs,
        },
        (line) => (line.startsWith('{') ? (JSON.parse(line) as Hidden) : null),
      )
    const started = await Promise.allSettled([
      start('shoebox', join(project, 'out', 'main', 'main.js'), root),
      start('empty', join(import.meta.dirname, '..', 'launch', 'empty', 'main.js'), ''),
    ])
    const apps = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    try {
      const [ours, empty] = apps
      if (ours === undefined || empty === undefined)
        throw new AggregateError(
          started.flatMap((one) => ('reason' in one ? [one.reason as Error] : [])),
        )
      if (!ours.said.isHidden || !empty.said.isHidden)
        throw new Error('A page does not know that its window is hidden')
      const spent: { ours: number[]; empty: number[] } = { ours: [], empty: [] }
      for (let round = 0; round < bench.rounds; round += 1) {
        const before = [threadTimes(ours.said.pid), threadTimes(empty.said.pid)] as const
        await delay(bench.isQuick ? 1_000 : windowMs)
        spent.ours.push(msSince(before[0], ours.said.pid))
        spent.empty.push(msSince(before[1], empty.said.pid))
      }
      const peer = Math.max(median(spent.empty), 0.001)
      return [
        {
          figure: bounded('idle-renderer', Math.max(median(spent.ours), 0.001), {
            bound: peer + lessThanATickMs,
            unit: 'ms',
            peer,
          }),
          unit: 'ms',
          against: `an empty window: processor time in ${windowMs / 1_000} s, hidden`,
        },
      ]
    } finally {
      await Promise.all(apps.map((app) => app.end()))
      await electron.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** Nanoseconds on a processor of each thread (schedstat of proc(5)), finer than the ticks of the whole process. */
function threadTimes(pid: number): Map<string, number> {
  const tasks = `/proc/${pid}/task`
  return new Map(
    readdirSync(tasks).map((id) => {
      const [onProcessor] = readFileSync(`${tasks}/${id}/schedstat`, 'utf8').split(' ')
      return [id, Number(onProcessor)]
    }),
  )
}

function msSince(before: ReadonlyMap<string, number>, pid: number): number {
  let nanoseconds = 0
  for (const [id, now] of threadTimes(pid)) nanoseconds += now - (before.get(id) ?? 0)
  return nanoseconds / 1e6
}

/** What hidden/main.js says once the window is hidden; `pid` is the page's process. */
interface Hidden {
  pid: number
  isHidden: boolean
}
