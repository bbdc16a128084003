// Makes small zip files and npm-like tarballs for the tests of Electron's preparation.
// Entries are stored or deflated; nothing here is read by the product.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import type { PinnedCopy } from '../../build/electron/pinned-copy.ts'

/** One file of a zip; a link holds its target as data. */
export interface ZipFile {
  readonly name: string
  readonly data: Buffer
  readonly isStored?: boolean
  readonly isLink?: boolean
  readonly crc?: number
}

/** Packs files into a zip archive. */
export const zipOf = (files: readonly ZipFile[]): Buffer => {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, data, isStored = false, isLink = false, crc = crc32(data) } of files) {
    const packed = isStored ? data : deflateRawSync(data)
    const header = Buffer.alloc(30)
    header.writeUInt32LE(0x04034b50, 0)
    header.writeUInt16LE(isStored ? 0 : 8, 8)
    header.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(isStored ? 0 : 8, 10)
    entry.writeUInt32LE(crc, 16)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(data.length, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(((isLink ? 0o120777 : 0o100755) << 16) >>> 0, 38)
    entry.writeUInt32LE(offset, 42)
    directory.push(entry, Buffer.from(name))
    bodies.push(header, Buffer.from(name), packed)
    offset += 30 + name.length + packed.length
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(listing.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, listing, end])
}

// What @electron/fuses looks for in a binary: its mark, a version, a length, and one character per fuse.
const fuses = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 8]),
  Buffer.from('10100010'),
])

/** A package shaped like the pinned one, a few bytes long, and where its tarball lies. */
export const aPackedElectron = async (
  folder: string,
): Promise<{ copy: PinnedCopy; tarball: string }> => {
  const source = join(folder, 'package')
  await mkdir(source, { recursive: true })
  const binary = Buffer.concat([Buffer.from('#!/bin/sh\n'), fuses])
  const files = [
    { name: 'Box/', data: Buffer.alloc(0), isStored: true },
    { name: 'Box/Box', data: binary },
    { name: 'Box/locales/en.pak', data: Buffer.from('words'), isStored: true },
    { name: 'Box/empty.dat', data: Buffer.alloc(0), isStored: true },
    { name: 'Box/resources/app/index.js', data: Buffer.from('the app inside') },
  ]
  await writeFile(join(source, 'box.zip'), zipOf(files))
  const tarball = join(folder, 'box-1.0.0.tgz')
  execFileSync('tar', ['-czf', tarball, '-C', folder, 'package'])
  const digest = createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64')
  const copy = {
    packageName: 'box',
    packageVersion: '1.0.0',
    integrity: `sha512-${digest}`,
    zipName: 'box.zip',
    zipRoot: 'Box/',
    binaryName: 'Box',
    electronVersion: '1.2.3',
  }
  return { copy, tarball }
}
