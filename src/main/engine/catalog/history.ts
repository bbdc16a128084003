// Every file ever seen, the last change first or in another order, page by page. A page never costs more than a bounded
// number of rows: an index gives the order for each single filter, and where several narrow it down
// further, a page may end early with fewer rows and the place where the next one goes on.
import type {
  HistoryFilter,
  HistoryOrder,
  HistoryPlace,
  HistoryRow,
  Output,
} from '../../../shared/contract.ts'
import { contentFactsSchema, fileStates, type FileState } from '../../../shared/model.ts'
import { addedDateSchema } from '../../../shared/photo-date-schemas.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { VolumeStore } from '../ports/volumes.ts'
import type { Accounts } from './accounts.ts'
import { captionIn } from './captions.ts'
import { createFileAlbums } from './file-albums.ts'
import { theRow, type Room } from './database.ts'
import { partnersOf, partnersSchema } from './history-partners.ts'
import { createHistoryQueries } from './history-queries.ts'
import { causeOf } from './lifecycle-rows.ts'
import { headingFrom, type Cursor } from './orders.ts'
import type { Sources } from './sources.ts'
import type { Versions } from './versions.ts'

interface Row {
  fileId: number
  name: string
  folder: string
  sourceId: number
  sourcePath: string
  state: FileState
  dueAt: number
  changedAt: number
  mtimeUs: number
  sizeBytes: number
  isDuplicate: number
  isPresent: number
  detail: string | null
  skip: string | null
  failure: string | null
  sentSizeBytes: number | null
  isReduced: number | null
  keptOriginal: string | null
  lost: string | null
  addedDate: string | null
  caption: string | null
  undated: string | null
  productUrl: string | null
  mediaKind: string | null
  mimeType: string | null
  width: number | null
  height: number | null
  takenAt: number | null
  /** As the file repeats it. */
  fileTakenAt: number
  readSize: number
  uploadId: number | null
  isOfClient: number | null
  partners: string | null
}

const keyOf = {
  changed: (row: Row): number => row.changedAt,
  size: (row: Row): number => row.readSize,
  taken: (row: Row): number => row.fileTakenAt,
} satisfies Record<HistoryOrder, (row: Row) => number>

type Part = ReturnType<Catalog['countHistory']>

const everyRowAtOnce = 500

/** Prepares the statements. */
export function createHistory(
  room: Room,
  parts: {
    accounts: Accounts
    sources: Sources
    versions: Pick<Versions, 'olderVersionOf'>
    volumes: Pick<VolumeStore, 'nameOf'>
  },
): Pick<Catalog, 'listHistory' | 'countHistory' | 'outlineHistory' | 'allHistory' | 'historyRow'> {
  const { db, book } = room
  const { accounts, sources, versions, volumes } = parts
  const fileAlbums = createFileAlbums(room, { accounts, sources })
  const queries = createHistoryQueries(room, sources, fileAlbums.owner)
  const rowById = db.prepare<[number, number], Row>(
    `SELECT file.id AS fileId, name, folder.path AS folder, file.source_id AS sourceId, source.path AS sourcePath,
       file.state AS state, file.due_at AS dueAt, file.changed_at AS changedAt, mtime_us AS mtimeUs,
       file.size_bytes AS sizeBytes, is_duplicate AS isDuplicate, file.is_present AS isPresent, detail, skip, failure,
       sent_size_bytes AS sentSizeBytes, upload.plan ->> '$.kind' = 'reduced' AS isReduced,
       upload.plan -> '$.date' AS addedDate, upload.plan ->> '$.undated' AS undated, kept_original AS keptOriginal,
       upload.plan ->> '$.lost' AS lost, iif(file.state = 'done', upload.caption, NULL) AS caption,
       product_url AS productUrl, content.media_kind AS mediaKind, mime_type AS mimeType, width, height,
       content.taken_at AS takenAt, file.taken_at AS fileTakenAt, file.read_size AS readSize,
       upload.id AS uploadId,
       ${partnersOf} AS partners,
       upload.history_seq > (SELECT client_since FROM account WHERE account.id = upload.account_id) AS isOfClient
     FROM file JOIN folder ON folder.id = file.folder_id JOIN source ON source.id = file.source_id
     LEFT JOIN content ON content.id = file.content_id
     LEFT JOIN upload ON upload.content_id = file.content_id AND upload.account_id = ?
     WHERE file.id = ?`,
  )

  const pairCount = db.prepare<[], number>('SELECT count(*) FROM pair').pluck()

  const toRow = (row: Row, order: HistoryOrder): HistoryRow => {
    const { mediaKind, mimeType, width, height, takenAt } = row
    const isShown = row.state === 'skipped' || row.state === 'failed' || row.state === 'waiting'
    const older = versions.olderVersionOf(row.fileId)
    const cause = isShown ? causeOf(row) : { skip: null, failure: null }
    return {
      fileId: String(row.fileId),
      name: row.name,
      folder: row.folder,
      sourceId: String(row.sourceId),
      sourceName: volumes.nameOf(row.sourceId, row.sourcePath),
      state: row.state,
      skip: cause.skip,
      failure: cause.failure,
      until: row.state === 'waiting' ? row.dueAt : null,
      changedAt: row.changedAt,
      modifiedAt: Math.floor(row.mtimeUs / 1000),
      sizeBytes: row.sizeBytes,
      orderKey: keyOf[order](row),
      sentSizeBytes: row.sentSizeBytes,
      isReduced: row.isReduced === 1,
      keptOriginal: row.keptOriginal as HistoryRow['keptOriginal'],
      lost: row.lost,
      addedDate: row.addedDate === null ? null : addedDateSchema.parse(JSON.parse(row.addedDate)),
      undated: row.undated as HistoryRow['undated'],
      caption: captionIn(row.caption),
      isDuplicate: row.isDuplicate === 1,
      isPresent: row.isPresent === 1,
      facts:
        mediaKind === null
          ? null
          : contentFactsSchema.parse({ mediaKind, mimeType, width, height, takenAt }),
      canOpen: row.state === 'done' && row.productUrl !== null,
      ...fileAlbums.of(row),
      olderVersion: older === null ? null : { canOpen: older.productUrl !== null },
      partners: row.partners === null ? [] : partnersSchema.parse(JSON.parse(row.partners)),
    }
  }

  const read = (fileId: number, order: HistoryOrder): HistoryRow | null => {
    const row = rowById.get(accounts.currentId(), fileId)
    return row === undefined ? null : toRow(row, order)
  }

  const toCursor = (after: HistoryPlace | null): Cursor | null =>
    after === null ? null : { key: after.key, id: Number(after.fileId) }
  const toPlace = (next: Cursor | null): HistoryPlace | null =>
    next === null ? null : { key: next.key, fileId: String(next.id) }

  const list: Catalog['listHistory'] = (filter, after, limit, order = 'changed') => {
    const { ids, next } = queries.page(filter, toCursor(after), limit, order)
    const rows = ids.map((id) => read(id, order)).filter((row) => row !== null)
    return { rows, next: toPlace(next) }
  }

  /** Counts that the tally knows; null where rows have to be counted. */
  const tallied = (filter: Partial<HistoryFilter>): number | null => {
    const { search = '', states = [], sourceId = null, folder = null, ...rest } = filter
    const { isFolded = false, ...others } = rest
    const isNarrowed = Object.values(others).some((value) => value !== null)
    if (isNarrowed || search.trim() !== '' || (folder !== null && folder !== '')) return null
    const isWhole = states.length === 0 && sourceId === null
    // Of all files each that belongs to another one is shown with it.
    const folded = isFolded ? theRow(pairCount.get()) : 0
    if (folded > 0 && !isWhole) return null
    const wanted = states.length === 0 ? fileStates : states
    let files = 0 - folded
    for (const [id, counts] of book.counts()) {
      if (sourceId !== null && String(id) !== sourceId) continue
      for (const state of wanted) files += counts.get(state)?.files ?? 0
    }
    return files
  }

  // A window asks again at every change of the history; only a change of the rows is worth counting again.
  let counted = { key: '', parts: new Map<string, Part>() }
  const count: Catalog['countHistory'] = (filter, after) => {
    const key = JSON.stringify([book.revision(), filter])
    if (counted.key !== key) counted = { key, parts: new Map() }
    const at = after?.fileId ?? ''
    const known = counted.parts.get(at)
    if (known !== undefined) return known
    const { files, next } = queries.count(filter, toCursor(after))
    const part = { files, next: toPlace(next) }
    counted.parts.set(at, part)
    return part
  }

  const outline: Catalog['outlineHistory'] = (filter, after, page, order = 'changed') => {
    const from = { key: after.key, id: Number(after.fileId) }
    const { places, next } = queries.places(filter, from, order)
    const outlined: Output<'outlineHistory'> = {
      files: places.length,
      marks: [],
      days: [],
      next: toPlace(next),
    }
    // The first row always has one, of those that have any.
    let dayBegan = order === 'size' ? 0 : Infinity
    places.forEach(([id, key], row) => {
      if ((page.has + row + 1) % page.rows === 0) outlined.marks.push({ key, fileId: String(id) })
      if (key >= dayBegan) return
      outlined.days.push({ row, key })
      dayBegan = headingFrom(order, key)
    })
    return outlined
  }

  return {
    listHistory: list,
    outlineHistory: outline,
    historyRow: (fileId) => read(fileId, 'changed'),
    countHistory: (filter, after) => {
      const files = tallied(filter)
      return files === null ? count(filter, after) : { files, next: null }
    },
    *allHistory() {
      // Page by page, so that work goes on between them; a file that changes meanwhile may come twice or not.
      let after: Parameters<typeof list>[1] = null
      do {
        const page = list({}, after, everyRowAtOnce)
        yield* page.rows
        after = page.next
      } while (after !== null)
    },
  }
}
