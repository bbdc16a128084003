// Behaviour of the demo's check: what it says of a library that is right, and of every way in which one can be wrong.
// The window and the emulator are not started here.
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCleanup } from '../../build/demo/cleanup.ts'
import { compare, verdict } from '../../build/demo/compare.ts'
import { wrongDays } from '../../build/demo/days.ts'
import type { Library, LibraryItem } from '../../build/demo/library.ts'
import { photoList } from '../../build/demo/photo-list.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-demo-test-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** Left dark, right light: not the same picture when it is mirrored or turned. */
const picture = (width: number, height: number): Sharp => {
  const half = sharp(Buffer.from([20, 230]), { raw: { width: 2, height: 1, channels: 1 } })
  return half.resize(width, height, { kernel: 'nearest', fit: 'fill' }).jpeg()
}

const small = (): Promise<Buffer> => picture(40, 30).toBuffer()

const exif = {
  IFD0: { Make: 'Test' },
  IFD2: { DateTimeOriginal: '2020:02:03 04:05:06' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 2400/100' },
}

/** Just above 16 megapixels, stored on its side. */
const large = (): Promise<Buffer> =>
  picture(5000, 3400)
    .rotate(270)
    .withExif(exif)
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 95 })
    .toBuffer()

const reducedOf = (original: Buffer): Sharp =>
  sharp(original).autoOrient().resize(4850, 3298).withExif(exif).jpeg({ quality: 60 })

type Held = Partial<LibraryItem> & { bytes: Buffer; filename: string }

const libraryOf = (...held: Held[]): Library => {
  const items = held.map(({ bytes, ...item }, index) => ({
    id: String(index),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sizeBytes: bytes.length,
    width: 0,
    height: 0,
    timesSent: 1,
    localTime: '2026-11-27T12:00:00',
    datedBy: null,
    ...item,
  }))
  return {
    items: () => Promise.resolve(items),
    bytesOf: (id) => Promise.resolve(held[Number(id)]?.bytes ?? Buffer.alloc(0)),
    setLineSpeed: () => Promise.resolve(),
    waitFor: () => Promise.resolve(null),
  }
}

const save = async (name: string, bytes: Buffer): Promise<void> => {
  await mkdir(join(folder, 'inside'), { recursive: true })
  await writeFile(join(folder, 'inside', name), bytes)
}

describe('comparing the folder with the library', () => {
  it('finds a small photo by its bytes and a large one by what its copy shows', async () => {
    const [one, two] = [await small(), await large()]
    await save('one.jpg', one)
    await save('two.jpg', two)
    const copy = await reducedOf(two).toBuffer()
    const library = libraryOf(
      { filename: 'one.jpg', bytes: one },
      { filename: 'two.jpg', bytes: copy },
    )
    const comparison = await compare(folder, library)
    expect(comparison.problems).toEqual([])
    expect(comparison.reduced).toBe(1)
    expect(verdict(comparison)).toBe('demo: 2 found, 2 in the library, 0 twice, 0 missing')
  })

  it('takes a copy with the date that a photo lacked, and no other one', async () => {
    const one = await small()
    await save('one.jpg', one)
    const problemsOf = async (bytes: Buffer): Promise<[number, readonly string[]]> => {
      const { dated, problems } = await compare(folder, libraryOf({ filename: 'one.jpg', bytes }))
      return [dated, problems]
    }
    // The date stands in front of the picture, whose bytes are not touched.
    const block = Buffer.from(
      await sharp(one)
        .withExif({ IFD2: { DateTimeOriginal: '1987:01:01 12:00:00' } })
        .toBuffer(),
    )
    const app1 = block.subarray(block.indexOf(Buffer.from([0xff, 0xe1])))
    const segment = app1.subarray(0, 2 + app1.readUInt16BE(2))
    const dated = Buffer.concat([one.subarray(0, 2), segment, one.subarray(2)])
    expect(await problemsOf(dated)).toEqual([1, []])
    const wrong = [0, ['one.jpg: the bytes are not those of the file']]
    expect(await problemsOf(block.subarray(0, 90))).toEqual(wrong)
    const other = await picture(40, 30).withExif(exif).jpeg({ quality: 10 }).toBuffer()
    expect(await problemsOf(other)).toEqual(wrong)
  })

  it('says what is missing and what is there twice', async () => {
    const one = await small()
    await save('one.jpg', one)
    await save('two.jpg', await picture(44, 30).toBuffer())
    const library = libraryOf(
      { filename: 'one.jpg', bytes: one },
      { filename: 'one.jpg', bytes: Buffer.concat([one, Buffer.from([0])]) },
    )
    const comparison = await compare(folder, library)
    expect(verdict(comparison)).toBe('demo: 2 found, 1 in the library, 1 twice, 1 missing')
    expect(comparison.problems).toEqual([
      'one.jpg: 2 times in the library',
      'two.jpg: not in the library',
    ])
  })

  it('says when the bytes of a small photo changed on the way, were sent twice, or lie under a strange name', async () => {
    const [one, two] = [await small(), await picture(30, 40).toBuffer()]
    await save('one.jpg', one)
    await save('two.jpg', two)
    const library = libraryOf(
      { filename: 'one.jpg', bytes: Buffer.concat([one, Buffer.from([0])]) },
      { filename: 'zwei.jpg', bytes: two, timesSent: 2 },
      { filename: 'three.jpg', bytes: Buffer.from('not from the folder') },
    )
    expect((await compare(folder, library)).problems).toEqual([
      'one.jpg: the bytes are not those of the file',
      'two.jpg: its bytes were sent 2 times',
      'two.jpg: is called zwei.jpg there',
      'three.jpg: in the library, but in no folder',
    ])
  })

  it('says when a reduced copy lost its date and place, is turned, or has the wrong size', async () => {
    const original = await large()
    await save('two.jpg', original)
    const copy = await sharp(original)
      .autoOrient()
      .flop()
      .resize(3000, 2040)
      .withExif({ IFD0: { Make: 'Test' } })
      .jpeg()
      .toBuffer()
    const { problems } = await compare(folder, libraryOf({ filename: 'two.jpg', bytes: copy }))
    expect(problems).toEqual([
      'two.jpg: 3000 x 2040 is too small',
      expect.stringContaining('two.jpg: not the same picture upright'),
      'two.jpg: DateTimeOriginal is gone instead of 2020:02:03 04:05:06',
      'two.jpg: GPS 1 is gone instead of N',
      'two.jpg: GPS 2 is gone instead of 48 1 51 1 2400 100',
    ])
  })

  it('says when a large photo went up as it is', async () => {
    const original = await large()
    await save('two.jpg', original)
    const { problems } = await compare(folder, libraryOf({ filename: 'two.jpg', bytes: original }))
    expect(problems).toEqual([
      'two.jpg: the reduced copy is not smaller',
      'two.jpg: 5000 x 3400 is above 16 megapixels',
    ])
  })
})

describe('the days of the library', () => {
  it('are those of cameras, and what folder, name or file tells where a photo has no date', async () => {
    const wanted = ['DSC_0412.JPG', 'Bild 1.jpg', 'IMG-20190714-WA0003.jpg', 'farm.jpg']
    const recipes = photoList.filter(({ path }) => wanted.some((name) => path.endsWith(`/${name}`)))
    const file = new Date('2015-11-28T15:20:00Z')
    const here = new Date(file.getTime() - file.getTimezoneOffset() * 60_000)
    const times = [
      ...['2019-08-14T09:31:07', '1987-01-01T12:00:00', '2019-07-14T12:00:00'],
      here.toISOString().slice(0, 19),
    ]
    const listed = await libraryOf(
      ...wanted.map((filename, at) => ({
        ...{ filename, bytes: Buffer.from([at]) },
        localTime: times[at] ?? '',
      })),
    ).items()
    const items = listed.map((item) => ({ ...item, datedBy: 'DateTimeOriginal' }))
    expect(recipes.length).toBe(4)
    expect(wrongDays(recipes, items)).toEqual([])
    const moved = items.map((item) => ({ ...item, localTime: '2020-01-01T00:00:00' }))
    expect(wrongDays(recipes, moved)).toEqual(
      expect.arrayContaining([
        'DSC_0412.JPG: was taken at 2019-08-14T09:31:07, and lies at 2020-01-01T00:00:00',
        'Bild 1.jpg: carries no date and belongs to 1987-01-01T12:00:00, and lies at 2020-01-01T00:00:00',
      ]),
    )
    expect(wrongDays(recipes, moved)).toHaveLength(4)
    // On the right day by chance: the day of an upload.
    const byUpload = items.map((item) => ({ ...item, datedBy: null }))
    expect(wrongDays(recipes, byUpload)).toHaveLength(4)
  })
})

describe('the list of photos', () => {
  it('has at least 24, six of them above 16 megapixels, in every orientation and with names of their own', () => {
    expect(photoList.length).toBeGreaterThanOrEqual(24)
    const large = photoList.filter(({ sides }) => sides !== null && sides[0] * sides[1] > 16e6)
    expect(large.length).toBeGreaterThanOrEqual(6)
    expect(new Set(large.map(({ camera }) => camera?.orientation)).size).toBe(8)
    const names = photoList.map(({ path }) => path.slice(path.lastIndexOf('/') + 1))
    expect(new Set(names).size).toBe(photoList.length)
  })
})

describe('the cleanup', () => {
  it('undoes what was done, last first and once, also when one part fails', async () => {
    const undone: string[] = []
    const said: string[] = []
    const cleanup = createCleanup((line) => said.push(line))
    cleanup.add(async () => void undone.push('first'))
    cleanup.add(async () => {
      undone.push('second')
      throw new Error('cannot be undone')
    })
    cleanup.add(async () => void undone.push('third'))
    await Promise.all([cleanup.run(), cleanup.run()])
    await cleanup.run()
    expect(undone).toEqual(['third', 'second', 'first'])
    expect(said).toEqual(['While cleaning up: cannot be undone'])
  })
})
