// Behaviour of the readers of GIF, BMP and ICO.
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import {
  readBmpHead,
  readGifHead,
  readIcoHead,
} from '../../../src/main/engine/media/simple-heads.ts'

describe('a GIF', () => {
  const gif = (...more: (string | Buffer)[]) => {
    const screen = Buffer.from('GIF89a\x2c\x01\xc8\0\0\0\0', 'latin1')
    const parts = more.map((part) => Buffer.from(part as string, 'latin1'))
    return readGifHead(memorySource(Buffer.concat([screen, ...parts, Buffer.alloc(8)])))
  }

  it('tells the size of its screen', async () => {
    expect(await gif()).toMatchObject({ width: 300, height: 200, isAnimated: false })
  })

  it.each([
    ['a loop of Netscape', '!\xff\x0bNETSCAPE2.0'],
    ['a loop of others', '!\xff\x0bANIMEXTS1.0'],
    ['a delay', '!\xf9\x04\0\x01\0'],
    ['a long delay', '!\xf9\x04\0\0\x01'],
  ])('moves with %s', async (_, part) => {
    expect(await gif(part)).toMatchObject({ isAnimated: true })
  })

  it('does not move for a picture that waits for nothing', async () => {
    expect(await gif('!\xf9\x04\x01\0\0\x09\0')).toMatchObject({ isAnimated: false })
  })

  it('is looked at for its first 4 kB', async () => {
    const padded = (bytes: number) => gif(Buffer.alloc(bytes), 'NETSCAPE2.0')
    expect(await padded(4_096 - 13 - 11)).toMatchObject({ isAnimated: true })
    expect(await padded(4_096 - 13 - 10)).toMatchObject({ isAnimated: false })
  })
})

describe('a BMP', () => {
  const bmp = (headerBytes: number, write: (bytes: Buffer) => void) => {
    const bytes = Buffer.alloc(40)
    bytes.writeUInt32LE(headerBytes, 14)
    write(bytes)
    return readBmpHead(memorySource(bytes))
  }

  it('tells its sides, with the rows from the bottom or from the top', async () => {
    const sized = (height: number) =>
      bmp(40, (bytes) => {
        bytes.writeInt32LE(70_000, 18)
        bytes.writeInt32LE(height, 22)
      })
    expect(await sized(66_000)).toMatchObject({ width: 70_000, height: 66_000 })
    expect(await sized(-66_000)).toMatchObject({ width: 70_000, height: 66_000 })
    expect(await sized(0)).toMatchObject({ width: null, height: null })
  })

  it('of the oldest kind has sides of two bytes', async () => {
    const old = bmp(12, (bytes) => {
      bytes.writeUInt16LE(300, 18)
      bytes.writeUInt16LE(200, 20)
    })
    expect(await old).toMatchObject({ width: 300, height: 200 })
  })
})

describe('an ICO', () => {
  const ico = (pictures: readonly (readonly [number, number])[], count = pictures.length) => {
    const head = Buffer.from([0, 0, 1, 0, count & 255, count >> 8])
    const entries = pictures.map(([width, height]) =>
      Buffer.from([width, height, ...Array<number>(14).fill(0)]),
    )
    return readIcoHead(memorySource(Buffer.concat([head, ...entries])))
  }

  it('has the size of its largest picture', async () => {
    const pictures = [
      [16, 16],
      [48, 32],
      [32, 48],
      [32, 32],
    ] as const
    expect(await ico(pictures)).toMatchObject({ width: 48, height: 32 })
  })

  it('writes 256 as nought', async () => {
    expect(
      await ico([
        [16, 16],
        [0, 0],
        [255, 255],
      ]),
    ).toMatchObject({ width: 256, height: 256 })
    expect(await ico([[0, 1]])).toMatchObject({ width: 256, height: 1 })
    expect(await ico([[1, 0]])).toMatchObject({ width: 1, height: 256 })
  })

  it('is looked at for 64 pictures, and as far as it goes', async () => {
    const many = (place: number) => {
      const sides = Array.from({ length: 70 }, (_, index) => (index === place ? 90 : 1))
      return ico(sides.map((side) => [side, side]))
    }
    expect(await many(63)).toMatchObject({ width: 90 })
    expect(await many(64)).toMatchObject({ width: 1 })
    expect(await ico([[7, 8]], 5_000)).toMatchObject({ width: 7, height: 8 })
    expect(await ico([])).toMatchObject({ width: null, height: null })
    // One that is cut off is none.
    const entry = (side: number): Buffer =>
      Buffer.concat([Buffer.from([side, side]), Buffer.alloc(14)])
    const two = Buffer.concat([Buffer.from([0, 0, 1, 0, 2, 0]), entry(7), entry(48)])
    expect(await readIcoHead(memorySource(two))).toMatchObject({ width: 48 })
    expect(await readIcoHead(memorySource(two.subarray(0, -1)))).toMatchObject({ width: 7 })
  })
})
