// Decides which date a photo without one gets: one pure function over all that may tell one, in their order, by what its
// folder wants. Finds nothing itself and writes nothing; the readers of each source are the other files of this folder.
import type { DateProposal, FoundDate } from '../../../../shared/photo-date-schemas.ts'
import {
  parsePartialDate,
  type DateCertainty,
  type FileTimeDoubt,
  type FoundSource,
  type UndatedPolicy,
} from '../../../../shared/photo-dates.ts'
import { noonOf, type WallReading } from '../wall-time.ts'
import type { CarriedReading } from './carried.ts'
import { isClockReset } from './clock-resets.ts'
import type { FileTimes, FolderTimes } from './file-times.ts'
import { dateInFolders } from './folder-dates.ts'
import { dayInName, hasPassed, timeInName } from './name-dates.ts'
import type { Neighbours } from './neighbours.ts'
import { fixedZone, utcOfWall, wallOfUtc, type TimeZone } from './time-zone.ts'

/** All that may tell when a photo was taken. */
export interface DateClues {
  name: string
  /** Names of the folders above it, the outermost first, the source's own among them. */
  folders: readonly string[]
  /** What its bytes say. */
  carried: CarriedReading
  /** What its XMP sidecar says. */
  sidecar: WallReading | null
  /** The moment that Google's export tells, which names no zone. */
  takeoutMs: number | null
  /** The dated files of its folder. */
  neighbours: Neighbours
  /** Its own times, with those of its folder. */
  times: { file: FileTimes; folder: FolderTimes } | null
  /** Which it is among the photos without a date of its folder, by their names; the first is 0. */
  place: number
}

/** Where and when it is asked. */
export interface HereAndNow {
  nowMs: number
  /** This computer's zone. */
  zone: TimeZone
}

/** A date that one source tells: a wall time, or a moment of which the wall time has to be found. */
type Told = WallReading & { isUtc?: boolean; certainty: DateCertainty }

/** The date of a photo, or why there is none. */
export function proposeDate(
  clues: DateClues,
  policy: UndatedPolicy,
  here: HereAndNow,
): DateProposal {
  if (clues.carried.date !== null) return { kind: 'carried' }
  if (policy.kind === 'leave') return { kind: 'none', why: 'left', doubt: null }
  const doubt = policy.kind === 'file' ? doubtOf(clues, here) : null
  const found = firstFound(clues, policy, doubt, here)
  return found === null ? { kind: 'none', why: 'unknown', doubt } : { kind: 'found', date: found }
}

function firstFound(
  clues: DateClues,
  policy: UndatedPolicy,
  doubt: FileTimeDoubt | null,
  here: HereAndNow,
): FoundDate | null {
  for (const [source, ask] of sources) {
    const isAsked =
      source === 'chosen'
        ? policy.kind === 'date'
        : source !== 'file-time' || (policy.kind === 'file' && doubt === null)
    const told = isAsked ? ask(clues, here, policy) : null
    if (told === null) continue
    const date = located(told, clues.neighbours, here.zone)
    // Whoever sets a date for a folder may set any; nobody else tells of what is still to come.
    const isBelieved = hasPassed(date.wallMs, here.nowMs) && !isClockReset(date.wallMs)
    if (source === 'chosen' || isBelieved)
      return { ...date, precision: told.precision, source, certainty: told.certainty }
  }
  return null
}

type Ask = (clues: DateClues, here: HereAndNow, policy: UndatedPolicy) => Told | null

const as = (certainty: DateCertainty, reading: WallReading | null): Told | null =>
  reading === null ? null : { ...reading, certainty }

/** In the order in which they are believed. */
const sources: readonly (readonly [source: FoundSource, ask: Ask])[] = [
  ['chosen', ({ place }, _, policy) => chosen(policy, place)],
  ['sidecar', ({ sidecar }) => as('sure', sidecar)],
  ['takeout', ({ takeoutMs }) => (takeoutMs === null ? null : moment(takeoutMs, 'sure'))],
  ['inside', ({ carried }) => as('sure', carried.inside)],
  ['name-time', ({ name }, { nowMs }) => timeInName(name, nowMs)],
  ['neighbours', ({ name, neighbours }, { nowMs }) => enclosed(name, neighbours, nowMs)],
  ['name-date', ({ name }, { nowMs }) => dayInName(name, nowMs)],
  ['folder-name', ({ folders }, { nowMs }) => as('guess', dateInFolders(folders, nowMs))],
  ['file-time', ({ times }, { zone }) => fileTime(times?.file.mtimeMs ?? null, zone)],
]

const moment = (utcMs: number, certainty: DateCertainty): Told => ({
  wallMs: utcMs,
  offsetMinutes: null,
  precision: 'second',
  isUtc: true,
  certainty,
})

/** Noon of the folder's date, each photo a second after the one before, and none after midnight. */
function chosen(policy: UndatedPolicy, place: number): Told | null {
  const date = policy.kind === 'date' ? parsePartialDate(policy.date) : null
  const noon = date === null ? null : noonOf(date.year, date.month, date.day)
  if (noon === null) return null
  const wallMs = noon.wallMs + Math.min(place, secondsFromNoon) * 1000
  return { ...noon, wallMs, certainty: 'sure' }
}

const secondsFromNoon = 12 * 60 * 60 - 1

/** Neighbours tell the time of a day that the name tells, and are not heard against it. */
function enclosed(name: string, neighbours: Neighbours, nowMs: number): Told | null {
  const between = neighbours.between(name)
  const day = between === null ? null : dayInName(name, nowMs)
  return day === null || between === null || isSameDay(day.wallMs, between.wallMs) ? between : null
}

const dayMs = 24 * 60 * 60 * 1000
const isSameDay = (one: number, other: number): boolean =>
  Math.floor(one / dayMs) === Math.floor(other / dayMs)

function doubtOf({ times }: DateClues, { nowMs }: HereAndNow): FileTimeDoubt | null {
  return times === null ? null : times.folder.doubt(times.file, nowMs)
}

/** A drive keeps a moment, and nobody knows in which zone the photo was taken: the time that this computer shows for it. */
function fileTime(mtimeMs: number | null, zone: TimeZone): Told | null {
  if (mtimeMs === null) return null
  // File systems count in parts of a millisecond, which no date has.
  const wallMs = wallOfUtc(Math.floor(mtimeMs), zone)
  return { wallMs, offsetMinutes: null, precision: 'second', certainty: 'guess' }
}

/**
 * The wall time, its zone and the moment. A moment shows on the clocks of the dated neighbours, else on this computer's, and
 * is written with their offset, so that it stays that moment. A wall time without a zone gets none: only the moment, which a
 * film's header wants, is counted in the zone of the neighbours, else in this computer's.
 */
function located(
  { wallMs, offsetMinutes, isUtc = false }: Told,
  neighbours: Neighbours,
  here: TimeZone,
): Pick<FoundDate, 'wallMs' | 'offsetMinutes' | 'utcMs'> {
  const near = offsetMinutes ?? neighbours.offsetNear(wallMs)
  const zone = near === null ? here : fixedZone(near)
  if (!isUtc) return { wallMs, offsetMinutes, utcMs: utcOfWall(wallMs, zone) }
  return {
    wallMs: wallOfUtc(wallMs, zone),
    offsetMinutes: zone.offsetAt(wallMs),
    utcMs: wallMs,
  }
}
