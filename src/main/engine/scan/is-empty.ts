// Tells the empty mount point that a drive or share leaves behind on Linux and some NAS set-ups from a folder that holds
// anything. Whether the folder is the one that was meant is not asked here.
import { opendir } from 'node:fs/promises'

/** Whether nothing at all lies in the folder. What cannot be read is not called empty. */
export async function isEmpty(path: string): Promise<boolean> {
  try {
    await using folder = await opendir(path)
    return (await folder.read()) === null
  } catch {
    // Whether it can be read at all is asked elsewhere.
    return false
  }
}
