// Behaviour of the finding of an AVIF's parts, and that a picture is refused of which one part cannot be decoded.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UnreadableHeadError } from '../../../src/main/engine/media/byte-source.ts'
import { codedPictures, partsAlone } from '../../../src/main/engine/images/heif-parts.ts'
import { openPicture, UndecodableError } from '../../../src/main/engine/images/picture.ts'
import { heifGrid } from '../../builders/heif-grid.ts'
import { box, fullBox, number } from '../media/box-builder.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-images-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const write = async (bytes: Buffer): Promise<string> => {
  const path = join(folder, 'picture.avif')
  await writeFile(path, bytes)
  return path
}
const [tileWidth, tileHeight] = [96, 64]
/** The same every time, so that what comes of damage to it is the same. */
function noise(): Sharp {
  let seed = 1
  const data = Buffer.alloc(tileWidth * tileHeight * 3)
  for (let at = 0; at < data.length; at += 1) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    data[at] = seed >>> 24
  }
  return sharp(data, { raw: { width: tileWidth, height: tileHeight, channels: 3 } })
}
const grid = async (tile: Sharp): Promise<ReturnType<typeof heifGrid>> => {
  const bytes = await tile.avif({ quality: 60, effort: 0 }).toBuffer()
  return heifGrid([bytes, bytes, bytes, bytes], { columns: 2, tileWidth, tileHeight })
}
const withFlippedBit = (bytes: Buffer, at: number): Buffer => {
  const flipped = Buffer.from(bytes)
  flipped[at] = (flipped[at] ?? 0) ^ 0x10
  return flipped
}

describe.each([
  ['in colours', noise],
  ['in grey, where a missing tile is black', () => noise().toColourspace('b-w')],
] as const)('an AVIF of tiles %s', (_, tile) => {
  it('is decoded when all are whole', async () => {
    const { bytes } = await grid(tile())
    const opened = await openPicture(await write(bytes), 'avif')
    const { info } = await opened.pipeline().raw().toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: 2 * tileWidth, height: 2 * tileHeight })
  })

  it('is refused when any is damaged, of which its decoder says nothing', async () => {
    const { bytes, tileAt } = await grid(tile())
    for (const at of tileAt) {
      const damaged = withFlippedBit(bytes, at + 200)
      await sharp(damaged, { failOn: 'warning' }).raw().toBuffer()
      await expect(openPicture(await write(damaged), 'avif')).rejects.toBeInstanceOf(
        UndecodableError,
      )
    }
  })

  it('is refused when the last is not there', async () => {
    const { bytes, tileAt } = await grid(tile())
    await expect(
      openPicture(await write(bytes.subarray(0, tileAt.at(-1))), 'avif'),
    ).rejects.toBeInstanceOf(UndecodableError)
  })

  it('still has a thumbnail', async () => {
    const { bytes, tileAt } = await grid(tile())
    const damaged = await write(withFlippedBit(bytes, (tileAt[0] ?? 0) + 200))
    const opened = await openPicture(damaged, 'avif', { isDamageAllowed: true })
    expect(opened.sides).toEqual({ width: 2 * tileWidth, height: 2 * tileHeight })
  })
})

it('an AVIF of one picture is refused when a bit of it is wrong, transparency included', async () => {
  const whole = await noise().ensureAlpha(0.5).avif({ quality: 60, effort: 0 }).toBuffer()
  expect([...partsAlone(whole)]).toHaveLength(1)
  await openPicture(await write(whole), 'avif')
  const from = whole.indexOf('mdat') + 60
  const tries = 20
  let refused = 0
  for (let index = 0; index < tries; index += 1) {
    const at = from + Math.floor(((whole.length - from) * index) / tries)
    const path = await write(withFlippedBit(whole, at))
    await openPicture(path, 'avif')
      .then((opened) => opened.pipeline().raw().toBuffer())
      .catch(() => (refused += 1))
  }
  // A few bits of a header say how strong or smooth all is: another picture, which every decoder shows alike.
  expect(refused).toBeGreaterThanOrEqual(tries - 2)
})

it('the coded pictures of a grid are its tiles, each with what sets its decoder up', async () => {
  const one = await noise().avif({ quality: 60, effort: 0 }).toBuffer()
  const { bytes, tileAt } = await grid(noise())
  const pictures = codedPictures(bytes)
  expect(pictures.map(({ type }) => type)).toEqual(['av01', 'av01', 'av01', 'av01'])
  const [alone] = codedPictures(one)
  for (const [index, { config, data }] of pictures.entries()) {
    expect(config).toEqual(alone?.config)
    // The record of AV1 begins with its mark and version (AV1 in ISOBMFF, 2.3.3).
    expect(config?.[0]).toBe(0x81)
    expect(data).toEqual(bytes.subarray(tileAt[index], tileAt[index + 1]))
  }
  const at = bytes.indexOf('av1C')
  expect(pictures[0]?.config).toHaveLength(bytes.readUInt32BE(at - 4) - 8)
  expect(codedPictures(box('ftyp', 'avif'))).toEqual([])
})

describe('the parts of an AVIF', () => {
  interface Told {
    isLong?: boolean
    leaveOut?: string
  }
  /** A grid 1 of 2 and 3, its transparency 4, a grid of 5; a thumbnail 6 and a depth 7 of it, and a grid 8 of 6. */
  function tables({ isLong = false, leaveOut = '' }: Told = {}): Buffer {
    const id = (value: number): Buffer => number(value, isLong ? 4 : 2)
    const version = isLong ? 1 : 0
    const types = ['grid', 'av01', 'av01', 'grid', 'av01', 'av01', 'av01', 'grid']
    const kindOf = (urn: string): Buffer => fullBox('auxC', 0, 0, `${urn}\0`)
    const property = (item: number, index: number): Buffer =>
      Buffer.concat([id(item), number(1, 1), number(index, 1)])
    const infe = (type: string, index: number): Buffer =>
      fullBox('infe', isLong ? 3 : 2, index === 0 ? 0 : 1, id(index + 1), number(0, 2), type, '\0')
    const link = (type: string, from: number, ...to: number[]): Buffer =>
      box(type, id(from), number(to.length, 2), ...to.map(id))
    const boxes = {
      pitm: fullBox('pitm', version, 0, id(1)),
      iinf: fullBox('iinf', version, 0, number(types.length, isLong ? 4 : 2), ...types.map(infe)),
      iref: fullBox(
        ...(['iref', version, 0] as const),
        ...[link('dimg', 4, 5), link('dimg', 1, 2, 3), link('auxl', 4, 1), link('thmb', 6, 1)],
        ...[link('auxl', 7, 1), link('dimg', 8, 6)],
      ),
      iprp: box(
        'iprp',
        box(
          'ipco',
          kindOf('urn:mpeg:mpegB:cicp:systems:auxiliary:alpha'),
          kindOf('urn:mpeg:mpegB:cicp:systems:auxiliary:depth'),
        ),
        fullBox('ipma', version, 0, number(2, 4), property(4, 1), property(7, 2)),
      ),
    }
    const kept = Object.entries(boxes).filter(([name]) => name !== leaveOut)
    return Buffer.concat([
      box('ftyp', 'avif'),
      fullBox('meta', 0, 0, ...kept.map(([, each]) => each)),
    ])
  }

  it.each([false, true])('are each shown once by itself; numbers of four bytes: %s', (isLong) => {
    const file = tables({ isLong })
    const before = Buffer.from(file)
    const size = isLong ? 4 : 2
    const shown = [...partsAlone(file)].length
    expect(shown).toBe(3)
    const primaries: number[] = []
    for (const alone of partsAlone(file)) {
      const at = alone.indexOf('pitm') + 8
      const id = alone.readUIntBE(at, size)
      primaries.push(id)
      // Its own mark of what is not shown is gone; that of a thumbnail stays.
      const flags = [...entriesIn(alone)].map((infe) => alone.readUInt8(infe + 7))
      expect(flags[id - 1]).toBe(0)
      expect(flags[5]).toBe(1)
    }
    expect(primaries).toEqual([2, 3, 5])
    expect(file).toEqual(before)
  })

  it.each(['iinf', 'iref'])('are none without %s', (leaveOut) => {
    expect([...partsAlone(tables({ leaveOut }))]).toEqual([])
  })

  it('cannot be told where nothing says what is shown', () => {
    expect(() => [...partsAlone(tables({ leaveOut: 'pitm' }))]).toThrow(UnreadableHeadError)
  })

  it('are none of a file without tables', () => {
    expect([...partsAlone(box('ftyp', 'avif'))]).toEqual([])
  })

  function* entriesIn(file: Buffer): Generator<number> {
    for (let at = file.indexOf('infe'); at >= 0; at = file.indexOf('infe', at + 1)) yield at
  }
})
