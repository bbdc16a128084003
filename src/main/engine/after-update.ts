// What an update of the app is an occasion for: a photo that met a bug may go through with the next version.
import type { Catalog } from './ports/catalogue.ts'

/** Takes up again what a bug of an earlier version kept; `version` is undefined where nobody knows it. */
export async function takeUpAfterUpdate(
  catalog: Pick<Catalog, 'lastVersion' | 'noteVersion' | 'retryReason'>,
  version: string | undefined,
): Promise<void> {
  if (version === undefined || catalog.lastVersion() === version) return
  await catalog.retryReason('unexpected')
  // Only then: a crash in between tries once more.
  catalog.noteVersion(version)
}
