// Replaces a small private file as a whole: a crash leaves the old content or the new, never a part. Two writes to one
// file at the same time are for the caller to prevent, or for `openPrivateFile`.
import { randomUUID } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { replaceFile } from '../engine/ports/replace.ts'

/** Writes the bytes beside the file, flushes them to disk, and renames; only the owner can read it. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  // A name that nothing else has: beside a file that the user named, `.tmp` may be a file of theirs.
  const draft = `${path}.${randomUUID()}.tmp`
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await replaceFile(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** A file that is written now and then. */
export interface PrivateFile {
  write(content: string): Promise<void>
  remove(): Promise<void>
  /** Resolves when everything asked for so far is on disk. */
  settled(): Promise<void>
}

/** Its writes follow one another, so that the last one asked for is the one on disk; a failure goes to `onProblem`. */
export function openPrivateFile(path: string, onProblem: (problem: unknown) => void): PrivateFile {
  let last: Promise<void> = Promise.resolve()
  const enqueue = (work: () => Promise<void>): Promise<void> =>
    (last = last.then(work).catch(onProblem))
  return {
    write: (content) => enqueue(() => writeWhole(path, content)),
    remove: () => enqueue(() => rm(path, { force: true })),
    settled: () => last,
  }
}
