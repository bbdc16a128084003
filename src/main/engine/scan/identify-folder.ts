// Tells on which volume a folder lives, so that it is known again under another drive letter or mount point, and
// whether that is a network's. What the system does not say stays null: a wrong guess would back up a stranger's disk.
// Ask only for folders that are reachable; each system's own ways are in the volumes-*.ts files.
import { stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { FolderIdentity } from '../ports/files.ts'
import type { Volumes } from './volumes.ts'
import * as linux from './volumes-linux.ts'
import * as macos from './volumes-macos.ts'
import * as windows from './volumes-windows.ts'

const volumesOf: Partial<Record<NodeJS.Platform, Volumes>> = {
  linux: linux.volumes,
  darwin: macos.volumes,
  win32: windows.volumes,
}
const unknown: FolderIdentity = { volumeId: null, pathInVolume: null, isNetwork: false }

/** A share that hangs between the look whether it is there and this one counts as unknown. */
const longestMs = 15_000

/** The identity of a folder; all unknown where the system gives no answer. */
export async function identifyFolder(path: string): Promise<FolderIdentity> {
  return within(identify(path), unknown)
}

async function identify(path: string): Promise<FolderIdentity> {
  try {
    const identity = (await volumesOf[process.platform]?.identify(path)) ?? unknown
    const folderId = await folderIdOf(path)
    return folderId === null ? identity : { ...identity, folderId }
  } catch {
    // Not there any more, or a tool of the system failed: nothing is known.
    return unknown
  }
}

/**
 * The file system's number of the folder with the time of its making; null where there is none. A file system without such
 * a time shows that of the last change: then the folder is another after each, and is known by its files.
 */
async function folderIdOf(path: string): Promise<string | null> {
  const { ino, birthtimeNs } = await stat(path, { bigint: true })
  return ino === 0n || birthtimeNs === 0n ? null : `${ino}:${birthtimeNs}`
}

/** The answer, or `otherwise` where it does not come in time. */
export async function within<T>(work: Promise<T>, otherwise: T): Promise<T> {
  const end = new AbortController()
  const limit = delay(longestMs, otherwise, { ref: false, signal: end.signal })
  limit.catch(() => undefined)
  try {
    return await Promise.race([work, limit])
  } finally {
    end.abort()
  }
}

/**
 * Where the folder with this identity would be, on each volume that fits and is connected now. Nobody has looked there: one
 * may be a share that hangs.
 */
export async function placesOf({ volumeId, pathInVolume }: FolderIdentity): Promise<string[]> {
  if (volumeId === null || pathInVolume === null) return []
  const candidates = volumesOf[process.platform]?.candidates({ volumeId, pathInVolume })
  // A tool of the system failed: no place is known.
  return within(candidates?.catch(() => []) ?? Promise.resolve([]), [])
}
