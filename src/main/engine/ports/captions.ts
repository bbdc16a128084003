// What a photo says, on its way from the preparing through the catalogue to the request that makes it. Read and chosen among by
// prepare/, kept and counted by catalog/, sent by queue/.
import type { Caption, CaptionSource } from '../../../shared/captions.ts'

/** What speaks of a photo beside it: its sidecar, and Picasa's list of its folder. */
export interface WordsBeside {
  /** Its time and that of the photo's file in microseconds: the newer of them counts. */
  sidecar: { text: string; modifiedAt: number } | null
  modifiedAt: number
  picasa: string | null
}

/** Words that may be the caption of a photo, as they would be sent. */
export interface CaptionWords {
  text: string
  source: CaptionSource
  /** The same for the same words, so that they can be counted without being kept. */
  said: string
}

/** What a photo says, by itself and by what lies beside it; which of it is sent is chosen when it is sent. */
export interface PhotoWords {
  /** Whose own words are counted; null: not told. */
  camera: string | null
  /** What its file says itself, by {@link CaptionWords.said}. */
  said: readonly string[]
  /** The surest first. */
  captions: readonly CaptionWords[]
}

/** What a photo says, and what was decided of it. */
export interface CaptionChoice {
  /** null: nothing. */
  words: PhotoWords | null
  /** With what a request may have left already; null: without a caption. Left out: none did. */
  decided?: Caption | null
}

/** What the photos of one camera say. */
export interface CameraCaptions {
  /** All of them, also those that say nothing. */
  photos: number
  /** How often each is said, by `CaptionWords.said`. */
  captions: ReadonlyMap<string, number>
}
