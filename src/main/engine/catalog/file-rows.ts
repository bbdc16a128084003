// What is read of a file by those who decide what it shows: the columns and their shapes. What follows from them is states.ts.
import type { Place } from './lifecycle-rows.ts'

/** What the rules need to know of a file. */
export interface FileRow extends Place {
  id: number
  sourceId: number
  folderId: number
  name: string
  sizeBytes: number
  mtimeUs: number
  ctimeUs: number
  inode: number
  isPresent: number
  isDuplicate: number
  claimsVideo: number
  contentId: number | null
  detail: string | null
}

/** What is read of each file that follows its upload: no more, as every transition reads it. */
export type Follower = Omit<
  FileRow,
  'folderId' | 'name' | 'mtimeUs' | 'ctimeUs' | 'inode' | 'contentId' | 'detail'
>

/** The folders that the one file came to, left or was unlinked in; undefined: there may be several files. */
export type Settled = readonly number[] | undefined

/** The columns of `file` as {@link FileRow} names them. */
export const fileColumns = `file.id AS id, file.source_id AS sourceId, folder_id AS folderId, name,
  file.size_bytes AS sizeBytes, mtime_us AS mtimeUs, ctime_us AS ctimeUs, inode, file.is_present AS isPresent,
  is_duplicate AS isDuplicate, claims_video AS claimsVideo, file.content_id AS contentId, file.state AS state, file.turn AS turn,
  file.due_at AS dueAt, file.reason AS reason, detail`

/** The columns of `file` as {@link Follower} names them. */
export const followerColumns = `id, source_id AS sourceId, size_bytes AS sizeBytes, state, turn, due_at AS dueAt, reason,
  is_present AS isPresent, is_duplicate AS isDuplicate, claims_video AS claimsVideo`
