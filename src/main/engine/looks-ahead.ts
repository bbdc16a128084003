// What is asked without anything being sent: how large a library would be, how a photo would look, what a backup would do, and
// whether a folder is safe.
import { createChecks, type Checks } from './checks.ts'
import type { Catalog } from './ports/catalogue.ts'
import type { Random } from './ports/outside.ts'
import type { Photos } from './ports/photos.ts'
import {
  createSizeEstimates,
  createSizePreviews,
  type PhotoPreparer,
  type SizeEstimates,
  type SizePreviews,
} from './prepare/index.ts'
import { createRehearsals, type Rehearsals } from './rehearsals.ts'
import type { RehearsalTools } from './rehearsing.ts'
import { createSourceChecks, type SourceCheckParts, type SourceChecks } from './source-checks.ts'

/** All of it. */
export interface LooksAhead {
  estimates: SizeEstimates
  previews: SizePreviews
  rehearsals: Rehearsals
  checks: Checks
  sourceChecks: SourceChecks
  /** Whether a check reads what lies in this folder. */
  isChecking(path: string): boolean
}

/** Makes it. */
export function createLooksAhead(
  parts: RehearsalTools & {
    catalog: Catalog
    preparer: PhotoPreparer
    photos: Photos
    random: Random
    signal: AbortSignal
  } & Pick<SourceCheckParts, 'signIn' | 'conditions' | 'isThere' | 'onChange'>,
): LooksAhead {
  const checks = createChecks(parts)
  const sourceChecks = createSourceChecks(parts)
  return {
    estimates: createSizeEstimates(parts),
    previews: createSizePreviews(parts),
    rehearsals: createRehearsals(parts),
    checks,
    sourceChecks,
    isChecking: (path) => checks.isReading(path) || sourceChecks.isReading(path),
  }
}
