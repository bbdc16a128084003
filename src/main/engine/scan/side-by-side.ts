// Makes calls of the system side by side, as many as help by the times they take (width.ts), in the threads that libuv has to spare
// (call-budget.ts). While one at a time is best the caller makes them itself, which is quicker than to hand them on.
import { giveCall, takeCall, type CallHolder } from './call-budget.ts'
import { afterTrial, startWidth, trialCalls, type Width } from './width.ts'

/** Takes the answer of a call. */
export type Answer<T> = (error: Error | null, value?: T) => void

/** Calls to one place. */
export interface SideBySide {
  /** One at a time is best: the caller is to make them, with {@link alone}. */
  isAlone(): boolean
  /** Does work of so many calls here and now. */
  alone<T>(calls: number, work: () => T): T
  /** Has a call made in company once it is its turn. `direct`: the same by the caller's own thread, where no other is free. */
  together<T>(call: (answer: Answer<T>) => void, direct: () => T): Promise<T>
  /** Whether more could be on their way than are asked for. */
  hasRoom(): boolean
  /** Called from now on whenever there is room. */
  whenRoom(begin: () => void): void
  /** The thread itself rests: how long an answer takes meanwhile says nothing of the system. */
  pause(): void
  /** Begins nothing more; resolves when nothing is on its way. What was not begun is never answered. */
  end(): Promise<void>
}

/** What it needs. */
export interface SideBySideOptions {
  /** Left out: one call after another. */
  holder?: CallHolder | undefined
  /** Called after each answer, and for each call alone: a sign of life. */
  onAnswer(): void
}

/** Nothing is known of the place yet. */
export function createSideBySide({ holder, onAnswer }: SideBySideOptions): SideBySide {
  let width: Width = startWidth()
  let trial = { calls: 0, ms: 0 }
  /** Which trial this is: the answer to a call of an earlier one does not count. */
  let trialNumber = 0
  let onTheirWay = 0
  let waiting: { begin(by: CallHolder): void; direct(): void }[] = []
  let begin: () => void = () => undefined
  let settled: () => void = () => undefined

  const beginTrial = (): void => {
    trial = { calls: 0, ms: 0 }
    trialNumber += 1
  }
  const measure = (calls: number, ms: number): void => {
    trial.calls += calls
    trial.ms += ms
    if (trial.calls < trialCalls(width.now)) return
    width = afterTrial(width, trial.ms / trial.calls)
    beginTrial()
  }
  const alone = <T>(calls: number, work: () => T): T => {
    if (holder === undefined) return work()
    const startedAt = performance.now()
    try {
      return work()
    } finally {
      measure(calls, performance.now() - startedAt)
    }
  }
  const pump = (): void => {
    for (let next = waiting[0]; next !== undefined && onTheirWay < width.now; next = waiting[0]) {
      const isTaken = holder !== undefined && takeCall(holder)
      // Others have all that there are, as while a share hangs: then one after another.
      if (!isTaken && onTheirWay > 0) return
      waiting.shift()
      if (isTaken) next.begin(holder)
      else next.direct()
    }
  }
  const hasRoom = (): boolean => width.now > 1 && waiting.length === 0 && onTheirWay < width.now

  return {
    isAlone: () => width.now === 1,
    alone,
    together: <T>(call: (answer: Answer<T>) => void, direct: () => T) =>
      new Promise<T>((resolve, reject) => {
        const soon = (by: CallHolder): void => {
          onTheirWay += 1
          // Only a call that has all the company it may have tells of the width.
          const number = onTheirWay === width.now ? trialNumber : null
          const startedAt = performance.now()
          call((error, value) => {
            onTheirWay -= 1
            giveCall(by)
            if (number === trialNumber) measure(1, performance.now() - startedAt)
            if (error === null) resolve(value as T)
            else reject(error)
            onAnswer()
            pump()
            if (hasRoom()) begin()
            if (onTheirWay === 0) settled()
          })
        }
        const directly = (): void => {
          try {
            resolve(direct())
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)))
          }
          onAnswer()
        }
        waiting.push({ begin: soon, direct: directly })
        pump()
      }),
    hasRoom,
    whenRoom: (work) => {
      begin = work
    },
    pause: beginTrial,
    end: () => {
      waiting = []
      begin = () => undefined
      return new Promise((resolve) => {
        settled = resolve
        if (onTheirWay === 0) resolve()
      })
    },
  }
}
