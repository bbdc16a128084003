// The folders and files of each source that the last scans could not look into: kept, so that they are told of after a
// restart and without a window too. What a scan means for files is scan.ts.
import type { UnreadablePlace } from '../../../shared/contract.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { WalkEvent } from '../ports/files.ts'
import type { Room } from './database.ts'

/** The unreadable places of one catalogue. The first two run inside the caller's transaction. */
export interface Unreadable extends Pick<Catalog, 'unreadablePlaces' | 'unreadableCounts'> {
  /** Notes what a part of a walk met, and forgets what it could look into. May pause at each step. */
  meet(sourceId: number, events: readonly WalkEvent[], now: number): Generator<undefined, void>
  /** A whole walk ended: what it did not meet again is none any more. */
  keepOnly(sourceId: number, met: readonly string[]): void
}

const writtenAtOnce = 32

/** After every path: in UTF-8, as the index orders them, nothing is greater. */
const lastPath = '\u{10ffff}'

/** Prepares the statements. */
export function createUnreadable({ db }: Room): Unreadable {
  const add = db.prepare<[number, string, number, string, number]>(
    `INSERT INTO unreadable (source_id, path, is_folder, code, since) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (source_id, path) DO UPDATE SET is_folder = excluded.is_folder, code = excluded.code`,
  )
  const drop = db.prepare<[number, string]>(
    'DELETE FROM unreadable WHERE source_id = ? AND path = ?',
  )
  const pathsOf = db.prepare<[number], { path: string }>(
    'SELECT path FROM unreadable WHERE source_id = ?',
  )
  const hasAny = db.prepare<[number], { any: 1 }>(
    'SELECT 1 AS any FROM unreadable WHERE source_id = ? LIMIT 1',
  )
  const dropFolder = db.prepare<[number, string]>(
    'DELETE FROM unreadable WHERE source_id = ? AND path = ? AND is_folder = 1',
  )
  const filesBelow = db.prepare<[number, string, string], { path: string }>(
    'SELECT path FROM unreadable WHERE source_id = ? AND is_folder = 0 AND path >= ? AND path < ?',
  )
  const counts = db.prepare<[], { sourceId: number; folders: number; files: number }>(
    `SELECT source_id AS sourceId, sum(is_folder) AS folders, sum(1 - is_folder) AS files
     FROM unreadable GROUP BY source_id`,
  )
  const list = db.prepare<
    [number],
    { sourceId: number; path: string; isFolder: number; code: string; since: number }
  >(
    `SELECT source_id AS sourceId, path, is_folder AS isFolder, code, since
     FROM unreadable ORDER BY source_id, path LIMIT ?`,
  )
  const join = (folder: string, name: string): string =>
    folder === '' ? name : `${folder}/${name}`
  const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0))
  /** Those right in this folder; the index is asked for it and what is below it alone, whatever else there is. */
  const filesIn = (sourceId: number, folder: string): string[] => {
    const [from, to] = folder === '' ? ['', lastPath] : [`${folder}/`, `${folder}0`]
    return filesBelow
      .all(sourceId, from, to)
      .flatMap(({ path }) => (parentOf(path) === folder ? path : []))
  }

  return {
    *meet(sourceId, events, now) {
      const isAnyKnown = hasAny.get(sourceId) !== undefined
      for (const event of events) {
        if (event.kind === 'unreadable') add.run(sourceId, event.folder, 1, event.code, now)
        if (event.kind === 'missing') drop.run(sourceId, event.folder)
        if (event.kind !== 'listing') continue
        const { folder, unreadable = [] } = event.listing
        const isUnreadable = new Set(unreadable.map(({ name }) => join(folder, name)))
        if (isAnyKnown) {
          dropFolder.run(sourceId, folder)
          for (const path of filesIn(sourceId, folder))
            if (!isUnreadable.has(path)) drop.run(sourceId, path)
        }
        for (const [index, { name, code }] of unreadable.entries()) {
          add.run(sourceId, join(folder, name), 0, code, now)
          if (index % writtenAtOnce === writtenAtOnce - 1) yield
        }
      }
    },
    keepOnly: (sourceId, met) => {
      const isMet = new Set(met)
      for (const { path } of pathsOf.all(sourceId)) if (!isMet.has(path)) drop.run(sourceId, path)
    },
    unreadableCounts: () =>
      new Map(counts.all().map(({ sourceId, ...count }) => [sourceId, count])),
    unreadablePlaces: (limit) =>
      list.all(limit).map(({ sourceId, isFolder, ...place }): UnreadablePlace => ({
        ...place,
        sourceId: String(sourceId),
        isFolder: isFolder === 1,
      })),
  }
}
