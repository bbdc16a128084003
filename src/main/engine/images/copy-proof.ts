// The proof that a copy must pass before it may replace its source: nothing that is written in the source is lost, and it
// shows the same. Reads both anew; the tags are compared in copy-check.ts, the pictures in picture-proof.ts.
import type { KeptOriginalReason } from '../../../shared/model.ts'
import { memorySource } from '../media/byte-source.ts'
import { readPngGamma } from '../media/png-head.ts'
import { lostTags, type ReadPhoto } from './copy-check.ts'
import type { Picture } from './picture.ts'
import { looksTheSame, pictureDifference } from './picture-proof.ts'
import { renderCopy, renderingSides, renderSource } from './rendering.ts'
import type { Sides } from './target-size.ts'

/** What is proved of what. */
export interface Proof {
  path: string
  original: ReadPhoto
  /** All of a JPEG before its picture data; null for other containers. */
  header: Buffer | null
  picture: Picture
  copy: ReadPhoto & { bytes: Buffer }
  sides: Sides
}

/** Why a copy may not replace its source. */
export interface Flaw {
  reason: KeptOriginalReason
  lost?: string
}

/** As many names of lost tags as anyone reads, and as much of them; they come from strangers. */
const mostNamed = 3
const mostLetters = 120

/** The flaw of a copy, or null. */
export async function flawOf(proof: Proof): Promise<Flaw | null> {
  const { original, header, picture, copy, sides } = proof
  // The header was read whole already, and holds all that is told of a JPEG.
  const told = header === null ? original : { ...original, source: memorySource(header) }
  const lost = await lostTags(told, copy, { sides, isConverted: picture.isConverted })
  if (lost.length > 0) {
    return {
      reason: 'metadata-lost',
      lost: lost.slice(0, mostNamed).join(', ').slice(0, mostLetters),
    }
  }
  return (await showsTheSame(proof)) ? null : { reason: 'picture-differs' }
}

async function showsTheSame({ path, original, picture, copy, sides }: Proof): Promise<boolean> {
  const { source, head, format } = original
  const small = renderingSides(sides)
  const gamma = format === 'png' ? await readPngGamma(source) : null
  const { orientation } = head
  const before = await renderSource(path, picture, { orientation, gamma }, small)
  if (before === null) return false
  return looksTheSame(pictureDifference(before, await renderCopy(copy.bytes, small)))
}
