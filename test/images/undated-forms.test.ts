// Every form that takes a date, with every source that a date can come from, sent by the command to the emulator: what arrived is
// judged by exiftool and ffprobe, its picture is byte for byte that of the file, and the files stay what they were.
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { webpChunks } from '../builders/undated.ts'
import { hashesBelow, hashOf, openWorld, type World } from '../cli/world.ts'
import { exiftool, ffmpeg, probe, writeTags } from './tools.ts'
import { photo } from './workshop.ts'

const workshop = mkdtempSync(join(tmpdir(), 'shoebox-forms-'))
let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.signIn()
})
afterAll(async () => {
  await world.close()
  rmSync(workshop, { recursive: true, force: true })
})

const film = (path: string): Promise<void> =>
  ffmpeg([
    ...['-f', 'lavfi', '-i', 'testsrc=size=160x120:rate=10:duration=1', '-c:v', 'mpeg4'],
    path,
  ])
let made = 0
/** No two are alike, so that each is an item of its own. */
const picture = (): ReturnType<typeof photo> => photo(320, 240 + (made += 1))

/** The six forms: what they end with, and how one is made. */
const forms = {
  bare: { ending: 'jpg', make: (path: string) => picture().jpeg().toFile(path) },
  exif: {
    ending: 'jpg',
    make: async (path: string) => {
      await picture().jpeg().toFile(path)
      await writeTags(path, ['-Make=Maker', '-Model=Model', '-ExposureTime=1/60'])
    },
  },
  png: { ending: 'png', make: (path: string) => picture().png().toFile(path) },
  webp: { ending: 'webp', make: (path: string) => picture().webp().toFile(path) },
  mp4: {
    ending: 'mp4',
    make: async (path: string) => {
      await film(path)
      await writeTags(path, [`-XMP-dc:Title=${(made += 1)}`])
    },
  },
  mov: {
    ending: 'mov',
    make: async (path: string) => {
      await film(path)
      await writeTags(path, [`-XMP-dc:Title=${(made += 1)}`])
    },
  },
} as const
type Form = keyof typeof forms
const formNames = Object.keys(forms) as Form[]
const isFilm = (name: string): boolean => /\.(?:mp4|mov)$/.test(name)

/** Where each photo lies, and when it must have been taken, by its name. */
const wanted = new Map<string, { path: string; taken: string }>()
async function put(folder: string, form: Form, name: string, taken: string): Promise<string> {
  const path = join(folder, `${name}.${forms[form].ending}`)
  await forms[form].make(path)
  expect(wanted.has(basename(path)), 'each name once').toBe(false)
  wanted.set(basename(path), { path, taken })
  return path
}
const withTaken = async (path: string, taken: string): Promise<void> => {
  await picture().jpeg().toFile(path)
  await writeTags(path, [`-DateTimeOriginal=${taken}`])
}

/** The stretch of a file that is its picture or film. */
function pictureIn(name: string, bytes: Buffer): Buffer {
  if (name.endsWith('jpg')) return bytes.subarray(bytes.indexOf(Buffer.of(0xff, 0xda)))
  if (name.endsWith('webp'))
    return Buffer.concat(
      webpChunks(bytes)
        .filter(({ name: chunk }) => chunk.startsWith('VP8 '))
        .map(({ body }) => body),
    )
  const [type, lengthBehind] = name.endsWith('png') ? ['IDAT', false] : ['mdat', true]
  const at = bytes.indexOf(type, 0, 'latin1')
  const length = bytes.readUInt32BE(at - 4)
  return bytes.subarray(at + 4, at + 4 + (lengthBehind ? length - 8 : length))
}

/** When a photo or film was taken, as others' programs read it, as "2019-07-14T15:30:30" on the clock of this computer. */
async function takenBy(path: string): Promise<string> {
  if (!isFilm(path)) {
    const text = await exiftool(['-s3', '-EXIF:DateTimeOriginal', path])
    return text.trim().replace(/^(\d+):(\d+):(\d+) /, '$1-$2-$3T')
  }
  const { tags } = await probe(path)
  const times = new Set(tags.flatMap(({ creation_time: time = [] }) => time))
  expect(times.size, `all times of ${path} are one`).toBe(1)
  const at = new Date([...times][0] ?? '')
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}`
}

/** Judges all that these folders hold, once it is sent. */
async function judge(folder: string, before: readonly string[]): Promise<number> {
  expect(hashesBelow(folder)).toEqual(before)
  let judged = 0
  for (const { id, filename } of await world.emulator.control.library()) {
    const { path, taken } = wanted.get(filename) ?? { path: '', taken: '' }
    if (!path.startsWith(folder)) continue
    const arrived = join(workshop, filename)
    const bytes = await world.emulator.control.file(id)
    writeFileSync(arrived, bytes)
    expect([filename, await takenBy(arrived)]).toEqual([filename, taken])
    const source = readFileSync(path)
    expect(pictureIn(filename, bytes).equals(pictureIn(filename, source)), filename).toBe(true)
    judged += 1
  }
  return judged
}

it('tells of dates in sidecars, inside, in names, of neighbours and of folders', async () => {
  const folder = world.makeFolder('forms')
  const inside = (name: string): string => world.makeFolder(join('forms', name))
  const dated: string[] = []
  for (const [at, form] of formNames.entries()) {
    const sidecar = await put(inside('a'), form, `beach ${form}`, '1991-08-20T19:30:00')
    writeFileSync(
      `${sidecar}.xmp`,
      `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
       <rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:DateTimeOriginal="1991-08-20T19:30:00"/>
       </rdf:RDF></x:xmpmeta>`,
    )
    const year = await put(inside('b'), form, `wedding ${form}`, '1975-01-01T12:00:00')
    await writeTags(year, ['-XMP-photoshop:DateCreated=1975'])
    await put(inside('c'), form, `IMG_20190714_15303${at}`, `2019-07-14T15:30:3${at}`)
    const kind = isFilm(`.${forms[form].ending}`) ? 'VID' : 'IMG'
    await put(inside('d'), form, `${kind}-20180203-WA000${at}`, '2018-02-03T12:00:00')
    const series = inside(join('e', form))
    for (const [number, hour] of [
      [1, 10],
      [3, 11],
    ]) {
      const path = join(series, `DSC${at}_000${number}.jpg`)
      await withTaken(path, `2015:05:01 ${hour}:00:00`)
      dated.push(hashOf(readFileSync(path)))
    }
    await put(series, form, `DSC${at}_0002`, '2015-05-01T10:30:00')
    await put(inside('1987-07-14 Party'), form, `scan ${form}`, '1987-07-14T12:00:00')
  }
  const before = hashesBelow(folder)
  expect(await world.backUp(folder, '--undated', 'name')).toMatchObject({ code: 0, done: 48 })
  expect(await judge(folder, before)).toBe(36)
  // What carries a date goes byte for byte.
  expect(await world.libraryHashes()).toEqual(expect.arrayContaining(dated))
}, 300_000)

it('tells of the times of files, and of one date for all', async () => {
  const files = world.makeFolder('files')
  const all = world.makeFolder('all')
  for (const [at, form] of formNames.entries()) {
    const path = await put(files, form, `holiday ${form}`, `2011-03-0${at + 1}T05:06:07`)
    const time = new Date(2011, 2, at + 1, 5, 6, 7)
    utimesSync(path, time, time)
  }
  for (const [at, form] of [...formNames].sort().entries())
    await put(all, form, `album ${form}`, `1978-08-01T12:00:0${at}`)
  const [filesBefore, allBefore] = [hashesBelow(files), hashesBelow(all)]
  expect(await world.backUp(files, '--undated', 'file')).toMatchObject({ code: 0, done: 6 })
  expect(await world.backUp(all, '--undated', '1978-08')).toMatchObject({ code: 0, done: 6 })
  expect(await judge(files, filesBefore)).toBe(6)
  expect(await judge(all, allBefore)).toBe(6)
}, 300_000)
