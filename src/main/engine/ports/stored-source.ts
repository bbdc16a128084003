// A watched folder as the catalogue keeps it: where it is, and what was chosen for it.
import type { PhotoSize, VersionChoice } from '../../../shared/model.ts'
import type { FolderIdentity } from './files.ts'

/** A source as stored. */
export interface StoredSource {
  sourceId: number
  path: string
  identity: FolderIdentity
  photoSize: PhotoSize | null
  includeSubfolders: boolean
  followLinks: boolean
  changedVersions: VersionChoice
  /** What is wanted for photos that carry no date, as shared/photo-dates.ts writes it. */
  undated: string
  /** Somebody chose that; false: it follows from what is in Google Photos already. */
  isUndatedChosen: boolean
  /** What of it is in Google Photos already, as shared/already.ts writes it. */
  already: string
  /** Which albums its photos go into, as shared/albums.ts writes it. */
  albums: string
  /** What is left out of files that are one picture together, as shared/pairs.ts writes it. */
  pairs: string
  ignorePatterns: string[]
  /** Folders inside it that are left out with all below them, relative to it. */
  leftOut: string[]
  /** Its files go before those of all other sources; of one source at most. */
  goesFirst: boolean
  addedAt: number
  lastScanAt: number | null
  /** When the first whole scan ended: what is found later came later. */
  firstScanAt: number | null
  isConnected: boolean
}

/** What a source is given before anything of it is looked at. */
export type SourceStart = Pick<StoredSource, 'already' | 'undated' | 'isUndatedChosen'>
