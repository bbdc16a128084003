// How many uploads run side by side: between one and eight, found by trying. Every few seconds the rate
// is compared with the one before the last change of width; a change that did not pay is taken back.

/** Limits from design.md 6: adaptive, 1 to 8. */
export const narrowest = 1
/** See {@link narrowest}. */
export const widest = 8
const firstWidth = 4
/** Long enough for several small files or a visible part of a large one. */
const trialMs = 3_000
/** A wider line must bring at least this much more, or the extra connection is not worth it. */
const worthwhileGain = 1.04

/** Finds the line's best width. */
export interface Parallelism {
  width(): number
  /** Bytes that went out, with the time on the monotonic clock in milliseconds. */
  sent(bytes: number, atMs: number): void
  /** Google or the line asked for less: half the width at once. */
  backOff(): void
}

/** Makes the finder; starts at four. */
export function createParallelism(): Parallelism {
  let width = firstWidth
  let step: 1 | -1 = 1
  let trialStart: number | null = null
  let trialBytes = 0
  let lastRate: number | null = null

  const judge = (startedMs: number, atMs: number): void => {
    const rate = (trialBytes / Math.max(1, atMs - startedMs)) * 1000
    if (lastRate !== null && rate < lastRate * (step > 0 ? worthwhileGain : 1 / worthwhileGain))
      step = step > 0 ? -1 : 1
    lastRate = rate
    width = Math.min(widest, Math.max(narrowest, width + step))
    trialStart = atMs
    trialBytes = 0
  }

  return {
    width: () => width,
    sent(bytes, atMs) {
      // A pause is not a slow line: a gap longer than a trial starts the trial anew.
      if (trialStart === null || atMs - trialStart > 4 * trialMs) {
        trialStart = atMs
        trialBytes = 0
      }
      trialBytes += bytes
      if (atMs - trialStart >= trialMs) judge(trialStart, atMs)
    },
    backOff() {
      width = Math.max(narrowest, Math.floor(width / 2))
      step = 1
      lastRate = null
      trialStart = null
      trialBytes = 0
    },
  }
}
