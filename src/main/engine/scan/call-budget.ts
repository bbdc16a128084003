// How many calls to the user's files may be on their way at once in the threads that all of the process shares (libuv's): as many
// as it has beyond the usual four. However many of these calls hang on a share, everybody else has the four as ever. Kept in
// shared numbers, because several threads make such calls.
import { mostCalls, poolVariable, usualThreads } from '../../../shared/thread-pool.ts'

/** The calls that are free, and then how many each holder has taken. */
type Budget = Int32Array<SharedArrayBuffer>

/** One who makes calls: what it takes is known to be its. Goes to a thread as it is. */
export interface CallHolder {
  readonly budget: Budget
  readonly place: number
}

/** The engine's side: who takes part. */
export interface CallBudget {
  /** undefined: there are no such calls here, or enough who take part; one call after another is the way then. */
  enter(): CallHolder | undefined
  /** All that it had is free again: none of its calls is on its way, or its thread has ended. */
  leave(holder: CallHolder | undefined): void
  /** Calls that nobody has taken. */
  free(): number
}

const mostHolders = 16
const freeAt = 0

/** How many calls a process with this environment may have on their way. */
export const callsFor = (env: NodeJS.ProcessEnv): number =>
  Math.min(Math.max((Number(env[poolVariable]) || usualThreads) - usualThreads, 0), mostCalls)

/** A budget of so many calls. */
export function createCallBudget(calls: number): CallBudget {
  const budget: Budget = new Int32Array(new SharedArrayBuffer(4 * (1 + mostHolders)))
  budget[freeAt] = calls
  const places = new Set(Array.from({ length: calls > 0 ? mostHolders : 0 }, (_, at) => at + 1))
  return {
    enter: () => {
      const [place] = places
      if (place === undefined) return undefined
      places.delete(place)
      return { budget, place }
    },
    leave: (holder) => {
      if (holder === undefined) return
      Atomics.add(budget, freeAt, Atomics.exchange(budget, holder.place, 0))
      places.add(holder.place)
    },
    free: () => Atomics.load(budget, freeAt),
  }
}

let ofProcess: CallBudget | null = null

/** The one of this process. */
export const processCalls = (): CallBudget =>
  (ofProcess ??= createCallBudget(callsFor(process.env)))

/** Of a thread: takes one call; false: none is free. */
export function takeCall({ budget, place }: CallHolder): boolean {
  for (let free = Atomics.load(budget, freeAt); free > 0; free = Atomics.load(budget, freeAt)) {
    if (Atomics.compareExchange(budget, freeAt, free, free - 1) !== free) continue
    Atomics.add(budget, place, 1)
    return true
  }
  return false
}

/** Of a thread: gives one back. */
export function giveCall({ budget, place }: CallHolder): void {
  Atomics.sub(budget, place, 1)
  Atomics.add(budget, freeAt, 1)
}
