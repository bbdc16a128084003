// Photos without a date, by the command and against the emulator, which dates them as Google does: what a folder's choice
// makes of them, and that nothing else about them changes.
import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import sharp from 'sharp'
import { smallJpeg } from '../builders/jpegs.ts'
import { hashesBelow, openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.signIn()
})
afterAll(() => world.close())

let written = 5_000
/** Writes a photo without a date, or with this one, and answers with its bytes. */
const put = async (folder: string, name: string, taken: string | null = null): Promise<Buffer> => {
  const plain = await smallJpeg((written += 1))
  const bytes =
    taken === null
      ? plain
      : await sharp(plain)
          .withExif({ IFD2: { DateTimeOriginal: taken } })
          .jpeg()
          .toBuffer()
  writeFileSync(join(folder, name), bytes)
  return bytes
}
/** Where each photo lies in the library, and what dated it. */
const days = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await world.emulator.control.library()).map(({ filename, localTime, datedBy }) => [
      filename,
      datedBy === null ? 'on the day of its upload' : localTime,
    ]),
  )

test('lie on the day of their upload unless the folder wants otherwise, and go byte for byte', async () => {
  const folder = world.makeFolder('1986')
  const bytes = await put(folder, 'left.jpg')
  expect(await world.backUp(folder)).toMatchObject({ code: 0, done: 1 })
  expect((await days())['left.jpg']).toBe('on the day of its upload')
  const [item] = (await world.emulator.control.library()).filter(
    ({ filename }) => filename === 'left.jpg',
  )
  expect(item?.sizeBytes).toBe(bytes.length)
})

test('get the date that their names, their folder, their neighbours or their sidecars tell', async () => {
  const folder = world.makeFolder('1987 Italy')
  await put(folder, 'scan.jpg')
  await put(folder, 'IMG-20190714-WA0003.jpg')
  await put(folder, 'Screenshot_20210305-081530.jpg')
  await put(folder, 'DSC_0001.jpg', '2015:05:01 10:00:00')
  await put(folder, 'DSC_0002.jpg')
  await put(folder, 'DSC_0003.jpg', '2015:05:01 11:00:00')
  await put(folder, 'beach.jpg')
  writeFileSync(
    join(folder, 'beach.jpg.xmp'),
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
     <rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:DateTimeOriginal="1991-08-20T19:30:00"/>
     </rdf:RDF></x:xmpmeta>`,
  )
  const before = hashesBelow(folder)
  expect(await world.backUp(folder, '--undated', 'name')).toMatchObject({ code: 0, done: 7 })
  expect(await days()).toMatchObject({
    'scan.jpg': '1987-01-01T12:00:00',
    'IMG-20190714-WA0003.jpg': '2019-07-14T12:00:00',
    'Screenshot_20210305-081530.jpg': '2021-03-05T08:15:30',
    'DSC_0001.jpg': '2015-05-01T10:00:00',
    'DSC_0002.jpg': '2015-05-01T10:30:00',
    'DSC_0003.jpg': '2015-05-01T11:00:00',
    'beach.jpg': '1991-08-20T19:30:00',
  })
  // The files on the disk are as they were, and a second run sends nothing.
  expect(hashesBelow(folder)).toEqual(before)
  const count = (await world.emulator.control.library()).length
  expect(await world.backUp(folder)).toMatchObject({ code: 0, done: 7 })
  expect((await world.emulator.control.library()).length).toBe(count)
  expect((await world.shoebox('verify')).code).toBe(0)
})

test('get the time of their file where that is wanted, and one date for a whole folder', async () => {
  const byFile = world.makeFolder('by file')
  await put(byFile, 'garden.jpg')
  utimesSync(join(byFile, 'garden.jpg'), new Date(2003, 3, 5, 14, 30), new Date(2003, 3, 5, 14, 30))
  expect(await world.backUp(byFile, '--undated', 'file')).toMatchObject({ code: 0, done: 1 })
  const chosen = world.makeFolder('chosen')
  for (const name of ['page 10.jpg', 'page 2.jpg', 'page 1.jpg']) await put(chosen, name)
  await put(chosen, 'dated.jpg', '2016:05:01 10:00:00')
  expect(await world.backUp(chosen, '--undated', '1987-07-14')).toMatchObject({ code: 0, done: 4 })
  expect(await days()).toMatchObject({
    'garden.jpg': '2003-04-05T14:30:00',
    'page 1.jpg': '1987-07-14T12:00:00',
    'page 2.jpg': '1987-07-14T12:00:01',
    'page 10.jpg': '1987-07-14T12:00:02',
    'dated.jpg': '2016-05-01T10:00:00',
  })
})

test('say in the history which date they got, and whence', async () => {
  const { stdout } = await world.shoebox('history', '--json', '--limit', '100')
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; addedDate: unknown })
  expect(rows.find(({ name }) => name === 'scan.jpg')?.addedDate).toEqual({
    at: Date.UTC(1987, 0, 1, 12),
    offsetMinutes: null,
    source: 'folder-name',
  })
  expect(rows.find(({ name }) => name === 'dated.jpg')?.addedDate).toBeNull()
})

test('are refused a date that no calendar has, or that is still to come, before anything is changed', async () => {
  const folder = world.makeFolder('wrong')
  await put(folder, 'a.jpg')
  for (const wrong of ['1987-02-30', '2978', 'names']) {
    const run = await world.shoebox('backup', folder, '--once', '--undated', wrong)
    expect(run.code).toBe(1)
    expect(run.stderr).toContain(
      `--undated "${wrong}" was not understood. Expected leave, name, file, or a date that has begun, such as 1987, 1987-07 or 1987-07-14.`,
    )
  }
  expect(JSON.stringify(await world.shoebox('status', '--json'))).not.toContain('wrong')
})
