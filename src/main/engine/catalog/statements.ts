// Statements of what is safe: the figures of this moment by folder, from the index that counts by folder and in one
// transaction, so that every file is counted once; and those that were made, as they were.
import { sourceName } from '../../../shared/source-name.ts'
import type { FileState } from '../../../shared/model.ts'
import { noFigures } from '../../../shared/statement-words.ts'
import {
  statementHeadSchema,
  statementSchema,
  type Statement,
  type StatementFigures,
  type StatementFolder,
} from '../../../shared/statement.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { VolumeStore } from '../ports/volumes.ts'
import type { Room } from './database.ts'
import { valueOf } from './kept.ts'
import type { Sources } from './sources.ts'

type Group = [path: string, state: FileState, reason: string | null, files: number, bytes: number]
interface Row {
  id: number
  at: number
  why: Statement['why']
  body: string
}

/** As many are kept, the newest; and the first one. A month each, that is longer than a disk lives. */
const mostKept = 240
/** More folders of one source nobody reads; those with most to tell are named. */
const foldersNamed = 200

/** What a file counts as; null: it is no longer there and was never backed up. */
export function countsAs(
  state: FileState,
  reason: string | null,
): Exclude<keyof StatementFigures, 'safeBytes'> | null {
  if (state === 'gone') return null
  if (state === 'done') return 'safe'
  if (state === 'failed') return 'needYou'
  if (state !== 'skipped') return 'waiting'
  return reason === 'empty' || reason === 'not-a-photo' ? 'noPhotos' : 'leftOut'
}

const notSafe = ({ needYou, waiting, leftOut }: StatementFigures): number =>
  needYou + waiting + leftOut

/** Inside the caller's transaction. */
export interface ForgetSource {
  /** Leaves no name of a source in any statement; the figures of the whole stay. */
  forgetSource(sourceId: number): void
}

/** Prepares the statements. */
export function createStatements(
  { db, write }: Room,
  sources: Sources,
  volumes: Pick<VolumeStore, 'nameOf'>,
): Pick<Catalog, 'figuresByFolder' | 'keepStatement' | 'statements' | 'statement'> & ForgetSource {
  const groups = db
    .prepare<[number], Group>(
      `SELECT folder.path, file.state, file.reason, count(*), sum(file.size_bytes)
       FROM folder CROSS JOIN file INDEXED BY file_coverage ON file.folder_id = folder.id
       WHERE folder.source_id = ? GROUP BY file.folder_id, file.state, file.reason`,
    )
    .raw()
  const add = db.prepare<[number, string, string]>(
    'INSERT INTO statement (at, why, body) VALUES (?, ?, ?)',
  )
  const prune = db.prepare(
    `DELETE FROM statement WHERE id NOT IN (SELECT id FROM statement ORDER BY id DESC LIMIT ${mostKept})
       AND id NOT IN (SELECT id FROM statement WHERE why = 'first' ORDER BY id LIMIT 1)`,
  )
  const all = db.prepare<[], Row>('SELECT id, at, why, body FROM statement ORDER BY id DESC')
  const one = db.prepare<[number], Row>('SELECT id, at, why, body FROM statement WHERE id = ?')
  const drop = db.prepare<[number]>('DELETE FROM statement WHERE id = ?')
  const setBody = db.prepare<[string, number]>('UPDATE statement SET body = ? WHERE id = ?')
  const pathOf = db.prepare<[number], string>('SELECT path FROM source WHERE id = ?').pluck()
  /** null: it can no longer be read. */
  const toStatement = ({ id, at, why, body }: Row): Statement | null => {
    const kept = valueOf(body)
    const own = { statementId: String(id), at, why }
    return (
      statementSchema.safeParse(typeof kept === 'object' ? { ...kept, ...own } : own).data ?? null
    )
  }

  const foldersOf = (sourceId: number, path: string): StatementFolder[] => {
    const named = { sourceId: String(sourceId), source: volumes.nameOf(sourceId, path) }
    const folders = new Map<string, StatementFolder>([['', { ...named, folder: '', ...noFigures }]])
    for (const [at, state, reason, files, bytes] of groups.all(sourceId)) {
      const kind = countsAs(state, reason)
      if (kind === null) continue
      const end = at.indexOf('/')
      const top = end === -1 ? at : at.slice(0, end)
      for (const folder of new Set(['', top])) {
        const row = folders.get(folder) ?? { ...named, folder, ...noFigures }
        folders.set(folder, row)
        row[kind] += files
        if (kind === 'safe') row.safeBytes += bytes
      }
    }
    const [whole, ...below] = [...folders.values()]
    const told = below
      .sort((a, b) => notSafe(b) - notSafe(a) || b.safe - a.safe)
      .slice(0, foldersNamed)
      .sort((a, b) => (a.folder < b.folder ? -1 : 1))
    return whole === undefined ? [] : [whole, ...told]
  }

  return {
    forgetSource: (sourceId) => {
      const path = pathOf.get(sourceId) ?? ''
      for (const row of all.all()) {
        const statement = toStatement(row)
        // Nobody can read it, and it may hold the name.
        if (statement === null) drop.run(row.id)
        if (statement === null) continue
        const { statementId, ...body } = statement
        const isIts = (folder: StatementFolder): boolean => folder.sourceId === String(sourceId)
        // A card has others by now, or none.
        const names = new Set(body.folders.filter(isIts).map(({ source }) => source))
        const away = body.away.filter((one) => one !== sourceName(path) && !names.has(one))
        const folders = body.folders.filter((folder) => !isIts(folder))
        setBody.run(JSON.stringify({ ...body, folders, away }), Number(statementId))
      }
    },
    figuresByFolder: () =>
      write(() => sources.sources().flatMap(({ sourceId, path }) => foldersOf(sourceId, path))),
    keepStatement: ({ at, why, ...rest }) =>
      write(() => {
        const id = Number(add.run(Math.round(at), why, JSON.stringify(rest)).lastInsertRowid)
        prune.run()
        return { ...rest, at: Math.round(at), why, statementId: String(id) }
      }),
    statements: () =>
      // The schema of a head leaves the folders out.
      all.all().flatMap((row) => statementHeadSchema.safeParse(toStatement(row)).data ?? []),
    statement: (statementId) => {
      const row = one.get(Number(statementId))
      return row === undefined ? null : toStatement(row)
    },
  }
}
