// How many threads read the files of each place side by side, by how long it takes to open one: a share answers many at once, a
// local disk has enough with the usual two. A thread that waits costs its memory and nothing else.
import { afterTrial, startWidth, trialCalls, type Bounds, type Width } from './width.ts'

/** The widths of all places. */
export interface ThreadWidth {
  /** How many threads are for the files of a place. */
  of(place: string): number
  /** A file was opened there in so many milliseconds, while so many threads had work. */
  opened(place: string, ms: number, busyThreads: number): void
}

/** Nothing is known of any place yet. */
export function createThreadWidth(bounds: Bounds): ThreadWidth {
  /** Those that are not as at the start. */
  const places = new Map<string, { width: Width; opens: number; ms: number }>()
  const start = startWidth(bounds)
  return {
    of: (place) => places.get(place)?.width.now ?? bounds.narrowest,
    opened: (place, ms, busyThreads) => {
      const trial = places.get(place) ?? { width: start, opens: 0, ms: 0 }
      const { width } = trial
      // What had less company than it may have tells nothing of the width.
      if (busyThreads < width.now) return
      const [opens, total] = [trial.opens + 1, trial.ms + ms]
      if (opens < trialCalls(width.now)) {
        places.set(place, { width, opens, ms: total })
        return
      }
      const next = afterTrial(width, total / opens, bounds)
      if (next === start) places.delete(place)
      else places.set(place, { width: next, opens: 0, ms: 0 })
    },
  }
}
