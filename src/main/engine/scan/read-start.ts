// Reads the beginning of one file and proves that it stayed the same: open, fstat, read, fstat on the same descriptor.
// Synchronous; runs in file-worker.ts. Opens read-only, and reads only what is a plain file.
import { closeSync, fstatSync, openSync } from 'node:fs'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { FileStamp } from '../ports/files.ts'
import { changed, fill, isSameFile, openFlags, toFailure, toStamp } from './hash-file.ts'
import { codeOf, isPlaceholder } from './read-folder.ts'

/** The answer; the bytes are all of their buffer, so that it can be handed on to another thread. */
export type StartResult = Result<{ bytes: Uint8Array<ArrayBuffer>; stamp: FileStamp }, Failure>

/** Reads up to `mostBytes`, fewer only where the file ends. */
export function readStart(path: string, mostBytes: number): StartResult {
  let descriptor: number | null = null
  try {
    descriptor = openSync(path, openFlags)
    const before = fstatSync(descriptor)
    // Reading a placeholder would download it; the next scan sees what it is.
    if (!before.isFile() || isPlaceholder(before, path)) return changed
    const bytes = new Uint8Array(Buffer.allocUnsafeSlow(Math.min(mostBytes, before.size)).buffer)
    const filled = fill(descriptor, bytes, bytes.length)
    if (filled < bytes.length || !isSameFile(fstatSync(descriptor), before)) return changed
    return ok({ bytes, stamp: toStamp(before) })
  } catch (error) {
    return fail(toFailure(codeOf(error)))
  } finally {
    if (descriptor !== null) closeSync(descriptor)
  }
}
