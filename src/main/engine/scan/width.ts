// How many calls of the system go side by side to one place, found by trying: a share answers many at once, a spinning disk seeks
// from one to the next. Pure; the times come from whoever makes the calls. A quick disk keeps to one: nothing is won there.
import { mostCalls } from '../../../shared/thread-pool.ts'

/** What was tried, and what comes next. */
export interface Width {
  /** Calls side by side from now on. */
  readonly now: number
  /** `hold`: it is kept for a while. Else it was changed that way, to see what comes of it. */
  readonly trying: 'hold' | 'wider' | 'narrower'
  /** Calls a millisecond at the width that the next trial is compared with; null: nothing to compare with yet. */
  readonly rate: number | null
  /** Trials until another width is tried. */
  readonly rest: number
  /** How many the next rest has: each try that does not pay makes it longer. */
  readonly patience: number
  /** Which way the next try goes, where both are possible. */
  readonly next: 'wider' | 'narrower'
}

/** Between what the width is looked for. */
export interface Bounds {
  readonly narrowest: number
  readonly widest: number
}

/** Of calls by themselves. */
export const callBounds: Bounds = { narrowest: 1, widest: mostCalls }

/** A call that takes no longer is answered from memory or by a quick disk: to hand it on would take as long. */
const quickMs = 0.2
/** Twice as many side by side must bring so much more, or they only wait for one another. */
const worthwhileGain = 1.25
/** Half as many must bring nearly as much for the other half to be let go. */
const tolerableLoss = 0.95
/** A rate that falls so low says that something else is so busy now that the width is looked for anew. */
const fallen = 0.6
/** Tries that do not pay are soon a trial in so many, and few at first: what is looked at first may not be as the rest is. */
const [leastRest, longestRest] = [2, 64]
/** No clock tells less. */
const leastMs = 0.001

/**
 * As narrow as it may be, and nothing known. One slow trial may be the wait for a core, so that a quick disk would be taken for a
 * slow one: it takes three.
 */
export const startWidth = ({ narrowest }: Bounds = callBounds): Width => ({
  ...{
    now: narrowest,
    trying: 'hold',
    rate: null,
    rest: leastRest,
    patience: leastRest,
    next: 'wider',
  },
})

/** How many calls make a trial of this width: enough that one slow answer does not decide. */
export const trialCalls = (width: number): number => Math.max(2 * width, 4)

/**
 * The width after a trial, by what a call took from its beginning to its answer (mean, milliseconds) while so many were on their
 * way as the width says.
 */
export function afterTrial(width: Width, msPerCall: number, bounds: Bounds = callBounds): Width {
  const { now, trying, rest, next } = width
  const rate = now / Math.max(msPerCall, leastMs)
  const before = width.rate ?? rate
  const known = { ...width, rate }
  if (msPerCall < quickMs) return startWidth(bounds)
  if (trying === 'wider') {
    if (rate < before * worthwhileGain)
      return hold({ ...width, now: now / 2, next: 'narrower' }, bounds)
    return tryWider({ ...known, patience: leastRest }, bounds)
  }
  if (trying === 'narrower') {
    if (rate < before * tolerableLoss)
      return hold({ ...width, now: now * 2, next: 'wider' }, bounds)
    return tryNarrower({ ...known, patience: leastRest }, bounds)
  }
  if (rate < before * fallen) return tryNarrower({ ...known, patience: leastRest }, bounds)
  if (rest > 0) return { ...width, rate: Math.max(before, rate), rest: rest - 1 }
  return next === 'wider' ? tryWider(known, bounds) : tryNarrower(known, bounds)
}

/** Keeps to a width, and tries next where there is room. */
function hold(width: Width, { narrowest, widest }: Bounds): Width {
  const { now, patience } = width
  const next = now <= narrowest ? 'wider' : now >= widest ? 'narrower' : width.next
  return {
    ...{ ...width, trying: 'hold', next, rest: patience },
    patience: Math.min(2 * patience, longestRest),
  }
}

const tryWider = (width: Width, bounds: Bounds): Width =>
  width.now >= bounds.widest
    ? hold(width, bounds)
    : { ...width, now: width.now * 2, trying: 'wider' }

const tryNarrower = (width: Width, bounds: Bounds): Width =>
  width.now <= bounds.narrowest
    ? hold(width, bounds)
    : { ...width, now: width.now / 2, trying: 'narrower' }
