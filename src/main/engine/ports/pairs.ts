// Files that are one picture together: what is found out of them, and what the catalogue keeps of it. They are found out by
// prepare/ and left out by the queue.
import type { PairFigures } from '../../../shared/pair-schemas.ts'
import type { SecondRole } from '../../../shared/pairs.ts'

/** A file that may be one picture with another. */
export interface PairCandidate {
  fileId: number
  name: string
  path: string
}

/** Whether a file is one picture with a still, and what it is to it; null: it is not. */
export interface FoundPair {
  fileId: number
  stillId: number
  role: SecondRole | null
}

/** What the queue asks of pairs. */
export interface PairStore {
  /** What of this name in its folder may be one picture with a file, and was not found out by the bytes that both have. */
  pairCandidates(item: Pick<PairCandidate, 'fileId' | 'name'>): PairCandidate[]
  /** Whether a source leaves anything out of pairs. */
  leavesPairsOut(sourceId: number): boolean
  /**
   * What an item is to its still, where its folder wants that alone and it goes or went; of an upload, where that is so of all
   * files behind it. null: it goes.
   */
  leftToPartner(item: {
    fileId: number
    sourceId: number
    contentId: number | null
  }): SecondRole | null
}

/** What is chosen of pairs. */
export interface PairChoices {
  /**
   * Changes what a source leaves out of pairs (shared/pairs.ts). Resolves when what it left out is decided about anew; goes on
   * in slices, and after a restart.
   */
  changePairs(sourceId: number, pairs: string): Promise<void>
  /** What a source could leave out of the pairs that are known, or leaves out: of what is not in the library. */
  pairFigures(sourceId: number): PairFigures
}
