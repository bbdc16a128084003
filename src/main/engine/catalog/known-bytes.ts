// What is known of bytes by their SHA-256, and of a file by its whole path, for whoever looks whether files are safe. Reads only.
import { isAbsolute, relative, sep } from 'node:path'
import type { FileState } from '../../../shared/model.ts'
import type { CheckStore, KnownBytes } from '../ports/check.ts'
import { writtenPath } from '../ports/disk-names.ts'
import type { Accounts } from './accounts.ts'
import type { Room } from './database.ts'
import { fileLifecycle, uploadColumns, uploadLifecycle, type UploadRow } from './lifecycle-rows.ts'
import type { Sources } from './sources.ts'
import { storable } from './stamps.ts'
import { hasOlder } from './versions.ts'

interface BytesRow extends UploadRow {
  mediaKind: 'photo' | 'video' | null
  mimeType: string | null
  width: number | null
  height: number | null
  isOfThisClient: number
}

interface PlaceRow {
  contentId: number | null
  state: FileState
  detail: string | null
  sizeBytes: number
  mtimeUs: number
  hasSentBefore: number
}

/** Prepares the statements. */
export function createKnownBytes(
  { db }: Room,
  { accounts, sources }: { accounts: Accounts; sources: Sources },
): CheckStore {
  // What was stored before the client changed came through another one.
  const bytesOf = db.prepare<{ sha256: Buffer; accountId: number }, BytesRow>(
    `SELECT ${uploadColumns}, content.media_kind AS mediaKind, content.mime_type AS mimeType, content.width AS width,
       content.height AS height, upload.history_seq > account.client_since AS isOfThisClient
     FROM content JOIN upload ON upload.content_id = content.id AND upload.account_id = @accountId
     JOIN account ON account.id = upload.account_id
     WHERE content.sha256 = @sha256`,
  )
  const placeOf = db.prepare<
    { sourceId: number; folder: string; name: string; accountId: number },
    PlaceRow
  >(
    `SELECT file.content_id AS contentId, file.state AS state, file.detail AS detail, file.size_bytes AS sizeBytes,
       file.mtime_us AS mtimeUs, ${hasOlder('@accountId')} OR EXISTS (
         SELECT 1 FROM upload WHERE upload.account_id = @accountId AND upload.content_id = file.content_id
           AND upload.state = 'done') AS hasSentBefore
     FROM folder JOIN file ON file.folder_id = folder.id
     WHERE folder.source_id = @sourceId AND folder.path = @folder AND file.name = @name`,
  )

  return {
    knownBytes: (sha256) => {
      const row = bytesOf.get({
        sha256: Buffer.from(sha256, 'hex'),
        accountId: accounts.currentId(),
      })
      return row === undefined ? null : toKnown(row)
    },
    knownPlace: (path, stamp) => {
      const { sizeBytes, mtimeUs } = storable({ ...stamp, ctimeUs: 0, inode: 0 })
      for (const source of sources.sources()) {
        const inside = insideOf(source.path, path)
        if (inside === null) continue
        const at = { sourceId: source.sourceId, ...inside, accountId: accounts.currentId() }
        const row = placeOf.get(at)
        if (row === undefined) continue
        const isSame = row.sizeBytes === sizeBytes && row.mtimeUs === mtimeUs
        return {
          lifecycle: isSame && row.contentId === null ? fileLifecycle(row) : null,
          hasSentBefore: row.hasSentBefore === 1,
        }
      }
      return { lifecycle: null, hasSentBefore: false }
    },
  }
}

function toKnown(row: BytesRow): KnownBytes {
  const { mediaKind, mimeType, width, height, isOfThisClient } = row
  return {
    lifecycle: uploadLifecycle(row),
    facts: mediaKind === null || mimeType === null ? null : { mediaKind, mimeType, width, height },
    isOfThisClient: isOfThisClient === 1,
  }
}

/** Where a path lies in a source; null: elsewhere. */
function insideOf(root: string, path: string): { folder: string; name: string } | null {
  const inside = relative(writtenPath(root), path)
  if (inside === '' || isAbsolute(inside) || inside === '..' || inside.startsWith(`..${sep}`))
    return null
  const parts = inside.split(sep)
  const name = parts.pop() ?? ''
  return { folder: parts.join('/'), name }
}
