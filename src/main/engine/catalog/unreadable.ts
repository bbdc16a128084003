// The folders and files of each source that the last scans could not look into: kept, so that they are told of after a
// restart and without a window too. What a scan means for files is scan.ts.
import type { UnreadablePlace } from '../../../shared/contract.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { WalkEvent } from '../ports/files.ts'
import type { Room } from './database.ts'

/** The unreadable places of one catalogue. The first two run inside the caller's transaction. */
export interface Unreadable extends Pick<Catalog, 'unreadablePlaces' | 'unreadableCounts'> {
  /** Notes what a part of a walk met, and forgets what it could look into. */
  meet(sourceId: number, events: readonly WalkEvent[], now: number): void
  /** A whole walk ended: what it did not meet again is none any more. */
  keepOnly(sourceId: number, met: readonly string[]): void
}

/** Prepares the statements. */
export function createUnreadable({ db }: Room): Unreadable {
  const add = db.prepare<[number, string, number, string, number]>(
    `INSERT INTO unreadable (source_id, path, is_folder, code, since) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (source_id, path) DO UPDATE SET is_folder = excluded.is_folder, code = excluded.code`,
  )
  const drop = db.prepare<[number, string]>(
    'DELETE FROM unreadable WHERE source_id = ? AND path = ?',
  )
  const pathsOf = db.prepare<[number], { path: string; isFolder: number }>(
    'SELECT path, is_folder AS isFolder FROM unreadable WHERE source_id = ?',
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

  return {
    meet: (sourceId, events, now) => {
      const known = pathsOf.all(sourceId)
      const read = new Set<string>()
      for (const event of events) {
        if (event.kind === 'unreadable') add.run(sourceId, event.folder, 1, event.code, now)
        if (event.kind === 'missing') drop.run(sourceId, event.folder)
        if (event.kind === 'listing') read.add(event.listing.folder)
      }
      for (const { path, isFolder } of known)
        if (read.has(isFolder === 1 ? path : parentOf(path))) drop.run(sourceId, path)
      for (const event of events)
        if (event.kind === 'listing')
          for (const { name, code } of event.listing.unreadable ?? [])
            add.run(sourceId, join(event.listing.folder, name), 0, code, now)
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
