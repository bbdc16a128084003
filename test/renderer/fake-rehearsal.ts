// A rehearsal of invented photos: rows of every outcome, computed from their numbers, and the figures that they come to.
import type { Output } from '../../src/shared/contract.ts'
import { outcomes, type Outcome } from '../../src/shared/rehearsal.ts'
import type {
  Rehearsal,
  RehearsedAlbums,
  RehearsedFile,
} from '../../src/shared/rehearsal-schemas.ts'
import { countFile, noRehearsal, type RequestRules } from '../../src/shared/rehearsal-sums.ts'

const rules: RequestRules = {
  uploadsOf: () => 1,
  batchSize: 50,
  usedToday: 0,
  perDay: 10_000,
}

const skips = [
  { kind: 'too-large', sizeBytes: 243_000_000, limitBytes: 200_000_000 },
  { kind: 'online-only' },
  { kind: 'not-a-photo', detected: 'application/pdf' },
] as const

/** The file of a number with this outcome. */
export function rehearsedFile(outcome: Outcome, at: number): RehearsedFile {
  const isReduced = outcome === 'goes' && at % 4 === 1
  const isUndated = at % 9 === 4
  const isAdded = at % 9 === 7
  return {
    outcome,
    root: '/home/anna/Pictures',
    path: `2026/06 Lake district/IMG_${String(4_000 + at)}.jpg`,
    sizeBytes: 3_200_000 + at * 1_000,
    sentBytes: outcome !== 'goes' || isReduced ? null : 3_200_000 + at * 1_000,
    isReduced,
    keptOriginal: null,
    date:
      outcome !== 'goes' || isUndated
        ? null
        : {
            at: Date.UTC(2019, 6, 14, 12, 0, at % 60),
            offsetMinutes: null,
            source: isAdded ? 'name-date' : 'exif-original',
            isAdded,
          },
    undated: outcome === 'goes' && isUndated ? 'format' : null,
    caption: outcome === 'goes' && at % 11 === 2 ? 'Anna on the bench above the lake' : null,
    skip: outcome === 'skipped' ? (skips[at % skips.length] ?? null) : null,
    failure: outcome === 'failed' ? { kind: 'file-unreadable', code: 'EACCES' } : null,
  }
}

/** The figures of so many files. */
export function rehearsalOf(counts: Readonly<Record<Outcome, number>>): Rehearsal {
  const sums = noRehearsal()
  for (const outcome of outcomes)
    for (let at = 0; at < counts[outcome]; at += 1)
      countFile(sums, rehearsedFile(outcome, at), rules)
  const isMeasured = sums.reduced.files > 0
  if (isMeasured) sums.bytes -= Math.round(sums.reduced.bytes * 0.6)
  return {
    ...sums,
    spreadBytes: isMeasured ? Math.round(sums.reduced.bytes * 0.05) : 0,
    otherFiles: 12,
    links: 1,
    isWhole: true,
  }
}

/** What a bridge answers for it. */
export const rehearsalAnswer = (
  counts: Readonly<Record<Outcome, number>>,
  { outcome, from, limit }: { outcome: Outcome; from: number; limit: number },
  rehearsal: Rehearsal,
  albums: RehearsedAlbums | null,
): Output<'readRehearsal'> => ({
  rehearsal,
  stage: { does: 'looking' },
  isDone: true,
  albums,
  outcome,
  from,
  rows: Array.from({ length: Math.max(0, Math.min(limit, counts[outcome] - from)) }, (_, at) =>
    rehearsedFile(outcome, from + at),
  ),
  listed: { ...counts },
})
