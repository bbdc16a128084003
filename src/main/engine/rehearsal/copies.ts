// Files that hold the same bytes are one photo, and only the first is sent. Two of them have one size, so that a file is read
// whole only where another one of its size is there; what was never met with another is never hashed.
import type { FileReader } from '../ports/files.ts'

/** What finds copies. */
export interface CopyFinder {
  /** A file that is in the library already. */
  note(path: string, sizeBytes: number): void
  /** Whether a file that was noted or met before holds the same bytes. What cannot be read is no copy. */
  isCopy(path: string, sizeBytes: number, signal: AbortSignal): Promise<boolean>
}

/** Files of one size: those that were not read yet, and one for each SHA-256 of the others. */
interface Alike {
  unread: string[]
  byHash: Map<string, string>
}

/** Makes a finder. */
export function createCopyFinder(
  reader: Pick<FileReader, 'readStart' | 'fingerprint'>,
): CopyFinder {
  /** Most sizes have one file, whose path is all that is kept. */
  const bySize = new Map<number, string | Alike>()

  const hashOf = async (path: string, signal: AbortSignal): Promise<string | null> => {
    const start = await reader.readStart(path, 1, signal)
    if (!start.ok) return null
    const found = await reader.fingerprint(path, start.value.stamp, signal)
    return found.ok ? found.value.sha256 : null
  }

  const alike = (sizeBytes: number): Alike | null => {
    const there = bySize.get(sizeBytes)
    if (there === undefined) return null
    if (typeof there !== 'string') return there
    const made = { unread: [there], byHash: new Map<string, string>() }
    bySize.set(sizeBytes, made)
    return made
  }

  return {
    note(path, sizeBytes) {
      const others = alike(sizeBytes)
      if (others === null) bySize.set(sizeBytes, path)
      else others.unread.push(path)
    },
    async isCopy(path, sizeBytes, signal) {
      const others = alike(sizeBytes)
      if (others === null) {
        bySize.set(sizeBytes, path)
        return false
      }
      for (const other of others.unread.splice(0)) {
        const hash = await hashOf(other, signal)
        if (hash !== null && !others.byHash.has(hash)) others.byHash.set(hash, other)
      }
      const own = await hashOf(path, signal)
      if (own === null) return false
      const twin = others.byHash.get(own)
      if (twin === undefined) others.byHash.set(own, path)
      // One that changed since it went to the library was noted under its own path.
      return twin !== undefined && twin !== path
    },
  }
}
