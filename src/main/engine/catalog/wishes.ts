// What the user asks for one file or for all with the same cause: try again, or never ask again. A wish for very many
// files is carried out in slices; it is stored first, so that a restart goes on with it.
import * as z from 'zod'
import type { Catalog } from '../ports/catalogue.ts'
import { theRow, type Room } from './database.ts'
import { again, createMove, ignored } from './moves.ts'
import type { Slices } from './slices.ts'
import type { States } from './states.ts'
import { createWishList } from './wish-list.ts'

/** Carries wishes out. */
export interface Wishes extends Pick<Catalog, 'retryFile' | 'ignoreReason'> {
  retryReason(reason: string, sourceId?: number | null): Promise<number>
  /** Goes on with what the run before this one had begun. */
  goOn(): void
  isUnderWay(): boolean
}

const placeSchema = z.tuple([z.number(), z.number()])
const wishSchema = z.object({
  does: z.enum(['retry', 'ignore']),
  reason: z.string(),
  /** Of one source alone; null: of all. */
  sourceId: z.number().nullable().default(null),
  /** How many there were when it was asked: a photo takes its duplicates along. */
  files: z.number(),
  /** The last row that is done, and the last one there was when it was asked: what fails again is not tried again. */
  after: placeSchema,
  upTo: placeSchema,
})
type Wish = z.output<typeof wishSchema>
type Asked = Pick<Wish, 'reason' | 'sourceId'>
const ofSource = '(@sourceId IS NULL OR source_id = @sourceId)'
const wishesKey = 'catalog.wishes'

/** Prepares the statements. */
export function createWishes(room: Room, states: States, slices: Slices): Wishes {
  const { db, write } = room
  const last = db
    .prepare<Asked, [number, number]>(
      `SELECT changed_at, id FROM file INDEXED BY file_reason WHERE reason = @reason AND ${ofSource}
       ORDER BY changed_at DESC, id DESC LIMIT 1`,
    )
    .raw()
  const nextOf = db
    .prepare<[Asked, number, number, number, number], [number, number]>(
      `SELECT changed_at, id FROM file INDEXED BY file_reason
       WHERE reason = @reason AND (changed_at, id) > (?, ?) AND (changed_at, id) <= (?, ?) AND ${ofSource}
       ORDER BY changed_at, id LIMIT 1`,
    )
    .raw()
  const countOf = db
    .prepare<[Asked, number, number], number>(
      `SELECT count(*) FROM file INDEXED BY file_reason
       WHERE reason = @reason AND (changed_at, id) <= (?, ?) AND ${ofSource}`,
    )
    .pluck()
  const wishes = createWishList(wishesKey, wishSchema, room, slices)
  const move = createMove(room, states)

  const countWith = ({ reason, sourceId, upTo }: Asked & Pick<Wish, 'upTo'>): number =>
    theRow(countOf.get({ reason, sourceId }, ...upTo))

  /** Carries one wish out to its end, and tells how many files it moved. */
  const carryOut = async (wish: Wish): Promise<number> => {
    let moved = 0
    await wishes.carryOut(wish, () => {
      const next = nextOf.get(
        { reason: wish.reason, sourceId: wish.sourceId },
        ...wish.after,
        ...wish.upTo,
      )
      if (next === undefined) {
        moved = wish.files - countWith(wish)
        return true
      }
      wish.after = next
      const file = states.fileById(next[1])
      if (file !== undefined) move(file, wish.does === 'retry' ? again : ignored)
      return false
    })
    return moved
  }

  const wishAll = async (does: Wish['does'], asked: Asked): Promise<number> => {
    const upTo = last.get(asked)
    if (upTo === undefined) return 0
    const files = countWith({ ...asked, upTo })
    const wish: Wish = { does, ...asked, files, after: [-Number.MAX_SAFE_INTEGER, 0], upTo }
    return carryOut(wish)
  }

  return {
    retryFile: (fileId) =>
      write(() => {
        const file = states.fileById(fileId)
        return file !== undefined && move(file, again)
      }),
    retryReason: (reason, sourceId = null) => wishAll('retry', { reason, sourceId }),
    ignoreReason: (reason) => wishAll('ignore', { reason, sourceId: null }),
    goOn: () => {
      for (const wish of wishes.left()) void carryOut(wish).catch(() => undefined)
    },
    isUnderWay: wishes.isUnderWay,
  }
}
