// What the files of a rehearsal come to: files by what becomes of them, bytes, requests, days. Pure.
import type { Rehearsal, RehearsedFile, Unlooked } from './rehearsal-schemas.ts'

/** Before anything was looked at. */
export const noRehearsal = (): Rehearsal => ({
  found: 0,
  outcomes: {
    goes: { files: 0, bytes: 0 },
    copy: { files: 0, bytes: 0 },
    done: { files: 0, bytes: 0 },
    skipped: { files: 0, bytes: 0 },
    failed: { files: 0, bytes: 0 },
  },
  reasons: {},
  datesAdded: 0,
  undated: 0,
  captions: 0,
  reduced: { files: 0, bytes: 0 },
  bytes: 0,
  spreadBytes: 0,
  uploads: 0,
  creates: 0,
  days: 0,
  unreadable: 0,
  unreadableFolders: 0,
  unlooked: [],
  otherFiles: 0,
  links: 0,
  away: [],
  isWhole: false,
})

/** As many places are named as anybody reads. */
const mostNamed = 100

/** What the requests of a run are reckoned with: photos/ says what bytes take, queue/ how many photos are made at once. */
export interface RequestRules {
  uploadsOf(sentBytes: number): number
  batchSize: number
  usedToday: number
  perDay: number
}

/** Takes one file into the sums. A smaller copy counts for as much as the photo until it is estimated. */
export function countFile(sums: Rehearsal, file: RehearsedFile, rules: RequestRules): void {
  const { outcome, sizeBytes, sentBytes } = file
  sums.found += 1
  sums.outcomes[outcome].files += 1
  sums.outcomes[outcome].bytes += sizeBytes
  const reason = file.skip?.kind ?? file.failure?.kind ?? null
  if (reason !== null) sums.reasons[reason] = (sums.reasons[reason] ?? 0) + 1
  if (outcome !== 'goes') return
  if (file.date?.isAdded === true) sums.datesAdded += 1
  if (file.date === null) sums.undated += 1
  if (file.caption !== null) sums.captions += 1
  if (file.isReduced) {
    sums.reduced.files += 1
    sums.reduced.bytes += sizeBytes
  }
  sums.bytes += sentBytes ?? sizeBytes
  // A copy of 16 megapixels goes in one request.
  sums.uploads += sentBytes === null ? 1 : rules.uploadsOf(sentBytes)
  sums.creates = Math.ceil(sums.outcomes.goes.files / rules.batchSize)
  sums.days = daysFor(sums.uploads + sums.creates, rules)
}

/** Takes the estimate of the smaller copies in: their bytes as they are were counted until now. */
export function countCopies(sums: Rehearsal, copies: { bytes: number; spreadBytes: number }): void {
  sums.bytes += copies.bytes - sums.reduced.bytes
  sums.spreadBytes = copies.spreadBytes
}

/** Takes a place in that could not be looked into. */
export function countUnlooked(sums: Rehearsal, place: Unlooked, isFolder: boolean): void {
  sums.unreadable += 1
  if (isFolder) sums.unreadableFolders += 1
  if (sums.unlooked.length < mostNamed) sums.unlooked.push(place)
}

/** How many days so many requests take, today among them where any of its requests are left. */
export function daysFor(
  requests: number,
  { usedToday, perDay }: Pick<RequestRules, 'usedToday' | 'perDay'>,
): number {
  const left = Math.max(0, perDay - usedToday)
  const today = left > 0 && requests > 0 ? 1 : 0
  return today + Math.ceil(Math.max(0, requests - left) / perDay)
}

/** Whether something would stay behind that may be a photo: `backup --once` would end with 3. */
export const isSomethingLeft = (sums: Rehearsal): boolean =>
  sums.outcomes.skipped.files + sums.outcomes.failed.files + sums.unreadable + sums.away.length >
    0 || !sums.isWhole
