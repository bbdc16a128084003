// The rows of the history as they are written and dropped. What meets the same trouble again and again has one row with a
// count, and the whole is bounded: a year, or a million rows. The last row of every file and upload stays.
import type { FileState } from '../../../shared/model.ts'
import { given, theRow, type Room } from './database.ts'
import type { Slices } from './slices.ts'

/** Writes the history. */
export interface HistoryRows {
  /** Notes a state of a file or an upload; answers the number of its row. */
  note(
    now: number,
    fileId: number | null,
    uploadId: number | null,
    state: FileState,
    detail: string | null,
  ): number
}

/** How far back a round of states is looked for: a try and its failure are two or three rows. */
const roundLength = 6
const yearMs = 366 * 24 * 3_600_000
/** As many rows as the history keeps. */
export const mostHistoryRows = 1_000_000
const lookedAtOnce = 100
/** So many young rows in a row, and there are hardly old ones behind them. */
const enoughYoung = 10_000

interface Recent {
  seq: number
  state: FileState
  detail: string | null
}

function kindOf(detail: string | null): string {
  if (detail === null) return ''
  const { kind } = JSON.parse(detail) as { kind?: unknown }
  return typeof kind === 'string' ? kind : ''
}

/** Prepares the statements that write. */
export function createHistoryRows({ db }: Pick<Room, 'db'>): HistoryRows {
  const recentOf = (index: string, where: string) =>
    db.prepare<[number | null], Recent>(
      `SELECT seq, state, detail FROM history INDEXED BY ${index} WHERE ${where}
       ORDER BY seq DESC LIMIT ${roundLength}`,
    )
  const recentOfFile = recentOf('history_file', `file_id = ${given('?')}`)
  const recentOfUpload = recentOf('history_upload', `upload_id = ${given('?')} AND file_id IS NULL`)
  const add = db.prepare<[number, number | null, number | null, string, string | null]>(
    'INSERT INTO history (at, file_id, upload_id, state, detail) VALUES (?, ?, ?, ?, ?)',
  )
  const again = db.prepare<[number, string | null, number]>(
    'UPDATE history SET at = ?, detail = ?, times = times + 1 WHERE seq = ?',
  )

  /** The row that the same state has already had in this round, which ends with a photo that is done or left out. */
  const before = (recent: readonly Recent[], state: FileState, detail: string | null) => {
    const isEnd = (row: Recent): boolean => row.state === 'done' || row.state === 'skipped'
    const end = recent.findIndex(isEnd)
    const round = end === -1 ? recent : recent.slice(0, end)
    return round.find((row) => row.state === state && kindOf(row.detail) === kindOf(detail))
  }

  return {
    note: (now, fileId, uploadId, state, detail) => {
      if (state !== 'done' && state !== 'skipped') {
        const recent = fileId === null ? recentOfUpload.all(uploadId) : recentOfFile.all(fileId)
        const row = before(recent, state, detail)
        if (row !== undefined) {
          again.run(now, detail, row.seq)
          return row.seq
        }
      }
      return Number(add.run(now, fileId, uploadId, state, detail).lastInsertRowid)
    },
  }
}

/** Makes what drops the oldest rows. */
export function createHistoryBounds(
  { db, now }: Pick<Room, 'db' | 'now'>,
  slices: Slices,
): (most?: number) => Promise<number> {
  const count = db.prepare<[], number>('SELECT count(*) FROM history').pluck()
  const page = db.prepare<[number], { seq: number; at: number; isLast: number }>(
    `SELECT seq, at,
       EXISTS (SELECT 1 FROM upload WHERE upload.id = history.upload_id AND history_seq = seq)
         OR EXISTS (SELECT 1 FROM file WHERE file.id = history.file_id AND history_seq = seq) AS isLast
     FROM history WHERE seq > ? ORDER BY seq LIMIT ${lookedAtOnce}`,
  )
  const drop = db.prepare<[number]>('DELETE FROM history WHERE seq = ?')

  return async (most = mostHistoryRows) => {
    const oldest = now() - yearMs
    let excess = theRow(count.get()) - most
    let dropped = 0
    let young = 0
    let after = 0
    await slices.run(() => {
      const rows = page.all(after)
      for (const { seq, at, isLast } of rows) {
        after = seq
        if (at >= oldest && excess <= 0) young += 1
        else if (isLast === 0) {
          drop.run(seq)
          dropped += 1
          excess -= 1
          young = 0
        }
      }
      return rows.length < lookedAtOnce || young >= enoughYoung
    })
    return dropped
  }
}
