// One stage of the work: takes items whose turn has come and runs several at a time. It knows nothing of
// what the work is. Items in hand are kept in memory only, so a crash leaves nothing to mend.
import type { WorkItem } from '../ports.ts'

/** What a stage is made of. */
export interface StageOptions {
  /** How many run at the same time. */
  width(): number
  isOpen(): boolean
  /** Fetches items that are not in `busy`. */
  take(limit: number, busy: ReadonlySet<number>): WorkItem[]
  /** What tells an item from others while it is busy: the upload, or the file before it has one. */
  keyOf(item: WorkItem): number
  /** Does the work and stores its outcome. Must not reject but for bugs. */
  run(item: WorkItem, signal: AbortSignal): Promise<void>
  onBug(item: WorkItem, bug: unknown): Promise<void>
  /** Called after each item, and when a pump found nothing. */
  onProgress(): void
}

/** A stage that runs. */
export interface Stage {
  /** Starts what may start now. Cheap to call often. */
  pump(): void
  /** What was fetched ahead may be out of date: fetch again. */
  refresh(): void
  running(): number
  /** Whether the last look found nothing more to take. */
  isDrained(): boolean
  /** Interrupts what runs; the items keep their stored state. */
  interrupt(): void
  /** Resolves when nothing runs. */
  settled(): Promise<void>
}

/** Items fetched at once, so that the store is not asked for each. */
const fetchAtOnce = 64

/** Makes a stage. */
export function createStage(options: StageOptions): Stage {
  const busy = new Set<number>()
  let ahead: WorkItem[] = []
  let isDrained = false
  let abort = new AbortController()
  const running = new Set<Promise<void>>()

  const start = (item: WorkItem): void => {
    const key = options.keyOf(item)
    busy.add(key)
    const { signal } = abort
    const work: Promise<void> = options
      .run(item, signal)
      .catch((thrown: unknown) => (signal.aborted ? undefined : options.onBug(item, thrown)))
      .catch(() => undefined)
      .then(() => {
        busy.delete(key)
        running.delete(work)
        options.onProgress()
      })
    running.add(work)
  }

  return {
    pump() {
      while (options.isOpen() && running.size < options.width()) {
        if (ahead.length === 0) {
          ahead = options.take(fetchAtOnce, busy)
          isDrained = ahead.length === 0
        }
        const item = ahead.shift()
        if (item === undefined) return
        if (!busy.has(options.keyOf(item))) start(item)
      }
    },
    refresh() {
      ahead = []
    },
    running: () => running.size,
    isDrained: () => isDrained && ahead.length === 0,
    interrupt() {
      abort.abort()
      abort = new AbortController()
      ahead = []
    },
    async settled() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
