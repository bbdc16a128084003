// Fills in what migration 10 left open: names folded for search as paths.ts folds them, and when the photo of each file was
// taken. In slices, and from where it stopped after a restart. Until it is through, a search may miss an accent and a
// photo may stand among those without a date; nothing else depends on it.
import * as z from 'zod'
import { theRow, type Room } from './database.ts'
import { keptUnder } from './kept.ts'
import { foldedName } from './paths.ts'
import type { Slices } from './slices.ts'

const placeSchema = z.object({ table: z.enum(['folder', 'file']), after: z.number() })
type Place = z.output<typeof placeSchema>

/** The setting that says where it goes on; none: nothing is left to do. */
export const fillInKey = 'catalog.fill-in'
/** Rows looked at together: a millisecond. */
const rowsAtOnce = 500

/** Makes what goes on with the work that the run before this one left, if any. */
export function createFillIn({ db }: Room, slices: Slices): () => Promise<void> {
  const kept = keptUnder(fillInKey, { db })
  const lastOf = {
    folder: db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM folder').pluck(),
    file: db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM file').pluck(),
  }
  const namesOf = {
    folder: db
      .prepare<[number, number], [number, string]>(
        'SELECT id, path FROM folder WHERE id > ? AND id <= ? AND folded_path IS NOT NULL',
      )
      .raw(),
    file: db
      .prepare<[number, number], [number, string]>(
        'SELECT id, name FROM file WHERE id > ? AND id <= ? AND folded_name IS NOT NULL',
      )
      .raw(),
  }
  const fold = {
    folder: db.prepare<[string | null, number]>('UPDATE folder SET folded_path = ? WHERE id = ?'),
    file: db.prepare<[string | null, number]>('UPDATE file SET folded_name = ? WHERE id = ?'),
  }
  const setTaken = db.prepare<[number, number]>(
    `UPDATE file SET taken_at = (SELECT content.taken_at FROM content WHERE content.id = file.content_id)
     WHERE id > ? AND id <= ? AND has_date = 1`,
  )

  return async () => {
    const stored = kept.read()
    if (stored === null) return
    // From the beginning, where the place can no longer be read: it does no harm a second time.
    const known = placeSchema.safeParse(stored)
    let place: Place | null = known.success ? known.data : { table: 'folder', after: 0 }
    await slices.run(
      () => {
        if (place === null) return true
        const { table, after } = place
        const upTo = after + rowsAtOnce
        for (const [id, name] of namesOf[table].all(after, upTo))
          fold[table].run(foldedName(name), id)
        if (table === 'file') setTaken.run(after, upTo)
        if (upTo < theRow(lastOf[table].get())) place = { table, after: upTo }
        else place = table === 'folder' ? { table: 'file', after: 0 } : null
        return place === null
      },
      () => {
        if (place === null) kept.drop()
        else kept.store(place)
      },
    )
  }
}
