// EXIF as ImageMagick and others wrote it into PNGs before there was a chunk for it: digits in words under a keyword, packed
// or not. ExifTool and most viewers read it, so a date in it is one. Nothing is ever written there.
import { inflateSync } from 'node:zlib'
import { memorySource, orWhenUnreadable, type ByteSource } from '../../media/byte-source.ts'
import { hasExifDate } from './exif-date.ts'
import { bodyOf, type Part } from './parts.ts'

const keyword = /^Raw profile type (?:exif|APP1)\0/
/** Twice the digits of a block that fits a JPEG, and room for their lines. */
const mostBytes = 256 * 1024
const jpegName = 'Exif\0\0'

/** Whether such words of a PNG tell a date. */
export async function hasRawProfileDate(
  source: ByteSource,
  parts: readonly Part[],
): Promise<boolean> {
  for (const part of parts) {
    if (!['tEXt', 'zTXt'].includes(part.name) || part.body.length > mostBytes) continue
    const body = await bodyOf(source, part)
    const name = keyword.exec(body.toString('latin1', 0, 32))?.[0]
    if (name === undefined) continue
    const words = part.name === 'tEXt' ? body.subarray(name.length) : unpacked(body, name.length)
    // A line for the name, one for the length, and then the digits.
    const digits = words.toString('latin1').replace(/^\s*\S+\s+\d+\s/, '')
    const block = Buffer.from(digits.replace(/\s/g, ''), 'hex')
    const at = block.toString('latin1', 0, jpegName.length) === jpegName ? jpegName.length : 0
    if (await orWhenUnreadable(hasExifDate(memorySource(block.subarray(at)), 0), false)) return true
  }
  return false
}

/** What is behind the byte that names the method (PNG, third edition, 11.3.3.3). Damaged words tell nothing. */
function unpacked(body: Buffer, keywordBytes: number): Buffer {
  try {
    return inflateSync(body.subarray(keywordBytes + 1), { maxOutputLength: 4 * mostBytes })
  } catch {
    return Buffer.alloc(0)
  }
}
