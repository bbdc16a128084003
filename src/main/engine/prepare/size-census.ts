// Every photo and video that would go up, met one after the other: what of it is known by size alone, and which photos are
// to be measured. Pure; holds only the photos that may be measured. What follows from them is size-estimate.ts.
import { photoSizes, type PhotoSize } from '../../../shared/model.ts'
import type { Limits } from '../ports/prepare.ts'

/** A file that is not in the library yet. */
export interface UnsentFile {
  fileId: number
  sizeBytes: number
  mtimeUs: number
  /** By what its bytes are where that is known, else by what its name claims. */
  isVideo: boolean
  /** The size that its folder has for itself. */
  photoSize: PhotoSize | null
  /** It was here before the day since which its folder wants what is new. */
  isOlder: boolean
}

/** A photo that may be measured. */
export interface Candidate {
  fileId: number
  sizeBytes: number
}

/** Photos of about one size. */
export interface SizeClass {
  files: number
  bytes: number
  /** In the order in which they are measured: whoever stops early has a random sample of the class all the same. */
  sample: readonly Candidate[]
}

/** What the census comes to. */
export interface Census {
  photos: number
  videos: number
  /** What goes up if every byte goes. */
  originalBytes: number
  /** What goes as it is in either size: videos, and folders whose photos stay as they are. */
  fixedBytes: number
  /** Measured without exception, the largest first. */
  largest: readonly Candidate[]
  classes: readonly SizeClass[]
}

/** How many of the largest are measured without exception: a few large ones are most of many folders. */
export const largestMeasured = 20
/** How many of all the others: enough for a spread of a few percent, few enough for half a minute. */
const sampleSize = 60
/** Of a class with little in it, too, so that something is known of it. */
const fewest = 2

/** Counts file by file. */
export interface CensusTaker {
  add(file: UnsentFile): void
  result(): Census
}

/** Begins a census under these limits. */
export function createCensus(limits: Limits): CensusTaker {
  const largest: Candidate[] = []
  const classes = new Map<number, { files: number; bytes: number; pool: Ranked[] }>()
  const count = { photos: 0, videos: 0, originalBytes: 0, fixedBytes: 0 }

  const addPhoto = (photo: Candidate): void => {
    const pushedOut = insert(largest, photo, isLargerFirst, largestMeasured)
    if (pushedOut === null) return
    // Twice as large is another kind of photo; what is inside one class shrinks much alike.
    const at = Math.floor(Math.log2(pushedOut.sizeBytes))
    let one = classes.get(at)
    if (one === undefined) classes.set(at, (one = { files: 0, bytes: 0, pool: [] }))
    one.files += 1
    one.bytes += pushedOut.sizeBytes
    insert(one.pool, { ...pushedOut, rank: rankOf(pushedOut.fileId) }, isEarlier, sampleSize)
  }

  return {
    add: ({ fileId, sizeBytes, isVideo, photoSize, isOlder }) => {
      if (sizeBytes === 0 || isOlder) return
      const isTooLarge = sizeBytes > (isVideo ? limits.videoBytes : limits.photoBytes)
      const [original] = photoSizes
      const isFixed = isVideo || photoSize === original
      if (isFixed && isTooLarge) return
      count[isVideo ? 'videos' : 'photos'] += 1
      // A photo that is too large as it is may go as a smaller copy.
      if (!isTooLarge) count.originalBytes += sizeBytes
      if (isFixed) count.fixedBytes += sizeBytes
      else addPhoto({ fileId, sizeBytes })
    },
    result: () => {
      const all = [...classes].sort(([one], [other]) => other - one).map(([, value]) => value)
      const bytes = all.reduce((sum, one) => sum + one.bytes, 0)
      return {
        ...count,
        largest: [...largest],
        classes: all.map((one) => {
          const share = Math.max(fewest, Math.round((sampleSize * one.bytes) / bytes))
          const sample = one.pool
            .slice(0, share)
            .map(({ fileId, sizeBytes }) => ({ fileId, sizeBytes }))
          return { files: one.files, bytes: one.bytes, sample }
        }),
      }
    },
  }
}

interface Ranked extends Candidate {
  rank: number
}

const isLargerFirst = (one: Candidate, other: Candidate): boolean =>
  one.sizeBytes > other.sizeBytes ||
  (one.sizeBytes === other.sizeBytes && one.fileId < other.fileId)
const isEarlier = (one: Ranked, other: Ranked): boolean => one.rank < other.rank

/** Keeps the first so many in their order; what has no place is given back. */
function insert<T>(
  sorted: T[],
  added: T,
  isBefore: (one: T, other: T) => boolean,
  most: number,
): T | null {
  const last = sorted.at(-1)
  if (sorted.length >= most && last !== undefined && !isBefore(added, last)) return added
  let at = sorted.length
  for (let left = 0; left < at;) {
    const middle = (left + at) >> 1
    const there = sorted[middle]
    if (there !== undefined && isBefore(added, there)) at = middle
    else left = middle + 1
  }
  sorted.splice(at, 0, added)
  return sorted.length > most ? (sorted.pop() ?? null) : null
}

/** A number by chance that is the same for a file at every look (the finalizer of MurmurHash3). */
function rankOf(fileId: number): number {
  let mixed = fileId | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
