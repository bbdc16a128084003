// Captions by the command and against the emulator, which keeps the description of each photo and shows it as Google may: what
// people wrote goes with their photos, what cameras write does not, and no photo stays behind for its caption.
import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import sharp from 'sharp'
import { describedPacket, withIptcCaption } from '../builders/captions.ts'
import { largeJpeg, smallJpeg } from '../builders/jpegs.ts'
import { hashesBelow, openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.signIn()
})
afterAll(() => world.close())

let written = 7_000
interface Said {
  exif?: string
  xmp?: string
  iptc?: Buffer
  camera?: string
}
/** A small JPEG that says this. */
const jpegSaying = async ({ exif, xmp, iptc, camera }: Said): Promise<Buffer> => {
  const plain = sharp(await smallJpeg((written += 1)))
  const tags = {
    ...(exif === undefined ? {} : { ImageDescription: exif }),
    ...(camera === undefined ? {} : { Make: camera, Model: 'One' }),
  }
  // Each is taken at a second of its own, so that no two are the same photo.
  const taken = new Date(Date.UTC(2019, 4, 1, 10, 0, written)).toISOString()
  const DateTimeOriginal = taken.slice(0, 19).replaceAll('-', ':').replace('T', ' ')
  const dressed = plain.withExif({ IFD0: tags, IFD2: { DateTimeOriginal } })
  const bytes = await (xmp === undefined ? dressed : dressed.withXmp(describedPacket(xmp)))
    .jpeg()
    .toBuffer()
  return iptc === undefined ? bytes : withIptcCaption(bytes, iptc)
}
const put = async (folder: string, name: string, said: Said): Promise<void> =>
  writeFileSync(join(folder, name), await jpegSaying(said))
/** What people see beside each photo of the library. */
const captions = async (of: World = world): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await of.emulator.control.library()).map(({ filename, description }) => [
      filename,
      description,
    ]),
  )
interface HistoryLine {
  name: string
  caption: { isRefused: boolean } | null
}
const history = async (of: World = world): Promise<HistoryLine[]> => {
  const { stdout } = await of.shoebox('history', '--json', '--limit', '200')
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as HistoryLine)
}

test('go with their photos, from wherever people wrote them, and cost no request', async () => {
  const folder = world.makeFolder('Italy')
  const png = await sharp(await smallJpeg(1))
    .png()
    .toBuffer()
  await put(folder, 'xmp.jpg', {
    xmp: 'In XMP & <b>',
    iptc: Buffer.from('In IPTC'),
    exif: 'In EXIF',
  })
  await put(folder, 'iptc.jpg', {
    iptc: Buffer.from('Caf\xe9 in Z\xfcrich', 'latin1'),
    exif: 'In EXIF',
  })
  await put(folder, 'mac.jpg', { iptc: Buffer.from('Caf\x8e in Z\x9frich', 'latin1') })
  await put(folder, 'utf8.jpg', { iptc: Buffer.from('長崎の港') })
  await put(folder, 'exif.jpg', { exif: 'In EXIF' })
  await put(folder, 'camera.jpg', { exif: 'OLYMPUS DIGITAL CAMERA         ' })
  await put(folder, 'named.jpg', { exif: 'named' })
  await put(folder, 'silent.jpg', {})
  await put(folder, 'long.jpg', { xmp: 'word '.repeat(10_000) })
  await put(folder, 'turned.jpg', { xmp: 'At \u202esea\u0007' })
  await put(folder, 'newer.jpg', { xmp: 'Inside' })
  writeFileSync(join(folder, 'newer.jpg.xmp'), describedPacket('Beside'))
  await put(folder, 'older.jpg', { xmp: 'Inside' })
  writeFileSync(join(folder, 'older.xmp'), describedPacket('Beside'))
  const [then, later] = [new Date(2020, 0, 1), new Date(2020, 0, 2)]
  for (const [name, at] of [
    ['newer.jpg', then],
    ['newer.jpg.xmp', later],
    ['older.jpg', later],
    ['older.xmp', then],
  ] as const)
    utimesSync(join(folder, name), at, at)
  writeFileSync(join(folder, 'picasa.png'), png)
  writeFileSync(join(folder, '.picasa.ini'), '[picasa.png]\r\ncaption=In Picasa\r\n')
  const before = hashesBelow(folder)
  expect(await world.backUp(folder)).toMatchObject({ code: 0, done: 13 })
  const said = await captions()
  expect(said).toMatchObject({
    'xmp.jpg': 'In XMP & <b>',
    'iptc.jpg': 'Café in Zürich',
    'mac.jpg': 'Café in Zürich',
    'utf8.jpg': '長崎の港',
    'exif.jpg': 'In EXIF',
    ...{ 'camera.jpg': '', 'named.jpg': '', 'silent.jpg': '' },
    'turned.jpg': 'At sea',
    ...{ 'newer.jpg': 'Beside', 'older.jpg': 'Inside', 'picasa.png': 'In Picasa' },
  })
  expect(said['long.jpg']).toBe(`${'word '.repeat(199).trimEnd()}…`)
  // One for all of them; what was written within the last seconds may have one of its own. A caption that is refused would make
  // another.
  const requests = await world.requests()
  const batches = requests.filter(({ operation }) => operation === 'batchCreate')
  expect(requests.length - batches.length).toBe(13)
  expect(batches.length).toBeLessThanOrEqual(2)
  expect((await history()).filter(({ caption }) => caption?.isRefused === true)).toEqual([])
  expect(hashesBelow(folder)).toEqual(before)
})

test('are shown by the history with where they were found', async () => {
  const rows = await history()
  expect(rows.find(({ name }) => name === 'newer.jpg')?.caption).toEqual({
    ...{ text: 'Beside', source: 'sidecar', isRefused: false },
  })
  expect(rows.find(({ name }) => name === 'camera.jpg')?.caption).toBeNull()
})

test('stay with copies that are reduced, or that got a date', async () => {
  const folder = world.makeFolder('1987')
  const exif = (words: string) => ({ IFD0: { ImageDescription: words } })
  writeFileSync(
    join(folder, 'large.jpg'),
    await sharp(await largeJpeg())
      .withExif(exif('A large one'))
      .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
      .toBuffer(),
  )
  const small = sharp(await smallJpeg((written += 1)))
  writeFileSync(join(folder, 'scan.jpg'), await small.withExif(exif('A scan')).jpeg().toBuffer())
  const words = ['--size', 'high', '--undated', 'name']
  expect(await world.backUp(folder, ...words)).toMatchObject({ code: 0, done: 2 })
  expect(await captions()).toMatchObject({ 'large.jpg': 'A large one', 'scan.jpg': 'A scan' })
  const items = await world.emulator.control.library()
  const [scan, reduced] = ['scan.jpg', 'large.jpg'].map((name) =>
    items.find(({ filename }) => filename === name),
  )
  expect([scan?.localTime, (reduced?.width ?? 0) < 5_000]).toEqual(['1987-01-01T12:00:00', true])
})

test('are none where a camera says the same under nearly every photo', async () => {
  const folder = world.makeFolder('one camera')
  const add = async (from: number, to: number): Promise<void> => {
    for (let index = from; index < to; index += 1)
      await put(folder, `p${index}.jpg`, {
        camera: 'Maker',
        exif: index % 20 === 7 ? `Evening ${index}` : 'Maker makes memories',
      })
  }
  const own = async (from: number): Promise<[name: string, text: string][]> =>
    Object.entries(await captions())
      .filter(([name, text]) => text !== '' && Number(/^p(\d+)/.exec(name)?.[1] ?? -1) >= from)
      .toSorted()
  await add(0, 60)
  expect(await world.backUp(folder)).toMatchObject({ code: 0, done: 60 })
  expect(await own(0)).toEqual(
    expect.arrayContaining([7, 27, 47].map((at) => [`p${at}.jpg`, `Evening ${at}`])),
  )
  // What the camera says is known once fifty of its photos were read, which on a slow computer is after the first have gone.
  await add(60, 80)
  expect(await world.backUp(folder)).toMatchObject({ code: 0, done: 80 })
  expect(await own(60)).toEqual([['p67.jpg', 'Evening 67']])
}, 180_000)

test('stay on this computer where they are off, until they are on again', async () => {
  const folder = world.makeFolder('off')
  await put(folder, 'secret.jpg', { exif: 'Our secret harbour' })
  expect(await world.backUp(folder, '--captions', 'off')).toMatchObject({ code: 0, done: 1 })
  // As chosen before.
  await put(folder, 'secret too.jpg', { exif: 'Our secret harbour, again' })
  expect(await world.backUp(folder)).toMatchObject({ code: 0, done: 2 })
  await put(folder, 'told.jpg', { exif: 'Our other harbour' })
  expect(await world.backUp(folder, '--captions', 'on')).toMatchObject({ code: 0, done: 3 })
  expect(await captions()).toMatchObject({
    ...{ 'secret.jpg': '', 'secret too.jpg': '', 'told.jpg': 'Our other harbour' },
  })
  const run = await world.shoebox('backup', folder, '--once', '--captions', 'maybe')
  expect([run.code, run.stderr.trim()]).toEqual([
    ...[1, '--captions is "maybe". Expected one of: on, off.'],
  ])
})

test('cost no photo its place where Google does not take one', async () => {
  const strict = await openWorld({ maxDescription: 12 })
  try {
    await strict.signIn()
    for (const [name, exif] of [
      ...[
        ['a.jpg', 'Short'],
        ['b.jpg', 'Longer than Google takes'],
        ['c.jpg', 'Short too'],
      ],
    ] as const)
      await put(strict.folder, name, { exif })
    expect(await strict.backUp(strict.folder)).toMatchObject({ code: 0, done: 3 })
    expect(await captions(strict)).toEqual({ 'a.jpg': 'Short', 'b.jpg': '', 'c.jpg': 'Short too' })
    expect((await history(strict)).map(({ name, caption }) => [name, caption]).toSorted()).toEqual([
      ['a.jpg', { text: 'Short', source: 'exif', isRefused: false }],
      ['b.jpg', { text: 'Longer than Google takes', source: 'exif', isRefused: true }],
      ['c.jpg', { text: 'Short too', source: 'exif', isRefused: false }],
    ])
    expect((await strict.shoebox('verify')).code).toBe(0)
  } finally {
    await strict.close()
  }
})
