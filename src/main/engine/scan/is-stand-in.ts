// Tells an emptied folder from the empty mount point that a drive or share leaves behind on Linux and some NAS
// set-ups: the path is still there, but what lies there is another place than the one that was added.
import { opendir } from 'node:fs/promises'
import type { FolderIdentity } from '../ports/files.ts'
import { identifyFolder } from './identify-folder.ts'

/** Whether an empty folder stands where the folder of this identity was. What is not known counts as the same. */
export async function isStandIn(path: string, identity: FolderIdentity): Promise<boolean> {
  if (!(await isEmpty(path))) return false
  const now = await identifyFolder(path)
  return (
    isDifferent(identity.volumeId, now.volumeId) ||
    isDifferent(identity.pathInVolume, now.pathInVolume)
  )
}

async function isEmpty(path: string): Promise<boolean> {
  try {
    await using folder = await opendir(path)
    return (await folder.read()) === null
  } catch {
    // Whether it can be read at all is asked elsewhere.
    return false
  }
}

const isDifferent = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && one !== other
