// What the invented history says of dates: most photos carry theirs, scans carry none and get that of their folder where their
// type can take one, pictures from a messenger that of their name, and a few stay without.
import type { HistoryRow } from '../../src/shared/contract.ts'
import { toWallTime, wallDay } from '../../src/shared/days.ts'
import type { AddedDate } from '../../src/shared/photo-date-schemas.ts'

type Dates = Pick<HistoryRow, 'addedDate' | 'undated'> & { takenAt: number | null }

const carried = (takenAt: number): Dates => ({ takenAt, addedDate: null, undated: null })
const added = (at: number, source: AddedDate['source']): Dates => ({
  takenAt: null,
  addedDate: { at, offsetMinutes: null, source },
  undated: null,
})
const without = (undated: HistoryRow['undated']): Dates => ({
  takenAt: null,
  addedDate: null,
  undated,
})

/** A photo as its row begins. */
export interface Beginning {
  at: number
  number: string
  folder: string
  isVideo: boolean
  isReduced: boolean
  isDone: boolean
  changedAt: number
}

/** The name and the dates of a row. */
export function namedAndDated(photo: Beginning): { name: string; dates: Dates } {
  const { at, number, folder, isVideo, isReduced, isDone } = photo
  const takenAt = toWallTime(photo.changedAt - 90_000_000)
  if (isVideo) return { name: `MVI_${number}.MP4`, dates: carried(takenAt) }
  if (folder.startsWith('Scans')) {
    const isJpeg = at % 2 === 1
    const dates =
      isJpeg || isReduced
        ? added(Date.UTC(1978, 0, 1, 12, 0, at % 60), 'folder-name')
        : without('format')
    const name = `Grandma’s kitchen ${number}.${isJpeg ? 'jpg' : 'tif'}`
    return { name, dates: isDone ? dates : without(null) }
  }
  if (at % 31 === 9 && isDone) {
    const day = wallDay(takenAt)
    if (at % 2 === 1) {
      const name = `IMG-${day.replaceAll('-', '')}-WA${number}.jpg`
      return { name, dates: added(Date.parse(`${day}T12:00:00Z`), 'name-date') }
    }
    const dates = at % 4 === 0 ? added(takenAt, 'neighbours') : without(null)
    return { name: `IMG_${number}.JPG`, dates }
  }
  return { name: `IMG_${number}.JPG`, dates: carried(takenAt) }
}
