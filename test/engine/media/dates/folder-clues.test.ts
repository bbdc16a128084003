// Behaviour of a folder that is summed up: its dated files are neighbours of the others, its times are judged by dates and
// names, and those without a date are counted as people count.
import { describe, expect, it } from 'vitest'
import {
  folderClues,
  type ListedFile,
} from '../../../../src/main/engine/media/dates/folder-clues.ts'

const now = Date.UTC(2026, 10, 27)
const mtimeMs = Date.UTC(2024, 0, 1, 10)
const file = (name: string, wallMs: number | null = null): ListedFile => ({
  ...{ name, mtimeMs, birthtimeMs: null },
  carried:
    wallMs === null
      ? null
      : { source: 'exif-original', wallMs, offsetMinutes: 120, precision: 'second' },
})

describe('a folder', () => {
  it('has its dated files as neighbours of the others', () => {
    const shot = Date.UTC(2019, 6, 14)
    const { neighbours } = folderClues(
      [file('IMG_1.jpg', shot), file('IMG_3.jpg', shot), file('IMG_2.jpg'), file('IMG_9.jpg')],
      now,
    )
    expect(neighbours.between('IMG_2.jpg')?.wallMs).toBe(shot)
    expect(neighbours.between('IMG_4.jpg')).toBeNull()
    expect(neighbours.offsetNear(shot)).toBe(120)
  })

  it('believes no time of files that names or dates of the same hour contradict', () => {
    const doubt = (...files: ListedFile[]) =>
      folderClues(files, now).times.doubt({ mtimeMs, birthtimeMs: null }, now)
    expect(doubt(file('a.jpg'), file('b.jpg'))).toBeNull()
    expect(doubt(file('a.jpg'), file('IMG_20190714_182233.jpg'))).toBe('copied-together')
    expect(doubt(file('a.jpg'), file('b.jpg', Date.UTC(2019, 6, 14)))).toBe('copied-together')
    expect(doubt(file('a.jpg'), file('b.jpg', mtimeMs))).toBeNull()
  })

  it('counts those without a date by name, as people do', () => {
    const names = [
      'Scan 10.jpg',
      'Scan 9.jpg',
      'dated.jpg',
      'scan 1.jpg',
      'Ärger.jpg',
      'Scan 09.jpg',
    ]
    const { placeOf } = folderClues(
      names.map((name) => file(name, name === 'dated.jpg' ? 0 : null)),
      now,
    )
    const undated = names.filter((name) => name !== 'dated.jpg')
    const sorted = undated.toSorted((a, b) => placeOf(a) - placeOf(b))
    expect(sorted).toEqual(['Ärger.jpg', 'scan 1.jpg', 'Scan 09.jpg', 'Scan 9.jpg', 'Scan 10.jpg'])
    expect(sorted.map(placeOf)).toEqual([0, 1, 2, 3, 4])
  })
})
