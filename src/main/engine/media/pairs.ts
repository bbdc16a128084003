// Which two files of one folder are one picture: a RAW photo and its JPEG, the still and the film of a Live Photo. Pure, and the
// one rule of it. In doubt they are none, since one of them may be left out for the other. What their bytes say is read by
// pairs/pair-facts.ts.
import { nameMatch, type SecondRole } from '../../../shared/pairs.ts'
import type { PairFacts, PairTime } from './pairs/pair-facts.ts'

/** A file of a folder with what its bytes say; null: they say nothing that could be read. */
export interface PairFile {
  name: string
  facts: PairFacts | null
}

/** What the second of a pair is. Its still is the other one. */
export type PairKind = SecondRole

/** A camera writes both of one shot within a second or two. */
const mostApartMs: Readonly<Record<PairKind, number>> = { raw: 2_000, film: 3_000 }
/** The film of a Live Photo has three seconds. */
const longestFilmMs = 5_000

/** What `second` is to `still`; null: they are not one picture. */
export function pairOf(still: PairFile, second: PairFile): PairKind | null {
  const name = nameMatch(still.name, second.name)
  if (name === null || still.facts?.role !== 'still' || second.facts === null) return null
  const { facts } = second
  switch (facts.role) {
    case 'still':
      return null
    case 'raw':
      return name === 'same' && isOneShot(still.facts, facts) ? 'raw' : null
    case 'film':
      return isOneMoment(still.facts, facts, name) ? 'film' : null
  }
}

const isOneShot = (still: PairFacts, raw: PairFacts): boolean =>
  still.camera !== null &&
  still.camera === raw.camera &&
  areNear(still.taken, raw.taken, mostApartMs.raw)

function isOneMoment(still: PairFacts, film: PairFacts, name: 'same' | 'as-exported'): boolean {
  // Where both have one it tells, whatever else is said.
  if (still.identifier !== null && film.identifier !== null)
    return still.identifier === film.identifier
  const { durationMs } = film
  const isShort = durationMs !== null && durationMs > 0 && durationMs <= longestFilmMs
  return name === 'same' && isShort && areNear(still.taken, film.taken, mostApartMs.film)
}

/** Clocks are compared where they show the same: both in UTC, or else both where it was taken. */
function areNear(one: PairTime | null, other: PairTime | null, mostMs: number): boolean {
  if (one === null || other === null) return false
  const clock = one.utcMs !== null && other.utcMs !== null ? 'utcMs' : 'wallMs'
  const [at, than] = [one[clock], other[clock]]
  return at !== null && than !== null && Math.abs(at - than) <= mostMs
}
