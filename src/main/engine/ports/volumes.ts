// Volumes that come and go as the rest of the engine knows them: which are mounted, what the system says of one, and what is
// remembered of those that somebody was asked about. Implemented by scan/ and catalog/.
import type { CardFigures } from '../../../shared/card-told.ts'
import type { CardAnswer } from '../../../shared/cards.ts'
import type { Entry, FileStamp } from './files.ts'

/** A volume that is mounted now. `key` becomes another one when it is mounted anew, as far as the system tells. */
export interface MountedVolume {
  key: string
  /** Its root. */
  path: string
}

/** What the system says of a volume. */
export interface VolumeFacts {
  /** What tells it from all others, as in a folder's identity; null: nothing does. */
  volumeId: string | null
  /** '' where it has none, or that is not known. */
  label: string
  sizeBytes: number
  isNetwork: boolean
  /** It hangs on a line that people pull: USB, a card reader. false where nobody knows. */
  isRemovable: boolean
}

/** How volumes are looked at. */
export interface VolumeLooks {
  /** All that somebody may have put in. Asks nothing of the volumes themselves that could make them wait or say something. */
  list(): Promise<readonly MountedVolume[]>
  /** Asked once for each that is new; a tool of the system may be started for it. */
  describe(path: string): Promise<VolumeFacts>
}

/** By what a volume is known again. */
export interface VolumeMarks extends Pick<VolumeFacts, 'volumeId' | 'label' | 'sizeBytes'> {
  /** The newest of the folders that a camera numbers, such as 100CANON; null: there is none. */
  cameraFolder: string | null
}

/** A volume that somebody was asked about. */
export interface RememberedVolume extends VolumeMarks {
  rowId: number
  kind: 'card' | 'drive'
  answer: CardAnswer
  /** false: the answer was for one time, and that is over. */
  holds: boolean
  /** Its source; null: it has none. */
  sourceId: number | null
  /** When it was last seen to be put in (ms since 1970). */
  lastSeenAt: number
}

/** What is remembered of volumes, and what is known of the files of one. */
export interface VolumeStore {
  /** The one seen last comes first. */
  rememberedVolumes(): RememberedVolume[]
  /** Remembers one, or one anew; a source belongs to one volume at a time. */
  rememberVolume(volume: Omit<RememberedVolume, 'rowId'>, rowId?: number): number
  /** Forgets the volume of this source, if it has any. */
  forgetVolumeOf(sourceId: number): void
  /** What a source with this path is called: by its card, where it is one, else by its folder. */
  nameOf(sourceId: number, path: string): string
  /** What was answered for the volume of this source: it is looked at, or rests; null: it belongs to no such volume. */
  volumeOf(sourceId: number): 'wanted' | 'rests' | null
  /** Whether a file of this name, size and time went from this folder of the source, and is backed up. */
  isBackedUp(
    sourceId: number,
    folder: string,
    entry: Pick<Entry, 'name' | keyof FileStamp>,
  ): boolean
  /** The files that a source holds now: those that are backed up and no longer there are not among them. */
  presentTally(sourceId: number): CardFigures
}
