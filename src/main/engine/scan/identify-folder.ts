// Tells on which volume a folder lives, so that it is known again under another drive letter or mount point, and
// whether that is a network's. What the system does not say stays null: a wrong guess would back up a stranger's disk.
// Ask only for folders that are reachable; each system's own ways are in the volumes-*.ts files.
import { stat } from 'node:fs/promises'
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

/** The identity of a folder; all unknown where the system gives no answer. */
export async function identifyFolder(path: string): Promise<FolderIdentity> {
  try {
    return (await volumesOf[process.platform]?.identify(path)) ?? unknown
  } catch {
    // Not there any more, or a tool of the system failed: nothing is known.
    return unknown
  }
}

/** The path at which the folder with this identity is now, or null. */
export async function findMoved(identity: FolderIdentity): Promise<string | null> {
  const { volumeId, pathInVolume } = identity
  if (volumeId === null || pathInVolume === null) return null
  try {
    const paths = await volumesOf[process.platform]?.candidates({ volumeId, pathInVolume })
    for (const path of paths ?? []) if (await isFolder(path)) return path
  } catch {
    // The same: not found.
  }
  return null
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}
