// How long a file waits for its partner that is not there yet, where it may be left out for it. By the names of one folder
// alone: whether both are one picture their bytes tell, once both are there.
import {
  pairRoleOf,
  pairStem,
  partnerWaitMs,
  stemsBeside,
  type PairPolicy,
} from '../../../shared/pairs.ts'
import type { Entry } from '../ports/files.ts'

/** Says until when a file of this folder waits for another one, in ms since 1970; 0: it does not. */
export function partnerWait(
  policy: PairPolicy,
  entries: readonly Entry[],
  now: number,
  quietMs: number,
): (entry: Entry) => number {
  if (!policy.raw && !policy.film) return () => 0
  let stills: Map<string, Entry> | null = null
  // Clocks of shares may be ahead of this one.
  const after = ({ ctimeUs }: Entry, waitMs: number): number =>
    Math.round(Math.min(now, ctimeUs / 1_000) + waitMs)
  return (entry) => {
    const role = pairRoleOf(entry.name)
    if (role === null || role === 'still' || !policy[role]) return 0
    stills ??= new Map(
      entries
        .filter(({ name }) => pairRoleOf(name) === 'still')
        .map((still) => [pairStem(still.name), still]),
    )
    for (const stem of stemsBeside(entry.name)) {
      const partner = stills.get(stem.toLowerCase())
      // It may still be written.
      if (partner !== undefined) return after(partner, quietMs)
    }
    return after(entry, partnerWaitMs)
  }
}
