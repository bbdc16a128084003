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
  ignorePatterns: string[]
  /** Folders inside it that are left out with all below them, relative to it. */
  leftOut: string[]
  /** Its files go before those of all other sources; of one source at most. */
  goesFirst: boolean
  addedAt: number
  lastScanAt: number | null
  isConnected: boolean
}
