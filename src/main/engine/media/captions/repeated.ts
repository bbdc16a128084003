// Tells from counts which words are a camera's own: nobody writes the same under nearly every photo. Pure; who counts is the
// catalogue.
import type { CameraCaptions } from '../../ports/captions.ts'

/** Fewer photos of one camera may well be of one party. */
const fewestPhotos = 50
const leastShare = 0.8

/** The captions of a camera that are none, by what they are counted by. */
export function repeatedCaptions({ photos, captions }: CameraCaptions): ReadonlySet<string> {
  if (photos < fewestPhotos) return new Set()
  const said = [...captions].filter(([, count]) => count >= photos * leastShare)
  return new Set(said.map(([key]) => key))
}
