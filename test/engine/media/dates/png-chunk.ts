// One chunk of a PNG, for tests.
import { crc32 } from 'node:zlib'
import { number } from '../box-builder.ts'

/** A chunk of this type with its length and its checksum. */
export function pngChunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
  return Buffer.concat([number(body.length, 4), named, number(crc32(named), 4)])
}
