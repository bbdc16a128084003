// Unpacks the wanted part of one zip file: stored and deflated entries, checked by their CRC-32.
// The pinned archive has 25,000 entries of which 70 are wanted, so unpacking all of it costs half a minute; this takes about
// two seconds. It knows no zip64 and no links, and refuses them, because that archive has neither.
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw } from 'node:zlib'

interface Entry {
  readonly name: string
  readonly mode: number
  readonly method: number
  readonly crc: number
  readonly compressedBytes: number
  readonly headerOffset: number
}

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const headerSignature = 0x04034b50
const linkType = 0o120000

const readExactly = async (
  file: FileHandle,
  position: number,
  sizeBytes: number,
): Promise<Buffer> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(sizeBytes), 0, sizeBytes, position)
  if (bytesRead !== sizeBytes) throw new Error('The zip file ends too early.')
  return buffer
}

const readEntries = async (file: FileHandle): Promise<Entry[]> => {
  const { size } = await file.stat()
  // The end record is 22 bytes and may be followed by a comment of up to 65,535.
  const tail = await readExactly(file, Math.max(0, size - 65_557), Math.min(size, 65_557))
  let end = tail.length - 22
  while (end >= 0 && tail.readUInt32LE(end) !== endSignature) end -= 1
  if (end < 0) throw new Error('This is not a zip file.')
  const count = tail.readUInt16LE(end + 10)
  const directoryBytes = tail.readUInt32LE(end + 12)
  const directoryOffset = tail.readUInt32LE(end + 16)
  if (count === 0xffff || directoryOffset === 0xffffffff)
    throw new Error('The zip file is in the zip64 form, which is not expected here.')
  const directory = await readExactly(file, directoryOffset, directoryBytes)
  const entries: Entry[] = []
  for (let at = 0; entries.length < count;) {
    if (directory.readUInt32LE(at) !== entrySignature) throw new Error('The zip file is damaged.')
    const nameBytes = directory.readUInt16LE(at + 28)
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      mode: directory.readUInt32LE(at + 38) >>> 16,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      compressedBytes: directory.readUInt32LE(at + 20),
      headerOffset: directory.readUInt32LE(at + 42),
    })
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

const unpackEntry = async (
  file: FileHandle,
  zipPath: string,
  entry: Entry,
  target: string,
): Promise<void> => {
  const header = await readExactly(file, entry.headerOffset, 30)
  if (header.readUInt32LE(0) !== headerSignature) throw new Error('The zip file is damaged.')
  const start = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  if (entry.method !== 0 && entry.method !== 8)
    throw new Error(`The zip file packs ${entry.name} in a way that is not expected here.`)
  await mkdir(dirname(target), { recursive: true })
  let crc = 0
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      crc = crc32(chunk, crc)
      done(null, chunk)
    },
  })
  const output = createWriteStream(target, { mode: (entry.mode & 0o777) | 0o600 })
  if (entry.compressedBytes === 0) {
    await pipeline([], check, output)
  } else {
    const end = start + entry.compressedBytes - 1
    const packed = createReadStream(zipPath, { start, end, highWaterMark: 1 << 20 })
    if (entry.method === 0) await pipeline(packed, check, output)
    else await pipeline(packed, createInflateRaw({ chunkSize: 1 << 20 }), check, output)
  }
  if (crc !== entry.crc) throw new Error(`The zip file is damaged at ${entry.name}.`)
}

/**
 * Unpacks the entries below `root` that `isWanted` says yes to (it is asked with the name below `root`) into `folder`.
 */
export const unzip = async (
  zipPath: string,
  folder: string,
  root: string,
  isWanted: (name: string) => boolean,
): Promise<void> => {
  const file = await open(zipPath, 'r')
  try {
    for (const entry of await readEntries(file)) {
      if (!entry.name.startsWith(root) || entry.name.endsWith('/')) continue
      const name = entry.name.slice(root.length)
      if (!isWanted(name)) continue
      const target = join(folder, name)
      if (!target.startsWith(folder + sep) || (entry.mode & 0o170000) === linkType)
        throw new Error(`The zip file holds ${entry.name}, which would leave its folder.`)
      await unpackEntry(file, zipPath, entry, target)
    }
  } finally {
    await file.close()
  }
}
