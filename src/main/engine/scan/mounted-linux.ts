// What somebody may have put in on Linux: one read of the kernel's list of mounts, which asks nothing of the volumes; and what
// udev and sysfs say of one. The parts without I/O are pure.
import { readFileSync } from 'node:fs'
import { readFile, realpath } from 'node:fs/promises'
import { basename } from 'node:path'
import type { MountedVolume, VolumeLooks } from '../ports/volumes.ts'
import { findMount, networkTypes, parseMountInfo, readUuids } from './volumes-linux.ts'

/** Where desktops mount what is put in, and people by hand. */
const usualFolders: readonly string[] = ['/media', '/run/media', '/mnt']

/** The volumes that are mounted in one of these folders, from the kernel's list. */
export function mountedIn(text: string, folders: readonly string[]): MountedVolume[] {
  const atPath = new Map<string, MountedVolume>()
  for (const line of text.split('\n')) {
    const [mount] = parseMountInfo(line)
    if (mount === undefined || networkTypes.has(mount.type)) continue
    const { mountPoint } = mount
    const isInside = folders.some(
      (folder) => mountPoint === folder || mountPoint.startsWith(`${folder}/`),
    )
    // A folder of a volume that is mounted once more is no other volume.
    if (!isInside || mount.rootInVolume !== '/') continue
    // Mounts have numbers of their own while they last (proc_pid_mountinfo(5)). What is mounted later hides what was there.
    const [mountId, , device] = line.split(' ')
    atPath.set(mountPoint, { key: `${mountId} ${device} ${mountPoint}`, path: mountPoint })
  }
  return [...atPath.values()]
}

/** As udev writes names: what no path can hold as \x20. */
export const unescapeLabel = (text: string): string => {
  const bytes = text.replace(/\\x([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** Whether a device hangs on a line that people pull, by its place in /sys/devices. */
export const isOnPulledLine = (devicePath: string): boolean =>
  /\/(?:usb\d+|mmc_host|firewire|memstick)\//.test(devicePath)

/** The looks of Linux; `folders`: where volumes are looked for. */
export const createLinuxLooks = (
  folders: readonly string[] = usualFolders,
): Pick<VolumeLooks, 'list'> & {
  describe(path: string): Promise<{ label: string; isRemovable: boolean }>
} => ({
  // The kernel's own text, which waits for no volume; by libuv's threads it would wake four of them for it.
  list: async () => mountedIn(readFileSync('/proc/self/mountinfo', 'utf8'), folders),
  describe: async (path) => {
    const mount = findMount(parseMountInfo(await readFile('/proc/self/mountinfo', 'utf8')), path)
    if (mount?.source.startsWith('/dev/') !== true) return { label: '', isRemovable: false }
    const device = await realpath(mount.source).catch(() => mount.source)
    const labels = await readUuids([mount], '/dev/disk/by-label')
    const place = await realpath(`/sys/class/block/${basename(device)}`).catch(() => '')
    return {
      label: unescapeLabel(labels.get(mount.source) ?? ''),
      isRemovable: isOnPulledLine(place),
    }
  },
})
