// The photos without a date by folder, as the page of them shows: how many wait, which are prepared, what was decided. Each
// answer is bounded, from an index that holds none but these. What a decision does to them is date-choices.ts.
import { laterChoice } from '../../../shared/photo-dates.ts'
import type { DateStore, UndatedGroup } from '../ports/dates.ts'
import type { Accounts } from './accounts.ts'
import { theRow, type Room } from './database.ts'
import { isUndated } from './date-choices.ts'
import type { Sources } from './sources.ts'
import { sumOf } from './tally.ts'

/** Longer than this one answer takes no look at another group. */
const longestMs = 20
const mostGroups = 100
/** As many as a card shows. */
const mostExamples = 4

interface Planned {
  fileId: number
  name: string
  isWritable: boolean
}

/** Prepares the statements. */
export function createUndatedGroups(
  { db, book, elapsed }: Room,
  accounts: Accounts,
  sources: Sources,
): Pick<DateStore, 'undatedGroups' | 'undatedGroup' | 'undatedFiles' | 'undatedFigures'> {
  const nextWaiting = db
    .prepare<[number], number>(
      `SELECT folder_id FROM file INDEXED BY file_undated
       WHERE ${isUndated} AND folder_id > ? ORDER BY folder_id LIMIT 1`,
    )
    .pluck()
  const nextDecided = db
    .prepare<[number], number>(
      'SELECT folder_id FROM date_choice WHERE folder_id > ? ORDER BY folder_id LIMIT 1',
    )
    .pluck()
  const folderById = db.prepare<
    [number],
    Pick<UndatedGroup, 'sourceId' | 'folder' | 'choice' | 'otherwise'> & { went: number | null }
  >(
    `SELECT source_id AS sourceId, folder.path AS folder, choice, source.undated AS otherwise, went
     FROM folder JOIN source ON source.id = source_id LEFT JOIN date_choice ON folder_id = folder.id WHERE folder.id = ?`,
  )
  const countIn = db
    .prepare<[number], number>(
      `SELECT count(*) FROM file INDEXED BY file_undated WHERE ${isUndated} AND folder_id = ?`,
    )
    .pluck()
  const waitingIn = db.prepare<[number, string, number], { fileId: number; name: string }>(
    `SELECT id AS fileId, name FROM file INDEXED BY file_undated
     WHERE ${isUndated} AND folder_id = ? AND name > ? ORDER BY name LIMIT ?`,
  )
  // Preparing runs only so far ahead of sending: these are a few hundred.
  const planned = db.prepare<
    [number, number],
    { folderId: number; fileId: number; name: string; why: string | null }
  >(
    `SELECT file.folder_id AS folderId, file.id AS fileId, file.name AS name, plan ->> 'undated' AS why
     FROM file INDEXED BY file_turn
       JOIN upload ON upload.account_id = ? AND upload.content_id = file.content_id
     WHERE file.source_id = ? AND file.turn = 'ready' AND file.has_date = 0
       AND (plan ->> 'date' IS NOT NULL OR plan ->> 'undated' IS NOT NULL)`,
  )

  const decided = db
    .prepare<[], [folderId: number, sourceId: number]>(
      `SELECT folder_id, source_id FROM date_choice JOIN folder ON folder.id = folder_id WHERE choice <> '${laterChoice}'`,
    )
    .raw()

  const readPlanned = (): Map<number, Planned[]> => {
    const found = new Map<number, Planned[]>()
    for (const sourceId of sources.taking())
      for (const { folderId, why, ...file } of planned.all(accounts.currentId(), sourceId))
        found.set(folderId, [
          ...(found.get(folderId) ?? []),
          { ...file, isWritable: why !== 'format' },
        ])
    return found
  }

  const groupOf = (folderId: number, ready: readonly Planned[]): UndatedGroup | null => {
    const folder = folderById.get(folderId)
    if (folder === undefined || !sources.takes(folder.sourceId)) return null
    const waiting = theRow(countIn.get(folderId))
    if (waiting + ready.length === 0 && folder.choice === null) return null
    const first = [...waitingIn.all(folderId, '', mostExamples), ...ready]
    return {
      ...folder,
      folderId,
      files: waiting + ready.length,
      planned: ready.length,
      unwritable: ready.filter(({ isWritable }) => !isWritable).length,
      went: folder.went ?? 0,
      examples: first.slice(0, mostExamples).map(({ fileId }) => fileId),
    }
  }

  const countFigures = (): ReturnType<DateStore['undatedFigures']> => {
    const { undated, undecided } = sumOf(book.counts(), 'waiting', sources.takes)
    const ready = readPlanned()
    const open = (files: readonly Planned[] = []): number =>
      files.filter(({ isWritable }) => isWritable).length
    let files = undated
    for (const planned of ready.values()) files += open(planned)
    for (const [folderId, sourceId] of decided.iterate())
      if (sources.takes(sourceId))
        files -= theRow(countIn.get(folderId)) + open(ready.get(folderId))
    return { files, undecided }
  }
  // Asked with every status, and the same until something is stored.
  let figures: ({ key: string } & ReturnType<DateStore['undatedFigures']>) | null = null

  return {
    undatedGroups: (after) => {
      const endsAt = elapsed() + longestMs
      const ready = readPlanned()
      const readyIds = [...ready.keys()].toSorted((a, b) => a - b)
      const groups: UndatedGroup[] = []
      for (let place = after; ;) {
        const ids = [
          nextWaiting.get(place),
          nextDecided.get(place),
          readyIds.find((id) => id > place),
        ].filter((id) => id !== undefined)
        if (ids.length === 0) return { groups, next: null }
        place = Math.min(...ids)
        const group = groupOf(place, ready.get(place) ?? [])
        if (group !== null) groups.push(group)
        if (groups.length >= mostGroups || elapsed() >= endsAt) return { groups, next: place }
      }
    },

    undatedGroup: (folderId) => groupOf(folderId, readPlanned().get(folderId) ?? []),

    undatedFiles: (folderId, after, limit) => {
      const ready = (readPlanned().get(folderId) ?? [])
        .filter(({ name }) => name > after)
        .map((file) => ({ ...file, isPlanned: true }))
      const waiting = waitingIn
        .all(folderId, after, limit)
        .map((file) => ({ ...file, isPlanned: false, isWritable: true }))
      return [...ready, ...waiting]
        .toSorted((one, other) => (one.name < other.name ? -1 : 1))
        .slice(0, limit)
    },

    undatedFigures: () => {
      const key = `${book.revision()} ${sources.taking().join()}`
      if (figures?.key !== key) figures = { key, ...countFigures() }
      const { files, undecided } = figures
      return { files, undecided }
    },
  }
}
