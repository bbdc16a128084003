// How safe each folder is: for the direct children of one, the counts of everything below them; and
// which folders and problems there are at all.
import type { FileState } from '../../../shared/model.ts'
import type { Output } from '../../../shared/contract.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { VolumeStore } from '../ports/volumes.ts'
import type { Accounts } from './accounts.ts'
import type { Room } from './database.ts'
import { doubtful } from './doubtful.ts'
import { causeOf } from './lifecycle-rows.ts'
import { forSearch, wordsOf } from './paths.ts'
import type { Sources } from './sources.ts'

type Coverage = Pick<Catalog, 'coverage' | 'historyFolders' | 'problems'>
type Row = Output<'coverage'>['rows'][number]
type Count = [state: FileState, reason: string | null, files: number, bytes: number]
type Group = [folderId: number, ...Count]

interface Cause {
  sourceId: number
  state: 'skipped' | 'failed' | 'waiting'
  reason: string
  files: number
  bytes: number
  fileId: number
}

const emptyRow = (sourceId: number, folder: string, name: string): Row => ({
  sourceId: String(sourceId),
  folder,
  name,
  files: 0,
  done: 0,
  bytes: 0,
  hasChildren: false,
  reasons: [],
})

/** Prepares the statements. */
export function createCoverage(
  { db, book }: Room,
  accounts: Accounts,
  sources: Sources,
  volumes: Pick<VolumeStore, 'nameOf'>,
): Coverage {
  // From an index that holds all it needs, in its order: no row of a file is read.
  const groupsOfSource = db
    .prepare<[number], Group>(
      `SELECT file.folder_id, file.state, file.reason, count(*), sum(file.size_bytes)
       FROM folder CROSS JOIN file INDEXED BY file_coverage ON file.folder_id = folder.id
       WHERE folder.source_id = ?
       GROUP BY file.folder_id, file.state, file.reason`,
    )
    .raw()
  const groupsBelow = db
    .prepare<[number, string, string], Group>(
      `SELECT file.folder_id, file.state, file.reason, count(*), sum(file.size_bytes)
       FROM folder CROSS JOIN file INDEXED BY file_coverage ON file.folder_id = folder.id
       WHERE folder.source_id = ? AND folder.path >= ? AND folder.path < ?
       GROUP BY file.folder_id, file.state, file.reason`,
    )
    .raw()
  const doubtfulIn = db
    .prepare<[number, number], [folderId: number, files: number]>(
      `SELECT file.folder_id, count(*)
       FROM upload INDEXED BY upload_doubtful
         CROSS JOIN file INDEXED BY file_content ON file.content_id = upload.content_id
       WHERE upload.state = 'done' AND upload.kept_original = '${doubtful}' AND upload.account_id = ?
         AND file.source_id = ? AND file.state = 'done'
       GROUP BY file.folder_id`,
    )
    .raw()
  const foldersOf = db
    .prepare<[number], [id: number, path: string]>(
      'SELECT id, path FROM folder WHERE source_id = ?',
    )
    .raw()
  const pathsOf = db
    .prepare<[number], string>('SELECT path FROM folder WHERE source_id = ? ORDER BY path')
    .pluck()
  const hasFiles = db
    .prepare<[number, string, string, string], number>(
      `SELECT EXISTS (SELECT 1 FROM folder CROSS JOIN file INDEXED BY file_coverage ON file.folder_id = folder.id
       WHERE folder.source_id = ? AND (folder.path = ? OR (folder.path >= ? AND folder.path < ?)))`,
    )
    .pluck()
  const hasFolders = db
    .prepare<[number], number>(
      `SELECT EXISTS (SELECT 1 FROM folder WHERE source_id = ? AND path > '' AND is_present = 1)`,
    )
    .pluck()
  const reasons = db.prepare<[], Cause>(
    `SELECT source_id AS sourceId, state, reason, count(*) AS files, sum(size_bytes) AS bytes, max(id) AS fileId
     FROM file INDEXED BY file_reason WHERE reason IS NOT NULL GROUP BY reason, state, source_id`,
  )
  const example = db.prepare<
    [number, number],
    { name: string; detail: string | null; skip: string | null; failure: string | null }
  >(
    `SELECT name, detail, skip, failure FROM file
     LEFT JOIN upload ON upload.content_id = file.content_id AND upload.account_id = ? WHERE file.id = ?`,
  )

  const rowFor = (rows: Map<string, Row>, sourceId: number, folder: string, name: string): Row => {
    let row = rows.get(folder)
    if (row === undefined) rows.set(folder, (row = emptyRow(sourceId, folder, name)))
    return row
  }

  const count = (row: Row, [state, reason, files, bytes]: Count): void => {
    // What is no longer there needs no backup, unless it was one.
    if (state === 'gone') return
    row.files += files
    row.bytes += bytes
    if (state === 'done') {
      row.done += files
      return
    }
    const because = reason ?? state
    const known = row.reasons.find((one) => one.reason === because)
    if (known === undefined) row.reasons.push({ reason: because, files })
    else known.files += files
  }

  const childrenOf = (sourceId: number, folder: string): Row[] => {
    const prefix = folder === '' ? '' : `${folder}/`
    const paths = new Map(foldersOf.all(sourceId))
    // '0' is the character after '/', so this is exactly what begins with the prefix.
    const groups =
      prefix === '' ? groupsOfSource.all(sourceId) : groupsBelow.all(sourceId, prefix, `${folder}0`)
    const rows = new Map<string, Row>()
    const damaged = new Map(doubtfulIn.all(accounts.currentId(), sourceId))
    for (const [folderId, ...group] of groups) {
      const path = paths.get(folderId) ?? ''
      if (path === folder) continue
      const end = path.indexOf('/', prefix.length)
      const child = end === -1 ? path : path.slice(0, end)
      const row = rowFor(rows, sourceId, child, child.slice(prefix.length))
      count(row, group)
      const mayBeDamaged = damaged.get(folderId) ?? 0
      if (group[0] === 'done' && mayBeDamaged > 0) row.doubtful = (row.doubtful ?? 0) + mayBeDamaged
      if (end !== -1 && group[0] !== 'gone') row.hasChildren = true
    }
    return [...rows.values()]
      .filter((row) => row.files > 0)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** A whole source, from the tally and from the index of causes: no need to visit its folders. */
  const wholeSource = (sourceId: number, path: string, causes: readonly Cause[]): Row => {
    const row = emptyRow(sourceId, '', volumes.nameOf(sourceId, path))
    for (const [state, { files, bytes }] of book.counts().get(sourceId) ?? []) {
      const isByCause = state === 'skipped' || state === 'failed' || state === 'waiting'
      if (files > 0 && !isByCause) count(row, [state, null, files, bytes])
    }
    for (const cause of causes) {
      if (cause.sourceId !== sourceId) continue
      count(row, [cause.state, cause.reason, cause.files, cause.bytes])
    }
    for (const [, files] of doubtfulIn.all(accounts.currentId(), sourceId))
      row.doubtful = (row.doubtful ?? 0) + files
    row.hasChildren = hasFolders.get(sourceId) === 1
    return row
  }

  return {
    coverage: (sourceId, folder) => {
      if (sourceId !== null) return childrenOf(sourceId, folder)
      const causes = reasons.all()
      return sources.sources().map((source) => wholeSource(source.sourceId, source.path, causes))
    },

    historyFolders: (search, limit) => {
      const words = wordsOf(search)
      const found: Output<'historyFolders'>['folders'] = []
      for (const { sourceId, path } of sources.sources()) {
        const name = forSearch(volumes.nameOf(sourceId, path))
        const left = words.filter((word) => !name.includes(word))
        for (const folder of pathsOf.all(sourceId)) {
          if (found.length >= limit) return found
          const text = forSearch(folder)
          if (!left.every((word) => text.includes(word))) continue
          // '0' is the character after '/'. The source itself has no '/' before its folders.
          const [from, to] = folder === '' ? ['', '\u{10ffff}'] : [`${folder}/`, `${folder}0`]
          if (hasFiles.get(sourceId, folder, from, to) === 1)
            found.push({ sourceId: String(sourceId), folder })
        }
      }
      return found
    },

    problems: () => {
      const groups = new Map<string, Output<'problems'>['groups'][number] & { fileId: number }>()
      for (const { sourceId, state, reason, files, bytes, fileId } of reasons.all()) {
        if (!sources.takes(sourceId)) continue
        const key = `${state} ${reason}`
        const group = groups.get(key)
        if (group === undefined) {
          groups.set(key, { state, reason, files, bytes, fileId, skip: null, failure: null })
        } else {
          group.files += files
          group.bytes += bytes
        }
      }
      return [...groups.values()]
        .map(({ fileId, ...group }) => ({ ...group, ...exampleOf(fileId) }))
        .sort((a, b) => b.files - a.files)
    },
  }

  function exampleOf(
    fileId: number,
  ): Pick<Output<'problems'>['groups'][number], 'example' | 'skip' | 'failure'> {
    const row = example.get(accounts.currentId(), fileId)
    if (row === undefined) return { example: null, skip: null, failure: null }
    return { example: { fileId: String(fileId), name: row.name }, ...causeOf(row) }
  }
}
