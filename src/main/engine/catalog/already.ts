// What was here before the day since which its folder wants what is new. Says of which files that is so, by what the rows
// tell; that they are left out is decided in the queue. Another day, or none, takes what was left out back to work.
import * as z from 'zod'
import { sinceOf, wasHereBefore } from '../../../shared/already.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { Account, Accounts } from './accounts.ts'
import type { Room } from './database.ts'
import { keptUnder } from './kept.ts'
import { sourcePath } from './paths.ts'
import type { Sources } from './sources.ts'
import type { Wishes } from './wishes.ts'

/** The columns of `file` that tell when it came. */
export interface ComingRow {
  mtimeUs: number
  ctimeUs: number
  foundAt: number
}

interface OlderRow extends ComingRow {
  sourceId: number
  sourcePath: string
  folder: string
  name: string
  target: string | null
}

/** The answers of one catalogue. */
export interface Already extends Pick<Catalog, 'olderFiles' | 'changeAlready'> {
  /** The day of its folder before which a file was here, in ms since 1970; null: it was not, or there is no such day. */
  olderThan(sourceId: number, file: ComingRow): number | null
  /** Changes the account: what was left out for the library of one is decided about anew for that of another. */
  withAccount(account: Account, change: Catalog['useAccount']): Promise<void>
  /** Goes on with what the run before this one had begun. */
  goOn(): void
}

/** Prepares the statements. */
export function createAlready(
  room: Room,
  parts: {
    accounts: Pick<Accounts, 'currentAccount'>
    sources: Pick<Sources, 'sources' | 'startOf' | 'updateSource' | 'begunAtDays'>
    wishes: Pick<Wishes, 'retryReason'>
  },
): Already {
  const { accounts, sources, wishes } = parts
  const { db, write } = room
  const columns = `file.source_id AS sourceId, source.path AS sourcePath, folder.path AS folder, name, target,
    mtime_us AS mtimeUs, ctime_us AS ctimeUs, found_at AS foundAt`
  const places = `JOIN source ON source.id = file.source_id JOIN folder ON folder.id = file.folder_id`
  const isThere = 'file.is_present = 1 AND source.is_leaving = 0'
  const ofFile = db.prepare<[number], OlderRow>(
    `SELECT ${columns} FROM file ${places} WHERE file.id = ? AND ${isThere}`,
  )
  const ofUpload = db.prepare<[number], OlderRow>(
    `SELECT ${columns} FROM upload JOIN file INDEXED BY file_twin ON file.content_id = upload.content_id ${places}
     WHERE upload.id = ? AND ${isThere} ORDER BY file.id`,
  )
  // Sources whose change is not carried out to its end.
  const kept = keptUnder('catalog.already', room)
  const left = new Set(z.array(z.number()).catch([]).parse(kept.read()))
  const note = (): void => write(() => kept.store([...left]))

  const olderThan = (sourceId: number, file: ComingRow): number | null => {
    const start = sources.startOf(sourceId)
    if (start === null) return null
    const coming = {
      modifiedAt: file.mtimeUs / 1_000,
      changedAt: file.ctimeUs / 1_000,
      bornAt: null,
      foundAt: file.foundAt,
      firstScanAt: start.firstScanAt,
    }
    return wasHereBefore(start.since, coming) ? start.since : null
  }
  const takeUp = async (sourceId: number): Promise<void> => {
    if (db.open) await wishes.retryReason('older-than-start', sourceId)
    // Broken off by the end of the app: the next start goes on with it.
    if (!db.open) return
    left.delete(sourceId)
    note()
  }

  return {
    olderThan,
    olderFiles: ({ fileId, uploadId }) => {
      if (sources.sources().every(({ already }) => sinceOf(already) === null)) return null
      const rows = uploadId === null ? ofFile.iterate(fileId) : ofUpload.iterate(uploadId)
      const older = { since: -Infinity, paths: [] as string[] }
      for (const row of rows) {
        const since = olderThan(row.sourceId, row)
        if (since === null) return null
        older.since = Math.max(older.since, since)
        older.paths.push(sourcePath(row.sourcePath, row.folder, row.name, row.target))
      }
      return older.paths.length === 0 ? null : older
    },
    changeAlready: (sourceId, change) => {
      // Noted first: a change that is stored and not carried out would leave out what it no longer should.
      left.add(sourceId)
      note()
      sources.updateSource(sourceId, change)
      return takeUp(sourceId)
    },
    withAccount: (account, change) => {
      const before = accounts.currentAccount()
      if (before === null || before.sub === account.sub) return change(account)
      for (const sourceId of sources.begunAtDays()) left.add(sourceId)
      note()
      return change(account).then(async () => {
        for (const sourceId of [...left]) await takeUp(sourceId)
      })
    },
    goOn: () => {
      for (const sourceId of left) void takeUp(sourceId).catch(() => undefined)
    },
  }
}
