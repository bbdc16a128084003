// For how long a thread of the app could not answer: the shell's event loop by the lateness of a timer inside it, the
// window by Chromium's own long tasks. Linux tells of each thread how long it ran and how long it was ready and
// waited for a core (schedstat), so that a slow piece of work is told apart from a busy machine.
import { readFileSync } from 'node:fs'
import type { ElectronApplication, Page } from 'playwright'

/** A time in which nothing else could be answered. Times are milliseconds since 1970 or spans. */
export interface Stall {
  /** What was late: `timer` in the shell; `longtask` or `long-animation-frame` in the window. */
  kind: string
  fromMs: number
  lastedMs: number
  /** Of it: spent running, and ready to run while others had the cores; null where that cannot be read. */
  ranMs: number | null
  waitedMs: number | null
  /** The functions that ran, where Chromium says which. */
  scripts: string[]
}

/** What a watch saw. */
export interface Watched {
  stalls: Stall[]
  /** The lateness of every single tick of the shell's timer. */
  lateMs: number[]
}

/** Watches the shell and the window of a running app. */
export interface StallWatch {
  shell(): Promise<Watched>
  page(): Promise<Watched>
  stop(): void
}

const tickMs = 4
const sampleMs = 5
/** Chromium tells of no shorter task (W3C Long Tasks, section 1). */
export const leastLongTaskMs = 50
/** Shorter ones are of no interest one by one. */
const notedFromMs = 16

/** Starts both watches. */
export async function watchStalls(app: ElectronApplication, page: Page): Promise<StallWatch> {
  await app.evaluate(watchLoop, { tickMs, notedFromMs })
  await page.evaluate(watchPage)
  const pid = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  )
  const thread = followThread(pid ?? 0)
  return {
    shell: () => app.evaluate(() => (globalThis as unknown as { watched: Watched }).watched),
    page: async () => {
      const { stalls, lateMs } = await page.evaluate(
        () => (window as unknown as { watched: Watched }).watched,
      )
      return {
        lateMs,
        stalls: stalls.map((stall) => ({
          ...stall,
          ...thread.between(stall.fromMs, stall.fromMs + stall.lastedMs),
        })),
      }
    },
    stop: thread.stop,
  }
}

/** Runs inside Electron's main process, so it uses nothing from outside itself. */
function watchLoop(_electron: unknown, given: { tickMs: number; notedFromMs: number }): void {
  const { readFileSync: read } = process.getBuiltinModule('node:fs')
  const times = (): number[] => {
    try {
      return read(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ').map(Number)
    } catch {
      return []
    }
  }
  const watched: Watched = { stalls: [], lateMs: [] }
  let [lastAt, last] = [performance.now(), times()]
  setInterval(() => {
    const [now, next] = [performance.now(), times()]
    const lastedMs = now - lastAt - given.tickMs
    watched.lateMs.push(lastedMs)
    if (lastedMs >= given.notedFromMs)
      watched.stalls.push({
        kind: 'timer',
        fromMs: performance.timeOrigin + lastAt + given.tickMs,
        lastedMs,
        ranMs: next[0] === undefined ? null : (next[0] - (last[0] ?? 0)) / 1e6,
        waitedMs: next[1] === undefined ? null : (next[1] - (last[1] ?? 0)) / 1e6,
        scripts: [],
      })
    lastAt = now
    last = next
  }, given.tickMs)
  Object.assign(globalThis, { watched })
}

/** Runs inside the page. */
function watchPage(): void {
  /** What TypeScript's DOM does not know yet (W3C Long Animation Frames). */
  type Frame = PerformanceEntry & {
    scripts?: { duration: number; invoker: string; sourceFunctionName: string }[]
  }
  const watched: Watched = { stalls: [], lateMs: [] }
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as Frame[])
      watched.stalls.push({
        kind: entry.entryType,
        fromMs: performance.timeOrigin + entry.startTime,
        lastedMs: entry.duration,
        ranMs: null,
        waitedMs: null,
        scripts: (entry.scripts ?? []).map(({ duration, invoker, sourceFunctionName }) =>
          `${Math.round(duration)} ms ${invoker} ${sourceFunctionName}`.trim(),
        ),
      })
  })
  for (const type of ['longtask', 'long-animation-frame'])
    if (PerformanceObserver.supportedEntryTypes.includes(type)) observer.observe({ type })
  Object.assign(window, { watched })
}

/** How many ms the main thread of a process has run, and has been ready and waited for a core; null: nobody tells. */
export function mainThreadTimes(pid: number): { ran: number; waited: number } | null {
  try {
    const [ran, waited] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8')
      .split(' ')
      .map((nanoseconds) => Number(nanoseconds) / 1e6)
    return ran === undefined || waited === undefined ? null : { ran, waited }
  } catch {
    // The process has ended, or this system does not tell.
    return null
  }
}

/** How long the main thread of a process ran and waited, at any time while it is followed. */
function followThread(pid: number): {
  between(fromMs: number, toMs: number): Pick<Stall, 'ranMs' | 'waitedMs'>
  stop(): void
} {
  const samples: { at: number; ran: number; waited: number }[] = []
  const timer = setInterval(() => {
    const times = mainThreadTimes(pid)
    if (times !== null) samples.push({ at: performance.timeOrigin + performance.now(), ...times })
  }, sampleMs)
  const at = (time: number): { ran: number; waited: number } | null => {
    const next = samples.findIndex((sample) => sample.at >= time)
    const [before, after] = [samples[next - 1], samples[next]]
    if (before === undefined || after === undefined) return null
    const share = (time - before.at) / (after.at - before.at)
    const mix = (from: number, to: number): number => from + (to - from) * share
    return { ran: mix(before.ran, after.ran), waited: mix(before.waited, after.waited) }
  }
  return {
    between(fromMs, toMs) {
      const [from, to] = [at(fromMs), at(toMs)]
      if (from === null || to === null) return { ranMs: null, waitedMs: null }
      return { ranMs: to.ran - from.ran, waitedMs: to.waited - from.waited }
    },
    stop: () => clearInterval(timer),
  }
}

/** The longest one of some kind, or null. */
export function longest(stalls: readonly Stall[], kind: string): Stall | null {
  return stalls
    .filter((stall) => stall.kind === kind)
    .reduce<Stall | null>(
      (worst, stall) => (worst === null || stall.lastedMs > worst.lastedMs ? stall : worst),
      null,
    )
}

/** A stall in words: how long, and what of it was work. */
export function stallWords({ lastedMs, ranMs, waitedMs, scripts }: Stall): string {
  const whole = (ms: number): string => Math.max(0, ms).toFixed(0)
  const parts =
    ranMs === null || waitedMs === null
      ? ''
      : ` (ran ${whole(ranMs)}, waited ${whole(waitedMs)} for a core)`
  const what = scripts.length === 0 ? '' : `: ${scripts.join(', ')}`
  return `${whole(lastedMs)} ms${parts}${what}`
}

/** Values below which these shares of all lie. */
export function percentiles(values: readonly number[], shares: readonly number[]): number[] {
  const sorted = [...values].sort((one, other) => one - other)
  return shares.map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0)
}
