// What the coverage of all folders comes to: the answer to "Is everything safe?". Pure; its words are words/safety.ts.
import type { Output } from '../../shared/contract.ts'
import type { SourceView } from '../../shared/status.ts'
import { unreadableIn } from '../../shared/unreadable.ts'

type CoverageRow = Output<'coverage'>['rows'][number]

/** The figures behind the answer. */
export interface Safety {
  /** Photos and videos; files that are none, whatever they are called, are counted apart. */
  photos: number
  notPhotos: number
  done: number
  /** Among `done`: could not be decoded here. */
  doubtful: number
  /** Folders and files that could not be looked into. */
  places: number
  /** Folders that were never looked through. */
  unseen: number
}

/** The answer: all are, all are but some may be damaged, all that can be read are, not yet, or there is nothing. */
export type Verdict = 'safe' | 'doubtful' | 'unreadable' | 'not-yet' | 'unseen' | 'nothing'

/** Reasons of files that are no photos, which nothing can back up. */
const notPhotoReasons: ReadonlySet<string> = new Set(['empty', 'not-a-photo'])

/** How many files of a folder are no photos. */
export const notPhotosIn = ({ reasons }: Pick<CoverageRow, 'reasons'>): number =>
  reasons
    .filter(({ reason }) => notPhotoReasons.has(reason))
    .reduce((total, { files }) => total + files, 0)

/** Adds up the rows of whole folders. */
export function safetyOf(
  rows: readonly CoverageRow[],
  sources: readonly Pick<
    SourceView,
    'state' | 'lastScanAt' | 'unreadableFolders' | 'unreadableFiles'
  >[],
): Safety {
  const sum = (of: (row: CoverageRow) => number): number =>
    rows.reduce((total, row) => total + of(row), 0)
  const notPhotos = sum(notPhotosIn)
  return {
    photos: sum(({ files }) => files) - notPhotos,
    notPhotos,
    done: sum(({ done }) => done),
    doubtful: sum(({ doubtful = 0 }) => doubtful),
    places: sources.reduce((total, source) => total + unreadableIn(source), 0),
    unseen: sources.filter(({ state, lastScanAt }) => lastScanAt === null && state !== 'unreadable')
      .length,
  }
}

/** The answer to these figures. */
export function verdictOf(safety: Safety): Verdict {
  const { photos, done, doubtful, places, unseen } = safety
  if (done < photos) return 'not-yet'
  if (unseen > 0) return 'unseen'
  if (places > 0) return 'unreadable'
  if (photos === 0) return 'nothing'
  return doubtful > 0 ? 'doubtful' : 'safe'
}
