// The date of an item: which of the stated ones counts, by Google's order of tags, and what each open question changes.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { MediaFacts, StatedDate } from '../core/model.ts'
import { defaultSettings, type Settings } from '../core/settings.ts'
import { itemDate } from './dates.ts'

const uploadedAt = Date.parse('2026-11-27T10:00:00Z')

/** The date of some facts as UTC, or that of the upload. */
function dateOf(media: MediaFacts, settings: Partial<Settings> = {}): string {
  const { atMs, datedBy } = itemDate(media, { ...defaultSettings, ...settings }, uploadedAt)
  return datedBy === null ? 'upload' : new Date(atMs).toISOString().slice(0, 19)
}

const facts = (
  dates: [from: StatedDate['from'], wall: string, zoneMinutes?: number][],
  mimeType = 'image/jpeg',
): MediaFacts => ({
  kind: mimeType.startsWith('video') ? 'video' : 'photo',
  mimeType,
  width: 1,
  height: 1,
  dates: dates.map(([from, wall, zoneMinutes = null]) => ({ from, wall, zoneMinutes })),
})

it.each([
  [
    'the first tag',
    facts([
      ['DateTime', '2003-03-03T03:03:03'],
      ['DateTimeDigitized', '2002-02-02T02:02:02'],
      ['DateTimeOriginal', '2001-01-01T01:01:01'],
    ]),
    '2001-01-01T01:01:01',
  ],
  [
    'the second',
    facts([
      ['DateTime', '2003-03-03T03:03:03'],
      ['DateTimeDigitized', '2002-02-02T02:02:02'],
    ]),
    '2002-02-02T02:02:02',
  ],
  ['the third', facts([['DateTime', '2003-03-03T03:03:03']]), '2003-03-03T03:03:03'],
  [
    'the next one where a tag holds zeros',
    facts([
      ['DateTimeOriginal', '0000-00-00T00:00:00'],
      ['DateTime', '2003-03-03T03:03:03'],
    ]),
    '2003-03-03T03:03:03',
  ],
  [
    'the next one where a tag holds no day',
    facts([
      ['DateTimeOriginal', '2019-02-31T99:00:00'],
      ['DateTime', '2003-03-03T03:03:03'],
    ]),
    '2003-03-03T03:03:03',
  ],
  ['an offset', facts([['DateTimeOriginal', '2019-07-14T01:30:00', 540]]), '2019-07-13T16:30:00'],
  [
    'the zone that a GPS time tells',
    facts([
      ['DateTimeOriginal', '2019-07-14T01:30:00'],
      ['GPS', '2019-07-13T19:59:58'],
    ]),
    '2019-07-13T20:00:00',
  ],
  [
    'no zone of a GPS time of another week',
    facts([
      ['DateTimeOriginal', '2019-07-14T01:30:00'],
      ['GPS', '2019-07-01T20:00:00'],
    ]),
    '2019-07-14T01:30:00',
  ],
  [
    'EXIF before XMP',
    facts([
      ['XMP', '2001-01-01T00:00:00'],
      ['DateTime', '2003-03-03T03:03:03'],
    ]),
    '2003-03-03T03:03:03',
  ],
  ['nothing but the upload', facts([]), 'upload'],
  ['nothing of zeros alone', facts([['DateTimeOriginal', '0000-00-00T00:00:00']]), 'upload'],
])('takes %s', (_what, media, expected) => {
  expect(dateOf(media)).toBe(expected)
})

const movie = facts(
  [
    ['Apple creationdate', '2019-07-14T18:22:33', 540],
    ['mvhd', '2019-07-14T05:00:00', 0],
  ],
  'video/quicktime',
)
const exif: [StatedDate['from'], string, number?][] = [
  ['DateTimeOriginal', '2019-07-14T18:22:33', 120],
]

it.each<[string, MediaFacts, string, Partial<Settings>, string]>([
  ['EXIF in a PNG', facts(exif, 'image/png'), '2019-07-14T16:22:33', { datedBy: [] }, 'upload'],
  ['EXIF in a WebP', facts(exif, 'image/webp'), '2019-07-14T16:22:33', { datedBy: [] }, 'upload'],
  [
    'XMP alone',
    facts([['XMP', '2019-07-14T18:22:33']]),
    '2019-07-14T18:22:33',
    { datedBy: [] },
    'upload',
  ],
  [
    'XMP in a GIF',
    facts([['XMP', '2019-07-14T18:22:33']], 'image/gif'),
    'upload',
    { datedBy: ['gif-xmp'] },
    '2019-07-14T18:22:33',
  ],
  ['offsets', facts(exif), '2019-07-14T16:22:33', { offsetsMove: false }, '2019-07-14T18:22:33'],
  [
    'a GPS time',
    facts([
      ['DateTime', '2019-07-14T18:00:00'],
      ['GPS', '2019-07-14T16:00:00'],
    ]),
    '2019-07-14T16:00:00',
    { datedBy: [] },
    '2019-07-14T18:00:00',
  ],
  [
    'a movie header',
    facts([['mvhd', '2019-07-14T05:00:00', 0]], 'video/mp4'),
    '2019-07-14T05:00:00',
    { datedBy: [] },
    'upload',
  ],
  [
    'a movie header of zero',
    facts([['mvhd', '1904-01-01T00:00:00', 0]], 'video/mp4'),
    'upload',
    { datedBy: ['mvhd', 'mvhd-zero'] },
    '1904-01-01T00:00:00',
  ],
  ["Apple's key", movie, '2019-07-14T09:22:33', { appleDateFirst: false }, '2019-07-14T05:00:00'],
  [
    "Apple's key unread",
    movie,
    '2019-07-14T09:22:33',
    { datedBy: ['mvhd'] },
    '2019-07-14T05:00:00',
  ],
  [
    'a scan of 1965',
    facts([['DateTimeOriginal', '1965-05-05T12:00:00']]),
    '1965-05-05T12:00:00',
    { oldDates: 'day-early' },
    '1965-05-04T12:00:00',
  ],
  [
    'a scan of 1965 not taken',
    facts([['DateTimeOriginal', '1965-05-05T12:00:00']]),
    '1965-05-05T12:00:00',
    { oldDates: 'upload-time' },
    'upload',
  ],
  [
    'a date in 2030',
    facts([['DateTimeOriginal', '2030-01-01T12:00:00']]),
    '2030-01-01T12:00:00',
    { futureDates: 'upload-time' },
    'upload',
  ],
])('plays both answers about %s', (_what, media, likely, other, otherwise) => {
  expect(dateOf(media)).toBe(likely)
  expect(dateOf(media, other)).toBe(otherwise)
})

it('gives any wall time and offset back as one moment', () => {
  const wall = fc.date({
    min: new Date('1900-01-01T00:00:00Z'),
    max: new Date('2026-11-01T00:00:00Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(wall, fc.integer({ min: -14 * 4, max: 14 * 4 }), (date, quarters) => {
      const text = date.toISOString().slice(0, 19)
      const media = facts([['DateTimeOriginal', text, quarters * 15]])
      const { atMs, zoneMinutes } = itemDate(media, defaultSettings, uploadedAt)
      expect(new Date(atMs + zoneMinutes * 60_000).toISOString().slice(0, 19)).toBe(text)
    }),
  )
})
