// What somebody may have put in on macOS: the names in /Volumes, which asks nothing of the volumes; and what `diskutil` says of
// one. The parts without I/O are pure.
import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { posix } from 'node:path'
import { promisify } from 'node:util'
import type { MountedVolume, VolumeLooks } from '../ports/volumes.ts'

const volumesFolder = '/Volumes'
const longestMs = 10_000

/** The volumes by what lies in /Volumes: the system's own disk is a link there, and what begins with a dot is the system's. */
export const mountedFrom = (
  entries: readonly { name: string; isFolder: boolean }[],
): MountedVolume[] =>
  entries
    .filter(({ name, isFolder }) => isFolder && !name.startsWith('.'))
    .map(({ name }) => {
      const path = posix.join(volumesFolder, name)
      return { key: path, path }
    })

/** What `diskutil info -plist` says: the name, and whether it can be pulled. A disk image is on no line. */
export function parseDiskInfo(plist: string): { label: string; isRemovable: boolean } {
  const label = /<key>VolumeName<\/key>\s*<string>([^<]*)<\/string>/.exec(plist)?.[1] ?? ''
  const says = (key: string): boolean => new RegExp(`<key>${key}</key>\\s*<true\\s*/>`).test(plist)
  const isImage = /<key>BusProtocol<\/key>\s*<string>Disk Image<\/string>/.test(plist)
  const isRemovable = !isImage && (says('RemovableMediaOrExternalDevice') || says('RemovableMedia'))
  const names: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return {
    label: label.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => names[name] ?? ''),
    isRemovable,
  }
}

/** The looks of macOS. */
export const macosLooks: Pick<VolumeLooks, 'list'> & {
  describe(path: string): Promise<{ label: string; isRemovable: boolean }>
} = {
  list: async () => {
    const entries = await readdir(volumesFolder, { withFileTypes: true })
    return mountedFrom(
      entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() })),
    )
  },
  describe: async (path) =>
    promisify(execFile)('/usr/sbin/diskutil', ['info', '-plist', path], {
      timeout: longestMs,
    }).then(
      ({ stdout }) => parseDiskInfo(stdout),
      () => ({ label: '', isRemovable: false }),
    ),
}
