// The private folder of reduced copies: names, room, atomic arrival, clearing up. What a copy holds and how it is made is
// left to the image worker.
import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rm, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '../ports/replace.ts'

/**
 * Raised whenever the same photo could come out with other bytes: a new sharp, another quality. A copy that
 * waits for its upload keeps the name, and so the bytes, it was planned with.
 */
export const encoderVersion = 1

/** The copies on disk. */
export interface RenditionStore {
  /** The name of the copy of a photo with these bytes. */
  nameOf(sha256: string): string
  pathOf(name: string): string
  /** A new path to write to, in the same file system; the folder is made when it is not there. */
  temporaryPath(): Promise<string>
  /** Whether another copy still fits into the room the folder may take. */
  hasRoom(): boolean
  /** Whether a copy of this name counts: those that were kept here, and those that were found when it was cleared up. */
  has(name: string): boolean
  /** Gives a written file of this size its name; from here on it counts and survives a crash. */
  keep(temporary: string, name: string, sizeBytes: number): Promise<void>
  discard(name: string): Promise<void>
  keepOnly(names: ReadonlySet<string>): Promise<void>
}

/** Those of older versions had their dates in them, and in their names. */
const namePattern = /^[0-9a-f]{64}(?=-)(-v\d+)?(-d\d+at-?\d+(z-?\d+)?)?$/

/** Opens the folder, making it when it is not there. `mostBytes` bounds all copies together. */
export function createRenditionStore(folder: string, mostBytes: number): RenditionStore {
  const sizes = new Map<string, number>()
  let totalBytes = 0
  const forget = (name: string): void => {
    totalBytes -= sizes.get(name) ?? 0
    sizes.delete(name)
  }
  const count = (name: string, sizeBytes: number): void => {
    forget(name)
    sizes.set(name, sizeBytes)
    totalBytes += sizeBytes
  }
  const flush = createFlush(folder)
  const pathOf = (name: string): string => {
    // Names come back from the catalogue; nothing else may be reached through them.
    if (!namePattern.test(name)) throw new Error(`Not the name of a rendition: ${name}`)
    return join(folder, name)
  }
  return {
    nameOf: (sha256) => `${sha256}-v${encoderVersion}`,
    pathOf,
    async temporaryPath() {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      return join(folder, `${randomUUID()}.tmp`)
    },
    hasRoom: () => totalBytes < mostBytes,
    has: (name) => sizes.has(name),
    async keep(temporary, name, sizeBytes) {
      await replaceFile(temporary, pathOf(name))
      await flush()
      count(name, sizeBytes)
    },
    async discard(name) {
      forget(name)
      await unlink(pathOf(name)).catch(unlessGone)
    },
    async keepOnly(names) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      for (const name of await readdir(folder)) {
        if (names.has(name)) count(name, (await stat(join(folder, name))).size)
        else await rm(join(folder, name), { force: true, recursive: true })
      }
    },
  }
}

function unlessGone(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
}

/** Makes what flushes the folder: once for all that came before it begins. */
function createFlush(folder: string): () => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  let next: Promise<void> | null = null
  return () => {
    next ??= last
      .catch(() => undefined)
      .then(() => {
        next = null
        return flushFolder(folder)
      })
    last = next
    return next
  }
}

/** A renamed file is safe only when its folder is written too; Windows has no such call and needs none. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
