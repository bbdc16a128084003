// The reader of dates and exiftool agree: exiftool writes a date into each container, and what is read is what it says.
import { copyFileSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memorySource } from '../../src/main/engine/media/byte-source.ts'
import { readCarriedDate } from '../../src/main/engine/media/dates/carried.ts'
import { FolderSidecars, sidecarDate } from '../../src/main/engine/media/dates/sidecars.ts'
import { sniff } from '../../src/main/engine/media/media-types.ts'
import { readHead } from '../../src/main/engine/media/read-head.ts'
import { encodeHeif, exiftool, ffmpeg, readTags, writeTags } from './tools.ts'
import { openWorkshop, type Workshop } from './workshop.ts'

const shot = '2019:07:14 18:22:33'
const shotAt = Date.UTC(2019, 6, 14, 18, 22, 33)

let workshop: Workshop
beforeAll(async () => {
  workshop = openWorkshop()
  const plain = sharp({ create: { width: 64, height: 48, channels: 3, background: '#864' } })
  for (const extension of ['jpg', 'png', 'webp', 'tif'])
    await plain.toFile(workshop.path(`plain.${extension}`))
  await encodeHeif(workshop.path('plain.png'), workshop.path('plain.heic'))
  const film = ['-f', 'lavfi', '-i', 'color=c=brown:s=64x48:d=0.2', '-map_metadata', '-1']
  for (const extension of ['mp4', 'mov', '3gp'])
    await ffmpeg([...film, '-c:v', 'mpeg4', workshop.path(`plain.${extension}`)])
})
afterAll(() => workshop.close())

async function read(path: string) {
  const bytes = readFileSync(path)
  const type = sniff(bytes.subarray(0, 512), extname(path).slice(1))
  if (type === null) throw new Error('of no known type')
  const source = memorySource(bytes)
  return readCarriedDate({ source, head: await readHead(source, type), format: type.format })
}

/** A plain file of this kind with these tags. */
async function tagged(extension: string, name: string, tags: readonly string[]): Promise<string> {
  const path = workshop.path(`${name.replace(/\W/g, '')}.${extension}`)
  copyFileSync(workshop.path(`plain.${extension}`), path)
  await writeTags(path, tags)
  return path
}

const pictures = ['jpg', 'png', 'webp', 'tif', 'heic']
const films = ['mp4', 'mov', '3gp']

describe('exiftool and the reader agree', () => {
  test.each([...pictures, ...films])('that a plain .%s carries no date', async (extension) => {
    const { date, inside } = await read(workshop.path(`plain.${extension}`))
    expect({ date, inside }).toEqual({ date: null, inside: null })
  })

  // Each tag in a JPEG, and the first of them in the other containers: the block inside is the same.
  test.each([
    ['jpg', 'ExifIFD:CreateDate', 'exif-digitized', 'ExifIFD:OffsetTimeDigitized'],
    ['jpg', 'IFD0:ModifyDate', 'exif-changed', 'ExifIFD:OffsetTime'],
    ...pictures.map((extension) => [
      ...[extension, 'ExifIFD:DateTimeOriginal', 'exif-original', 'ExifIFD:OffsetTimeOriginal'],
    ]),
  ])('on a .%s with %s', async (extension = '', tag = '', source, offset = '') => {
    const path = await tagged(extension, tag, [`-${tag}=${shot}`, `-${offset}=-03:30`])
    const [tags = {}] = await readTags([path])
    expect([tags[tag], tags[offset]]).toEqual([shot, '-03:30'])
    expect((await read(path)).date).toEqual({
      ...{ source, wallMs: shotAt, offsetMinutes: -210, precision: 'second' },
    })
  })

  test.each([
    ['jpg', 'photoshop:DateCreated', 'elements'],
    ['jpg', 'xmp:CreateDate', 'elements'],
    ['jpg', 'exif:DateTimeDigitized', 'attributes'],
    ...pictures.flatMap((extension) => [
      [extension, 'exif:DateTimeOriginal', 'elements'],
      [extension, 'exif:DateTimeOriginal', 'attributes'],
    ]),
  ])('on a .%s with XMP %s in %s', async (extension = '', name = '', form) => {
    const tag = `XMP-${name}`
    const isCompact = form === 'attributes'
    const api = isCompact ? ['-api', 'Compact=Shorthand'] : []
    const path = await tagged(extension, `${tag}${form}`, [...api, `-${tag}=${shot}+09:00`])
    expect(readFileSync(path, 'latin1')).toContain(isCompact ? `${name}=` : `<${name}>`)
    const [tags = {}] = await readTags([path])
    expect(tags[tag]).toBe(`${shot}+09:00`)
    expect((await read(path)).date).toEqual({
      ...{ source: 'xmp', wallMs: shotAt, offsetMinutes: 540, precision: 'second' },
    })
  })

  test.each(films)('on a .%s with a movie header', async (extension) => {
    const path = await tagged(extension, 'header', [`-QuickTime:CreateDate=${shot}`])
    const [tags = {}] = await readTags([path])
    expect(tags['QuickTime:CreateDate']).toBe(shot)
    expect((await read(path)).date).toMatchObject({ source: 'movie-header', wallMs: shotAt })
  })

  test.each(['mp4', 'mov'])("on a .%s with Apple's date", async (extension) => {
    const tags = [`-QuickTime:CreateDate=${shot}`, `-Keys:CreationDate=${shot}+09:00`]
    const path = await tagged(extension, 'apple', tags)
    const [found = {}] = await readTags([path])
    expect(found['Keys:CreationDate']).toBe(`${shot}+09:00`)
    expect((await read(path)).date).toEqual({
      ...{ source: 'apple-creation', wallMs: shotAt, offsetMinutes: 540, precision: 'second' },
    })
  })

  test('on the words of a PNG', async () => {
    const path = await tagged('png', 'words', [`-PNG:CreationTime=${shot}+02:00`])
    const { date, inside } = await read(path)
    expect({ date, inside }).toMatchObject({
      date: null,
      inside: { wallMs: shotAt, offsetMinutes: 120 },
    })
  })

  test('on a sidecar', async () => {
    const path = workshop.path('plain.jpg.xmp')
    await exiftool(['-q', `-XMP-exif:DateTimeOriginal=${shot}+09:00`, path])
    const [sidecar] = new FolderSidecars(['plain.jpg'], ['plain.jpg.xmp']).of('plain.jpg')
    if (sidecar === undefined) throw new Error('no sidecar')
    expect(sidecarDate(readFileSync(path), sidecar, 'plain.jpg')).toEqual({
      ...{ wallMs: shotAt, offsetMinutes: 540, precision: 'second' },
    })
  })
})
