// What is in the folders beside photos and videos: how many other files each holds, and how many links that are not followed;
// and what those were that only their first bytes told, so that no scan reads them again. Which these are is the scan's to
// say.
import type { Catalog } from '../ports/catalogue.ts'
import type { FileStamp, Listing } from '../ports/files.ts'
import { byName } from './compare.ts'
import type { Room } from './database.ts'
import { storable } from './stamps.ts'

/** The other files of one catalogue. */
export interface Others extends Pick<Catalog, 'recall'> {
  /** Notes what a listing of a folder says; with nothing, that it holds none. May pause at each step. */
  note(folderId: number, met?: Pick<Listing, 'others' | 'links'>): Generator<undefined, void>
  /** How many other files and links each source holds; sources without any are left out. */
  bySource(): ReadonlyMap<number, { otherFiles: number; links: number }>
}

type Looked = [name: string, sizeBytes: number, mtimeUs: number, ctimeUs: number]

const rowsAtOnce = 1_000
const writtenAtOnce = 32

const isAs = ([, sizeBytes, mtimeUs, ctimeUs]: Looked, entry: FileStamp): boolean => {
  const stamp = storable(entry)
  return stamp.sizeBytes === sizeBytes && stamp.mtimeUs === mtimeUs && stamp.ctimeUs === ctimeUs
}

/** Prepares the statements. */
export function createOthers({ db }: Room): Others {
  const count = db
    .prepare<[number], [files: number, links: number]>(
      'SELECT other_files, links FROM folder WHERE id = ?',
    )
    .raw()
  const setCount = db.prepare<[number, number, number]>(
    'UPDATE folder SET other_files = ?, links = ? WHERE id = ?',
  )
  const looked = 'name, size_bytes, mtime_us, ctime_us'
  const nextIn = db
    .prepare<[number, string], Looked>(
      `SELECT ${looked} FROM stranger WHERE folder_id = ? AND name > ? ORDER BY name LIMIT ${rowsAtOnce}`,
    )
    .raw()
  const put = db.prepare<[number, ...Looked]>(
    `INSERT OR REPLACE INTO stranger (folder_id, ${looked}) VALUES (?, ?, ?, ?, ?)`,
  )
  const drop = db.prepare<[number, string]>('DELETE FROM stranger WHERE folder_id = ? AND name = ?')
  // A file that is gone may have become a stranger since.
  const lookedAt = ['file WHERE is_present = 1 AND', 'stranger WHERE'].map((where) =>
    db
      .prepare<[number, string, string], Looked>(
        `SELECT ${looked} FROM ${where}
         folder_id = (SELECT id FROM folder WHERE source_id = ? AND path = ?) AND name = ?`,
      )
      .raw(),
  )
  const sums = db.prepare<[], { sourceId: number; otherFiles: number; links: number }>(
    `SELECT source_id AS sourceId, sum(other_files) AS otherFiles, sum(links) AS links
     FROM folder INDEXED BY folder_beside WHERE other_files > 0 OR links > 0 GROUP BY source_id`,
  )
  let known: ReturnType<Others['bySource']> | null = null

  return {
    recall: (sourceId, folder, entry) => {
      for (const [index, statement] of lookedAt.entries()) {
        const row = statement.get(sourceId, folder, entry.name.toWellFormed())
        if (row !== undefined) return { isMedia: index === 0, isSame: isAs(row, entry) }
      }
      return null
    },

    *note(
      folderId,
      { others: { files, strangers } = { files: 0, strangers: [] }, links = 0 } = {},
    ) {
      const before = count.get(folderId)
      if (before?.[0] !== files || before[1] !== links) {
        setCount.run(files, links, folderId)
        known = null
      }
      const unmet = yield* byName(strangers)
      let written = 0
      for (let after = ''; ;) {
        const page = nextIn.all(folderId, after)
        for (const row of page) {
          after = row[0]
          const entry = unmet.get(after)
          if (entry === undefined) drop.run(folderId, after)
          else if (isAs(row, entry)) unmet.delete(after)
          else continue
          if ((written += 1) % writtenAtOnce === 0) yield
        }
        if (page.length < rowsAtOnce) break
      }
      for (const [name, entry] of unmet) {
        const { sizeBytes, mtimeUs, ctimeUs } = storable(entry)
        put.run(folderId, name, sizeBytes, mtimeUs, ctimeUs)
        if ((written += 1) % writtenAtOnce === 0) yield
      }
    },

    bySource: () =>
      (known ??= new Map(sums.all().map(({ sourceId, ...counts }) => [sourceId, counts]))),
  }
}
