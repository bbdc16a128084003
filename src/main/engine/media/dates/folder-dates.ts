// The date in the names of the folders above a file: "1987", "1987-07", "2019-07-14 Party", "Summer 1987", and trees of
// YYYY/MM/DD. The nearest folder that tells one is believed, and one further out where it says the same more exactly.
import { firstYear } from '../../../../shared/photo-dates.ts'
import { noonOf, type WallReading } from '../wall-time.ts'
import { hasPassed } from './name-dates.ts'

interface Parts {
  year: number
  month?: number | undefined
  day?: number | undefined
}

/** `folders`: names from the outermost to the one that holds the file, the source's own among them. */
export function dateInFolders(folders: readonly string[], nowMs: number): WallReading | null {
  let found: Parts | null = null
  for (const at of [...folders.keys()].toReversed()) {
    const parts = datedFolder(folders, at)
    if (parts === null || believable(parts, nowMs) === null) continue
    if (found === null || isWithin(parts, found)) found = parts
  }
  return found === null ? null : believable(found, nowMs)
}

/** Noon of what a folder says; null where no calendar has it, or nobody has lived to see it. */
function believable({ year, month, day }: Parts, nowMs: number): WallReading | null {
  const noon = noonOf(year, month, day)
  return noon === null || !hasPassed(noon.wallMs, nowMs) ? null : noon
}

/** Whether one says what the other says, and more. */
const isWithin = (inner: Parts, outer: Parts): boolean =>
  inner.year === outer.year &&
  (outer.month === undefined ? inner.month !== undefined : inner.month === outer.month) &&
  (outer.day === undefined || inner.day === outer.day)

const yearAlone = /^(\d{4})$/u
/** "07", "7", "07 July", "07-July" below a year, and a day below a month. */
const numberFirst = /^(\d{1,2})(?:[ _.-]+[^\d\s].*)?$/u

function datedFolder(folders: readonly string[], at: number): Parts | null {
  const name = folders[at]?.normalize('NFKC').trim() ?? ''
  const own = datedName(name)
  if (own !== null) return own
  const number = numberFirst.exec(name)?.[1]
  const parent = folders[at - 1]?.normalize('NFKC').trim()
  if (number === undefined || parent === undefined) return null
  const above = yearOrMonth(parent, folders[at - 2]?.normalize('NFKC').trim())
  if (above === null) return null
  return above.month === undefined
    ? { year: above.year, month: Number(number) }
    : { ...above, day: Number(number) }
}

/** What the parent of a number is: a year, or a month below a year or with one. */
function yearOrMonth(name: string, parent: string | undefined): Parts | null {
  const year = yearAlone.exec(name)?.[1]
  if (year !== undefined) return asYear(Number(year))
  const own = datedName(name)
  if (own !== null) return own.month !== undefined && own.day === undefined ? own : null
  const month = numberFirst.exec(name)?.[1]
  const above = parent === undefined ? null : yearAlone.exec(parent)?.[1]
  return month === undefined || above === undefined || above === null
    ? null
    : { year: Number(above), month: Number(month) }
}

const asYear = (year: number): Parts | null => (year >= firstYear ? { year } : null)

/** Anywhere in a name: "2019-07-14 Party", "Party 2019_07_14"; of a span of days the first. */
const day = /(?<!\d|\d[-_.])(\d{4})([-_.])(\d\d)\2(\d\d)(?!\d)/u
const compactDay = /(?<![\d\p{L}])(\d{4})(\d\d)(\d\d)(?![\d\p{L}])/u
/** At the start of a name, and not the first of two years as in "1987-1990". */
const month = /^(\d{4})[-_.](\d\d)(?![\d]|[-_.]\d)/u
/** "1987", "1987 Italy", "1987_Italy", "1987 - Italy", "1987, Italy". */
const yearFirst = /^(\d{4})(?:[ _,.-]+[^\d\s_,.-].*)?$/u
/** "Italy 1987", "Photos from 2019", but not "Canon 5 2000". */
const yearLast = /^[^\d]*\p{L}[^\d]*[ _-](\d{4})$/u

function datedName(name: string): Parts | null {
  const whole = day.exec(name)
  if (whole !== null)
    return real({ year: Number(whole[1]), month: Number(whole[3]), day: Number(whole[4]) })
  const compact = compactDay.exec(name)
  if (compact !== null) {
    const [year, month, day] = compact.slice(1).map(Number)
    return real({ year: year ?? 0, month, day })
  }
  const monthly = month.exec(name)
  if (monthly !== null) return real({ year: Number(monthly[1]), month: Number(monthly[2]) })
  const yearly = yearFirst.exec(name) ?? yearLast.exec(name)
  return yearly === null ? null : asYear(Number(yearly[1]))
}

const real = (parts: Parts): Parts | null =>
  noonOf(parts.year, parts.month, parts.day) === null ? null : parts
