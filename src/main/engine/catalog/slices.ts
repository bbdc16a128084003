// Work on very many rows, in slices: each is a transaction of its own that holds the engine's thread for some
// milliseconds, and between two of them everything else has its turn. Between slices the rows are as true as ever; what
// must not be forgotten over a restart is noted by the work itself, in its slices.
import type { Room } from './database.ts'
import type { Turns } from './turns.ts'

/** How long a slice works before it is stored, where that is quick. */
const mostWorkMs = 20
/** Where storing is slow: half as long, as each slice is stored once, so that the whole takes twice as long at the most. */
const leastWorkMs = 10

/** Runs work in slices. */
export interface Slices {
  /**
   * Calls `step` until it answers true, the first slice at once where no other work has this turn. `onSlice` is called at the
   * end of each slice, inside its transaction. Rejects with what a slice throws, which is then not stored; resolves early when
   * the catalogue closes.
   */
  run(step: () => boolean, onSlice?: () => void): Promise<void>
  stop(): void
}

/** Makes the runner over one catalogue. */
export function createSlices(
  { write, elapsed }: Pick<Room, 'write' | 'elapsed'>,
  turns: Turns,
): Slices {
  let isStopped = false
  let storingMs = 0

  /** Works and stores; answers whether all is done. */
  const runOne = (step: () => boolean, onSlice: () => void): boolean => {
    const workMs = Math.min(mostWorkMs, Math.max(leastWorkMs, turns.leftMs() - storingMs))
    let workedAt = 0
    const isDone = write(() => {
      const endsAt = elapsed() + workMs
      let isOver = step()
      while (!isOver && elapsed() < endsAt) isOver = step()
      onSlice()
      workedAt = elapsed()
      return isOver
    })
    storingMs = elapsed() - workedAt
    return isDone
  }

  return {
    run: (step, onSlice = () => undefined) =>
      new Promise((resolve, reject) => {
        const slice = (): void => {
          if (isStopped) {
            resolve()
            return
          }
          try {
            if (runOne(step, onSlice)) resolve()
            else turns.take(slice)
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)))
          }
        }
        turns.takeNow(slice, leastWorkMs)
      }),
    stop: () => {
      isStopped = true
    },
  }
}
