// What tells that two files are one picture, as exiftool and ffmpeg write it, and as exiftool reads what the tests of pairs put together: Apple's
// identifier in JPEG, HEIC, MOV and MP4, and the words of RAW photos that are no TIFF.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { memorySource } from '../../src/main/engine/media/byte-source.ts'
import { sniff } from '../../src/main/engine/media/media-types.ts'
import { readPairFacts } from '../../src/main/engine/media/pairs/pair-facts.ts'
import { readHead, refineType } from '../../src/main/engine/media/read-head.ts'
import { extensionOf } from '../../src/shared/media-types.ts'
import { appleNote, cr3, exifOf, film, jpegWith, raf, raw } from '../builders/pair-files.ts'
import { encodeHeif, exiftool, ffmpeg, readTags, writeTags } from './tools.ts'
import { photo } from './workshop.ts'

const folder = mkdtempSync(join(tmpdir(), 'shoebox-pairs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const id = 'C0FFEE00-0000-4000-8000-000000000002'
const written = 'ABCDEF01-2345-4678-9ABC-DEF012345678'
const at = '2024:05:01 10:11:12'

async function factsOf(path: string) {
  const bytes = readFileSync(path)
  const extension = extensionOf(path)
  const sniffed = sniff(bytes.subarray(0, 4096), extension)
  if (sniffed === null) throw new Error(`${path} is nothing`)
  const source = memorySource(bytes)
  const head = await readHead(source, sniffed)
  return readPairFacts(source, refineType(sniffed, head, extension), head)
}

const put = (name: string, bytes: Buffer): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

it('reads what exiftool and ffmpeg wrote into a still and a film', async () => {
  const jpeg = put('a.jpg', jpegWith(exifOf({ at, model: 'Phone', note: appleNote(id) })))
  await writeTags(jpeg, [`-Apple:MediaGroupUUID=${written}`, '-OffsetTimeOriginal=+02:00'])
  const heic = join(folder, 'a.heic')
  await photo(64, 48).png().toFile(join(folder, 'a.png'))
  await encodeHeif(join(folder, 'a.png'), heic)
  await exiftool([
    '-q',
    '-overwrite_original',
    '-TagsFromFile',
    jpeg,
    '-all:all',
    '-makernotes',
    heic,
  ])
  const wallMs = Date.UTC(2024, 4, 1, 10, 11, 12)
  for (const path of [jpeg, heic]) {
    const [tags] = await readTags([path])
    expect(tags).toMatchObject({ 'Apple:MediaGroupUUID': written })
    expect(await factsOf(path)).toMatchObject({
      role: 'still',
      identifier: written,
      camera: 'PHONE',
      taken: { wallMs, utcMs: wallMs - 7_200_000 },
    })
  }
  for (const name of ['a.mov', 'a.mp4']) {
    const path = join(folder, name)
    const source = 'testsrc=size=160x120:rate=10:duration=2'
    const key = `com.apple.quicktime.content.identifier=${written}`
    const keys = ['-movflags', 'use_metadata_tags', '-metadata', key]
    await ffmpeg(['-f', 'lavfi', '-i', source, '-c:v', 'mpeg4', ...keys, path])
    await writeTags(path, ['-Keys:CreationDate=2024:05:01 10:11:12+02:00'])
    expect((await readTags([path]))[0]).toMatchObject({ 'Keys:ContentIdentifier': written })
    expect(await factsOf(path)).toMatchObject({
      role: 'film',
      identifier: written,
      durationMs: 2_000,
      taken: { wallMs, utcMs: wallMs - 7_200_000 },
    })
  }
})

it('puts files together for the other tests that exiftool reads alike', async () => {
  const words = exifOf({ at, model: 'EOS R5' })
  const photos = [
    put('b.jpg', jpegWith(exifOf({ at, model: 'EOS R5', note: appleNote(id) }))),
    put('b.dng', raw(words)),
    put('b.cr3', cr3({ at, model: 'EOS R5' })),
    put('b.raf', raf(jpegWith(words))),
    put('b.rw2', raw(words, 'IIU\0')),
    put('b.orf', raw(words, 'IIRO')),
  ]
  const asRead = (await readTags(photos)).map((tags) => [
    tags['ExifIFD:DateTimeOriginal'],
    tags['IFD0:Model'],
    tags['Apple:MediaGroupUUID'] ?? null,
  ])
  expect(asRead).toEqual(photos.map((_, place) => [at, 'EOS R5', place === 0 ? id : null]))
  const movies = [0, 1].map((version) =>
    put(`b${version}.mov`, film({ id, at: '2024-05-01T10:11:12+0200', ms: 2_900, version })),
  )
  for (const tags of await readTags(movies))
    expect(tags).toMatchObject({
      'Keys:ContentIdentifier': id,
      'Keys:CreationDate': '2024:05:01 10:11:12+02:00',
      'QuickTime:Duration': 2.9,
    })
})
