// What an update of the app is an occasion for: a photo that met a bug may go through with the next version, and Google may
// take a type by now that it refused.
import type { Catalog } from './ports/catalogue.ts'

/** Takes up again what a bug of an earlier version, or an earlier Google, kept; `version` is undefined where nobody knows it. */
export async function takeUpAfterUpdate(
  catalog: Pick<Catalog, 'lastVersion' | 'noteVersion' | 'retryReason' | 'forgetRefusedTypes'>,
  version: string | undefined,
): Promise<void> {
  if (version === undefined || catalog.lastVersion() === version) return
  await catalog.retryReason('unexpected')
  catalog.forgetRefusedTypes()
  await catalog.retryReason('not-taken')
  // Only then: a crash in between tries once more.
  catalog.noteVersion(version)
}
