// Wishes for very many rows, which are carried out in slices: each is stored with its first slice and anew with every one
// after it, so that a restart goes on with it. What becomes of one that fails is decided here; what one does is its owner's.
import * as z from 'zod'
import { storeTrouble } from '../ports/catalogue-trouble.ts'
import type { Room } from './database.ts'
import { keptUnder } from './kept.ts'
import type { Slices } from './slices.ts'

/** The wishes of one kind. */
export interface WishList<W> {
  /** Those that the run before this one had begun. */
  left(): readonly W[]
  /**
   * Calls `step`, which may change the wish, until it answers true. Rejects where that fails, and whoever asked is told. A
   * wish of which nothing was stored is forgotten then. One that was begun, and for which there is no room, stays for the next
   * start, whatever is stored meanwhile; one that meets a bug would meet it again, and is forgotten. null: nothing is stored.
   */
  carryOut(wish: W | null, step: () => boolean): Promise<void>
  isUnderWay(): boolean
}

/** Reads what is left; a list that can no longer be read is empty. */
export function createWishList<W>(
  key: string,
  schema: z.ZodType<W>,
  room: Room,
  slices: Slices,
): WishList<W> {
  const kept = keptUnder(key, room)
  const wishes = new Set(z.array(schema).catch([]).parse(kept.read()))
  let running = 0
  const keep = (): void => kept.store([...wishes])

  const inSlices = async (wish: W, step: () => boolean): Promise<void> => {
    let stored = wishes.has(wish) ? structuredClone(wish) : null
    let noted = stored
    wishes.add(wish)
    try {
      await slices.run(
        () => {
          // Another slice: the one before it is stored.
          stored = noted
          const isDone = step()
          if (isDone) wishes.delete(wish)
          return isDone
        },
        () => {
          keep()
          noted = structuredClone(wish)
        },
      )
    } catch (error) {
      wishes.delete(wish)
      if (stored === null) throw error
      // As far as it was stored: the rows of the slice that failed are still to come.
      if (storeTrouble(error) !== null) wishes.add(stored)
      else room.write(keep)
      throw error
    }
  }

  return {
    left: () => [...wishes],
    carryOut: async (wish, step) => {
      running += 1
      try {
        await (wish === null ? slices.run(step) : inSlices(wish, step))
      } finally {
        running -= 1
      }
    },
    isUnderWay: () => running > 0,
  }
}
