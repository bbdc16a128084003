// Photos without a date, which wait until everything else is prepared. Which of them get a date, and which, is decided where
// they are prepared.
import { undecidedUntil } from '../../../shared/photo-dates.ts'
import type { WorkStore } from '../ports/catalogue.ts'
import type { Room } from './database.ts'
import type { Sources } from './sources.ts'

/** In one transaction, so that ten thousand of them are not one long piece. */
const atOnce = 200

/** Prepares the statements. */
export function createUndated(
  { db, write }: Pick<Room, 'db' | 'write'>,
  sources: Pick<Sources, 'working'>,
): Pick<WorkStore, 'takeUpUndated' | 'besides'> {
  const waiting = db
    .prepare<[number, number, number], number>(
      `SELECT content_id FROM file INDEXED BY file_waiting
       WHERE source_id = ? AND turn = 'fingerprinted' AND due_at > ? AND due_at < ${undecidedUntil}
         AND state = 'waiting' AND reason = 'undated'
       ORDER BY due_at, id LIMIT ?`,
    )
    .pluck()
  const bringForward = ['file', 'upload'].map((table) =>
    db.prepare<[number, number]>(
      `UPDATE ${table} SET due_at = ? WHERE content_id = ? AND state = 'waiting' AND reason = 'undated'`,
    ),
  )
  const folderOf = db.prepare<[number], { id: number; root: string; folder: string }>(
    `SELECT folder.id AS id, source.path AS root, folder.path AS folder
     FROM file JOIN folder ON folder.id = file.folder_id JOIN source ON source.id = file.source_id WHERE file.id = ?`,
  )
  const filesIn = db.prepare<
    [number, string, number],
    {
      name: string
      mtimeUs: number
      mediaKind: 'photo' | 'video' | null
      hasDate: number | null
      takenAt: number
    }
  >(
    `SELECT name, mtime_us AS mtimeUs, media_kind AS mediaKind, has_date AS hasDate, taken_at AS takenAt
     FROM file WHERE folder_id = ? AND name > ? AND is_present = 1 ORDER BY name LIMIT ?`,
  )
  return {
    besides: (fileId, after, limit) => {
      const place = folderOf.get(fileId)
      if (place === undefined) return null
      const { id, root, folder } = place
      const files = filesIn.all(id, after, limit).map(({ hasDate, takenAt, ...file }) => ({
        ...file,
        takenAt: hasDate === 1 ? takenAt : null,
      }))
      return { root, folder, files }
    },
    takeUpUndated: (at) => {
      const now = Math.round(at)
      const contents = sources.working().flatMap((sourceId) => waiting.all(sourceId, now, atOnce))
      if (contents.length === 0) return false
      write(() => {
        for (const contentId of contents.slice(0, atOnce))
          for (const statement of bringForward) statement.run(now, contentId)
      })
      return true
    },
  }
}
