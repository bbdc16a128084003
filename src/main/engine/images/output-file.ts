// Writes what the image worker makes: whole, flushed, and only then the answer. Names, renaming and
// clearing up are left to the engine's side.
import { open, rm } from 'node:fs/promises'

/** Writes a new file and flushes it to the disk. On a full disk nothing is left behind. */
export async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  try {
    const handle = await open(path, 'w', 0o600)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined)
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
