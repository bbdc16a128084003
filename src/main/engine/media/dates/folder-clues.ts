// What the files of one folder say of one another's dates, summed up once from its listing: neighbours, times of files, and
// the order of those without a date. Of each file it is known by then whether it carries a date.
import type { CarriedDate } from './carried.ts'
import { FolderTimes, type FileTimes } from './file-times.ts'
import { timeInName } from './name-dates.ts'
import { Neighbours } from './neighbours.ts'

/** A photo or video of the folder. */
export interface ListedFile extends FileTimes {
  name: string
  carried: CarriedDate | null
}

/** What a folder tells of each of its files, for `proposeDate`. */
export interface FolderClues {
  neighbours: Neighbours
  times: FolderTimes
  /** Which a file is among those without a date, by name; the first is 0. */
  placeOf(name: string): number
}

// "Scan 10" stands behind "Scan 9", as people count and file managers sort, and in every language alike.
const { compare } = new Intl.Collator('en', { numeric: true })

/** Sums up a folder. */
export function folderClues(files: readonly ListedFile[], nowMs: number): FolderClues {
  const dated = files.flatMap(({ name, carried }) => (carried === null ? [] : { name, ...carried }))
  let places: ReadonlyMap<string, number> | null = null
  return {
    neighbours: new Neighbours(dated),
    times: new FolderTimes(
      files.map(({ name, mtimeMs, carried }) => ({
        mtimeMs,
        datedMs: (carried ?? timeInName(name, nowMs))?.wallMs ?? null,
      })),
    ),
    // Asked only where one date is set for all: comparing names as people do takes its time.
    placeOf: (name) => (places ??= placesIn(files)).get(name) ?? 0,
  }
}

function placesIn(files: readonly ListedFile[]): ReadonlyMap<string, number> {
  const undated = files.filter(({ carried }) => carried === null).map(({ name }) => name)
  return new Map(
    undated
      .toSorted((a, b) => compare(a, b) || (a < b ? -1 : 1))
      .map((name, place): [string, number] => [name, place]),
  )
}
