// What the dated files of one folder say of the others: a photo whose name lies between two dated ones of the same series was
// taken between them, and clocks in a folder show the time of one place. Asked by name and by time, for folders of any size.
import type { DateCertainty } from '../../../../shared/photo-dates.ts'
import type { WallReading } from '../wall-time.ts'
import type { CarriedDate } from './carried.ts'

/** A file of the folder with the date that it carries. */
export type DatedName = { name: string } & Pick<CarriedDate, 'source' | 'wallMs' | 'offsetMinutes'>

/** A date that two neighbours enclose. */
export interface NeighbourDate extends WallReading {
  certainty: DateCertainty
}

const dayMs = 24 * 60 * 60 * 1000
/** Two neighbours further apart say too little. */
const mostApartMs = 7 * dayMs
/** Who travels puts the clock sooner or later. */
const mostZoneMs = 30 * dayMs

interface Numbered {
  number: number
  wallMs: number
  offsetMinutes: number | null
}

/** The dated files of one folder. */
export class Neighbours {
  readonly #series = new Map<string, Numbered[]>()
  readonly #clocks: { wallMs: number; offsetMinutes: number }[] = []

  constructor(dated: Iterable<DatedName>) {
    for (const { name, source, wallMs, offsetMinutes } of dated) {
      // Its time is that of UTC, whatever the clocks showed.
      if (source === 'movie-header') continue
      if (offsetMinutes !== null) this.#clocks.push({ wallMs, offsetMinutes })
      const place = placeInSeries(name)
      if (place === null) continue
      const list = this.#series.get(place.series)
      const numbered = { number: place.number, wallMs, offsetMinutes }
      if (list === undefined) this.#series.set(place.series, [numbered])
      else list.push(numbered)
    }
    for (const list of this.#series.values())
      list.sort((a, b) => a.number - b.number || a.wallMs - b.wallMs)
    this.#clocks.sort((a, b) => a.wallMs - b.wallMs)
  }

  /** When a photo was taken whose name lies between two dated ones, or that bears the number of one; null: not told. */
  between(name: string): NeighbourDate | null {
    const place = placeInSeries(name)
    const list = place === null ? undefined : this.#series.get(place.series)
    if (place === null || list === undefined) return null
    const at = firstFrom(list, ({ number }) => number >= place.number)
    const after = list[at]
    // Another file of the same shot: its RAW, its film.
    if (after?.number === place.number) {
      const { wallMs, offsetMinutes } = after
      return { wallMs, offsetMinutes, precision: 'second', certainty: 'likely' }
    }
    const before = list[at - 1]
    if (before === undefined || after === undefined) return null
    const apartMs = after.wallMs - before.wallMs
    // A counter that began anew, or a clock that was put.
    if (apartMs < 0 || apartMs > mostApartMs) return null
    const part = (place.number - before.number) / (after.number - before.number)
    const wallMs = Math.floor((before.wallMs + apartMs * part) / 1000) * 1000
    const isSame = before.offsetMinutes === after.offsetMinutes
    return {
      // Two shots of one second leave no whole second between them.
      wallMs: Math.max(wallMs, before.wallMs),
      offsetMinutes: isSame ? before.offsetMinutes : null,
      precision: 'second',
      certainty: apartMs <= dayMs ? 'likely' : 'guess',
    }
  }

  /** What the clocks showed beyond UTC around a moment or a wall time; null where nobody in the folder says. */
  offsetNear(ms: number): number | null {
    const at = firstFrom(this.#clocks, ({ wallMs }) => wallMs >= ms)
    const near = [this.#clocks[at - 1], this.#clocks[at]].flatMap((clock) => clock ?? [])
    const [nearest] = near.toSorted((a, b) => Math.abs(a.wallMs - ms) - Math.abs(b.wallMs - ms))
    if (nearest === undefined || Math.abs(nearest.wallMs - ms) > mostZoneMs) return null
    return nearest.offsetMinutes
  }
}

/** The first place of a sorted list from which on it holds. */
function firstFrom<T>(list: readonly T[], holds: (one: T) => boolean): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const one = list[middle]
    if (one !== undefined && holds(one)) high = middle
    else low = middle + 1
  }
  return low
}

/** What programs put behind the name of a copy or of an edited photo. */
const copySigns = /(?:\s*\(\d{1,3}\)|~\d{1,2}|[-_ ]+(?:edited|copy|hdr|bearbeitet|kopie))+$/iu

/** A name as a number of a series, with or without noughts before it; null where it ends with none. */
function placeInSeries(name: string): { series: string; number: number } | null {
  const stem = name.replace(/\.[^.]*$/u, '').replace(copySigns, '')
  const parts = /^(.*?)(\d{1,15})$/su.exec(stem)
  return parts === null
    ? null
    : { series: (parts[1] ?? '').toLowerCase(), number: Number(parts[2]) }
}
