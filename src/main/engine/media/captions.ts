// The caption of a photo, chosen among what its file, its sidecar, Picasa and Takeout say. Pure: what is inside the file is
// read by captions/embedded.ts, which words are none is told by captions/junk.ts and repeated.ts.
import { tidyCaption } from './captions/cut.ts'
import type { CaptionSource, FoundCaption } from './captions/embedded.ts'
import { captionKey, isJunk } from './captions/junk.ts'

/** All that is known of one photo's words. */
export interface CaptionWords {
  /** The name that the file has; its own name is no caption. */
  fileName: string
  /** In the order in which they count. */
  embedded: readonly FoundCaption[]
  sidecar: { text: string; modifiedAt: number } | null
  /** When the file was written, in the unit of the sidecar's time. */
  modifiedAt: number
  picasa: string | null
  takeout: string | null
  /** What the camera says on nearly every photo (captions/repeated.ts). */
  repeated: ReadonlySet<string>
}

/** A caption as it is sent. */
export interface Caption {
  text: string
  source: CaptionSource
}

/** The caption of a photo; null where nobody wrote one, and then no field is sent. */
export function chooseCaption(words: CaptionWords): Caption | null {
  const { embedded, sidecar, picasa, takeout } = words
  const beside: FoundCaption[] = sidecar === null ? [] : [{ text: sidecar.text, source: 'sidecar' }]
  // Programs that keep words in both write the file last; others leave it as it was.
  const isSidecarNewer = sidecar !== null && sidecar.modifiedAt > words.modifiedAt
  const inOrder: FoundCaption[] = [
    ...(isSidecarNewer ? [...beside, ...embedded] : [...embedded, ...beside]),
    ...(picasa === null ? [] : [{ text: picasa, source: 'picasa' as const }]),
    ...(takeout === null ? [] : [{ text: takeout, source: 'takeout' as const }]),
  ]
  for (const { text, source } of inOrder) {
    const tidy = tidyCaption(text)
    if (isJunk(tidy, words.fileName) || words.repeated.has(captionKey(tidy))) continue
    return { text: tidy, source }
  }
  return null
}
