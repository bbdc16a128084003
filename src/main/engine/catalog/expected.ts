// The bytes that are expected to go, by state: in High quality what the copies are expected to be, by the shares that an
// estimate measured. Done and left are reckoned alike, so that a share of them never runs ahead of the files.
import { copySharesSchema, usualShares, type CopyShares } from '../../../shared/copy-shares.ts'
import { fileStates, type FileState, type PhotoSize } from '../../../shared/model.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { Room } from './database.ts'
import { keptUnder } from './kept.ts'
import type { Sources } from './sources.ts'
import type { Count } from './tally.ts'

const key = 'catalog.copy-shares'

/** Reads the shares that were kept and prepares the statement. */
export function createExpected(
  { db, book, write }: Room,
  sources: Pick<Sources, 'takes' | 'sources'>,
): Pick<Catalog, 'expectedBytes' | 'noteCopyShares'> {
  const kept = keptUnder(key, { db })
  const stored = copySharesSchema.safeParse(kept.read())
  let shares: CopyShares = stored.success ? stored.data : usualShares

  const expectedOf = (count: Count, photoSize: PhotoSize): number => {
    if (photoSize === 'original') return count.bytes
    const { large, larger, largest } = count
    const copies = large * shares.large + larger * shares.larger + largest * shares.largest
    return count.bytes - large - larger - largest + copies
  }

  return {
    expectedBytes: (photoSize) => {
      const own = new Map(sources.sources().map((source) => [source.sourceId, source.photoSize]))
      const expected = Object.fromEntries(fileStates.map((state) => [state, 0])) as Record<
        FileState,
        number
      >
      for (const [sourceId, states] of book.counts()) {
        if (!sources.takes(sourceId)) continue
        const size = own.get(sourceId) ?? photoSize
        for (const [state, count] of states) expected[state] += expectedOf(count, size)
      }
      return expected
    },
    noteCopyShares: (measured) => {
      if (JSON.stringify(measured) === JSON.stringify(shares)) return
      write(() => kept.store(measured))
      shares = measured
    },
  }
}
