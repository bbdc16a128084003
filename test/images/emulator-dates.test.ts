// The stand-in for Google dates pictures by the tags that exiftool writes into them, as its own settings say.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { defaultSettings, type Settings } from '../emulator/core/settings.ts'
import { bytesInMemory } from '../emulator/media/byte-source.ts'
import { itemDate } from '../emulator/media/dates.ts'
import { inspectMedia } from '../emulator/media/inspect.ts'
import { writeManyTags } from './tools.ts'

type Form = 'jpeg' | 'png' | 'webp' | 'gif'
const written: [Form, string[], string, Partial<Settings>?][] = [
  ['jpeg', ['-DateTimeOriginal=1987:07:14 18:22:33'], '1987-07-14T18:22:33'],
  [
    'jpeg',
    ['-DateTimeOriginal=2019:07:14 18:22:33', '-OffsetTimeOriginal=-05:00'],
    '2019-07-14T23:22:33',
  ],
  [
    'jpeg',
    ['-CreateDate=2019:07:14 18:22:33', '-OffsetTimeDigitized=+09:00'],
    '2019-07-14T09:22:33',
  ],
  ['jpeg', ['-ModifyDate=2019:07:14 18:22:33', '-OffsetTime=+01:00'], '2019-07-14T17:22:33'],
  ['jpeg', ['-DateTimeOriginal=2019:07:14 18:22:33', '-OffsetTime=+02:00'], '2019-07-14T16:22:33'],
  [
    'jpeg',
    ['-DateTimeOriginal=2019:07:14 18:22:33', '-GPSDateStamp=2019:07:14', '-GPSTimeStamp=12:52:30'],
    '2019-07-14T12:52:33',
  ],
  ['jpeg', ['-XMP-photoshop:DateCreated=1987:07:14 18:22:33+02:00'], '1987-07-14T16:22:33'],
  ['jpeg', ['-XMP-exif:DateTimeOriginal=1987:07:14'], '1987-07-14T00:00:00'],
  ['png', ['-EXIF:DateTimeOriginal=1987:07:14 18:22:33'], '1987-07-14T18:22:33'],
  ['png', ['-XMP-xmp:CreateDate=1987:07:14 18:22:33'], '1987-07-14T18:22:33'],
  ['png', ['-PNG:CreationTime=1987:07:14 18:22:33'], 'upload'],
  ['webp', ['-EXIF:DateTimeOriginal=1987:07:14 18:22:33'], '1987-07-14T18:22:33'],
  ['webp', ['-XMP-xmp:CreateDate=1987:07:14 18:22:33'], '1987-07-14T18:22:33'],
  ['gif', ['-XMP-xmp:CreateDate=1987:07:14 18:22:33'], 'upload'],
  [
    'gif',
    ['-XMP-xmp:CreateDate=1987:07:14 18:22:33'],
    '1987-07-14T18:22:33',
    { datedBy: ['gif-xmp'] },
  ],
]
const folder = mkdtempSync(join(tmpdir(), 'dates-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** Real pictures with the tags that exiftool writes into them. */
beforeAll(async () => {
  for (const [index, [form]] of written.entries()) {
    const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'olive' } })
    writeFileSync(pathOf(form, index), await picture.toFormat(form).toBuffer())
  }
  await writeManyTags(written.map(([form, tags], index) => ({ path: pathOf(form, index), tags })))
})

const pathOf = (form: Form, index: number): string => join(folder, `${String(index)}.${form}`)

it.each(written.map((row, index) => [index, ...row] as const))(
  'dates picture %i, a %s with %j',
  (index, form, _args, expected, settings) => {
    const bytes = readFileSync(pathOf(form, index))
    const media = inspectMedia(bytesInMemory([bytes], bytes.length))
    if (media === null) throw new Error('not a picture')
    const { atMs, datedBy } = itemDate(media, { ...defaultSettings, ...settings }, Date.now())
    const date = datedBy === null ? 'upload' : new Date(atMs).toISOString().slice(0, 19)
    expect(date).toBe(expected)
  },
)
