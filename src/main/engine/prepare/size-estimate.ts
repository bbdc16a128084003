// How large a library would be in High quality, from a sample of its photos. Pure statistics; which photos
// are sampled and how they are reduced is left to others.

/** One sampled photo: the bytes of its file, and those that would be sent. */
export interface Sample {
  originalBytes: number
  sentBytes: number
}

/** All photos that the sample stands for. */
export interface Population {
  photos: number
  bytes: number
}

/** The answer, with half the width of the interval that holds the truth with 95 % confidence. */
export interface SizeEstimate {
  highBytes: number
  spreadBytes: number
  sampled: number
}

/** The normal distribution leaves 2.5 % on each side beyond this. */
const z = 1.959964

/**
 * The ratio estimate of survey statistics (Cochran, Sampling Techniques, chapter 6): bytes sent per byte of
 * original in the sample, applied to all bytes. Better than a mean per photo, since large files shrink most.
 */
export function estimateHighBytes(
  samples: readonly Sample[],
  population: Population,
): SizeEstimate {
  const sampled = samples.length
  const originalBytes = sumOf(samples.map((sample) => sample.originalBytes))
  if (originalBytes === 0) {
    // Nothing is known: anything between nothing and everything.
    const half = population.bytes / 2
    return { highBytes: half, spreadBytes: half, sampled: 0 }
  }
  const sentBytes = sumOf(samples.map((sample) => sample.sentBytes))
  const ratio = sentBytes / originalBytes
  const highBytes = population.bytes * ratio
  const shareLeft = Math.max(0, 1 - sampled / Math.max(population.photos, 1))
  const spreadBytes = Math.min(
    Math.sqrt(shareLeft) * halfWidth(samples, ratio, population),
    Math.max(highBytes, population.bytes - highBytes),
  )
  return { highBytes: Math.round(highBytes), spreadBytes: Math.round(spreadBytes), sampled }
}

function halfWidth(samples: readonly Sample[], ratio: number, population: Population): number {
  const count = samples.length
  const bytes = population.bytes
  if (samples.every((sample) => sample.sentBytes === sample.originalBytes)) {
    // None of n was reduced: with 95 % confidence at most 3 in n are (the rule of three).
    return bytes * Math.min(1, 3 / count)
  }
  if (count < 2) return bytes
  const mean = sumOf(samples.map((sample) => sample.originalBytes)) / count
  const squares = samples.map((sample) => (sample.sentBytes - ratio * sample.originalBytes) ** 2)
  const deviation = Math.sqrt(sumOf(squares) / (count - 1))
  return bytes * studentQuantile(count - 1) * (deviation / (mean * Math.sqrt(count)))
}

/** Student's quantile for 95 %, by the first terms of Hill's expansion; within 1 % from five degrees on. */
function studentQuantile(degrees: number): number {
  const first = (z ** 3 + z) / (4 * degrees)
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2)
  return z + first + second
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0)
