// Looks for Google's client file in the folder of downloads, by name alone, each time it is asked: while the guide waits
// for it and the user has said yes. Opens nothing; what is in a file that is used is the engine's to judge.
import { createHash } from 'node:crypto'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Output } from '../../shared/contract.ts'

/** A file that may be a client. */
export type FoundClient = Output<'findClientFiles'>['files'][number]

/** The folder as the guide sees it. */
export interface ClientDownloads {
  /** What may be a client, the newest first. */
  list(): Promise<FoundClient[]>
  /** The file behind an id that was listed. */
  find(fileId: string): { name: string; path: string } | null
}

/** As Google names it, and as browsers number a second one; nothing that reads as another name than it is. */
const clientName = /^client_secret[\w.() -]*\.json$/i
const mostFiles = 10

/** Makes the look into one folder. */
export function createClientDownloads(folder: string): ClientDownloads {
  const listed = new Map<string, { name: string; path: string }>()

  const look = async (name: string): Promise<FoundClient | null> => {
    const path = join(folder, name)
    const stat = await lstat(path).catch(() => null)
    // Browsers begin with an empty file; a link leads who knows where.
    if (stat === null || !stat.isFile() || stat.size === 0) return null
    const fileId = createHash('sha256')
      .update(`${path} ${stat.mtimeMs} ${stat.size}`)
      .digest('hex')
      .slice(0, 16)
    listed.set(fileId, { name, path })
    return { fileId, name, savedAt: stat.mtimeMs }
  }

  return {
    async list() {
      const names = await readdir(folder).catch(() => [])
      const found = await Promise.all(names.filter((name) => clientName.test(name)).map(look))
      return found
        .filter((file) => file !== null)
        .sort((one, other) => other.savedAt - one.savedAt)
        .slice(0, mostFiles)
    },
    find: (fileId) => listed.get(fileId) ?? null,
  }
}
