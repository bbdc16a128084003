// Headers that are read in one glance: GIF, BMP and ICO. None of them carries a date.
import type { ByteSource } from './byte-source.ts'
import { unknownHead, upright, type PictureHead } from './head.ts'

/** A graphic control extension (GIF89a, 23), up to its flags; a delay follows. */
const graphicControl = Buffer.from([0x21, 0xf9, 0x04])

/** Reads a GIF's screen size; a loop, or a delay before the first picture, marks an animation. */
export async function readGifHead(source: ByteSource): Promise<PictureHead> {
  const head = await source.read(0, 4096)
  const control = head.indexOf(graphicControl)
  const hasDelay = control >= 0 && head.readUInt16LE(control + 4) > 0
  const isAnimated = hasDelay || head.includes('NETSCAPE2.0') || head.includes('ANIMEXTS1.0')
  const sides = { width: head.readUInt16LE(6), height: head.readUInt16LE(8) }
  return { ...unknownHead, ...upright(sides, 1), isAnimated }
}

/** Reads a BMP's size; a negative height means that the rows run from the top. */
export async function readBmpHead(source: ByteSource): Promise<PictureHead> {
  const head = await source.read(0, 26)
  const sides =
    head.readUInt32LE(14) === 12
      ? { width: head.readUInt16LE(18), height: head.readUInt16LE(20) }
      : { width: head.readInt32LE(18), height: Math.abs(head.readInt32LE(22)) }
  return { ...unknownHead, ...upright(sides, 1) }
}

/** Reads the largest picture's size in an ICO, where 0 stands for 256. */
export async function readIcoHead(source: ByteSource): Promise<PictureHead> {
  const head = await source.read(0, 6)
  const directory = await source.read(6, Math.min(head.readUInt16LE(4), 64) * 16)
  let sides = { width: 0, height: 0 }
  for (let at = 0; at + 16 <= directory.length; at += 16) {
    const width = directory.readUInt8(at) || 256
    const height = directory.readUInt8(at + 1) || 256
    if (width * height > sides.width * sides.height) sides = { width, height }
  }
  return { ...unknownHead, ...upright(sides, 1) }
}
