// One stage of the work: takes items whose turn has come and runs several at a time. It knows nothing of
// what the work is. Items in hand are kept in memory only, so a crash leaves nothing to mend.
import type { WorkItem } from '../ports/catalogue.ts'

/** What a stage is made of. */
export interface StageOptions {
  /** How many run at the same time. */
  width(): number
  isOpen(): boolean
  /** Fetches items that are not in `busy`. */
  take(limit: number, busy: ReadonlySet<number>): WorkItem[]
  /** What tells an item from others while it is busy: the upload, or the file before it has one. */
  keyOf(item: WorkItem): number
  /** Does the work and stores its outcome; calls `makeRoom` when only storing is left. Must not reject but for bugs. */
  run(item: WorkItem, signal: AbortSignal, makeRoom: () => void): Promise<void>
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
  /** Something was stored: there may be more to take than the last look found. */
  lookAgain(): void
  running(): number
  /** Whether the store, asked since something may have come, has nothing more to take. */
  hasBegunAll(): boolean
  /** Whether moreover nothing runs. */
  isDrained(): boolean
  /** Interrupts what runs, or those of it that are meant; the items keep their stored state. */
  interrupt(isMeant?: (item: WorkItem) => boolean): void
  /** Resolves when none of those runs that are meant and run now. */
  outOfHand(isMeant: (item: WorkItem) => boolean): Promise<void>
  /** Resolves when nothing runs. */
  settled(): Promise<void>
}

/** Items fetched at once, so that the store is not asked for each. */
const fetchAtOnce = 64
/** Outcomes that may wait to be stored while others work on; a disk that takes none must not let them pile up. */
const mostStoring = 128

/** Makes a stage. */
export function createStage(options: StageOptions): Stage {
  const inHand = new Map<number, { item: WorkItem; abort: AbortController; work: Promise<void> }>()
  let ahead: WorkItem[] = []
  /** Whether a look at the store could find something. Asking it after every step would cost more than the step. */
  let isLookDue = true
  const running = new Set<Promise<void>>()
  /** Those of `running` whose work is done and only has to be stored. */
  const storing = new Set<number>()
  const hasRoom = (): boolean =>
    storing.size < mostStoring && running.size - storing.size < options.width()

  const start = (item: WorkItem): void => {
    const key = options.keyOf(item)
    const abort = new AbortController()
    const { signal } = abort
    const makeRoom = (): void => {
      storing.add(key)
      options.onProgress()
    }
    const work: Promise<void> = options
      .run(item, signal, makeRoom)
      .catch((thrown: unknown) => (signal.aborted ? undefined : options.onBug(item, thrown)))
      .catch(() => undefined)
      .then(() => {
        inHand.delete(key)
        storing.delete(key)
        running.delete(work)
        // What the step stored was looked for then. What it left as it was, is found by the next look, or by this one.
        if (running.size === 0) isLookDue = true
        options.onProgress()
      })
    inHand.set(key, { item, abort, work })
    running.add(work)
  }

  const hasBegunAll = (): boolean => !isLookDue && ahead.length === 0

  return {
    pump() {
      while (options.isOpen() && hasRoom()) {
        if (ahead.length === 0 && isLookDue) {
          ahead = options.take(fetchAtOnce, new Set(inHand.keys()))
          isLookDue = ahead.length === fetchAtOnce
        }
        const item = ahead.shift()
        if (item === undefined) return
        if (!inHand.has(options.keyOf(item))) start(item)
      }
    },
    refresh() {
      ahead = []
      isLookDue = true
    },
    lookAgain() {
      isLookDue = true
    },
    running: () => running.size,
    hasBegunAll,
    isDrained: () => hasBegunAll() && running.size === 0,
    interrupt(isMeant = () => true) {
      for (const { item, abort } of inHand.values()) if (isMeant(item)) abort.abort()
      ahead = []
      isLookDue = true
    },
    async outOfHand(isMeant) {
      const meant = [...inHand.values()].filter(({ item }) => isMeant(item))
      await Promise.all(meant.map(({ work }) => work))
    },
    async settled() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
