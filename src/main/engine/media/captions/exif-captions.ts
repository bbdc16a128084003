// What EXIF holds of a person's words: ImageDescription, and the comment of Windows Explorer; and which camera may have put
// them there itself. UserComment is left alone: it is full of what cameras and programs note for themselves.
import {
  readDirectory,
  readNumbers,
  readTiffHeader,
  type TiffEntry,
  type TiffHeader,
} from '../exif.ts'
import type { ByteSource } from '../byte-source.ts'
import { decodeText, decodeUtf16 } from './text-bytes.ts'

const imageDescription = 0x010e
const [make, model] = [0x010f, 0x0110]
/** UTF-16 in either order of the block (Windows). */
const xpComment = 0x9c9c
/** UTF-8 (Exif 3.0, 4.6.2), which the reader of directories does not know yet. */
const utf8Type = 129
/** ASCII by the letter, and what careless programs write in its place. */
const textTypes = [1, 2, 7]
const mostBytes = 64 * 1024

/** The words of an EXIF block. */
export interface ExifWords {
  description: string | null
  windowsComment: string | null
  /** Maker and model; null: neither is told. */
  camera: string | null
}

/** Those of a file without EXIF. */
export const noExifWords: ExifWords = { description: null, windowsComment: null, camera: null }

/** Reads the words of the EXIF block whose header lies at `base`. */
export async function readExifWords(source: ByteSource, base: number): Promise<ExifWords> {
  const header = await readTiffHeader(source, base)
  const { entries } = await readDirectory(header, header.first)
  const textOf = async (tag: number): Promise<string | null> => {
    const bytes = await wordsOf(header, entries.get(tag))
    return bytes === null ? null : decodeText(bytes)
  }
  const wide = await wordsOf(header, entries.get(xpComment))
  const camera = [await textOf(make), await textOf(model)].map((text) => text?.trim() ?? '')
  return {
    description: await textOf(imageDescription),
    windowsComment: wide === null ? null : decodeUtf16(wide, 'utf-16le'),
    camera: camera.join(' ').trim() || null,
  }
}

async function wordsOf(header: TiffHeader, entry: TiffEntry | undefined): Promise<Buffer | null> {
  if (entry === undefined) return null
  if (textTypes.includes(entry.type)) {
    return header.source.read(entry.at, Math.min(entry.sizeBytes, mostBytes))
  }
  if (entry.type !== utf8Type) return null
  const [offset = 0] = await readNumbers(header, { ...entry, type: 4, count: 1 })
  const at = entry.count <= 4 ? entry.at : header.base + offset
  return header.source.read(at, Math.min(entry.count, mostBytes))
}
