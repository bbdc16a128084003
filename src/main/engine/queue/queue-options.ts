// What the queue is given: the ports that it works through, and whom it tells.
import type { Failure } from '../../../shared/failure.ts'
import type { Settings } from '../../../shared/model.ts'
import type { WorkItem, WorkStore } from '../ports/catalogue.ts'
import type { Fingerprinter } from '../ports/files.ts'
import type { Checkpoint, Clock, Logger, Random } from '../ports/outside.ts'
import type { Photos } from '../ports/photos.ts'
import type { Preparer } from '../ports/prepare.ts'
import type { Permission } from '../ports/resting.ts'
import type { AlbumKeeper } from '../ports/albums.ts'
import type { CreateStageOptions } from './create-stage.ts'
import type { Recorder } from './recorder.ts'
import type { StepsOptions } from './steps.ts'

/** What the queue needs. */
export interface QueueOptions
  extends
    Pick<StepsOptions, 'dateOf' | 'bornAt' | 'partnersOf' | 'wordsBeside'>,
    Pick<CreateStageOptions, 'captionOf' | 'isPatient'> {
  store: WorkStore
  /** Keeps albums, over what stores the queue's own changes. */
  albumsOver(recorder: Pick<Recorder, 'recordSoon'>): AlbumKeeper
  photos: Photos
  fingerprinter: Fingerprinter
  preparer: Preparer
  clock: Clock
  random: Random
  logger: Logger
  checkpoint: Checkpoint
  settings(): Settings
  /** What the conditions allow right now. */
  permission(): Permission
  /** A file is not what the last scan saw: its folder should be looked at again. */
  onFileChanged(item: WorkItem): void
  /** The reduced copies that some upload still needs. */
  renditionsInUse(): ReadonlySet<string>
  /** Whether folders are being scanned, so that more may be found. */
  isScanning(): boolean
  /** Whether the folder of a source is there at all. */
  isSourceThere(sourceId: number): Promise<boolean>
  /** Whether a file is found now, where its folder is now; null: that cannot be told, as when it was stopped. */
  isFileThere(item: WorkItem, signal: AbortSignal): Promise<boolean | null>
  /** Google no longer accepts the sign-in; where nobody mends that, it may be tried once more after `afterMs`. */
  onSignedOut(failure: Failure, afterMs: number): void
  /** Something changed that the window shows. */
  onChange(): void
  /** A stop began or ended: the conditions are to be asked again. */
  onHoldsChange(): void
  /** Bytes that left this computer. */
  onBytes(bytes: number): void
  /** The catalogue turned out to be damaged: only a new start mends that. */
  onDamaged(): void
}
