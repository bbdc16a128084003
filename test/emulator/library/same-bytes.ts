/**
 * What becomes of bytes that an account has already: Google's duplicate rule (photos-api.md 3), and the open questions about
 * bytes that the website took and about bytes in the trash. Pure.
 */
import type { MediaItem } from '../core/model.ts'
import type { Settings } from '../core/settings.ts'

/** The item as it is after its bytes came again, or null where a second one is made. */
export function afterSameBytes(
  known: MediaItem,
  fileName: string | null,
  settings: Settings,
): MediaItem | null {
  if (known.fromWebsite === 'original' && settings.sameAsWebsite === 'second-item') return null
  if (known.fromWebsite === 'saver' && settings.sameAsSaver === 'second-item') return null
  const { isTrashed, ...untrashed } = known
  if (isTrashed === true && settings.sameAsTrashed === 'second-item') return null
  const staysTrashed = isTrashed === true && settings.sameAsTrashed === 'stays-trashed'
  const kept = settings.duplicatesKeepName ? known.fileName : (fileName ?? known.fileName)
  const item = staysTrashed ? known : untrashed
  return { ...item, fileName: kept, timesCreated: known.timesCreated + 1 }
}
