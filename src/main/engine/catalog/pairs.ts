// Files that are one picture together, as they were found out, and what follows where a source leaves one of them out. That it is
// left out is decided in the queue; here it is taken back to work as soon as its partner no longer goes.
import * as z from 'zod'
import { nameMatch, pairRoleOf, stemsBeside, type SecondRole } from '../../../shared/pairs.ts'
import type { Catalog, WorkItem } from '../ports/catalogue.ts'
import type { PairCandidate } from '../ports/pairs.ts'
import { given, type Room } from './database.ts'
import { keptUnder } from './kept.ts'
import { again, createMove } from './moves.ts'
import { sourcePath } from './paths.ts'
import { atRest } from './shows.ts'
import type { Sources } from './sources.ts'
import type { States } from './states.ts'
import type { Wishes } from './wishes.ts'

/** The pairs of one catalogue. */
export interface Pairs extends Pick<
  Catalog,
  'pairCandidates' | 'leftToPartner' | 'leavesPairsOut' | 'changePairs' | 'pairFigures'
> {
  /** What was found out of two files; null: they are none. */
  put(fileId: number, stillId: number, role: SecondRole | null): void
  /** A scan finds other bytes, or perhaps others, at the path of a file. */
  doubt(fileId: number): void
  /** A file is new in its folder, where one that waited for it need wait no longer than until this. */
  arrived(sourceId: number, folderId: number, name: string, dueAt: number): void
  /** A row goes on as another one, and so do its pairs. */
  move(fromFileId: number, toFileId: number): void
  /** A file lies in another folder now. */
  placed(fileId: number): void
  /** A file no longer goes: what was left out for it does. */
  rests(stillId: number): void
  /** Goes on with what the run before this one had begun. */
  goOn(): void
}

interface NamesakeRow {
  fileId: number
  name: string
  target: string | null
  sourcePath: string
  folder: string
  isKnown: number
}

/** The pairs whose still goes or went, as SQL: `pair`, its file and its `still`. */
export const livePairs = `pair JOIN file AS still ON still.id = pair.still_id
  AND still.is_present = 1 AND still.state NOT IN (${atRest.map((state) => `'${state}'`).join(', ')})`

/** Prepares the statements. */
export function createPairs(
  room: Room,
  parts: {
    sources: Pick<Sources, 'sources' | 'pairsOf' | 'updateSource'>
    states: States
    wishes: Pick<Wishes, 'retryReason'>
  },
): Pairs {
  const { db, write } = room
  const { sources, states, wishes } = parts
  // Between two names that no other stem lies between: what follows a dot.
  const namesakes = db.prepare<{ fileId: number; from: string; to: string }, NamesakeRow>(
    `SELECT other.id AS fileId, other.name AS name, other.target AS target, source.path AS sourcePath, folder.path AS folder,
       EXISTS (SELECT 1 FROM pair WHERE pair.file_id = other.id AND is_current = 1) AS isKnown
     FROM file CROSS JOIN file AS other ON other.folder_id = file.folder_id AND other.name > ${given('@from')} AND other.name < ${given('@to')}
       JOIN source ON source.id = other.source_id JOIN folder ON folder.id = other.folder_id
     WHERE file.id = ${given('@fileId')} AND other.id <> file.id AND other.is_present = 1 AND other.is_online_only = 0
     ORDER BY other.name`,
  )
  const hasStill = db
    .prepare<[number], number>('SELECT 1 FROM pair WHERE file_id = ? AND is_current = 1')
    .pluck()
  // Either may have been adopted by another row, or have left, while their bytes were read.
  const add = db.prepare<{ fileId: number; stillId: number; role: string }>(
    `INSERT OR REPLACE INTO pair (file_id, still_id, role)
     SELECT file.id, still.id, @role FROM file JOIN file AS still ON still.folder_id = file.folder_id
     WHERE file.id = @fileId AND still.id = @stillId AND still.id <> file.id`,
  )
  const drop = db.prepare<[number, number]>('DELETE FROM pair WHERE file_id = ? AND still_id = ?')
  const doubted = db.prepare<{ id: number }>(
    'UPDATE pair SET is_current = 0 WHERE file_id = @id OR still_id = @id',
  )
  const wakeBeside = db.prepare<{ folderId: number; from: string; to: string; dueAt: number }>(
    `UPDATE file SET due_at = @dueAt
     WHERE folder_id = @folderId AND name > @from AND name < @to AND state = 'found' AND due_at > @dueAt`,
  )
  const moveFile = db.prepare<[number, number]>(
    'UPDATE OR REPLACE pair SET file_id = ? WHERE file_id = ?',
  )
  const moveStill = db.prepare<[number, number]>('UPDATE pair SET still_id = ? WHERE still_id = ?')
  const seconds = db
    .prepare<[number], number>('SELECT file_id FROM pair WHERE still_id = ?')
    .pluck()
  const dropApart = db.prepare<{ id: number }>(
    `DELETE FROM pair WHERE (file_id = @id OR still_id = @id) AND
       (SELECT folder_id FROM file WHERE id = file_id) <> (SELECT folder_id FROM file WHERE id = still_id)`,
  )
  const roleOf = db
    .prepare<[number], SecondRole>(`SELECT role FROM ${livePairs} WHERE pair.file_id = ?`)
    .pluck()
  const filesOf = `FROM file INDEXED BY file_twin JOIN source ON source.id = file.source_id
    WHERE content_id = ? AND file.is_present = 1 AND source.is_leaving = 0 ORDER BY file.id`
  const behind = db.prepare<[number], { id: number; sourceId: number }>(
    `SELECT file.id AS id, source_id AS sourceId ${filesOf}`,
  )
  const figures = db.prepare<[number], { role: SecondRole; files: number; bytes: number }>(
    `SELECT role, count(*) AS files, total(file.size_bytes) AS bytes
     FROM ${livePairs} JOIN file ON file.id = pair.file_id
     WHERE still.source_id = ? AND file.is_present = 1
       AND file.state NOT IN ('sent', 'creating', 'done', 'failed', 'gone') GROUP BY role`,
  )
  const move = createMove(room, states)
  // Sources whose change is not carried out to its end.
  const kept = keptUnder('catalog.pairs', room)
  const left = new Set(z.array(z.number()).catch([]).parse(kept.read()))
  const note = (): void => write(() => kept.store([...left]))

  const leavesOut = (sourceId: number): boolean => {
    const { raw, film } = sources.pairsOf(sourceId)
    return raw || film
  }
  const fileLeft = (fileId: number, sourceId: number): SecondRole | null => {
    if (!leavesOut(sourceId)) return null
    const role = roleOf.get(fileId) ?? null
    return role !== null && sources.pairsOf(sourceId)[role] ? role : null
  }
  const contentLeft = (contentId: number): SecondRole | null => {
    let is: SecondRole | null = null
    for (const { id, sourceId } of behind.iterate(contentId)) {
      const role = fileLeft(id, sourceId)
      if (role === null) return null
      is ??= role
    }
    return is
  }
  const leftToPartner = ({
    fileId,
    sourceId,
    contentId,
  }: Pick<WorkItem, 'fileId' | 'sourceId' | 'contentId'>): SecondRole | null => {
    if (contentId === null) return fileLeft(fileId, sourceId)
    // Asked before each step of every photo, and nearly nobody leaves anything out.
    const isAnyLeftOut = sources.sources().some((source) => leavesOut(source.sourceId))
    return isAnyLeftOut ? contentLeft(contentId) : null
  }

  /** What was left out and is not to be any more goes. */
  const recheck = (fileId: number): void => {
    const file = states.fileById(fileId)
    if (file?.reason !== 'left-to-partner' || file.isPresent === 0) return
    if (leftToPartner({ ...file, fileId }) === null) move(file, again)
  }
  const takeUp = async (sourceId: number): Promise<void> => {
    if (db.open) await wishes.retryReason('left-to-partner', sourceId)
    // Broken off by the end of the app: the next start goes on with it.
    if (!db.open) return
    left.delete(sourceId)
    note()
  }

  return {
    pairCandidates: ({ fileId, name }) => {
      const role = pairRoleOf(name)
      if (role === null) return []
      if (role !== 'still' && hasStill.get(fileId) === 1) return []
      const found = new Map<number, PairCandidate>()
      for (const place of placesOf(name))
        for (const row of namesakes.all({ fileId, ...place })) {
          const isStill = pairRoleOf(row.name) === 'still'
          const match =
            role === 'still'
              ? !isStill && nameMatch(name, row.name)
              : isStill && nameMatch(row.name, name)
          if (!match || row.isKnown === 1 || pairRoleOf(row.name) === null) continue
          const path = sourcePath(row.sourcePath, row.folder, row.name, row.target)
          found.set(row.fileId, { fileId: row.fileId, name: row.name, path })
        }
      return [...found.values()]
    },
    leavesPairsOut: leavesOut,
    leftToPartner,
    put: (fileId, stillId, role) => {
      if (role !== null) add.run({ fileId, stillId, role })
      else if (drop.run(fileId, stillId).changes > 0) recheck(fileId)
    },
    doubt: (id) => void doubted.run({ id }),
    arrived: (sourceId, folderId, name, dueAt) => {
      if (!leavesOut(sourceId) || pairRoleOf(name) !== 'still') return
      for (const place of placesOf(name)) wakeBeside.run({ folderId, ...place, dueAt })
    },
    move: (from, to) => {
      moveFile.run(to, from)
      moveStill.run(to, from)
    },
    placed: (id) => {
      const files = [id, ...seconds.all(id)]
      dropApart.run({ id })
      files.forEach(recheck)
    },
    rests: (stillId) => seconds.all(stillId).forEach(recheck),
    changePairs: (sourceId, pairs) => {
      // Noted first: a change that is stored and not carried out would leave out what it no longer should.
      left.add(sourceId)
      note()
      sources.updateSource(sourceId, { pairs })
      return takeUp(sourceId)
    },
    pairFigures: (sourceId) => {
      const told = { raw: { files: 0, bytes: 0 }, film: { files: 0, bytes: 0 } }
      for (const { role, files, bytes } of figures.all(sourceId)) told[role] = { files, bytes }
      return told
    },
    goOn: () => {
      for (const sourceId of left) void takeUp(sourceId).catch(() => undefined)
    },
  }
}

/**
 * Between which names those lie that may belong to a file: its stem as it is written, in small letters or in capitals, and the
 * dot behind that, after which the slash comes.
 */
function placesOf(name: string): { from: string; to: string }[] {
  const writings = stemsBeside(name).flatMap((stem) => [
    stem,
    stem.toLowerCase(),
    stem.toUpperCase(),
  ])
  return [...new Set(writings)].map((stem) => ({ from: `${stem}.`, to: `${stem}/` }))
}
