// How large a library would be in High quality: the largest photos measured, and the others by a sample of each class of
// sizes. Pure statistics; which photos are measured is size-census.ts, and how they are reduced size-sample.ts.
import {
  copySizeOf,
  usualShares,
  type CopyShares,
  type CopySize,
} from '../../../shared/copy-shares.ts'
import type { Census, SizeClass } from './size-census.ts'

/** Bytes that would be sent of a measured photo, by the id of its file; null: it could not be read. */
export type Measured = ReadonlyMap<number, number | null>

/** The answer, with half the width of the interval that holds the truth with 95 % confidence. */
export interface SizeEstimate {
  highBytes: number
  spreadBytes: number
  /** Photos that were measured. */
  sampled: number
}

/** The normal distribution leaves 2.5 % on each side beyond this. */
const z = 1.959964
/**
 * What is believed of a class before anything of it is seen: the share that is sent may be anything between a twentieth and
 * all, so it deviates by up to half of that range. It counts as one photo beside the measured ones.
 */
const priorDeviation = 0.475
const priorPhotos = 1

/** Estimates from what has been measured so far; what has not is as unknown as what was not chosen. */
export function estimateSize(census: Census, measured: Measured): SizeEstimate {
  let sampled = 0
  let bytes = census.fixedBytes
  let variance = 0
  // Of those measured without exception there is nothing to conclude for others: unmeasured, they may be anything.
  let unknownBytes = 0
  for (const { fileId, sizeBytes } of census.largest) {
    const sent = measured.get(fileId)
    if (sent !== undefined) sampled += 1
    if (sent === undefined || sent === null) unknownBytes += sizeBytes
    else bytes += sent
  }
  for (const one of census.classes) {
    const { ratio, seen, deviation } = sentShare(one, measured)
    sampled += seen
    bytes += one.bytes * ratio
    const shareLeft = 1 - seen / one.files
    variance += (one.bytes * deviation) ** 2 * (shareLeft / Math.max(seen, 1))
  }
  const spread = studentQuantile(Math.max(sampled, 3) - 1) * Math.sqrt(variance)
  // Never less than nothing or more than everything.
  const estimated = census.classes.reduce((sum, one) => sum + one.bytes, 0)
  const most = census.fixedBytes + estimated + measuredLargest(census, measured)
  const least = most - estimated
  const far = Math.max(bytes - least, most - bytes)
  return {
    highBytes: Math.round(bytes + unknownBytes / 2),
    spreadBytes: Math.round(Math.min(spread, far) + unknownBytes / 2),
    sampled,
  }
}

function measuredLargest(census: Census, measured: Measured): number {
  return census.largest.reduce((sum, { fileId }) => sum + (measured.get(fileId) ?? 0), 0)
}

/** The ratio estimate of survey statistics (Cochran, Sampling Techniques, chapter 6) within a class, and how far it deviates. */
function sentShare(
  one: SizeClass,
  measured: Measured,
): { ratio: number; seen: number; deviation: number } {
  const pairs = one.sample.flatMap(({ fileId, sizeBytes }) => {
    const sent = measured.get(fileId) ?? null
    return sent === null ? [] : [{ sizeBytes, sent }]
  })
  const seen = pairs.length
  // Nothing is known: the middle between nothing and everything.
  if (seen === 0) return { ratio: 0.5, seen, deviation: 0.5 }
  const original = sumOf(pairs.map(({ sizeBytes }) => sizeBytes))
  const ratio = sumOf(pairs.map(({ sent }) => sent)) / original
  const mean = original / seen
  const squares = pairs.map(({ sizeBytes, sent }) => ((sent - ratio * sizeBytes) / mean) ** 2)
  const weight = seen - 1 + priorPhotos
  const deviation = Math.sqrt((sumOf(squares) + priorPhotos * priorDeviation ** 2) / weight)
  return { ratio, seen, deviation }
}

/** What is sent of photos of each size by which progress is reckoned; where there are none, what is usual. */
export function copyShares(census: Census, measured: Measured): CopyShares {
  const sums = new Map<CopySize, { bytes: number; sent: number }>()
  const add = (sizeBytes: number, bytes: number, sent: number): void => {
    const size = copySizeOf(sizeBytes)
    if (size === null) return
    const sum = sums.get(size) ?? { bytes: 0, sent: 0 }
    sums.set(size, { bytes: sum.bytes + bytes, sent: sum.sent + sent })
  }
  for (const { fileId, sizeBytes } of census.largest) {
    const sent = measured.get(fileId) ?? null
    if (sent !== null) add(sizeBytes, sizeBytes, sent)
  }
  for (const one of census.classes) {
    const { ratio, seen } = sentShare(one, measured)
    // The borders of the classes are among those of the sizes.
    const [first] = one.sample
    if (first !== undefined && seen > 0) add(first.sizeBytes, one.bytes, one.bytes * ratio)
  }
  const shareOf = (size: CopySize): number => {
    const sum = sums.get(size)
    return sum === undefined ? usualShares[size] : Math.min(1, sum.sent / sum.bytes)
  }
  return { large: shareOf('large'), larger: shareOf('larger'), largest: shareOf('largest') }
}

/** Student's quantile for 95 %, by the first terms of Hill's expansion; within 1 % from five degrees on. */
export function studentQuantile(degrees: number): number {
  const first = (z ** 3 + z) / (4 * degrees)
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2)
  return z + first + second
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0)
