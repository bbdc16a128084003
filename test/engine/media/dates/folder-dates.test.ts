// Behaviour of the reader of dates in the names of folders: what people and programs call them, and what only looks so.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateInFolders } from '../../../../src/main/engine/media/dates/folder-dates.ts'

const now = Date.UTC(2026, 10, 27, 12)
const read = (path: string): string | null => {
  const found = dateInFolders(path.split('/'), now)
  if (found === null) return null
  expect(found.offsetMinutes).toBeNull()
  const text = new Date(found.wallMs).toISOString()
  expect(text.slice(11)).toBe('12:00:00.000Z')
  return text.slice(0, { year: 4, month: 7, day: 10, minute: 16, second: 19 }[found.precision])
}

describe('a folder', () => {
  it.each([
    ['1987', '1987'],
    ['Pictures/1987', '1987'],
    ['1987 Italy', '1987'],
    ['1987 - Italy', '1987'],
    ['1987_Italy', '1987'],
    ['Summer 1987', '1987'],
    ['Photos from 2019', '2019'],
    ['1826', '1826'],
    ['2026', '2026'],
    ['1987-07', '1987-07'],
    ['1987_07', '1987-07'],
    ['1987.07', '1987-07'],
    ['1987-07 Italy', '1987-07'],
    ['1987-07-Italy', '1987-07'],
    ['1987-07-14', '1987-07-14'],
    ['2019-07-14 Party', '2019-07-14'],
    ['2019_07_14_Party', '2019-07-14'],
    ['2019.07.14 Party', '2019-07-14'],
    ['20190714', '2019-07-14'],
    ['20190714 Party', '2019-07-14'],
    ['Party 2019-07-14', '2019-07-14'],
    ['2019-07-14 to 2019-07-20 Italy', '2019-07-14'],
    ['2024-02-29', '2024-02-29'],
    ['1970', '1970'],
    ['1980-01-01', '1980-01-01'],
  ])('%s is of %s', (path, date) => {
    expect(read(path)).toBe(date)
  })

  it.each([
    ['2019/07/14', '2019-07-14'],
    ['2019/07', '2019-07'],
    ['2019/7/4', '2019-07-04'],
    ['2019/07 July/14 Party', '2019-07-14'],
    ['2019/07-July', '2019-07'],
    ['2019/2019-07/14', '2019-07-14'],
    ['2019-07/14', '2019-07-14'],
    ['2019/2019-07-14', '2019-07-14'],
    ['Photos/2019/07/14/Raw', '2019-07-14'],
    ['2019/Party', '2019'],
    ['1987/Grandma/More', '1987'],
    // The nearest is believed, and one further out where it says the same more exactly.
    ['2010/1987', '1987'],
    ['2019-07-14 Party/2019', '2019-07-14'],
    ['2019-07-14 Party/2019-07', '2019-07-14'],
    ['2018-07-14 Party/2019', '2019'],
    // Neither a month nor a day.
    ['2019/13', '2019'],
    ['2019/02/30', '2019-02'],
    ['2019/0', '2019'],
    ['Party/07/14', null],
    ['Numbers/12', null],
  ])('in the tree %s is of %s', (path, date) => {
    expect(read(path)).toBe(date)
  })

  it.each([
    ...['DCIM/100CANON', 'DCIM/101_0714', 'DCIM/100APPLE', 'Camera Uploads', 'New folder (2)', ''],
    ...[
      '1080',
      '1080p',
      '0000',
      '1825',
      '2027',
      '2099',
      '3000 pictures',
      '12345',
      '20191',
      '120190714',
    ],
    ...[
      '1987-1990',
      '1980s',
      '1987-13',
      '2019-02-29',
      '20190732',
      'Canon 5 2000',
      '2019x',
      'a2019',
    ],
    ...['14.07.2019', '07-14-2019', '2027-07', '555-2019-07-14'],
  ])('%s is of no time', (path) => {
    expect(read(path)).toBeNull()
  })

  it('of every day is of that day, in all forms', () => {
    const day = fc.integer({ min: Date.UTC(1826, 0, 1), max: now })
    const forms = fc.constantFrom(
      'Y-M-D',
      'Y_M_D Party',
      'YMD',
      'Y/M/D',
      'Y/Y-M-D',
      'Y/M D/D',
      'Old Y-M-D',
    )
    fc.assert(
      fc.property(day, forms, (ms, form) => {
        const [year = '', month = '', date = ''] = new Date(ms)
          .toISOString()
          .slice(0, 10)
          .split('-')
        const path = form
          .replaceAll('Y', year)
          .replaceAll('M D', `${month} May`)
          .replaceAll(/M(?!a)/g, month)
          .replaceAll(/D(?!C)/g, date)
        expect({ path, read: read(path) }).toEqual({ path, read: `${year}-${month}-${date}` })
      }),
    )
  })

  it('with few digits is of no time', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 20 })), (folders) => {
        fc.pre(!folders.some((name) => /\d{4}/.test(name.normalize('NFKC'))))
        expect(dateInFolders(folders, now)).toBeNull()
      }),
    )
  })
})
