// In which order the files whose turn has come go: as they were found, or the newest first; and before all others those of
// the source that goes first. Both orders are read from an index, so that a million files wait as lightly as a few.
import type { UploadOrder } from '../../../shared/model.ts'
import type { WorkStore } from '../ports/catalogue.ts'
import type { Accounts } from './accounts.ts'
import { theRow, type Room } from './database.ts'
import type { Sources } from './sources.ts'

type Turn = Parameters<WorkStore['next']>[0]

/** A file whose turn has come, and its upload. */
export interface Candidate {
  fileId: number
  uploadId: number | null
  sourceId: number
  dueAt: number
  mtimeUs: number
}

type Row = [fileId: number, uploadId: number | null, dueAt: number, mtimeUs: number]

/**
 * The queues by the files' own times. It is there only while somebody wants that order: keeping it costs a first scan as
 * much again as all other rows and indexes together, where times lie in no order.
 */
export const newestIndex = `CREATE INDEX file_newest ON file (source_id, turn, mtime_us, id, due_at)
  WHERE turn IS NOT NULL AND state <> 'waiting'`

/** The order of one catalogue. */
export interface TurnOrder {
  /** Files of a source that are due for a turn: in one or more rows, each in its order. */
  rows(sourceId: number, turn: Turn, now: number): Iterable<Candidate>[]
  /** As for sorting: which of two goes first. */
  compare(one: Candidate, other: Candidate): number
}

/** Prepares the statements. */
export function createTurnOrder(
  { db, write }: Pick<Room, 'db' | 'write'>,
  accounts: Pick<Accounts, 'currentId'>,
  sources: Pick<Sources, 'goesFirst'>,
  order: () => UploadOrder,
): TurnOrder {
  const due = (index: string, only: string, by: string) =>
    db
      .prepare<[number, number, string, number], Row>(
        `SELECT file.id, upload.id, file.due_at, file.mtime_us
         FROM file INDEXED BY ${index}
         LEFT JOIN upload ON upload.account_id = ? AND upload.content_id = file.content_id
         WHERE file.source_id = ? AND file.turn = ? AND file.due_at <= ?${only}
         ORDER BY ${by}`,
      )
      .raw()
  const asFound = due('file_turn', '', 'file.due_at, file.id')
  const waited = due('file_waiting', ` AND file.state = 'waiting'`, 'file.due_at, file.id')

  const hasIndex = db
    .prepare<[], number>(`SELECT count(*) FROM sqlite_schema WHERE name = 'file_newest'`)
    .pluck()
  let newest: typeof asFound | null = null
  /** Makes the index when the order is first wanted, and lets it go when it no longer is. */
  const follow = (isNewest: boolean): typeof asFound | null => {
    if (isNewest === (newest !== null)) return newest
    const isThere = theRow(hasIndex.get()) === 1
    newest = null
    if (isNewest !== isThere)
      write(() => db.exec(isNewest ? newestIndex : 'DROP INDEX file_newest'))
    if (isNewest)
      newest = due(
        'file_newest',
        ` AND file.state <> 'waiting'`,
        'file.mtime_us DESC, file.id DESC',
      )
    return newest
  }

  function* read(
    statement: typeof asFound,
    sourceId: number,
    turn: Turn,
    now: number,
  ): Iterable<Candidate> {
    for (const row of statement.iterate(accounts.currentId(), sourceId, turn, now)) {
      const [fileId, uploadId, dueAt, mtimeUs] = row
      yield { fileId, uploadId, sourceId, dueAt, mtimeUs }
    }
  }

  return {
    rows: (sourceId, turn, now) => {
      const byTime = follow(order() === 'newest')
      return (byTime === null ? [asFound] : [byTime, waited]).map((statement) =>
        read(statement, sourceId, turn, now),
      )
    },
    compare: (one, other) =>
      Number(sources.goesFirst(other.sourceId)) - Number(sources.goesFirst(one.sourceId)) ||
      (order() === 'newest'
        ? other.mtimeUs - one.mtimeUs || other.fileId - one.fileId
        : one.dueAt - other.dueAt || one.fileId - other.fileId),
  }
}
