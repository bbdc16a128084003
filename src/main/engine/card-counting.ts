// Counts what is on a card for the question about it: what is new, and beside it what was backed up from it before, as far as
// names, sizes and times tell. No file is read for that.
import type { CardQuestion } from '../../shared/card-schemas.ts'
import type { Catalog } from './ports/catalogue.ts'
import { countFolder } from './scan/index.ts'

/** What is on a card. */
export type CardCount = Pick<CardQuestion, 'files' | 'bytes' | 'known' | 'isCounting' | 'isWhole'>

/** Nothing was counted yet. */
export const nothingYet: CardCount = {
  ...{ files: 0, bytes: 0, known: 0, isCounting: true, isWhole: false },
}

/** A card to count. */
export interface CountedCard {
  readonly path: string
  /** Folders of small copies beside what was taken, which are left out. */
  readonly smallCopies: readonly string[]
  /** The source that it was backed up as before; null: none. */
  readonly sourceId: number | null
}

/** Counts it; `onCount` is told as it grows, and of the end. */
export async function countCard(
  { path, smallCopies, sourceId }: CountedCard,
  catalog: Pick<Catalog, 'isBackedUp'>,
  signal: AbortSignal,
  onCount: (count: CardCount) => void,
): Promise<void> {
  let count = nothingYet
  let known = 0
  const counted = await countFolder(path, signal, {
    leftOut: smallCopies,
    isPassedBy: (folder, entry) => {
      const isKnown = sourceId !== null && catalog.isBackedUp(sourceId, folder, entry)
      if (isKnown) known += 1
      return isKnown
    },
    onProgress: ({ files, bytes }) => {
      count = { ...count, files, bytes, known }
      onCount(count)
    },
  })
  const isWhole = counted.ok && counted.value.isWhole
  onCount({ ...count, isCounting: false, isWhole })
}
