// Group commit: transitions that come together are stored in one transaction, because each transaction
// waits for the disk. A caller goes on only when its transition is on disk. What a full disk, or any other
// trouble of the store, does not take is kept here and tried again, so that nothing that happened is forgotten.
import { storeTrouble, type StoreTrouble } from '../ports/catalogue-trouble.ts'
import type { Change, WorkStore } from '../ports/catalogue.ts'
import type { Clock } from '../ports/outside.ts'

/** Stores transitions. */
export interface Recorder {
  /** Resolves when the changes are durable, in the order of the calls. */
  record(changes: readonly Change[]): Promise<void>
  /** The same without waiting for company: for a group that is large already and that others wait for. */
  recordSoon(changes: readonly Change[]): Promise<void>
  /** Resolves when nothing is waiting to be stored. */
  settled(): Promise<void>
  /** From now on what finds no room is rejected, or a stop would wait for room too: it is done again at the next start. */
  waitNoMore(): void
  stop(): void
}

/** Time between tries while the store takes nothing. */
const troubledRetryMs = 5_000

/**
 * A transaction waits for company this many turns of the event loop: a fraction of a millisecond while there is little
 * to do, and tens of milliseconds under load.
 */
const gatheringTurns = 64
/**
 * Under load, commits take at most one part in so many of the engine's time, however slow the disk: each waits as many
 * times as long as the one before it took, within a bound that keeps the stages from waiting for it.
 */
const commitShare = 12
const longestGatheringMs = 80

/** What the next transaction waits for: others to share it, the end of this turn of the event loop, or room on the disk. */
type Wait = 'company' | 'turn' | 'room'

/** Makes a recorder over the store; `onTrouble` is told when it takes nothing, `onStored` after each commit. */
export function createRecorder(options: {
  store: WorkStore
  clock: Clock
  onTrouble(trouble: StoreTrouble): void
  onStored(): void
}): Recorder {
  const { store, clock } = options
  let waiting: {
    changes: readonly Change[]
    resolve: () => void
    reject: (bug: unknown) => void
  }[] = []
  let pending: { wait: Wait; cancel(): void } | null = null
  let isStopped = false
  let restUntilMs = 0
  let mayWait = true
  let idle: (() => void)[] = []

  const flush = (): void => {
    pending = null
    if (isStopped || waiting.length === 0) return
    const group = waiting
    waiting = []
    const startedAt = clock.monotonic()
    try {
      store.record(group.flatMap((entry) => entry.changes))
    } catch (thrown) {
      const trouble = storeTrouble(thrown)
      if (trouble !== null && mayWait) {
        waiting = [...group, ...waiting]
        options.onTrouble(trouble)
        schedule('room')
        return
      }
      storeOneByOne(group)
    }
    const endedAt = clock.monotonic()
    restUntilMs = endedAt + Math.min(longestGatheringMs, commitShare * (endedAt - startedAt))
    // A promise that was already rejected stays so.
    for (const entry of group) if (!waiting.includes(entry)) entry.resolve()
    options.onStored()
    if (waiting.length > 0) {
      schedule('company')
      return
    }
    const done = idle
    idle = []
    for (const call of done) call()
  }

  const afterTurns = (turns: number): (() => void) => {
    let isWanted = true
    const turn = (left: number): void => {
      if (!isWanted) return
      if (left === 0) flush()
      else setImmediate(turn, left - 1)
    }
    setImmediate(turn, turns - 1)
    return () => {
      isWanted = false
    }
  }
  const begin = (wait: Wait): (() => void) => {
    if (wait === 'room') return clock.after(troubledRetryMs, flush)
    if (wait === 'turn') return afterTurns(1)
    const restMs = restUntilMs - clock.monotonic()
    return restMs <= 1 ? afterTurns(gatheringTurns) : clock.after(restMs, flush)
  }
  const schedule = (wait: Wait): void => {
    const isHurried = wait === 'turn' && pending?.wait === 'company'
    if (pending !== null && !isHurried) return
    pending?.cancel()
    pending = { wait, cancel: begin(wait) }
  }
  const add = (changes: readonly Change[], wait: Wait): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ changes, resolve, reject })
      schedule(wait)
    })

  // One bad transition must not take the others of its group with it.
  const storeOneByOne = (group: typeof waiting): void => {
    for (const entry of group) {
      try {
        store.record(entry.changes)
      } catch (thrown) {
        if (storeTrouble(thrown) !== null && mayWait) waiting.push(entry)
        else entry.reject(thrown)
      }
    }
  }

  return {
    record: (changes) => add(changes, 'company'),
    recordSoon: (changes) => add(changes, 'turn'),
    settled() {
      return waiting.length === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            idle.push(resolve)
          })
    },
    waitNoMore() {
      mayWait = false
      pending?.cancel()
      flush()
    },
    stop() {
      pending?.cancel()
      flush()
      isStopped = true
    },
  }
}
