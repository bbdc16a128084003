// Volumes on Linux: the kernel's list of mounts, and udev's links from a file system's UUID to its device.
// Parsers are pure; the two reads at the end are not.
import { readdir, readFile, realpath } from 'node:fs/promises'
import { posix } from 'node:path'
import type { FolderIdentity } from '../ports/files.ts'
import type { Volumes } from './volumes.ts'

/** A line of /proc/self/mountinfo (proc_pid_mountinfo(5)). */
export interface Mount {
  mountPoint: string
  /** The folder of the volume that is mounted there: '/' but for bind mounts and btrfs subvolumes. */
  rootInVolume: string
  type: string
  source: string
}

// Shares that name themselves by server and path, the same on every machine and mount.
const shareTypes = new Set(['nfs', 'nfs4', 'cifs', 'smb3'])
/** And file systems whose content others change without this kernel being told. */
export const networkTypes: ReadonlySet<string> = new Set([
  ...shareTypes,
  'smbfs',
  '9p',
  'virtiofs',
  'vboxsf',
  'prl_fs',
  'afs',
  'ceph',
  'lustre',
  'davfs',
  'fuse.sshfs',
  'fuse.rclone',
  'fuse.davfs',
  'fuse.gvfsd-fuse',
  'fuse.smbnetfs',
  'fuse.s3fs',
  'fuse.curlftpfs',
  'fuse.glusterfs',
  'fuse.ceph',
  'fuse.vmhgfs-fuse',
])

/** Reads the kernel's list of mounts, oldest first. */
export function parseMountInfo(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ')
    const [, , , root, mountPoint] = before?.split(' ') ?? []
    const [type, source] = after?.split(' ') ?? []
    if (!root || !mountPoint || !type || source === undefined) return []
    return [
      {
        mountPoint: unescape(mountPoint),
        rootInVolume: unescape(root),
        type,
        source: unescape(source),
      },
    ]
  })
}

/** The kernel writes space, tab, newline and backslash as three octal digits. */
const unescape = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)))

/** The mount on which a path lies: the deepest, and of several at one place the newest, which hides the others. */
export function findMount(mounts: readonly Mount[], path: string): Mount | null {
  let best: Mount | null = null
  for (const mount of mounts) {
    if (relativeTo(mount.mountPoint, path) === null) continue
    if (!best || mount.mountPoint.length >= best.mountPoint.length) best = mount
  }
  return best
}

/** The identity of a path on its mount, with the UUIDs of devices as far as they are known. */
export function toIdentity(
  mount: Mount,
  path: string,
  uuidOfDevice: ReadonlyMap<string, string>,
): FolderIdentity {
  const relative = relativeTo(mount.mountPoint, path) ?? ''
  return {
    volumeId: toVolumeId(mount, uuidOfDevice),
    pathInVolume: posix.join(mount.rootInVolume, relative),
    isNetwork: networkTypes.has(mount.type),
  }
}

/** Every place where this folder of this volume would be. */
export function findPlaces(
  mounts: readonly Mount[],
  uuidOfDevice: ReadonlyMap<string, string>,
  identity: { volumeId: string; pathInVolume: string },
): string[] {
  return mounts.flatMap((mount) => {
    if (toVolumeId(mount, uuidOfDevice) !== identity.volumeId) return []
    const relative = relativeTo(mount.rootInVolume, identity.pathInVolume)
    if (relative === null) return []
    const path = posix.join(mount.mountPoint, relative)
    // Hidden under a newer mount, the path would lead to another volume.
    return findMount(mounts, path) === mount ? [path] : []
  })
}

function toVolumeId(mount: Mount, uuidOfDevice: ReadonlyMap<string, string>): string | null {
  if (shareTypes.has(mount.type)) return `share:${mount.source}`
  const uuid = uuidOfDevice.get(mount.source)
  // Some formatters number nothing: such cards are all 0000-0000.
  return uuid === undefined || /^[0-]+$/.test(uuid) ? null : `uuid:${uuid}`
}

function relativeTo(folder: string, path: string): string | null {
  if (path === folder) return ''
  const start = folder.endsWith('/') ? folder : `${folder}/`
  return path.startsWith(start) ? path.slice(start.length) : null
}

async function readMounts(): Promise<Mount[]> {
  return parseMountInfo(await readFile('/proc/self/mountinfo', 'utf8'))
}

/** The UUID of each device under every name that a mount may give it: /dev/dm-0 and /dev/mapper/home are one. */
export async function readUuids(
  mounts: readonly Pick<Mount, 'source'>[],
  uuidFolder = '/dev/disk/by-uuid',
): Promise<Map<string, string>> {
  const uuidOfTarget = new Map<string, string>()
  // Containers and systems without udev have none.
  const uuids = await readdir(uuidFolder).catch(() => [])
  for (const uuid of uuids) {
    const target = await realpath(posix.join(uuidFolder, uuid)).catch(() => null)
    if (target !== null) uuidOfTarget.set(target, uuid)
  }
  const uuidOfDevice = new Map(uuidOfTarget)
  for (const source of new Set(mounts.map((mount) => mount.source))) {
    if (!source.startsWith('/dev/')) continue
    const uuid = uuidOfTarget.get(await realpath(source).catch(() => source))
    if (uuid !== undefined) uuidOfDevice.set(source, uuid)
  }
  return uuidOfDevice
}

/** Volumes as Linux knows them. */
export const volumes: Volumes = {
  identify: async (path) => {
    const mounts = await readMounts()
    const realPath = await realpath(path)
    const mount = findMount(mounts, realPath)
    if (!mount) return { volumeId: null, pathInVolume: null, isNetwork: false }
    return toIdentity(mount, realPath, await readUuids(mounts))
  },
  candidates: async (identity) => {
    const mounts = await readMounts()
    return findPlaces(mounts, await readUuids(mounts), identity)
  },
}
