// Work on very many rows, in slices: each is a transaction of its own that holds the engine's thread for some
// milliseconds, and between two of them everything else has its turn. Between slices the rows are as true as ever; what
// must not be forgotten over a restart is noted by the work itself, in its slices.
import type { Room } from './database.ts'

/** How long a slice holds the thread before it is stored; storing comes on top. */
const sliceMs = 20

/** Runs work in slices. */
export interface Slices {
  /**
   * Calls `step` until it answers true, the first slice at once. `onSlice` is called at the end of each slice, inside its
   * transaction. Rejects with what a slice throws, which is then not stored; resolves early when the catalogue closes.
   */
  run(step: () => boolean, onSlice?: () => void): Promise<void>
  stop(): void
}

/** Makes the runner over one catalogue. */
export function createSlices({ write, elapsed }: Pick<Room, 'write' | 'elapsed'>): Slices {
  let isStopped = false
  return {
    run: (step, onSlice = () => undefined) =>
      new Promise((resolve, reject) => {
        const slice = (): void => {
          if (isStopped) {
            resolve()
            return
          }
          try {
            const isDone = write(() => {
              const endsAt = elapsed() + sliceMs
              let isOver = step()
              while (!isOver && elapsed() < endsAt) isOver = step()
              onSlice()
              return isOver
            })
            if (isDone) resolve()
            else setImmediate(slice)
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)))
          }
        }
        slice()
      }),
    stop: () => {
      isStopped = true
    },
  }
}
