// Guesses when the kernel dropped events. Linux keeps a bounded queue for each process, and libuv passes over its
// overflow event (uv__inotify_read looks for a watch of that number and finds none), so that a burst about as long as the
// queue is the only sign.
import { readFileSync } from 'node:fs'

/** Counts the events that arrive in one go. */
export interface BurstMeter {
  /** True for the event with which a burst becomes suspiciously long. */
  count(): boolean
}

/** The default since Linux 2.6.13 (inotify(7)). */
const usualQueueLength = 16_384

/** How long the queue is on this machine. */
export function readQueueLength(): number {
  try {
    const text = readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8')
    return Number.parseInt(text, 10) || usualQueueLength
  } catch {
    return usualQueueLength
  }
}

/** A meter for one process. Half the queue is suspicious, because events of folders no longer watched are not counted. */
export function createBurstMeter(queueLength = readQueueLength()): BurstMeter {
  const suspicious = Math.max(Math.floor(queueLength / 2), 1)
  let counted = 0
  return {
    count: () => {
      // libuv empties the queue before it goes on to immediates.
      if (counted === 0) {
        setImmediate(() => {
          counted = 0
        })
      }
      counted += 1
      return counted === suspicious
    },
  }
}
