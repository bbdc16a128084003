// Writes what the image worker makes: whole, flushed, and only then the answer. Names, renaming and
// clearing up are left to the engine's side.
import { writeFileSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'

/** Writes a new file and flushes it to the disk. On a full disk nothing is left behind. */
export async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  await writePieces(path, [bytes])
}

/** The same piece by piece. What goes wrong where the pieces come from is thrown on, and leaves nothing behind either. */
export async function writePieces(
  path: string,
  pieces: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<void> {
  try {
    const handle = await writing(open(path, 'w', 0o600))
    try {
      // To the system's memory it is quicker than a word with another thread; only the disk is waited for.
      for await (const piece of pieces) await writing(toMemory(handle.fd, piece))
      await writing(handle.sync())
    } finally {
      await writing(handle.close())
    }
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined)
    throw error
  }
}

async function toMemory(file: number, piece: Buffer): Promise<void> {
  writeFileSync(file, piece)
}

async function writing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw translate(error)
  }
}

/** The disk, or the user's share of it, is full. */
export class DiskFullError extends Error {}

/** The private folder cannot be written for another reason, which is no fault of the photo. */
export class OutputError extends Error {}

function translate(error: unknown): Error {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? 'unknown'
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return new DiskFullError(code, { cause: error })
  return new OutputError(`cannot write: ${code}`, { cause: error })
}
