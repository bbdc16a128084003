// The folders of a rehearsal and what is known of their files; what a backup would do of them is found out by rehearsal/.
import type { HistoryRow } from '../../../shared/contract.ts'
import type { RehearsalStage, RehearsedFile } from '../../../shared/rehearsal-schemas.ts'
import type { StoredSource } from './stored-source.ts'

/** A folder as it would be backed up. */
export interface RehearsedFolder extends Pick<
  StoredSource,
  | 'path'
  | 'photoSize'
  | 'includeSubfolders'
  | 'followLinks'
  | 'changedVersions'
  | 'undated'
  | 'already'
  | 'pairs'
  | 'firstScanAt'
  | 'ignorePatterns'
  | 'leftOut'
> {
  /** What is known of its files, by their paths in it; null: it was never backed up. */
  known: ReadonlyMap<string, KnownFile> | null
  /** It is not there, or something else seems to lie in its place. */
  isAway: boolean
}

/** What is known of a file from backups before. */
export type KnownFile = Pick<
  HistoryRow,
  'state' | 'sizeBytes' | 'modifiedAt' | 'skip' | 'failure' | 'facts'
> & { hasOlderVersion: boolean }

/** Who hears of each file, and of how far it is. */
export interface RehearsalListener {
  file(file: RehearsedFile): void
  stage(stage: RehearsalStage): void
}
