// Dated copies of every form, judged by exiftool, ffprobe, ffmpeg and Debian's libvips, which share no code with Shoebox:
// the date is what was meant, nothing else is another, and the pictures are the same.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planDatedCopy } from '../../src/main/engine/images/dated/dated-copy.ts'
import {
  animation,
  bareJpeg,
  copyFrom,
  jpegSegment,
  noise,
  summer,
  summerAbroad,
  twoPictures,
  webpChunk,
  webpChunks,
  webpOf,
  withJpegSegments,
} from '../builders/undated.ts'
import { carrierOf, type Maker } from './matrix/maker-notes.ts'
import { exiftool, ffmpeg, frameHashes, probe, vips, writeTags } from './tools.ts'
import { hashOf, photo } from './workshop.ts'

const folder = mkdtempSync(join(tmpdir(), 'shoebox-dated-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const place = (name: string): string => join(folder, name)
const write = (name: string, bytes: Buffer): string => {
  writeFileSync(place(name), bytes)
  return place(name)
}

/** The forms, each with how it is made; a film is one that has sound, too. */
const forms: Record<string, () => Promise<unknown> | string> = {
  'no-exif.jpg': () => photo(640, 480).jpeg().toFile(place('no-exif.jpg')),
  'progressive.jpg': () =>
    photo(640, 480).jpeg({ progressive: true }).toFile(place('progressive.jpg')),
  'exif.jpg': async () => {
    await photo(640, 480).jpeg().toFile(place('exif.jpg'))
    await writeTags(place('exif.jpg'), [
      ...[
        '-Make=Maker',
        '-Model=Model',
        '-Orientation=6',
        '-ExposureTime=1/60',
        '-UserComment=boats',
      ],
      ...[
        '-GPSLatitude=32.75',
        '-GPSLatitudeRef=N',
        '-XMP-dc:Description=Boats',
        '-IPTC:Keywords=boats',
        '-Comment=boats',
      ],
    ])
  },
  'little-end.jpg': async () => {
    await photo(640, 480).jpeg().withIccProfile('p3').toFile(place('little-end.jpg'))
    await exiftool([
      '-q',
      '-overwrite_original',
      '-ExifByteOrder=II',
      '-ISO=200',
      '-Make=Maker',
      place('little-end.jpg'),
    ])
  },
  'zeros.jpg': async () => {
    await photo(640, 480).jpeg().toFile(place('zeros.jpg'))
    await writeTags(place('zeros.jpg'), ['-AllDates=0000:00:00 00:00:00', '-Make=Maker'])
  },
  'inks.jpg': () => photo(320, 240).toColourspace('cmyk').jpeg().toFile(place('inks.jpg')),
  'plain.png': () => photo(640, 480).png().toFile(place('plain.png')),
  'exif.png': async () => {
    await photo(640, 480).png().toFile(place('exif.png'))
    await writeTags(place('exif.png'), ['-Make=Maker', '-XMP-dc:Title=Boats'])
  },
  'lossy.webp': async () => {
    const chunks = webpChunks(await photo(640, 480).webp().toBuffer())
    return write(
      'lossy.webp',
      webpOf(
        ...chunks
          .filter(({ name }) => name === 'VP8 ')
          .map(({ name, body }) => webpChunk(name, body)),
      ),
    )
  },
  'lossless.webp': async () => {
    const chunks = webpChunks(await photo(320, 240).webp({ lossless: true }).toBuffer())
    return write(
      'lossless.webp',
      webpOf(
        ...chunks
          .filter(({ name }) => name === 'VP8L')
          .map(({ name, body }) => webpChunk(name, body)),
      ),
    )
  },
  'extended.webp': async () => {
    await photo(640, 480)
      .ensureAlpha(0.6)
      .withIccProfile('p3')
      .webp()
      .toFile(place('extended.webp'))
    await writeTags(place('extended.webp'), ['-Make=Maker', '-XMP-dc:Title=Boats'])
  },
  'animated.webp': async () => write('animated.webp', await animation(5)),
  'film.mp4': () => ffmpeg([...testFilm, ...coded, place('film.mp4')]),
  'fast.mp4': () => ffmpeg([...testFilm, ...coded, '-movflags', 'faststart', place('fast.mp4')]),
  'fragments.mp4': () =>
    ffmpeg([
      ...testFilm,
      ...coded,
      '-movflags',
      'frag_keyframe+empty_moov',
      place('fragments.mp4'),
    ]),
  'film.m4v': () => ffmpeg([...testFilm, ...coded, place('film.m4v')]),
  'film.mov': () => ffmpeg([...testFilm, ...coded, place('film.mov')]),
  'film.3gp': () => ffmpeg([...testFilm, '-an', '-c:v', 'mpeg4', place('film.3gp')]),
}
const testFilm = [
  ...['-f', 'lavfi', '-i', 'testsrc=size=160x120:rate=10:duration=1'],
  ...['-f', 'lavfi', '-i', 'sine=duration=1'],
]
const coded = ['-c:v', 'mpeg4', '-c:a', 'aac']
const isFilm = (name: string): boolean => /mp4|m4v|mov|3gp/.test(name)

async function dated(path: string, date = summerAbroad): Promise<string> {
  const output = path.replace(/[^/]+$/, 'dated-$&')
  const [sizeBytes, sha256] = [statSync(path).size, hashOf(path)]
  const answer = await planDatedCopy({
    do: 'date',
    path,
    sizeBytes,
    sha256,
    date,
    isEstimate: false,
  })
  if (answer.outcome !== 'dated') throw new Error(JSON.stringify(answer))
  expect(hashOf(path)).toBe(sha256)
  writeFileSync(output, copyFrom(readFileSync(path), answer))
  return output
}

type Told = Record<string, unknown>

/** What exiftool tells of files, in one run: starting it takes longer than reading. */
async function told(args: readonly string[], paths: readonly string[]): Promise<Map<string, Told>> {
  const all = JSON.parse(await exiftool(['-j', '-a', ...args, ...paths])) as Told[]
  return new Map(all.map(({ SourceFile: path, ...tags }) => [String(path), tags]))
}

/** Tags of the file, of the date, and of what is reckoned from it. */
const ofTheDate =
  /^(?:System|Composite|File:FileSize)|DateTimeOriginal|CreateDate|OffsetTime(?:Original|Digitized)|ExifIFD.*ExifVersion/
/** Places in the file, and how a block that is new is written. */
const ofPlaces = /ThumbnailOffset|MediaDataOffset|ModifyDate|ExifByteOrder/
/** What a WebP has that can hold EXIF at all. */
const ofExtension = /File:FileType|WebP_Flags|RIFF:Copy1:Image(?:Width|Height)/

const without = (tags: Told | undefined, ...left: RegExp[]): Told =>
  Object.fromEntries(
    Object.entries(tags ?? {}).filter(([name]) => !left.some((each) => each.test(name))),
  )

async function pixelsOf(path: string): Promise<Buffer> {
  const raw = `${path}.raw`
  await vips(['rawsave', /webp$/.test(path) ? `${path}[n=-1]` : path, raw])
  return readFileSync(raw)
}

const names = Object.keys(forms)
const copies = new Map<string, string>()
let [times, tags, faults] = [
  new Map<string, Told>(),
  new Map<string, Told>(),
  new Map<string, Told>(),
]

beforeAll(async () => {
  for (const [name, make] of Object.entries(forms)) {
    await make()
    copies.set(name, await dated(place(name)))
  }
  const all = [...names.map(place), ...copies.values()]
  times = await told(['-time:all', '-G1:4'], [...copies.values()])
  tags = await told(['-G1:4', '-n', '-struct'], all)
  faults = await told(['-G4', '-validate', '-warning', '-error'], all)
})

describe.each(names)('the dated copy of %s', (name) => {
  let [source, copy] = ['', '']
  beforeAll(() => {
    source = place(name)
    copy = copies.get(name) ?? ''
  })

  it('has the date that was meant, and no other', () => {
    const found = without(times.get(copy), /^(?:System|Composite|ICC)/)
    if (!isFilm(name)) {
      expect(without(found, /ModifyDate/)).toEqual({
        'ExifIFD:DateTimeOriginal': '1987:07:14 18:22:33',
        'ExifIFD:CreateDate': '1987:07:14 18:22:33',
        'ExifIFD:OffsetTimeOriginal': '+02:00',
        'ExifIFD:OffsetTimeDigitized': '+02:00',
      })
      return
    }
    expect(found['QuickTime:CreateDate']).toBe('1987:07:14 16:22:33')
    for (const [tag, time] of Object.entries(found)) {
      expect(tag).toMatch(/(?:Create|Modify)Date$/)
      expect(time).toBe('1987:07:14 16:22:33')
    }
    expect(Object.keys(found).length).toBeGreaterThanOrEqual(name === 'film.3gp' ? 6 : 10)
  })

  it('loses and changes no tag', () => {
    const more = name.endsWith('.webp') ? [ofExtension] : []
    const [before, after] = [tags.get(source), tags.get(copy)]
    expect(Object.keys(before ?? {}).length).toBeGreaterThan(10)
    expect(without(after, ofTheDate, ofPlaces, ...more)).toEqual(
      without(before, ofTheDate, ofPlaces, ...more),
    )
  })

  it('has no fault that its source has not, but what a block of EXIF should say beside a date', () => {
    const of = (path: string): unknown[] =>
      Object.entries(faults.get(path) ?? {}).flatMap(([tag, text]) =>
        /Validate/.test(tag) ? [] : [text],
      )
    expect(faults.has(copy)).toBe(true)
    const before = of(source)
    const added = of(copy).filter((fault) => !before.includes(fault))
    expect(added.filter((fault) => !/^Missing required JPEG \w+ tag/.test(String(fault)))).toEqual(
      [],
    )
  })

  it.skipIf(isFilm(name))('has the same pixels', async () => {
    expect((await pixelsOf(copy)).equals(await pixelsOf(source))).toBe(true)
  })

  it.runIf(isFilm(name))('has the same frames and sound, and its time for players', async () => {
    expect(await frameHashes(copy)).toBe(await frameHashes(source))
    const { tags } = await probe(copy)
    for (const { creation_time: time } of tags) expect(time).toBe('1987-07-14T16:22:33.000000Z')
    const media = (path: string): Buffer => {
      const bytes = readFileSync(path)
      return bytes.subarray(bytes.indexOf('mdat'))
    }
    expect(statSync(copy).size).toBe(statSync(source).size)
    if (name !== 'fragments.mp4' && name !== 'fast.mp4') return
    expect(media(copy).equals(media(source))).toBe(true)
  })
})

describe('what a camera notes', () => {
  it.each<Maker>(['Canon', 'Nikon', 'Apple'])(
    'is read from the copy as before: %s',
    async (maker) => {
      const path = write(`${maker}.jpg`, carrierOf(maker, await bareJpeg()))
      const notes = (of: string): Promise<string> =>
        exiftool(['-MakerNotes:all', '-G1', '-s', '-a', of])
      const before = await notes(path)
      expect(before).toMatch(/\[(?:Canon|Nikon|Apple)\]/)
      const copy = await dated(path)
      expect(await notes(copy)).toBe(before)
      expect(await exiftool(['-warning', '-s3', copy])).toBe('')
    },
  )
})

describe('a second picture', () => {
  it('is found by its index, byte for byte', async () => {
    const second = await noise(32, 32).jpeg().toBuffer()
    const path = write('two.jpg', twoPictures(await bareJpeg(), second))
    const copy = await dated(path)
    await exiftool(['-q', '-b', '-MPImage2', '-w!', '%0f%d%f.second.jpg', copy])
    expect(readFileSync(copy.replace('.jpg', '.second.jpg')).equals(second)).toBe(true)
    expect(await exiftool(['-warning', '-s3', copy])).toBe('')
  })
})

describe('the film of a motion photo', () => {
  it('is where its description says, counted from the end', async () => {
    await ffmpeg([...testFilm, ...coded, place('motion.mp4')])
    const motion = readFileSync(place('motion.mp4'))
    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MicroVideo="1" GCamera:MicroVideoVersion="1" GCamera:MicroVideoOffset="${motion.length}"/></rdf:RDF></x:xmpmeta>`
    const still = withJpegSegments(
      await bareJpeg(),
      jpegSegment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', xmp),
    )
    const path = write('motion.jpg', Buffer.concat([carrierOf('Apple', still), motion]))
    const copy = await dated(path, summer)
    expect(readFileSync(copy).subarray(-motion.length).equals(motion)).toBe(true)
    expect((await exiftool(['-MicroVideoOffset', '-s3', copy])).trim()).toBe(String(motion.length))
  })
})
