// Whether the time of a file may be that of its photo. Copying keeps it, and so it often is; editing, unpacking and syncing
// set it anew, and then it dates a whole folder to one evening. Pure; a folder's files are summed up once.
import type { FileTimeDoubt } from '../../../../shared/photo-dates.ts'

/** The times of one file, in milliseconds since 1970. */
export interface FileTimes {
  mtimeMs: number
  /** When it was made where it lies; null where the system does not say. */
  birthtimeMs: number | null
}

/** What one file adds to what is known of its folder. */
export interface FolderFile {
  mtimeMs: number
  /** The wall time that it carries or that its name tells; null: neither. */
  datedMs: number | null
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** No earlier file is a digital photo. */
const firstMs = Date.UTC(1990, 0, 1)
/** FAT keeps whole pairs of seconds. */
const toleranceMs = 2_000
/** Nobody takes so many photos in a minute; whoever unpacks an archive gets them. */
const manyInMinute = 20
/** Zones, and the FAT drives that know none, make up to 14 hours of difference and no more. */
const otherDayMs = 26 * hourMs

/** The times of the files of one folder. */
export class FolderTimes {
  readonly #minutes = new Map<number, number>()
  readonly #doubtful: { from: number; to: number } | null

  constructor(files: readonly FolderFile[]) {
    for (const { mtimeMs } of files) {
      const minute = Math.floor(mtimeMs / minuteMs)
      this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + 1)
    }
    this.#doubtful = doubtfulHour(files)
  }

  /** Why the time of a file is not believed; null: it is. */
  doubt({ mtimeMs, birthtimeMs }: FileTimes, nowMs: number): FileTimeDoubt | null {
    if (mtimeMs < firstMs) return 'before-digital'
    if (mtimeMs > nowMs) return 'in-the-future'
    // A copy keeps the time of the photo and is made later; what was changed since it was made has another time.
    if (birthtimeMs !== null && mtimeMs > birthtimeMs + toleranceMs) return 'changed-since'
    const inMinute = this.#minutes.get(Math.floor(mtimeMs / minuteMs)) ?? 0
    if (inMinute >= manyInMinute) return 'many-in-a-minute'
    const hour = this.#doubtful
    return hour !== null && mtimeMs >= hour.from && mtimeMs <= hour.to ? 'copied-together' : null
  }
}

/** The hour in which most files of the folder were written, where those among them that carry dates say another day. */
function doubtfulHour(files: readonly FolderFile[]): { from: number; to: number } | null {
  const sorted = files.toSorted((a, b) => a.mtimeMs - b.mtimeMs)
  let best = { first: 0, past: 0 }
  let first = 0
  for (const [index, { mtimeMs }] of sorted.entries()) {
    while ((sorted[first]?.mtimeMs ?? mtimeMs) < mtimeMs - hourMs) first += 1
    if (index + 1 - first > best.past - best.first) best = { first, past: index + 1 }
  }
  const inHour = sorted.slice(best.first, best.past)
  if (inHour.length * 2 <= sorted.length) return null
  const dated = inHour.filter(({ datedMs }) => datedMs !== null)
  const others = dated.filter(
    ({ mtimeMs, datedMs }) => Math.abs(mtimeMs - (datedMs ?? mtimeMs)) > otherDayMs,
  )
  const [from, to] = [inHour[0]?.mtimeMs, inHour.at(-1)?.mtimeMs]
  if (from === undefined || to === undefined || others.length * 2 <= dated.length) return null
  return { from, to }
}
