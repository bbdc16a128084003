// Decoders open a photo by a name in UTF-8. One that has none is opened here by its bytes, and handed to them by the name
// that the system gives to an open file.
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { diskPath } from '../ports/disk-names.ts'

/** What Linux and macOS call an open file. */
const openFiles = process.platform === 'linux' ? '/proc/self/fd' : '/dev/fd'
// A named pipe in its place must not block; Windows, which has no such flag, has no such names either.
const openFlags = constants.O_RDONLY | ((constants as { O_NONBLOCK?: number }).O_NONBLOCK ?? 0)

/** Works on a file, given its path in the written form, by a path that any library can open. */
export async function withReadablePath<T>(
  written: string,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const path = diskPath(written)
  if (typeof path === 'string') return work(path)
  const handle = await open(path, openFlags)
  try {
    return await work(`${openFiles}/${handle.fd}`)
  } finally {
    await handle.close()
  }
}
