// The folder of thumbnails: one file per key and side, made once, the longest unused thrown away first.
// May be emptied by anyone at any time.
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '../ports/replace.ts'

/** Makes a thumbnail at a path, or tells whether asking again later makes sense. */
export type MakeThumbnail = (path: string) => Promise<'drawn' | 'never' | 'not-now'>

/** The cache, as the preparer uses it. */
export interface ThumbnailCache {
  /**
   * The path of the picture of this key, made when it is missing; null when it cannot be made and none of another side is
   * kept. With null for `make` only what is kept is answered: the file is not there.
   */
  get(key: string, side: number, make: MakeThumbnail | null): Promise<string | null>
  /** Deletes what is there; what is being made stays. */
  clear(): Promise<void>
  /** A path in the folder for something that is only looked at. */
  pathFor(name: string): string
}

/** Room is made down to this share, so that it is not made at every thumbnail. */
const shareKept = 0.8
/** Keys that cannot be pictured are remembered, so that a list that scrolls does not ask again. */
const mostRefusals = 5_000

/** The sides that the window asks for. */
const sides = [512, 256, 96]

/** Opens the cache; the folder is made when it is first needed. */
export function createThumbnailCache(folder: string, mostBytes: number): ThumbnailCache {
  const underWay = new Map<string, Promise<string | null>>()
  const refused = new Set<string>()
  let knownBytes: number | null = null

  const make = async (name: string, maker: MakeThumbnail): Promise<string | null> => {
    const path = join(folder, name)
    if (await isThere(path)) return path
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const temporary = `${path}.tmp`
    const drawing = await maker(temporary)
    if (drawing === 'never') {
      if (refused.size >= mostRefusals) refused.clear()
      refused.add(name)
    }
    if (drawing !== 'drawn') return null
    await replaceFile(temporary, path)
    await makeRoom(path)
    return path
  }

  /** Whether it is kept; it counts as used now. */
  const isThere = async (path: string): Promise<boolean> => {
    const now = new Date()
    return utimes(path, now, now).then(
      () => true,
      () => false,
    )
  }

  /** A picture of another side is better than none: that of a drive that is away cannot be made again. */
  const keptOf = async (key: string): Promise<string | null> => {
    for (const side of sides) {
      const path = join(folder, nameOf(key, side))
      if (await isThere(path)) return path
    }
    return null
  }

  const makeRoom = async (added: string): Promise<void> => {
    if (knownBytes !== null) {
      knownBytes += (await stat(added)).size
      if (knownBytes <= mostBytes) return
    }
    const files = await listByAge(folder)
    let total = files.reduce((sum, file) => sum + file.sizeBytes, 0)
    for (const file of total > mostBytes ? files : []) {
      if (total <= mostBytes * shareKept) break
      if (file.path === added) continue
      await rm(file.path, { force: true })
      total -= file.sizeBytes
    }
    knownBytes = total
  }

  return {
    async clear() {
      refused.clear()
      // What is being drawn takes its place afterwards.
      for (const { path } of await listByAge(folder).catch(() => []))
        if (!path.endsWith('.tmp')) await rm(path, { force: true })
      knownBytes = null
    },
    pathFor: (name) => join(folder, name),
    async get(key, side, maker) {
      const name = nameOf(key, side)
      if (refused.has(name)) return null
      if (maker === null) {
        const path = join(folder, name)
        return (await isThere(path)) ? path : keptOf(key)
      }
      const current = underWay.get(name) ?? make(name, maker)
      underWay.set(name, current)
      try {
        return (await current) ?? (await keptOf(key))
      } finally {
        underWay.delete(name)
      }
    },
  }
}

const nameOf = (key: string, side: number): string => `${fileNameOf(key)}-${side}.jpg`

/** Keys are ids or fingerprints; whatever else comes is made harmless. */
const fileNameOf = (key: string): string => key.replace(/[^0-9A-Za-z-]/g, '_').slice(0, 100)

async function listByAge(
  folder: string,
): Promise<{ path: string; sizeBytes: number; usedAt: number }[]> {
  const files = []
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => null)
    if (found?.isFile() === true) files.push({ path, sizeBytes: found.size, usedAt: found.mtimeMs })
  }
  return files.sort((a, b) => a.usedAt - b.usedAt)
}
