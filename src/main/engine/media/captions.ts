// The caption of a photo, chosen among what its file, its sidecar, Picasa and Takeout say. Pure: what is inside the file is
// read by captions/embedded.ts, which words are none is told by captions/junk.ts and repeated.ts.
import { tidyCaption } from './captions/cut.ts'
import type { FoundCaption } from './captions/embedded.ts'
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

/** The caption of a photo; null where nobody wrote one, and then no field is sent. */
export function chooseCaption(words: CaptionWords): FoundCaption | null {
  return captionsInOrder(words).find(({ text }) => !words.repeated.has(captionKey(text))) ?? null
}

/** What may be its caption, as it would be sent, the surest first; what its camera says always is still among them. */
export function captionsInOrder(words: Omit<CaptionWords, 'repeated'>): FoundCaption[] {
  const { embedded, sidecar, picasa, takeout } = words
  const beside: FoundCaption[] = sidecar === null ? [] : [{ text: sidecar.text, source: 'sidecar' }]
  // Programs that keep words in both write the file last; others leave it as it was.
  const isSidecarNewer = sidecar !== null && sidecar.modifiedAt > words.modifiedAt
  const inOrder: FoundCaption[] = [
    ...(isSidecarNewer ? [...beside, ...embedded] : [...embedded, ...beside]),
    ...(picasa === null ? [] : [{ text: picasa, source: 'picasa' as const }]),
    ...(takeout === null ? [] : [{ text: takeout, source: 'takeout' as const }]),
  ]
  return inOrder
    .map(({ text, source }) => ({ text: tidyCaption(text), source }))
    .filter(({ text }) => !isJunk(text, words.fileName))
}
