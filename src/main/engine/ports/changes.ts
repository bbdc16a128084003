// What the queue lets the catalogue store: transitions of files and uploads, and what belongs to them.
import type { Caption } from '../../../shared/captions.ts'
import type { ContentFacts, Lifecycle } from '../../../shared/model.ts'
import type { AlbumFacts, AlbumOwner, AlbumPlace } from './albums.ts'
import type { PhotoWords } from './captions.ts'
import type { FileStamp } from './files.ts'
import type { FoundPair } from './pairs.ts'
import type { UploadSession } from './photos.ts'

/** One stored transition. All of one `record` call are one transaction, each with its history row. */
export type Change =
  | { of: 'file'; fileId: number; next: Lifecycle }
  /** Links a file to its content, makes the upload when there is none, and adopts a moved file's row. */
  | { of: 'fingerprint'; fileId: number; sha256: string; stamp: FileStamp }
  | { of: 'upload'; uploadId: number; next: Lifecycle; facts?: ContentFacts | null }
  | { of: 'session'; uploadId: number; session: UploadSession | null }
  /** What a photo says, as it was prepared; what was decided of it before is void. */
  | { of: 'words'; uploadId: number; words: PhotoWords }
  /** Whether a file is one picture with a still in its folder, and what it is to it; null: it is not. */
  | ({ of: 'pair' } & FoundPair)
  /** With which caption it is to be made, before the request leaves; null: without one. */
  | { of: 'caption'; uploadId: number; caption: Caption | null }
  /** A part of the album of a folder: with its intention before the request leaves, and with what became of it. */
  | { of: 'album'; owner: AlbumOwner; place: AlbumPlace; part: number; album: AlbumFacts }
  /** Where a photo was put into an album, or Google did not take it there; before it is told to be in the library. */
  | { of: 'in-album'; uploadId: number; rowId: number; isIn: boolean }
