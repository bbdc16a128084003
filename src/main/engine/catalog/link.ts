// What happens when a file's bytes become known: it is linked to its content, as the first file with
// these bytes, as a duplicate, or as a known file that moved, whose row then goes on under the new path.
import type { FileStamp } from '../ports/files.ts'
import type { Room } from './database.ts'
import { sourcePath } from './paths.ts'
import { storable } from './stamps.ts'
import type { FileRow, States } from './states.ts'

/** Links files to contents. */
export interface Linker {
  fingerprinted(fileId: number, sha256: string, stamp: FileStamp, now: number): void
}

/** Prepares the statements; `exists` looks at the disk without opening anything. */
export function createLinker(
  { db, book }: Room,
  states: States,
  exists: (path: string) => boolean,
): Linker {
  const addContent = db.prepare<[Buffer, number]>(
    'INSERT INTO content (sha256, size_bytes) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING',
  )
  const contentBySha = db.prepare<
    [Buffer],
    { id: number; mediaKind: string | null; takenAt: number | null }
  >('SELECT id, media_kind AS mediaKind, taken_at AS takenAt FROM content WHERE sha256 = ?')
  const setLinked = db.prepare(
    `UPDATE file SET content_id = @contentId, is_duplicate = @isDuplicate, detail = NULL, media_kind = @mediaKind,
       has_date = @hasDate, state = @state, turn = @turn, due_at = @dueAt, reason = @reason, history_seq = @seq,
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
      isConnected: number
      sourcePath: string
      folder: string
    }
  >(
    `SELECT folded_name AS foldedName, claims_video AS claimsVideo, is_online_only AS isOnlineOnly,
       source.is_connected AS isConnected, source.path AS sourcePath, folder.path AS folder
     FROM file JOIN source ON source.id = file.source_id JOIN folder ON folder.id = file.folder_id WHERE file.id = ?`,
  )
  const setPlaced = db.prepare(
    `UPDATE file SET source_id = @sourceId, folder_id = @folderId, name = @name, folded_name = @foldedName,
       claims_video = @claimsVideo, mtime_us = @mtimeUs, ctime_us = @ctimeUs, inode = @inode,
       is_online_only = @isOnlineOnly, is_present = @isPresent
     WHERE id = @id`,
  )

  /** True when nothing is at the path of `old` any more, whether a scan has seen that yet or not. */
  const isAway = (old: FileRow): boolean => {
    if (old.isPresent === 0) return true
    const at = placeOfFile.get(old.id)
    // A file of an unplugged drive is not here, yet it is where it was.
    return at?.isConnected === 1 && !exists(sourcePath(at.sourcePath, at.folder, old.name))
  }

  /** The row under which this very file was known before, or undefined. */
  const formerRow = (others: readonly FileRow[], file: FileRow): FileRow | undefined => {
    const moved = others.find(
      (other) => (other.inode === file.inode || other.name === file.name) && isAway(other),
    )
    // Copied under another name, the original deleted: with no other file left, it is the same photo.
    return moved ?? (others.every(isAway) ? others.at(-1) : undefined)
  }

  const adopt = (old: FileRow, file: FileRow, contentId: number, now: number): void => {
    const at = placeOfFile.get(file.id)
    if (at === undefined) throw new Error('A file vanished while it was adopted')
    moveHistory.run(old.id, file.id)
    moveBringer.run(old.id, file.id)
    dropFile.run(file.id)
    book.move(file, null)
    setPlaced.run({ ...file, ...at, id: old.id })
    book.move(old, { ...old, sourceId: file.sourceId })
    const placed = { ...old, sourceId: file.sourceId, isPresent: file.isPresent }
    states.settle(contentId, now, placed)
  }

  return {
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
      const others = states.filesOfContent(content.id)
      const old = formerRow(others, file)
      if (old !== undefined) {
        adopt(old, file, content.id, now)
        return
      }

      if (upload.state === 'gone' && file.isPresent === 1) {
        states.moveUpload(upload, states.revived(upload), now)
      }
      const shown = states.shown(file.isPresent, states.uploadById(upload.id) ?? upload, now)
      const seq = states.note(now, file.id, upload.id, shown.state, upload.skip ?? upload.failure)
      const isDuplicate = others.length > 0 ? 1 : 0
      setLinked.run({
        id: file.id,
        contentId: content.id,
        isDuplicate,
        mediaKind: content.mediaKind,
        hasDate: content.mediaKind === null ? null : content.takenAt === null ? 0 : 1,
        ...{ state: shown.state, turn: shown.turn, dueAt: shown.dueAt, reason: shown.reason },
        seq,
        now,
      })
      book.move(file, { ...file, state: shown.state, isDuplicate })
      // A file that vanished while it was read is linked, so that it is known when it turns up elsewhere.
      if (file.isPresent === 0) states.settle(content.id, now)
    },
  }
}
