// What is done with several files of the history at once: those that were chosen one by one, or all that fit a filter. Goes on
// in slices; a wish for all that fit a filter is stored first, so that a restart goes on with it.
import * as z from 'zod'
import {
  historyCursorSchema,
  historyFilterSchema,
  type Chosen,
  type HistoryRow,
} from '../../../shared/contract.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { Room } from './database.ts'
import { again, createMove, ignoredAtRest } from './moves.ts'
import type { Slices } from './slices.ts'
import type { States } from './states.ts'
import { createWishList } from './wish-list.ts'

/** Carries out what was chosen. */
export interface ChosenFiles extends Pick<Catalog, 'retryChosen' | 'ignoreChosen' | 'rowsChosen'> {
  /** Goes on with what the run before this one had begun. */
  goOn(): void
  isUnderWay(): boolean
}

const wishSchema = z.object({
  does: z.enum(['retry', 'ignore']),
  filter: historyFilterSchema.exactPartial(),
  except: z.array(z.string()),
  /** The last row that is done. */
  after: historyCursorSchema.nullable(),
})
type Wish = z.output<typeof wishSchema>
const wishesKey = 'catalog.chosen'
const rowsAtOnce = 100

/** Prepares the statements. */
export function createChosen(
  room: Room,
  parts: {
    states: States
    slices: Slices
    history: Pick<Catalog, 'listHistory' | 'historyRow'>
    types: Pick<Catalog, 'forgetRefusedTypes'>
  },
): ChosenFiles {
  const { states, slices, history, types } = parts
  const move = createMove(room, states)
  const wishes = createWishList(wishesKey, wishSchema, room, slices)

  /** Moves files one by one; answers whether each is now as it was wished. */
  const mover = (does: Wish['does']): ((fileId: string) => boolean) => {
    // Files with the same bytes go together: the first of them takes the others along.
    const moved = new Set<number>()
    return (fileId) => {
      const file = states.fileById(Number(fileId))
      if (file === undefined) return false
      if (file.contentId !== null && moved.has(file.contentId)) return true
      // Who asks for a type again that Google refused wants it tried, not left out once more.
      if (does === 'retry' && file.reason === 'not-taken') types.forgetRefusedTypes()
      const isMoved = move(file, does === 'retry' ? again : ignoredAtRest)
      if (isMoved && file.contentId !== null) moved.add(file.contentId)
      return isMoved
    }
  }

  /** The rows of a choice, one after the other; null where there is none, and between two pages. */
  function* rowsOf(chosen: Chosen, from: Wish['after'] = null) {
    if ('fileIds' in chosen) {
      const named = new Set(chosen.fileIds)
      for (const fileId of chosen.fileIds) {
        const row = history.historyRow(Number(fileId))
        yield row
        // The row of a still stands for what belongs to it as well.
        for (const { fileId: other, is } of row?.partners ?? [])
          if (is !== 'still' && !named.has(other)) yield history.historyRow(Number(other))
      }
      return
    }
    const except = new Set(chosen.except)
    const { isFolded = false, ...filter } = chosen.filter
    // What is shown in one row is taken together.
    const isLeft = ({ fileId, partners }: HistoryRow): boolean =>
      except.has(fileId) || (isFolded && partners.some((one) => except.has(one.fileId)))
    let after = from
    do {
      const page = history.listHistory(filter, after, rowsAtOnce)
      for (const row of page.rows) yield isLeft(row) ? null : row
      yield null
      after = page.next
    } while (after !== null)
  }

  const carryOut = async (
    does: Wish['does'],
    chosen: Chosen,
    wish: Wish | null,
  ): Promise<number> => {
    const moves = mover(does)
    const rows = rowsOf(chosen, wish?.after ?? null)
    let files = 0
    await wishes.carryOut(wish, () => {
      const { value: row, done } = rows.next()
      if (done === true) return true
      if (!row) return false
      if (wish !== null) wish.after = { key: row.orderKey, fileId: row.fileId }
      if (moves(row.fileId)) files += 1
      return false
    })
    return files
  }

  const wishFor = (does: Wish['does'], chosen: Chosen): Promise<number> => {
    if ('fileIds' in chosen) return carryOut(does, chosen, null)
    return carryOut(does, chosen, { does, ...chosen, after: null })
  }

  return {
    retryChosen: (chosen) => wishFor('retry', chosen),
    ignoreChosen: (chosen) => wishFor('ignore', chosen),
    *rowsChosen(chosen) {
      for (const row of rowsOf(chosen)) if (row !== null) yield row
    },
    goOn: () => {
      for (const wish of wishes.left()) void carryOut(wish.does, wish, wish).catch(() => undefined)
    },
    isUnderWay: wishes.isUnderWay,
  }
}
