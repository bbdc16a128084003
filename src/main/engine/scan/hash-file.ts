// Reads one file once and proves that it stayed the same: lstat, open, fstat, hash, fstat on the same descriptor, lstat.
// Synchronous but for reading ahead; runs in file-worker.ts. Opens read-only, and only what is a plain file.
import { hash, createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  read,
  readSync,
  type Stats,
} from 'node:fs'
import type { Failure } from '../../../shared/failure.ts'
import { toMicroseconds } from '../../../shared/microseconds.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { FileStamp } from '../ports/files.ts'
import { codeOf, isPlaceholder } from './read-folder.ts'

/** The answer of a fingerprint. */
export type HashResult = Result<{ sha256: string; stamp: FileStamp }, Failure>

/** How the reader talks to whoever runs it. */
export interface HashHost {
  isAborted(): boolean
  /** A sign of life. */
  pulse(): void
}

/** Larger reads gain nothing, and two such buffers fit the processor's cache. */
const chunkBytes = 1024 * 1024

// A link put in place of the file is not followed, and a pipe in its place does not block. Windows has neither flag.
const {
  O_RDONLY,
  O_NOFOLLOW = 0,
  O_NONBLOCK = 0,
} = constants as Partial<typeof constants> & { O_RDONLY: number }
/** How every file is opened: never for writing. */
export const openFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK

/** The file is not, or no longer, what was expected. */
export const changed = fail<Failure>({ kind: 'file-changed' })

/** A reader with two buffers of its own, used for one file after another. */
export function createFileHasher(): (
  path: string,
  expected: FileStamp,
  host: HashHost,
) => Promise<HashResult> {
  const buffers: [Buffer, Buffer] = [Buffer.allocUnsafe(chunkBytes), Buffer.allocUnsafe(chunkBytes)]
  return async (path, expected, host) => {
    let descriptor: number | null = null
    try {
      // Before anything is opened: opening a device can do harm, and opening a placeholder downloads it.
      const found = lstatSync(path)
      if (!found.isFile() || isPlaceholder(found, path) || !isExpected(found, expected))
        return changed
      descriptor = openSync(path, openFlags)
      const before = fstatSync(descriptor)
      if (!isSameFile(before, found)) return changed
      const sha256 = await hashDescriptor(descriptor, before.size, buffers, host)
      if (sha256 === null) return fail({ kind: 'aborted' })
      const after = fstatSync(descriptor)
      const atPath = lstatSync(path)
      if (sha256 === '' || !isSameFile(after, before) || !isSameFile(atPath, before)) return changed
      return ok({ sha256, stamp: toStamp(after) })
    } catch (error) {
      return fail(toFailure(codeOf(error)))
    } finally {
      if (descriptor !== null) closeSync(descriptor)
    }
  }
}

/** The digest, null when aborted, '' when the file was not `sizeBytes` long. */
async function hashDescriptor(
  descriptor: number,
  sizeBytes: number,
  buffers: readonly [Buffer, Buffer],
  host: HashHost,
): Promise<string | null> {
  let [current, next] = buffers
  if (host.isAborted()) return null
  let filled = fill(descriptor, current, sizeBytes)
  if (filled === sizeBytes) return hash('sha256', current.subarray(0, filled), 'hex')
  const digest = createHash('sha256')
  let total = 0
  while (filled > 0) {
    if (host.isAborted()) return null
    host.pulse()
    total += filled
    // The next part is read on another thread while this one is hashed here.
    const reading = total < sizeBytes ? readAhead(descriptor, next) : null
    digest.update(current.subarray(0, filled))
    if (reading === null) break
    filled = await reading
    ;[current, next] = [next, current]
  }
  return total === sizeBytes ? digest.digest('hex') : ''
}

/** Reads until the buffer or the file is full; a pipe-like file system may give less at a time. */
export function fill(descriptor: number, buffer: Uint8Array, sizeBytes: number): number {
  const wanted = Math.min(sizeBytes, buffer.length)
  let filled = 0
  while (filled < wanted) {
    const count = readSync(descriptor, buffer, filled, wanted - filled, null)
    if (count === 0) break
    filled += count
  }
  return filled
}

const readAhead = (descriptor: number, buffer: Buffer): Promise<number> =>
  new Promise((resolve, reject) => {
    read(descriptor, buffer, 0, buffer.length, null, (error, count) => {
      if (error) reject(error)
      else resolve(count)
    })
  })

/**
 * Whether the file is still what the scan saw. A changed time of the inode alone is no change of content: a rename or an
 * extended attribute does that. An inode that differs counts only together with such a time, because exFAT and some
 * network file systems make numbers up anew each time.
 */
function isExpected(stats: Stats, expected: FileStamp): boolean {
  const now = toStamp(stats)
  const isOtherInode =
    now.inode !== 0 &&
    expected.inode !== 0 &&
    now.inode !== expected.inode &&
    now.ctimeUs !== expected.ctimeUs
  return now.sizeBytes === expected.sizeBytes && now.mtimeUs === expected.mtimeUs && !isOtherInode
}

/** The device is not compared: on Windows lstat and fstat may tell different forms of the volume's number. */
export function isSameFile(one: Stats, other: Stats): boolean {
  return (
    one.isFile() &&
    one.size === other.size &&
    one.mtimeMs === other.mtimeMs &&
    one.ctimeMs === other.ctimeMs &&
    one.ino === other.ino
  )
}

/** What stat says of a file, as the catalogue keeps it. */
export const toStamp = (stats: Stats): FileStamp => ({
  sizeBytes: stats.size,
  mtimeUs: toMicroseconds(stats.mtimeMs),
  ctimeUs: toMicroseconds(stats.ctimeMs),
  inode: stats.ino,
})

/** What an error of the file system means for the file. */
export function toFailure(code: string): Failure {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { kind: 'file-gone' }
    // A link, or a folder, has taken the file's place.
    case 'ELOOP':
    case 'EISDIR':
      return { kind: 'file-changed' }
    default:
      return { kind: 'file-unreadable', code }
  }
}
