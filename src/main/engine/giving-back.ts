// Gives memory back once the engine rests: threads and the image worker end by themselves after half a minute without work,
// and what their messages and the work itself left is still held by V8 and SQLite then. Once after each time of work; at rest
// nothing happens. Whether it waits for something, as for the backup to be turned on, makes no difference.
import type { Clock } from './ports/outside.ts'

/** Longer than threads stay (scan/file-thread.ts, scan/walker.ts), so that what they leave is given back with the rest. */
export const restMs = 45_000

/** What is asked and done. */
export interface GivingBackPorts {
  clock: Clock
  /** Gives back what can be had anew; it holds the thread for some hundredths of a second. */
  giveBack(): void
}

/** The watch over rests. */
export interface GivingBack {
  /** Something was done, or asked. */
  worked(): void
  stop(): void
}

/** Makes it. */
export function createGivingBack({ clock, giveBack }: GivingBackPorts): GivingBack {
  let workedAt = 0
  let cancel: (() => void) | null = null
  const look = (): void => {
    cancel = null
    // Whole milliseconds: a smaller rest of a sum may be too small for time to pass by it.
    const leftMs = Math.ceil(workedAt + restMs - clock.monotonic())
    if (leftMs > 0) cancel = clock.after(leftMs, look)
    else giveBack()
  }
  return {
    worked() {
      workedAt = clock.monotonic()
      // Not moved with each of very many signs: it moves itself when it is due.
      cancel ??= clock.after(restMs, look)
    },
    stop() {
      cancel?.()
      cancel = null
    },
  }
}

/** V8's own collection, where the process was started with `--expose-gc`; `last-resort` takes compiled code with it, too. */
export function collectGarbage(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
