// Photos that a reduction would harm go up as they are, byte for byte, and the reason is told. Each file is
// made here, at its real size.
import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeHeif, ffmpeg, writeTags } from './tools.ts'
import { openWorkshop, photo, type Workshop } from './workshop.ts'

let workshop: Workshop
let large: Buffer
let film: Buffer
beforeAll(async () => {
  workshop = openWorkshop()
  large = await photo(6000, 4000).jpeg({ quality: 92 }).toBuffer()
  const clip = workshop.path('clip.mp4')
  await ffmpeg([
    '-f',
    'lavfi',
    '-i',
    'testsrc=size=320x240:rate=25:duration=1',
    '-c:v',
    'mpeg4',
    clip,
  ])
  film = readFileSync(clip)
})
afterAll(() => workshop.close())

const keptBecause = async (path: string): Promise<unknown> => {
  const decision = await workshop.decide(path)
  return decision.kind === 'send' && decision.plan.kind === 'original'
    ? decision.plan.keptOriginal
    : decision
}

test('the photo that the others are made from is reduced', async () => {
  const path = workshop.write('plain.jpg', large)
  await expect(workshop.reduce(path)).resolves.toBeTypeOf('string')
})

describe('motion photos', () => {
  test('of Google: XMP, and the film behind the picture', async () => {
    const path = await withXmp('google.jpg', [
      '<rdf:Description xmlns:GCamera="http://ns.google.com/photos/1.0/camera/"',
      ' GCamera:MotionPhoto="1" GCamera:MotionPhotoVersion="1"/>',
    ])
    const bytes = Buffer.concat([readFileSync(path), film])
    expect(await keptBecause(workshop.write('google.jpg', bytes))).toBe('motion-photo')
  })

  test('of older Google phones: MicroVideo', async () => {
    const path = workshop.write('micro.jpg', large)
    await writeTags(path, [
      '-XMP-GCamera:MicroVideo=1',
      `-XMP-GCamera:MicroVideoOffset=${film.length}`,
    ])
    expect(await keptBecause(path)).toBe('motion-photo')
  })

  test('of Samsung: only a trailer', async () => {
    const name = Buffer.from('\0\0\x30\x0a\x10\0\0\0MotionPhoto_Data', 'latin1')
    const directory = Buffer.from(
      'SEFH\x6a\0\0\0\x01\0\0\0\0\0\x30\x0a\0\0\0\0\0\0\0\0\x18\0\0\0SEFT',
      'latin1',
    )
    const bytes = Buffer.concat([large, name, film, directory])
    expect(await keptBecause(workshop.write('samsung.jpg', bytes))).toBe('motion-photo')
  })

  test('of a maker that says nothing: a film behind the picture', async () => {
    expect(await keptBecause(workshop.write('silent.jpg', Buffer.concat([large, film])))).toBe(
      'motion-photo',
    )
  })
})

describe('gain maps', () => {
  test('Ultra HDR: XMP, container directory, a second picture', async () => {
    const map = await photo(1500, 1000).greyscale().jpeg().toBuffer()
    const path = await withXmp('ultra-hdr.jpg', [
      '<rdf:Description xmlns:Container="http://ns.google.com/photos/1.0/container/"',
      ' xmlns:Item="http://ns.google.com/photos/1.0/container/item/"',
      ' xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0">',
      '<Container:Directory><rdf:Seq><rdf:li Item:Semantic="Primary" Item:Mime="image/jpeg"/>',
      `<rdf:li Item:Semantic="GainMap" Item:Mime="image/jpeg" Item:Length="${map.length}"/>`,
      '</rdf:Seq></Container:Directory></rdf:Description>',
    ])
    const bytes = Buffer.concat([readFileSync(path), map])
    expect(await keptBecause(workshop.write('ultra-hdr.jpg', bytes))).toBe('gain-map')
  })

  test('ISO 21496-1: an APP2 segment', async () => {
    const name = 'urn:iso:std:iso:ts:21496:-1\0\0\0\0\0'
    expect(await keptBecause(workshop.write('iso.jpg', withSegment(large, 0xe2, name)))).toBe(
      'gain-map',
    )
  })
})

test('360 panoramas: GPano', async () => {
  const path = workshop.write('sphere.jpg', large)
  await writeTags(path, [
    '-XMP-GPano:ProjectionType=equirectangular',
    '-XMP-GPano:FullPanoWidthPixels=6000',
    '-XMP-GPano:FullPanoHeightPixels=4000',
  ])
  expect(await keptBecause(path)).toBe('panorama')
})

describe('animations', () => {
  const frames = async (width: number, height: number): Promise<Buffer[]> => {
    const frame = await photo(width, height).raw().toBuffer()
    const mirrored = await photo(width, height).flop().raw().toBuffer()
    return [frame, mirrored]
  }

  test.each(['gif', 'webp'] as const)('%s', async (format) => {
    const raw = { width: 4100, height: 8000, channels: 3 as const, pageHeight: 4000 }
    const animation = sharp(Buffer.concat(await frames(4100, 4000)), { raw })
    const path = workshop.path(`dance.${format}`)
    await (
      format === 'gif'
        ? animation.gif({ effort: 1, colours: 8, dither: 0, delay: [100, 100] })
        : animation.webp({ effort: 0, quality: 10, delay: [100, 100] })
    ).toFile(path)
    expect(await keptBecause(path)).toBe('animation')
  })

  test('APNG', async () => {
    await photo(4100, 4000).jpeg().toFile(workshop.path('frame.jpg'))
    const path = workshop.path('dance.apng')
    await ffmpeg([
      '-loop',
      '1',
      '-t',
      '0.2',
      '-r',
      '10',
      '-i',
      workshop.path('frame.jpg'),
      '-f',
      'apng',
      path,
    ])
    expect(await keptBecause(workshop.write('dance.png', readFileSync(path)))).toBe('animation')
  })
})

describe('several pictures in one file', () => {
  /** A multi-picture index with entries of these types (CIPA DC-007, 5.2.3.3). */
  const index = (...types: number[]): string => {
    const entries = types.map((type) => {
      const entry = Buffer.alloc(16)
      entry.writeUInt32BE(type)
      return entry
    })
    const table = Buffer.alloc(8 + 2 + 3 * 12 + 4)
    table.write('MM\0*\0\0\0\x08', 'latin1')
    table.writeUInt16BE(3, 8)
    const put = (at: number, tag: number, type: number, count: number, value: number): void => {
      table.writeUInt16BE(tag, at)
      table.writeUInt16BE(type, at + 2)
      table.writeUInt32BE(count, at + 4)
      table.writeUInt32BE(value, at + 8)
    }
    put(10, 0xb000, 7, 4, 0x30313030)
    put(22, 0xb001, 4, 1, types.length)
    put(34, 0xb002, 7, types.length * 16, table.length)
    return `MPF\0${Buffer.concat([table, ...entries]).toString('latin1')}`
  }

  test('a stereo pair is left alone', async () => {
    const path = workshop.write(
      'stereo.jpg',
      withSegment(large, 0xe2, index(0x20020002, 0x00020002)),
    )
    expect(await keptBecause(path)).toBe('multi-picture')
  })

  test('previews of the same picture, which many cameras add, do not hinder', async () => {
    const preview = await photo(1620, 1080).jpeg().toBuffer()
    const indexed = withSegment(large, 0xe2, index(0x20030000, 0x00010002))
    const path = workshop.write('camera.jpg', Buffer.concat([indexed, preview]))
    await expect(workshop.reduce(path)).resolves.toBeTypeOf('string')
  })

  test('a TIFF of two pages', async () => {
    const page = await photo(5000, 3600).raw().toBuffer()
    const raw = { width: 5000, height: 7200, channels: 3 as const, pageHeight: 3600 }
    const path = workshop.path('pages.tif')
    await sharp(Buffer.concat([page, page]), { raw })
      .tiff({ compression: 'jpeg' })
      .toFile(path)
    expect(await keptBecause(path)).toBe('multi-picture')
  })

  test('a HEIC of two photos', async () => {
    const one = workshop.write('one.jpg', await photo(4500, 4000).jpeg().toBuffer())
    const two = workshop.write('two.jpg', await photo(4500, 4000).flop().jpeg().toBuffer())
    const path = workshop.path('two.heic')
    await encodeHeif(one, path, ['-p', 'preset=ultrafast', two])
    expect(await keptBecause(path)).toBe('multi-picture')
  })
})

/** The large photo with this XMP, which exiftool puts in its place without reading it. */
async function withXmp(name: string, lines: readonly string[]): Promise<string> {
  const path = workshop.write(name, large)
  const packet = [
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    ...lines,
    '</rdf:RDF></x:xmpmeta>',
  ].join('')
  const file = workshop.write(`${name}.xmp`, Buffer.from(packet))
  await writeTags(path, [`-XMP<=${file}`])
  return path
}

function withSegment(jpeg: Buffer, marker: number, body: string): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from(body, 'latin1'), jpeg.subarray(2)])
}
