// What a file thread does with one file between two parts of another: reads its start, opens it, looks at it again, reads a
// part, closes it; and the names in a folder. Synchronous; runs in file-worker.ts. Opens read-only, and reads only what is a
// plain file.
import { closeSync, fstatSync, readdirSync, readSync, type Stats } from 'node:fs'
import { assertNever, fail, ok } from '../../../shared/result.ts'
import { diskPath, writtenBytes } from '../ports/disk-names.ts'
import type { FileAnswers, FileCall, FileResult, FileTasks, OwnBytes } from './file-control.ts'
import { changed, isSameFile, openTimed, toFailure, toStamp } from './hash-file.ts'
import { isOnlyInCloud } from './cloud-windows.ts'
import { codeOf } from './folder-calls.ts'

/** Told how long the system took to open a file. */
type OnOpened = (ms: number) => void

/** Does one call; an error of the system becomes a failure of the file. */
export function runCall(call: FileCall, onOpened: OnOpened): FileResult {
  try {
    switch (call.do) {
      case 'start':
        return readStart(call, onOpened)
      case 'names':
        return ok(namesIn(call.path, call.endings))
      case 'open':
        return openFile(call.path, onOpened)
      case 'look':
        return ok(toStamp(fstatSync(call.descriptor)))
      case 'read':
        return ok(readPart(call))
      case 'close':
        closeSync(call.descriptor)
        return ok(null)
      default:
        assertNever(call)
    }
  } catch (error) {
    return fail(toFailure(codeOf(error)))
  }
}

/** Up to `mostBytes` from the beginning, fewer only where the file ends, of a file that holds still for it. */
function readStart(
  { path, mostBytes, spareBytes }: FileTasks['start'],
  onOpened: OnOpened,
): FileResult<'start'> {
  const opened = openPlain(path, onOpened)
  if (opened === null) return changed
  const { descriptor, found } = opened
  try {
    const length = Math.min(mostBytes, found.size)
    const into = Buffer.allocUnsafeSlow(length + spareBytes).buffer
    const bytes = readPart({ descriptor, position: 0, length, into })
    const isWhole = bytes.length === length && isSameFile(fstatSync(descriptor), found)
    // Where a file system keeps none, systems tell 0, or the time of the last change.
    const birthtimeMs = found.birthtimeMs > 0 ? found.birthtimeMs : null
    return isWhole ? ok({ bytes, stamp: toStamp(found), birthtimeMs }) : changed
  } finally {
    closeSync(descriptor)
  }
}

/** As bytes, since old disks have names that are no UTF-8. */
function namesIn(folder: string, endings: readonly string[]): string[] {
  return readdirSync(diskPath(folder), { encoding: 'buffer' })
    .map((bytes) => writtenBytes(bytes).name)
    .filter((name) => endings.some((ending) => name.toLowerCase().endsWith(ending)))
}

function openFile(path: string, onOpened: OnOpened): FileResult<'open'> {
  const opened = openPlain(path, onOpened)
  if (opened === null) return changed
  const { descriptor, found } = opened
  return ok<FileAnswers['open']>({ descriptor, stamp: toStamp(found) })
}

/** null: it is no plain file, or only in the cloud, and not open any more. */
function openPlain(
  written: string,
  onOpened: OnOpened,
): { descriptor: number; found: Stats } | null {
  const path = diskPath(written)
  const descriptor = openTimed(path, onOpened)
  let isKept = false
  try {
    const found = fstatSync(descriptor)
    // Reading a placeholder would download it; the next scan sees what it is.
    isKept = found.isFile() && !isOnlyInCloud(found, path)
    return isKept ? { descriptor, found } : null
  } finally {
    if (!isKept) closeSync(descriptor)
  }
}

/** A file system may give less at a time. */
function readPart(part: {
  descriptor: number
  position: number
  length: number
  into?: ArrayBuffer
}): OwnBytes {
  const { descriptor, position, length } = part
  const bytes = new Uint8Array(part.into ?? Buffer.allocUnsafeSlow(length).buffer, 0, length)
  let filled = 0
  while (filled < length) {
    const count = readSync(descriptor, bytes, filled, length - filled, position + filled)
    if (count === 0) break
    filled += count
  }
  return bytes.subarray(0, filled)
}
