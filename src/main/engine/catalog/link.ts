// What happens when a file's bytes become known: it is linked to its content, as the first file with these bytes, as a
// duplicate, or as a known file that moved, whose row then goes on under the new path. Which one it is follows from the
// rows alone, so that no disk is waited for; a move that is found at its new path first is seen when the old one is missed.
import { unknownTakenAt } from '../../../shared/order-keys.ts'
import type { FileStamp } from '../ports/files.ts'
import { theRow, type Room } from './database.ts'
import type { DateChoices } from './date-choices.ts'
import { storable } from './stamps.ts'
import { fileColumns, type FileRow } from './file-rows.ts'
import type { States } from './states.ts'
import type { Pairs } from './pairs.ts'
import { isAtRest } from './shows.ts'
import type { Versions } from './versions.ts'

/** Links files to contents. */
export interface Linker {
  /** A file is no longer at its path: it moved, or is gone. */
  vanish(file: FileRow, now: number): void
  fingerprinted(fileId: number, sha256: string, stamp: FileStamp, now: number): void
}

/** Among very many files with the same bytes and name it does not matter which of them moved where. */
const mostTwins = 64

/** Prepares the statements. */
export function createLinker(
  { db, book }: Room,
  parts: {
    states: States
    versions: Versions
    choices: DateChoices
    /** A file shows what is in the library, or lies in another folder. */
    onDone(file: { id: number; sourceId: number }): void
    pairs: Pick<Pairs, 'move' | 'placed' | 'rests'>
  },
): Linker {
  const { states, versions, choices, onDone, pairs } = parts
  const addContent = db.prepare<[Buffer, number]>(
    'INSERT INTO content (sha256, size_bytes) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING',
  )
  const contentBySha = db.prepare<
    [Buffer],
    { id: number; mediaKind: string | null; takenAt: number | null }
  >('SELECT id, media_kind AS mediaKind, taken_at AS takenAt FROM content WHERE sha256 = ?')
  const setLinked = db.prepare(
    `UPDATE file SET content_id = @contentId, is_duplicate = @isDuplicate, detail = NULL, media_kind = @mediaKind,
       has_date = @hasDate, taken_at = @takenAt, state = @state, turn = @turn, due_at = @dueAt, reason = @reason, history_seq = @seq,
       changed_at = @now
     WHERE id = @id`,
  )
  const moveHistory = db.prepare<[number, number]>(
    'UPDATE history SET file_id = ? WHERE file_id = ?',
  )
  const moveBringer = db.prepare<[number, number]>(
    'UPDATE upload SET brought_by = ? WHERE brought_by = ?',
  )
  const dropFile = db.prepare<[number]>('DELETE FROM file WHERE id = ?')
  // Reads the new place from the row of the file just found, so it runs before that row is dropped.
  const placeOfFile = db.prepare<
    [number],
    {
      foldedName: string | null
      claimsVideo: number
      isOnlineOnly: number
    }
  >(
    `SELECT folded_name AS foldedName, claims_video AS claimsVideo, is_online_only AS isOnlineOnly
     FROM file WHERE id = ?`,
  )
  const setPlaced = db.prepare(
    `UPDATE file SET source_id = @sourceId, folder_id = @folderId, name = @name, folded_name = @foldedName,
       claims_video = @claimsVideo, mtime_us = @mtimeUs, ctime_us = @ctimeUs, inode = @inode,
       is_online_only = @isOnlineOnly, is_present = @isPresent
     WHERE id = @id`,
  )

  const awayTwin = db.prepare<[number, number], FileRow>(
    `SELECT ${fileColumns} FROM file INDEXED BY file_twin
     WHERE content_id = ? AND is_present = 0 AND inode = ? LIMIT 1`,
  )
  const away = db.prepare<[number], FileRow>(
    `SELECT ${fileColumns} FROM file INDEXED BY file_twin
     WHERE content_id = ? AND is_present = 0 LIMIT ${mostTwins}`,
  )
  const anyPresent = db
    .prepare<[number], number>(
      'SELECT 1 FROM file INDEXED BY file_twin WHERE content_id = ? AND is_present = 1 LIMIT 1',
    )
    .pluck()
  const anyOther = db
    .prepare<[number], number>(
      'SELECT 1 FROM file INDEXED BY file_content WHERE content_id = ? LIMIT 1',
    )
    .pluck()
  // A whole scan that saw both knows a copy from a file that moved: one of them must be newer than the last.
  const isNewer = `is_duplicate = 1 AND id > @id AND found_at >
    (SELECT last_scan_at FROM source JOIN file AS old ON old.source_id = source.id
     WHERE old.id = @id AND old.found_at <= last_scan_at)`
  const newTwin = db.prepare<[{ contentId: number; id: number; inode: number }], FileRow>(
    `SELECT ${fileColumns} FROM file INDEXED BY file_twin
     WHERE content_id = @contentId AND is_present = 1 AND inode = @inode AND ${isNewer} ORDER BY id LIMIT 1`,
  )
  const newNamesake = db.prepare<[{ contentId: number; id: number; name: string }], FileRow>(
    `SELECT ${fileColumns} FROM file WHERE id IN (
       SELECT id FROM file INDEXED BY file_twin WHERE content_id = @contentId AND is_present = 1 LIMIT ${mostTwins})
     AND name = @name AND ${isNewer} ORDER BY id LIMIT 1`,
  )

  /** The row under which this very file was known before, or undefined. */
  const formerRow = (contentId: number, file: FileRow): FileRow | undefined => {
    const twin = awayTwin.get(contentId, file.inode)
    if (twin !== undefined) return twin
    const others = away.all(contentId)
    const namesake = others.find((other) => other.name === file.name)
    if (namesake !== undefined) return namesake
    // Copied under another name, the original deleted: with no other file left, it is the same photo.
    return anyPresent.get(contentId) === undefined ? others.at(-1) : undefined
  }

  /** The row of a file that was found under a new name before this one was missed under its old one. */
  const newRow = (contentId: number, old: FileRow): FileRow | undefined => {
    const at = { contentId, id: old.id }
    return newTwin.get({ ...at, inode: old.inode }) ?? newNamesake.get({ ...at, name: old.name })
  }

  const adopt = (old: FileRow, file: FileRow, contentId: number, now: number): void => {
    const at = theRow(placeOfFile.get(file.id))
    moveHistory.run(old.id, file.id)
    moveBringer.run(old.id, file.id)
    versions.move(file.id, old.id)
    pairs.move(file.id, old.id)
    versions.arrive(old.id, contentId)
    choices.move(old.folderId, file.folderId)
    dropFile.run(file.id)
    book.move(file, null)
    setPlaced.run({ ...file, ...at, id: old.id })
    const { sourceId, folderId, isPresent } = file
    const placed = { ...old, sourceId, folderId, isPresent }
    book.move(old, placed)
    states.settle(contentId, now, [old.folderId, folderId], placed)
    pairs.placed(old.id)
    if (old.state === 'done') onDone(placed)
    if (old.sourceId !== file.sourceId) versions.decideAnew(contentId, now)
  }

  return {
    vanish: (file, now) => {
      const next =
        file.contentId === null || file.isPresent === 0 ? undefined : newRow(file.contentId, file)
      if (next === undefined || file.contentId === null) states.vanish(file, now)
      else adopt(file, next, file.contentId, now)
    },

    fingerprinted: (fileId, sha256, stamp, now) => {
      const file = states.fileById(fileId)
      if (file === undefined || file.contentId !== null) return
      const read = storable(stamp)
      const isSameFile =
        file.sizeBytes === read.sizeBytes &&
        file.mtimeUs === read.mtimeUs &&
        file.ctimeUs === read.ctimeUs
      // A scan saw the file change after these bytes were read: they are of the past.
      if (!isSameFile) return

      const hash = Buffer.from(sha256, 'hex')
      addContent.run(hash, read.sizeBytes)
      const content = contentBySha.get(hash)
      if (content === undefined) throw new Error('A content vanished after its insert')
      const upload = states.uploadFor(content.id, now)
      const old = formerRow(content.id, file)
      if (old !== undefined) {
        adopt(old, file, content.id, now)
        return
      }

      if (upload.state === 'gone' && file.isPresent === 1) {
        states.moveUpload(upload, states.revived(upload), now)
      }
      versions.arrive(file.id, content.id)
      versions.decideAnew(content.id, now)
      const shown = states.shown(file.isPresent, states.uploadById(upload.id) ?? upload, now)
      const seq = states.note(now, file.id, upload.id, shown.state, upload.skip ?? upload.failure)
      const isDuplicate = anyOther.get(content.id) === 1 ? 1 : 0
      setLinked.run({
        id: file.id,
        contentId: content.id,
        isDuplicate,
        mediaKind: content.mediaKind,
        hasDate: content.mediaKind === null ? null : content.takenAt === null ? 0 : 1,
        takenAt: content.takenAt ?? unknownTakenAt,
        ...{ state: shown.state, turn: shown.turn, dueAt: shown.dueAt, reason: shown.reason },
        seq,
        now,
      })
      book.move(file, { ...file, state: shown.state, reason: shown.reason, isDuplicate })
      // A file that vanished while it was read is linked, too, so that it is known when it turns up elsewhere.
      states.settle(content.id, now, [file.folderId])
      if (shown.state === 'done') onDone(file)
      if (isAtRest(shown.state)) pairs.rests(file.id)
    },
  }
}
