// What a check asks the catalogue: what became of bytes, and of what lay at a path before. Implemented by catalog/; it changes
// nothing.
import type { ContentFacts, Lifecycle } from '../../../shared/model.ts'
import type { FileStamp } from './files.ts'

/** Bytes that the catalogue knows, as they stand for the account that uploads are for. */
export interface KnownBytes {
  lifecycle: Lifecycle
  /** null: nobody has looked at them yet. */
  facts: Pick<ContentFacts, 'mediaKind' | 'mimeType' | 'width' | 'height'> | null
  /** What the library has of them came there through the client that is used now. */
  isOfThisClient: boolean
}

/** What the catalogue knows of a path. */
export interface KnownPlace {
  /** What became of the file as it is now, before its bytes were known; null: they are, or it is another file. */
  lifecycle: Lifecycle | null
  /** Something that lay there went to the library. */
  hasSentBefore: boolean
}

/** What a check asks the catalogue. */
export interface CheckStore {
  /** null: nothing with these bytes was ever on its way to this account. */
  knownBytes(sha256: string): KnownBytes | null
  /** `path` is whole, in the written form (disk-names.ts). */
  knownPlace(path: string, stamp: Pick<FileStamp, 'sizeBytes' | 'mtimeUs'>): KnownPlace
}
