// Every kind that Google Photos takes (photos-api.md 2c) is known by its content, under any name.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeHeif, ffmpeg, writeTags } from './tools.ts'
import { openWorkshop, photo, type Workshop } from './workshop.ts'

let workshop: Workshop
beforeAll(async () => {
  workshop = openWorkshop()
  await photo(320, 240).jpeg().toFile(workshop.path('frame.jpg'))
})
afterAll(() => workshop.close())

/** Hands the bytes over under a name that lies. */
const asNamed = async (path: string, name: string) => {
  const bytes = readFileSync(path)
  return workshop.decide(workshop.write(name, bytes), { name })
}

describe('photos', () => {
  test.each([
    ['jpg', 'image/jpeg'],
    ['png', 'image/png'],
    ['webp', 'image/webp'],
    ['gif', 'image/gif'],
    ['tif', 'image/tiff'],
    ['avif', 'image/avif'],
  ])('a %s named .bmp', async (extension, mimeType) => {
    const path = workshop.path(`photo.${extension}`)
    await photo(320, 240).toFile(path)
    expect(await asNamed(path, 'lie.bmp')).toMatchObject({
      kind: 'send',
      plan: { fileName: `lie.${extension}`, mimeType },
      facts: { mediaKind: 'photo', mimeType, width: 320, height: 240 },
    })
  })

  test('a BMP named .jpg', async () => {
    const path = workshop.path('photo.bmp')
    await ffmpeg(['-i', workshop.path('frame.jpg'), path])
    expect(await asNamed(path, 'lie.jpg')).toMatchObject({
      plan: { fileName: 'lie.bmp', mimeType: 'image/bmp' },
      facts: { width: 320, height: 240 },
    })
  })

  test('an ICO named .png', async () => {
    const path = workshop.path('icon.ico')
    await ffmpeg(['-i', workshop.path('frame.jpg'), '-vf', 'scale=64:48', path])
    expect(await asNamed(path, 'lie.png')).toMatchObject({
      plan: { fileName: 'lie.ico', mimeType: 'image/x-icon' },
      facts: { width: 64, height: 48 },
    })
  })

  test('a HEIC named .jpg, with its date', async () => {
    const path = workshop.path('photo.heic')
    await encodeHeif(workshop.path('frame.jpg'), path)
    await writeTags(path, ['-ExifIFD:DateTimeOriginal=2024:05:01 10:11:12'])
    expect(await asNamed(path, 'lie.jpg')).toMatchObject({
      plan: { fileName: 'lie.heic', mimeType: 'image/heic' },
      facts: { width: 320, height: 240, takenAt: Date.UTC(2024, 4, 1, 10, 11, 12) },
    })
  })
})

describe('videos', () => {
  const film = ['-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=25:duration=1']
  test.each<[extension: string, mimeType: string, args: string[]]>([
    ['mp4', 'video/mp4', ['-c:v', 'mpeg4']],
    ['m4v', 'video/x-m4v', ['-c:v', 'mpeg4', '-brand', 'M4V ', '-f', 'mp4']],
    ['mov', 'video/quicktime', ['-c:v', 'mpeg4']],
    ['3gp', 'video/3gpp', ['-c:v', 'mpeg4']],
    ['3g2', 'video/3gpp2', ['-c:v', 'mpeg4']],
    ['avi', 'video/x-msvideo', ['-c:v', 'mpeg4']],
    ['divx', 'video/x-msvideo', ['-c:v', 'mpeg4', '-vtag', 'DIVX', '-f', 'avi']],
    ['mkv', 'video/x-matroska', ['-c:v', 'mpeg4']],
    ['wmv', 'video/x-ms-wmv', ['-c:v', 'wmv2']],
    ['asf', 'video/x-ms-wmv', ['-c:v', 'wmv2']],
    ['mpg', 'video/mpeg', ['-c:v', 'mpeg1video']],
    ['mod', 'video/mpeg', ['-c:v', 'mpeg2video', '-f', 'vob']],
    ['mts', 'video/mp2t', ['-c:v', 'mpeg2video', '-f', 'mpegts']],
    ['m2ts', 'video/mp2t', ['-c:v', 'mpeg2video', '-f', 'mpegts', '-mpegts_m2ts_mode', '1']],
    ['m2t', 'video/mp2t', ['-c:v', 'mpeg2video', '-f', 'mpegts']],
    ['tod', 'video/mp2t', ['-c:v', 'mpeg2video', '-f', 'mpegts']],
    ['mmv', 'video/mp4', ['-c:v', 'mpeg4', '-f', 'mp4']],
  ])(
    'a %s keeps its name, and is a video under the name of a photo',
    async (extension, mimeType, args) => {
      const path = workshop.path(`film.${extension}`)
      await ffmpeg([...film, ...args, path])
      expect(await asNamed(path, `film.${extension}`)).toMatchObject({
        plan: { fileName: `film.${extension}`, mimeType, keptOriginal: 'video' },
      })
      const decision = await asNamed(path, 'lie.jpg')
      expect(decision).toMatchObject({ facts: { mediaKind: 'video', mimeType } })
    },
  )

  test('a MOV tells its sides and its local time, and a turned one is upright', async () => {
    const path = workshop.path('dated.mov')
    await ffmpeg([
      ...film,
      '-c:v',
      'mpeg4',
      '-metadata',
      'creation_time=2024-05-01T08:11:12Z',
      path,
    ])
    await writeTags(path, ['-Rotation=90'])
    const facts = { width: 240, height: 320, takenAt: Date.UTC(2024, 4, 1, 8, 11, 12) }
    expect(await workshop.decide(path)).toMatchObject({ facts })
    await writeTags(path, ['-Keys:CreationDate=2024:05:01 10:11:12+02:00'])
    expect(await workshop.decide(path)).toMatchObject({
      facts: { ...facts, takenAt: Date.UTC(2024, 4, 1, 10, 11, 12) },
    })
  })
})

describe('RAW', () => {
  test.each(['nef', 'arw', 'dng', 'pef', 'srw', '3fr', 'iiq', 'kdc', 'erf', 'mef', 'mos', 'gpr'])(
    'a %s, which is a TIFF to the eye, keeps its name and goes up as it is',
    async (extension) => {
      const path = workshop.path(`raw.${extension}`)
      await photo(5000, 3600).tiff({ compression: 'none' }).toFile(path)
      expect(await workshop.decide(path)).toMatchObject({
        plan: { kind: 'original', fileName: `raw.${extension}`, keptOriginal: 'raw' },
      })
    },
  )

  test('a DNG named .tif is known by its tags', async () => {
    const path = workshop.path('negative.tif')
    await photo(5000, 3600).tiff({ compression: 'none' }).toFile(path)
    await writeTags(path, ['-IFD0:DNGVersion=1 4 0 0'])
    expect(await workshop.decide(path)).toMatchObject({
      plan: { fileName: 'negative.dng', mimeType: 'image/x-adobe-dng', keptOriginal: 'raw' },
    })
  })
})
