// Captions as other programs write them, sent by the command to the emulator: what it keeps as the description of each photo and
// film is what exiftool reads in the file that lies here.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWorld, type World } from '../cli/world.ts'
import { exiftool, ffmpeg } from './tools.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.signIn()
})
afterAll(async () => {
  await world.close()
})

const said = 'Ölüdeniz & „Größe“ – 長崎の港 <3 😀'
/** No letter of it is outside of any of the old sets. */
const western = 'Café für René à Genève'

/** What is written, and under which tag exiftool reads it again. */
const rows: [name: string, write: string[], read: string[]][] = [
  ['xmp.jpg', [`-XMP-dc:Description=${said}`], ['-XMP-dc:Description']],
  [
    'iptc-utf8.jpg',
    ['-IPTC:CodedCharacterSet=UTF8', `-IPTC:Caption-Abstract=${said}`],
    ['-IPTC:Caption-Abstract'],
  ],
  [
    'iptc-silent-utf8.jpg',
    ['-charset', 'iptc=UTF8', `-IPTC:Caption-Abstract=${said}`],
    ['-charset', 'iptc=UTF8', '-IPTC:Caption-Abstract'],
  ],
  [
    'iptc-western.jpg',
    ['-charset', 'iptc=Latin', `-IPTC:Caption-Abstract=${western}`],
    ['-charset', 'iptc=Latin', '-IPTC:Caption-Abstract'],
  ],
  [
    'iptc-mac.jpg',
    ['-charset', 'iptc=MacRoman', `-IPTC:Caption-Abstract=${western}`],
    ['-charset', 'iptc=MacRoman', '-IPTC:Caption-Abstract'],
  ],
  ['exif.jpg', [`-EXIF:ImageDescription=${said}`], ['-EXIF:ImageDescription']],
  [
    'all.jpg',
    ['-EXIF:ImageDescription=E', '-IPTC:Caption-Abstract=I', '-XMP-dc:Description=X'],
    ['-XMP-dc:Description'],
  ],
  ['text.png', [`-PNG:Description=${said}`], ['-PNG:Description']],
  ['xmp.webp', [`-XMP-dc:Description=${said}`], ['-XMP-dc:Description']],
  ['exif.tif', [`-EXIF:ImageDescription=${said}`], ['-EXIF:ImageDescription']],
  ['keys.mov', [`-Keys:Description=${said}`], ['-Keys:Description']],
  ['list.mp4', [`-ItemList:Description=${said}`], ['-ItemList:Description']],
]

it('go as exiftool reads them, from every form', async () => {
  const { folder } = world
  let shade = 0
  for (const [name, write] of rows) {
    shade += 1
    const path = join(folder, name)
    const picture = sharp({
      create: { width: 32, height: 32, channels: 3, background: { r: shade, g: 90, b: 9 } },
    })
    if (/\.(?:mov|mp4)$/.test(name))
      await ffmpeg([
        '-f',
        'lavfi',
        '-i',
        `color=teal:size=32x32:duration=0.${(shade % 9) + 1}:rate=10`,
        '-c:v',
        'mpeg4',
        path,
      ])
    else writeFileSync(path, await picture.toFormat(formatOf(name)).toBuffer())
    await exiftool(['-q', '-overwrite_original', ...write, path])
  }
  expect(await world.backUp(folder)).toMatchObject({ code: 0, done: rows.length })
  const kept = new Map(
    (await world.emulator.control.library()).map(({ filename, description }) => [
      filename,
      description,
    ]),
  )
  for (const [name, , read] of rows) {
    const told = (await exiftool(['-s3', ...read, join(folder, name)])).trimEnd()
    expect([western, said, 'X']).toContain(told)
    expect(kept.get(name), name).toBe(told)
  }
})

const formatOf = (name: string): 'jpeg' | 'png' | 'webp' | 'tiff' =>
  name.endsWith('.jpg')
    ? 'jpeg'
    : name.endsWith('.tif')
      ? 'tiff'
      : name.endsWith('.png')
        ? 'png'
        : 'webp'
