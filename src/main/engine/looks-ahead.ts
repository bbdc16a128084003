// What the window asks before anything is sent: how large a library would be, how a photo would look, what a backup would do.
import type { Catalog } from './ports/catalogue.ts'
import type { Random } from './ports/outside.ts'
import {
  createSizeEstimates,
  createSizePreviews,
  type PhotoPreparer,
  type SizeEstimates,
  type SizePreviews,
} from './prepare/index.ts'
import { createRehearsals, type Rehearsals } from './rehearsals.ts'
import type { RehearsalTools } from './rehearsing.ts'

/** All of it. */
export interface LooksAhead {
  estimates: SizeEstimates
  previews: SizePreviews
  rehearsals: Rehearsals
}

/** Makes it. */
export function createLooksAhead(
  parts: RehearsalTools & {
    catalog: Catalog
    preparer: PhotoPreparer
    random: Random
    signal: AbortSignal
  },
): LooksAhead {
  return {
    estimates: createSizeEstimates(parts),
    previews: createSizePreviews(parts),
    rehearsals: createRehearsals(parts),
  }
}
