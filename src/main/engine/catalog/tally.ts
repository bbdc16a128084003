// Files and bytes by source and state, held in memory so that a status costs no query. Loaded once
// from a covering index; the few functions that write rows note what they move, and it counts when
// their transaction is committed. verify.ts compares it with the rows.
import type { Database } from 'better-sqlite3'
import { fileStates, type FileState } from '../../../shared/model.ts'

/** How many files, how large, and how many and how large among them are duplicates. */
export interface Count {
  files: number
  bytes: number
  duplicateFiles: number
  duplicateBytes: number
}

/** What one file adds to one count. */
export interface Counted {
  sourceId: number
  state: FileState
  sizeBytes: number
  isDuplicate: number
}

/** The tally of one catalogue. */
export interface TallyBook {
  /** Notes that a file was `from` (null: not there) and is `to` (null: no longer there). */
  move(from: Counted | null, to: Counted | null): void
  commit(): void
  drop(): void
  /** Counts everything anew from the rows, inside or after a change of very many rows. */
  reload(): void
  /** Counts per source and state, only of these sources when given. */
  counts(): ReadonlyMap<number, ReadonlyMap<FileState, Count>>
  /** Rises with every committed change, so that others can tell whether what they hold is current. */
  revision(): number
}

type Book = Map<number, Map<FileState, Count>>

function add(book: Book, file: Counted, sign: 1 | -1): void {
  let states = book.get(file.sourceId)
  if (states === undefined) book.set(file.sourceId, (states = new Map<FileState, Count>()))
  let count = states.get(file.state)
  if (count === undefined) {
    states.set(file.state, (count = { files: 0, bytes: 0, duplicateFiles: 0, duplicateBytes: 0 }))
  }
  count.files += sign
  count.bytes += sign * file.sizeBytes
  if (file.isDuplicate === 1) {
    count.duplicateFiles += sign
    count.duplicateBytes += sign * file.sizeBytes
  }
}

/** Counts the rows as they are. */
export function countRows(db: Database): Book {
  const rows = db
    .prepare<[], [number, FileState, number, number, number, number]>(
      `SELECT source_id, state, count(*), sum(size_bytes), sum(is_duplicate), sum(is_duplicate * size_bytes)
       FROM file GROUP BY source_id, state`,
    )
    .raw()
    .all()
  const book: Book = new Map()
  for (const [sourceId, state, files, bytes, duplicateFiles, duplicateBytes] of rows) {
    let states = book.get(sourceId)
    if (states === undefined) book.set(sourceId, (states = new Map<FileState, Count>()))
    states.set(state, { files, bytes, duplicateFiles, duplicateBytes })
  }
  return book
}

/** Sums the counts of one state over the sources that `takes` accepts. */
export function sumOf(
  counts: ReadonlyMap<number, ReadonlyMap<FileState, Count>>,
  state: FileState,
  takes: (sourceId: number) => boolean,
): Count {
  const sum: Count = { files: 0, bytes: 0, duplicateFiles: 0, duplicateBytes: 0 }
  for (const [sourceId, states] of counts) {
    const count = states.get(state)
    if (count === undefined || !takes(sourceId)) continue
    sum.files += count.files
    sum.bytes += count.bytes
    sum.duplicateFiles += count.duplicateFiles
    sum.duplicateBytes += count.duplicateBytes
  }
  return sum
}

/** Loads the tally of an open catalogue. */
export function createTallyBook(db: Database): TallyBook {
  let book: Book = new Map()
  // Sums of what the open transaction moved, so that a scan of thousands keeps no list.
  // Null: that is more than it is worth to add up, and the rows are counted anew.
  let pending: Book | null = new Map()
  let revision = 0
  const reload = (): void => {
    book = countRows(db)
    pending = new Map()
  }
  return {
    move: (from, to) => {
      if (pending === null) return
      if (from !== null) add(pending, from, -1)
      if (to !== null) add(pending, to, 1)
    },
    commit: () => {
      revision += 1
      if (pending === null) {
        reload()
        return
      }
      for (const [sourceId, states] of pending) {
        for (const state of fileStates) {
          const change = states.get(state)
          if (change === undefined) continue
          let stored = book.get(sourceId)
          if (stored === undefined) book.set(sourceId, (stored = new Map<FileState, Count>()))
          const count = stored.get(state)
          if (count === undefined) stored.set(state, change)
          else {
            count.files += change.files
            count.bytes += change.bytes
            count.duplicateFiles += change.duplicateFiles
            count.duplicateBytes += change.duplicateBytes
          }
        }
      }
      pending = new Map()
    },
    drop: () => {
      pending = new Map()
    },
    reload: () => {
      if (db.inTransaction) pending = null
      else reload()
    },
    counts: () => book,
    revision: () => revision,
  }
}
