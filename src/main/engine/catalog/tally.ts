// Files and bytes by source and state, held in memory so that a status costs no query. Loaded once
// from a covering index; the few functions that write rows note what they move, and it counts when
// their transaction is committed. verify.ts compares it with the rows.
import type { Database } from 'better-sqlite3'
import { copySizeOf, copySizesFrom, type CopySize } from '../../../shared/copy-shares.ts'
import { fileStates, type FileState } from '../../../shared/model.ts'

/**
 * How many files, how large, and how many and how large among them are duplicates; and how large all photos of each size
 * are that High quality may make smaller. And how many wait because they carry no date, and among them for somebody's decision;
 * and how many are no longer where they were, but for those that are `gone`.
 */
export interface Count extends Record<CopySize, number> {
  files: number
  bytes: number
  duplicateFiles: number
  duplicateBytes: number
  undated: number
  undecided: number
  vanished: number
}

/** Nothing counted yet. */
export const noCount: Readonly<Count> = {
  ...{ files: 0, bytes: 0, duplicateFiles: 0, duplicateBytes: 0 },
  ...{ large: 0, larger: 0, largest: 0 },
  ...{ undated: 0, undecided: 0, vanished: 0 },
}
const counted = Object.keys(noCount) as readonly (keyof Count)[]

/** What one file adds to one count. */
export interface Counted {
  sourceId: number
  state: FileState
  /** The kind of the skip reason or failure. */
  reason: string | null
  sizeBytes: number
  isPresent: number
  isDuplicate: number
  /** By its name, which does not change with what its bytes turn out to be. */
  claimsVideo: number
}

/** The tally of one catalogue. */
export interface TallyBook {
  /** Notes that a file was `from` (null: not there) and is `to` (null: no longer there). */
  move(from: Counted | null, to: Counted | null): void
  commit(): void
  drop(): void
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
  if (count === undefined) states.set(file.state, (count = { ...noCount }))
  const size = file.claimsVideo === 1 ? null : copySizeOf(file.sizeBytes)
  if (size !== null) count[size] += sign * file.sizeBytes
  count.files += sign
  count.bytes += sign * file.sizeBytes
  if (file.reason === 'undated' || file.reason === 'undecided') count.undated += sign
  if (file.reason === 'undecided') count.undecided += sign
  if (file.isPresent === 0 && file.state !== 'gone') count.vanished += sign
  if (file.isDuplicate === 1) {
    count.duplicateFiles += sign
    count.duplicateBytes += sign * file.sizeBytes
  }
}

/** Counts the rows as they are. */
export function countRows(db: Database): Book {
  const { large, larger, largest } = copySizesFrom
  const photos = (which: string): string => `sum(iif(${which} AND claims_video = 0, size_bytes, 0))`
  const photosBetween = (from: number, to: number): string =>
    photos(`size_bytes >= ${from} AND size_bytes < ${to}`)
  const rows = db
    .prepare<[], [number, FileState, ...number[]]>(
      `SELECT source_id, state, count(*), sum(size_bytes), sum(is_duplicate), sum(is_duplicate * size_bytes),
         ${photosBetween(large, larger)}, ${photosBetween(larger, largest)}, ${photos(`size_bytes >= ${largest}`)}
       FROM file GROUP BY source_id, state`,
    )
    .raw()
    .all()
  const book: Book = new Map()
  for (const [sourceId, state, ...numbers] of rows) {
    let states = book.get(sourceId)
    if (states === undefined) book.set(sourceId, (states = new Map<FileState, Count>()))
    const count = { ...noCount }
    // In the order of the columns.
    for (const [at, key] of counted.entries()) count[key] = numbers[at] ?? 0
    states.set(state, count)
  }
  // From an index of their own: the one above has no reasons in it.
  const undated = db
    .prepare<[], [number, FileState, number, number]>(
      `SELECT source_id, state, count(*), sum(reason = 'undecided') FROM file
       WHERE reason = 'undated' OR reason = 'undecided' GROUP BY source_id, state`,
    )
    .raw()
    .all()
  for (const [sourceId, state, files, undecided] of undated) {
    const count = book.get(sourceId)?.get(state)
    if (count !== undefined) Object.assign(count, { undated: files, undecided })
  }
  const vanished = db
    .prepare<[], [number, FileState, number]>(
      `SELECT source_id, state, count(*) FROM file INDEXED BY file_vanished
       WHERE is_present = 0 AND state <> 'gone' GROUP BY source_id, state`,
    )
    .raw()
    .all()
  for (const [sourceId, state, files] of vanished) {
    const count = book.get(sourceId)?.get(state)
    if (count !== undefined) count.vanished = files
  }
  return book
}

/** Sums the counts of one state over the sources that `takes` accepts. */
export function sumOf(
  counts: ReadonlyMap<number, ReadonlyMap<FileState, Count>>,
  state: FileState,
  takes: (sourceId: number) => boolean,
): Count {
  const sum: Count = { ...noCount }
  for (const [sourceId, states] of counts) {
    const count = states.get(state)
    if (count === undefined || !takes(sourceId)) continue
    for (const key of counted) sum[key] += count[key]
  }
  return sum
}

/** Loads the tally of an open catalogue. */
export function createTallyBook(db: Database): TallyBook {
  const book = countRows(db)
  // Sums of what the open transaction moved, so that a scan of thousands keeps no list.
  let pending: Book = new Map()
  let revision = 0
  return {
    move: (from, to) => {
      if (from !== null) add(pending, from, -1)
      if (to !== null) add(pending, to, 1)
    },
    commit: () => {
      revision += 1
      for (const [sourceId, states] of pending) {
        for (const state of fileStates) {
          const change = states.get(state)
          if (change === undefined) continue
          let stored = book.get(sourceId)
          if (stored === undefined) book.set(sourceId, (stored = new Map<FileState, Count>()))
          const count = stored.get(state)
          if (count === undefined) stored.set(state, change)
          else {
            for (const key of counted) count[key] += change[key]
          }
        }
      }
      pending = new Map()
    },
    drop: () => {
      pending = new Map()
    },
    counts: () => book,
    revision: () => revision,
  }
}
