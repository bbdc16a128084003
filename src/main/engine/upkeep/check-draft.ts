// The table of a check while it is not known whether anybody wants it: a line for each file, in a file of the app's own, so that
// a million files need no memory. It is copied to where the user says, and goes with its check. No file stays open.
import { appendFile, copyFile, mkdir, realpath, rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { CheckedFile } from '../../../shared/check-schemas.ts'
import { checkTableHead, checkTableLine } from '../../../shared/check-table.ts'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { replaceFile } from '../ports/replace.ts'

/** A table that grows. */
export interface CheckDraft {
  /** Adds a file; where the promise is answered, it waits for the disk. */
  add(file: CheckedFile): Promise<void> | void
  /** Nothing more is added; false: the disk did not take all of it. */
  finish(): Promise<boolean>
  /** Copies it to a path that the user chose, but not into this folder. */
  copyTo(path: string, notInside: string): Promise<Result<{ isInside: boolean }, Failure>>
  remove(): Promise<void>
}

/** Written at once. */
const chunkLength = 65_536

/** Begins one in this folder. */
export function createCheckDraft(folder: string): CheckDraft {
  const path = join(folder, `${randomUUID()}.csv`)
  let waiting = checkTableHead
  let isWhole = true
  let isBegun = false

  const write = async (): Promise<void> => {
    const text = waiting
    waiting = ''
    if (!isWhole) return
    try {
      if (!isBegun) await mkdir(folder, { recursive: true, mode: 0o700 })
      isBegun = true
      await appendFile(path, text, { mode: 0o600 })
    } catch {
      // A check is worth more than its table.
      isWhole = false
    }
  }
  return {
    add(file) {
      waiting += checkTableLine(file)
      return waiting.length >= chunkLength ? write() : undefined
    },
    async finish() {
      await write()
      return isWhole
    },
    async copyTo(target, notInside) {
      const at = await realpath(dirname(resolve(target))).catch(() => dirname(resolve(target)))
      if (isIn(at, notInside)) return ok({ isInside: true })
      const draft = join(at, `${basename(target)}.${randomUUID()}.tmp`)
      try {
        await copyFile(path, draft)
        await replaceFile(draft, join(at, basename(target)))
        return ok({ isInside: false })
      } catch (thrown) {
        await rm(draft, { force: true }).catch(() => undefined)
        const code = (thrown as NodeJS.ErrnoException).code ?? 'UNKNOWN'
        return fail(
          code === 'ENOSPC'
            ? { kind: 'disk-full' }
            : { kind: 'folder-unreadable', path: target, code },
        )
      }
    },
    async remove() {
      isWhole = false
      await rm(path, { force: true }).catch(() => undefined)
    },
  }
}

/** Whether a folder is another one, or lies in it; both are real paths. */
function isIn(folder: string, other: string): boolean {
  const way = relative(other, folder)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}
