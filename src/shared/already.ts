// What somebody says is in Google Photos already of a folder: nothing, some of it, or all but what is new since a day; and
// which files were here before such a day. No zod, since the window and the command read what people write with it.
import { toWallTime, wallDay } from './days.ts'
import { parsePartialDate } from './photo-dates.ts'

/**
 * Since when nobody backed up for those who had Google's own program: Drive for desktop stopped with photos on this day
 * (announced by e-mail in May 2026; told by marsiling.uk and theandroidportal.com, no page of Google's own is known).
 */
export const googleStoppedOn = '2026-08-10'

/** "nothing", "some" or a day as "2026-08-10", as it is kept and as people write it; null for anything else. */
export function parseAlready(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed === 'nothing' || trimmed === 'some') return trimmed
  return parsePartialDate(trimmed)?.day === undefined ? null : trimmed
}

/** The moment at which the day begins that is chosen, here; null: none is, and nothing is left out for its age. */
export function sinceOf(already: string): number | null {
  const { year, month = 1, day } = parsePartialDate(already) ?? {}
  return year === undefined || day === undefined ? null : new Date(year, month - 1, day).getTime()
}

/** The day here that holds a moment, as people choose it. */
export const dayHere = (at: number): string => wallDay(toWallTime(at))

/** Whether a day lies further ahead than tomorrow: until then it would leave out all that comes, by a slip of the hand. */
export function isTooLate(already: string, nowMs: number): boolean {
  const since = sinceOf(already)
  return since !== null && since > new Date(nowMs).setHours(24, 0, 0, 0)
}

/**
 * What a folder does with photos without a date where nobody chose it: one that Google Photos has already, without a date,
 * would arrive there a second time with one, as other bytes.
 */
export const undatedWhere = (already: string): 'file' | 'leave' =>
  already === 'nothing' ? 'file' : 'leave'

/**
 * What is taken to be so of a folder that is added in the window, by what was answered in the first run. Nobody was asked
 * about one that comes later: nothing of it is left out, and nothing of it is made to arrive twice.
 */
export const alreadyOfNew = (answer: string, isFirstRun: boolean): string =>
  isFirstRun || answer === 'nothing' ? answer : 'some'

/** What is known of when a file came to this computer, in ms since 1970. */
export interface FileComing {
  /** When its bytes were written last; a copy keeps that of the photo. */
  modifiedAt: number
  /** When anything of it changed: its bytes, its name or folder, its rights. FAT has none, and tells the time above. */
  changedAt: number
  /** When it was made where it lies; null: the system does not say, or was not asked. */
  bornAt: number | null
  /** When a scan met it first, and when the first whole scan of its folder ended; null: that is still to come. */
  foundAt: number
  firstScanAt: number | null
}

/** Earlier times tell nothing: 1970 and 1980 are what systems show where they know none. */
const firstTold = Date.UTC(1990, 0, 1)

/**
 * Whether a file was here before a moment. Only where everything that is known says so, since a photo that is left out
 * wrongly is lost, and one that is sent again makes no second: Google knows its bytes. So it goes where any of its times is
 * later, or where none tells anything; and where it was not there yet when its folder was looked through for the first
 * time, and was found later than that moment: a whole folder that is moved here brings its old times along.
 */
export function wasHereBefore(since: number, file: FileComing): boolean {
  const { modifiedAt, changedAt, bornAt, foundAt, firstScanAt } = file
  const told = [modifiedAt, changedAt, ...(bornAt === null ? [] : [bornAt])]
  if (!told.some((at) => at >= firstTold)) return false
  const came = firstScanAt !== null && foundAt > firstScanAt ? [foundAt] : []
  return [...told, ...came].every((at) => at < since)
}
