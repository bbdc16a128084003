// The description of a film: Apple's keys, the list that iTunes and ffmpeg write, the user data of QuickTime and 3GP, and XMP.
// Comments are left alone: encoders sign there.
import { mostPacketBytes } from '../xmp.ts'
import type { ByteSource } from '../byte-source.ts'
import { boxesIn, fileBoxes, findBox, type Box } from '../iso-boxes.ts'
import { decodeText, decodeUtf16 } from './text-bytes.ts'

/** What a film says of itself. */
export interface MovieWords {
  /** Packets of XMP. */
  xmp: Buffer[]
  /** Descriptions, the surest first. */
  descriptions: string[]
}

const appleKey = 'com.apple.quicktime.description'
/** Descriptions in a list of iTunes: short, QuickTime's own, long. */
const listTypes = ['desc', '\xa9des', 'ldes']
/** The box in which XMP lies in an MP4 (XMP part 3, 1.1.8). */
const xmpUuid = 'be7acfcb97a942e89c71999491e3afac'
const mostBoxBytes = 1024 * 1024
/** Data that tells itself to be UTF-16 (QuickTime file format, well-known types). */
const utf16Data = 2

/** Reads the words of an MP4, MOV or 3GP. */
export async function readMovieWords(source: ByteSource): Promise<MovieWords> {
  const words: MovieWords = { xmp: [], descriptions: [] }
  for await (const box of fileBoxes(source, 0, source.sizeBytes)) {
    if (box.type === 'moov') await readMovie(source, box, words)
    else if (box.type === 'uuid') {
      const id = (await source.read(box.start, 16)).toString('hex')
      if (id === xmpUuid) words.xmp.push(await bytesOf(source, { ...box, start: box.start + 16 }))
    }
  }
  return words
}

async function readMovie(source: ByteSource, moov: Box, words: MovieWords): Promise<void> {
  const userData: string[] = []
  for await (const box of fileBoxes(source, moov.start, moov.end)) {
    if (box.end - box.start > mostBoxBytes) continue
    if (box.type === 'meta') words.descriptions.push(...inMeta(await bytesOf(source, box)))
    else if (box.type === 'udta') {
      for await (const part of fileBoxes(source, box.start, box.end)) {
        const bytes = await bytesOf(source, part)
        if (part.type === 'meta') userData.unshift(...inMeta(bytes))
        else if (part.type === 'XMP_') words.xmp.push(bytes)
        else if (part.type === '\xa9des') userData.push(quickTimeText(bytes))
        else if (part.type === 'dscp') userData.push(text3gp(bytes))
      }
    }
  }
  words.descriptions.push(...userData)
}

const bytesOf = async (source: ByteSource, { start, end }: Box): Promise<Buffer> =>
  Buffer.from(await source.read(start, Math.min(end - start, mostPacketBytes)))

/** Values under Apple's keys, whose types are their numbers, and under the types of iTunes. */
function inMeta(meta: Buffer): string[] {
  // In MOV the box has no version; in MP4 it has.
  const start = meta.toString('latin1', 4, 8) === 'hdlr' ? 0 : 4
  const list = findBox(meta, 'ilst', start, meta.length)
  if (list === null) return []
  const keys = findBox(meta, 'keys', start, meta.length)
  const names = keys === null ? [] : [...boxesIn(meta, keys.start + 8, keys.end)]
  const nameAt = (key: Box): string => meta.toString('latin1', key.start, key.end)
  const number = names.findIndex((key) => nameAt(key) === appleKey) + 1
  const numbered = Buffer.alloc(4)
  numbered.writeUInt32BE(number)
  const wanted = number === 0 ? listTypes : [numbered.toString('latin1')]
  const items = [...boxesIn(meta, list.start, list.end)]
  return wanted.flatMap((type) =>
    items.filter((item) => item.type === type).map((item) => valueOf(meta, item)),
  )
}

function valueOf(meta: Buffer, item: Box): string {
  const data = findBox(meta, 'data', item.start, item.end)
  if (data === null || data.end - data.start < 8) return ''
  const bytes = meta.subarray(data.start + 8, data.end)
  const isWide = meta.readUInt32BE(data.start) === utf16Data
  return isWide ? decodeUtf16(bytes, 'utf-16be') : decodeText(bytes)
}

/** A text of QuickTime's user data: its length, its language, itself; languages by number are Macintosh's own. */
function quickTimeText(bytes: Buffer): string {
  if (bytes.length < 4) return ''
  const text = bytes.subarray(4, 4 + bytes.readUInt16BE(0))
  return decodeText(text, bytes.readUInt16BE(2) < 0x400 ? 'macintosh' : undefined)
}

/** A text of 3GP: version and flags, language, itself in UTF-8 or, with a mark, UTF-16 (3GPP TS 26.244, 8.2). */
function text3gp(bytes: Buffer): string {
  const text = bytes.subarray(6)
  const isWide = ['feff', 'fffe'].includes(text.toString('hex', 0, 2))
  return isWide ? decodeUtf16(text, 'utf-16be') : decodeText(text)
}
