// Compares a finished copy with its original, by reading both again: dimensions, capture time and place
// must be what they were. Trusts no encoder, and knows none.
import { orWhenUnreadable, type ByteSource } from '../media/byte-source.ts'
import { readDirectory, readNumbers, readTiffHeader, tags, type TiffEntry } from '../media/exif.ts'
import type { PictureHead } from '../media/head.ts'
import type { Sides } from './target-size.ts'

/** A photo's bytes with what its header told. */
export interface ReadPhoto {
  source: ByteSource
  head: PictureHead
}

/** Whether a copy has these sides and the time and place of its original. */
export async function isFaithful(
  original: ReadPhoto,
  copy: ReadPhoto,
  sides: Sides,
): Promise<boolean> {
  if (copy.head.width !== sides.width || copy.head.height !== sides.height) return false
  if (copy.head.orientation !== 1) return false
  if (copy.head.takenAt !== original.head.takenAt) return false
  const [before, after] = await Promise.all([gpsOf(original), gpsOf(copy)])
  for (const [tag, value] of before) if (after.get(tag) !== value) return false
  return true
}

/** Values of the GPS directory by tag, written so that equal values are equal texts. */
async function gpsOf({ source, head }: ReadPhoto): Promise<Map<number, string>> {
  const values = new Map<number, string>()
  const { exifAt } = head
  if (exifAt === null) return values
  return orWhenUnreadable(collectGps(source, exifAt, values), values)
}

async function collectGps(
  source: ByteSource,
  exifAt: number,
  values: Map<number, string>,
): Promise<Map<number, string>> {
  const header = await readTiffHeader(source, exifAt)
  const first = await readDirectory(header, header.first)
  const [gpsAt] = await readNumbers(header, first.entries.get(tags.gpsIfd))
  if (gpsAt === undefined) return values
  const { entries } = await readDirectory(header, gpsAt)
  for (const entry of entries.values()) {
    // The encoder may turn the byte order round, so words are compared as numbers.
    values.set(entry.tag, await wordsOf(source, entry, header.isLittleEndian))
  }
  return values
}

async function wordsOf(
  source: ByteSource,
  entry: TiffEntry,
  isLittleEndian: boolean,
): Promise<string> {
  const bytes = await source.read(entry.at, entry.sizeBytes)
  const isRational = entry.type === 5 || entry.type === 10
  if (!isRational) return bytes.toString('latin1').replace(/\0+$/, '')
  const words: number[] = []
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    words.push(isLittleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  }
  return words.join(' ')
}
