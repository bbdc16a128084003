// Reads one file once and proves that it stayed the same: lstat, open, fstat, hash, lstat.
// Synchronous, but lets others in between two parts; runs in file-worker.ts. Opens read-only, and only what is a plain file.
import { hash, createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs'
import { setImmediate as othersFirst } from 'node:timers/promises'
import type { Failure } from '../../../shared/failure.ts'
import { toMicroseconds } from '../../../shared/microseconds.ts'
import { fail, ok } from '../../../shared/result.ts'
import { diskPath } from '../ports/disk-names.ts'
import type { FileStamp } from '../ports/files.ts'
import type { FileResult } from './file-control.ts'
import { isOnlyInCloud } from './cloud-windows.ts'
import { codeOf } from './folder-calls.ts'

/** How the reader talks to whoever runs it. */
export interface HashHost {
  isAborted(): boolean
  /** A sign of life, before each part: the system may not come back from it. */
  pulse(): void
  /** The file is open, after so many milliseconds. */
  onOpened?(ms: number): void
}

/** Larger reads gain nothing, and such a buffer fits the processor's cache. */
const chunkBytes = 1024 * 1024

// A link put in place of the file is not followed, and a pipe in its place does not block. Windows has neither flag.
const {
  O_RDONLY,
  O_NOFOLLOW = 0,
  O_NONBLOCK = 0,
} = constants as Partial<typeof constants> & { O_RDONLY: number }
/** How every file is opened: never for writing. */
const openFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK

/** Opens a file and tells how long that took. */
export function openTimed(path: string | Buffer, onOpened?: (ms: number) => void): number {
  const startedAt = performance.now()
  const descriptor = openSync(path, openFlags)
  onOpened?.(performance.now() - startedAt)
  return descriptor
}

/** The file is not, or no longer, what was expected. */
export const changed = fail<Failure>({ kind: 'file-changed' })

/** A reader with a buffer of its own, used for one file after another. */
export function createFileHasher(): (
  path: string,
  expected: FileStamp,
  host: HashHost,
) => Promise<FileResult<'hash'>> {
  const buffer = Buffer.allocUnsafe(chunkBytes)
  return async (written, expected, host) => {
    const path = diskPath(written)
    let descriptor: number | null = null
    try {
      host.pulse()
      // Before anything is opened: opening a device can do harm, and opening a placeholder downloads it.
      const found = lstatSync(path)
      if (!found.isFile() || isOnlyInCloud(found, path) || !isExpected(found, expected))
        return changed
      descriptor = openTimed(path, host.onOpened)
      const before = fstatSync(descriptor)
      if (!isSameFile(before, found)) return changed
      const sha256 = await hashDescriptor(descriptor, before.size, buffer, host)
      if (sha256 === null) return fail({ kind: 'aborted' })
      // While it is open no other file gets its number: what is at the path is what was read, as it is after that.
      const after = lstatSync(path)
      if (sha256 === '' || !isSameFile(after, before)) return changed
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
  buffer: Buffer,
  host: HashHost,
): Promise<string | null> {
  if (host.isAborted()) return null
  let filled = fill(descriptor, buffer, sizeBytes)
  if (filled === sizeBytes) return hash('sha256', buffer.subarray(0, filled), 'hex')
  const digest = createHash('sha256')
  let total = 0
  while (filled > 0) {
    total += filled
    digest.update(buffer.subarray(0, filled))
    if (total >= sizeBytes) break
    await othersFirst()
    if (host.isAborted()) return null
    host.pulse()
    // Never by the process's few shared threads: a share that hangs would keep them from everybody else.
    filled = fill(descriptor, buffer, sizeBytes - total)
  }
  return total === sizeBytes ? digest.digest('hex') : ''
}

/** Reads on until the buffer or the file is full; a file system may give less at a time. */
function fill(descriptor: number, buffer: Uint8Array, mostBytes: number): number {
  const wanted = Math.min(mostBytes, buffer.length)
  let filled = 0
  while (filled < wanted) {
    const count = readSync(descriptor, buffer, filled, wanted - filled, null)
    if (count === 0) break
    filled += count
  }
  return filled
}

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
