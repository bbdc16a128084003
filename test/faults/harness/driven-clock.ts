// A clock that runs faster than the machine's and can be sent ahead, so that waits of half a minute or a day
// take no time. The order of what falls due is kept. Real sockets and files keep their own pace beside it.
import type { Clock } from '../../../src/main/engine/ports/outside.ts'

/** A clock under a test's control. */
export interface DrivenClock extends Clock {
  /** Sends both clocks ahead and makes every call that falls due on the way, in order. */
  advance(ms: number): void
  /** Moves the wall clock alone, as when a user or a time server sets it. */
  jump(ms: number): void
}

interface Timer {
  at: number
  call: () => void
}

/** Starts at a wall time and runs `speed` times as fast as real time. */
export function drivenClock({ startsAt, speed }: { startsAt: number; speed: number }): DrivenClock {
  const startedAt = performance.now()
  let ahead = 0
  let jumped = 0
  /** While calls are made on the way of an `advance`, time stands at the call's own moment. */
  let standsAt: number | null = null
  let timers: Timer[] = []
  let cancelWake: () => void = () => undefined

  const running = (): number => (performance.now() - startedAt) * speed + ahead
  const monotonic = (): number => standsAt ?? running()

  const next = (): Timer | undefined =>
    timers.reduce<Timer | undefined>(
      (first, timer) => (first === undefined || timer.at < first.at ? timer : first),
      undefined,
    )

  const fire = (until: number): void => {
    for (let timer = next(); timer !== undefined && timer.at <= until; timer = next()) {
      const due = timer
      timers = timers.filter((other) => other !== due)
      standsAt = Math.max(due.at, standsAt ?? 0)
      try {
        due.call()
      } finally {
        standsAt = null
      }
    }
    wakeLater()
  }

  const wakeLater = (): void => {
    cancelWake()
    const first = next()
    if (first === undefined) return
    const delayMs = Math.max(0, (first.at - running()) / speed)
    const handle = setTimeout(() => fire(running()), Math.min(delayMs, 2 ** 31 - 1))
    cancelWake = () => {
      clearTimeout(handle)
    }
  }

  return {
    now: () => Math.round(startsAt + monotonic() + jumped),
    monotonic,
    after(delayMs, call) {
      const timer = { at: monotonic() + Math.max(0, delayMs), call }
      timers.push(timer)
      wakeLater()
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    advance(ms) {
      ahead += ms
      fire(running())
    },
    jump(ms) {
      jumped += ms
    },
  }
}
