/**
 * The emulator's time: the machine's clock plus an offset that tests may move, so that days can pass.
 * Waits run in real time and end early when the emulator stops. Who waits for what is left to the callers.
 */

/** Time as the emulator sees it. */
export type Clock = {
  now(): number
  /** Resolves after `ms` of real time, or rejects when the emulator stops first. */
  wait(ms: number): Promise<void>
}

/** Makes a clock whose offset is read anew at each look. */
export function createClock(offsetMs: () => number, stopped: AbortSignal): Clock {
  return {
    now: () => Date.now() + offsetMs(),
    wait: (ms) =>
      new Promise((resolve, reject) => {
        const onStop = (): void => {
          clearTimeout(timer)
          reject(new Error('the emulator stopped'))
        }
        const timer = setTimeout(() => {
          stopped.removeEventListener('abort', onStop)
          resolve()
        }, ms)
        if (stopped.aborted) onStop()
        else stopped.addEventListener('abort', onStop, { once: true })
      }),
  }
}

const pacificDay = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Los_Angeles',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

let cachedHour = Number.NaN
let cachedDay = ''

/** The quota day a moment belongs to, as YYYY-MM-DD in Pacific time. */
export function quotaDay(nowMs: number): string {
  // Pacific midnight always falls on a whole hour of UTC, and formatting a date for every request is slow.
  const hour = Math.floor(nowMs / 3_600_000)
  if (hour !== cachedHour) {
    cachedHour = hour
    cachedDay = pacificDay.format(nowMs)
  }
  return cachedDay
}
