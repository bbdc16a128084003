// The ports as a plain machine offers them: real time, real randomness, a log on stderr, and surroundings
// of which nothing is known. The shell replaces the surroundings and the vault by better ones.
import { toLogLine } from './log-line.ts'
import type { Clock, Logger, Surroundings, SystemFacts } from './ports/outside.ts'

/** The real time. Timers do not keep the process alive by themselves. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, call) {
    // setTimeout overflows above 2^31 - 1 ms and would fire at once.
    const timer = setTimeout(call, Math.min(delayMs, 2 ** 31 - 1))
    return () => {
      clearTimeout(timer)
    }
  },
}

/** Writes scrubbed lines through `write`. */
export function lineLogger(write: (level: 'info' | 'error', line: string) => void): Logger {
  const line = (message: string, detail: unknown): string =>
    detail === undefined ? toLogLine(message) : `${toLogLine(message)}: ${toLogLine(detail)}`
  return {
    info: (message, detail) => {
      write('info', line(message, detail))
    },
    error: (message, detail) => {
      write('error', line(message, detail))
    },
  }
}

/** Surroundings that can be told what is so; at first, nothing is known. */
export function tellableSurroundings(): Surroundings & { tell(facts: SystemFacts): void } {
  let current: SystemFacts = {
    isOnline: null,
    network: null,
    isMetered: null,
    isOnBattery: null,
    isAsleep: false,
  }
  const listeners = new Set<(facts: SystemFacts) => void>()
  return {
    facts: () => current,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell(facts) {
      current = facts
      for (const listener of listeners) listener(facts)
    },
  }
}
