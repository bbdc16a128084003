// Volumes on macOS: `mount` says what is mounted where, `diskutil` the UUID of a volume. Parsers are pure.
import { execFile } from 'node:child_process'
import { realpath, stat, statfs } from 'node:fs/promises'
import { posix } from 'node:path'
import { promisify } from 'node:util'
import type { FolderIdentity } from '../ports/files.ts'
import type { Volumes } from './volumes.ts'

/** A line of `mount`. */
export interface Mount {
  source: string
  mountPoint: string
  type: string
}

const networkTypes = new Set(['smbfs', 'nfs', 'afpfs', 'webdav', 'ftp', 'acfs'])
// The system hides its second volume, with everybody's files, behind links inside '/' (firmlinks, since macOS 10.15).
const dataMountPoint = '/System/Volumes/Data'

/** Reads the output of `mount`. */
export function parseMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const match = /^(.+?) on (\/.*) \(([^,)]+)[^()]*\)$/.exec(line)
    const [, source, mountPoint, type] = match ?? []
    return source && mountPoint && type ? [{ source, mountPoint, type }] : []
  })
}

/** The mount on which a path lies, and its path inside that volume. */
export function findMount(
  mounts: readonly Mount[],
  path: string,
): { mount: Mount; pathInVolume: string } | null {
  let best: Mount | null = null
  for (const mount of mounts) {
    const isAbove =
      mount.mountPoint === '/' ||
      path === mount.mountPoint ||
      path.startsWith(`${mount.mountPoint}/`)
    if (isAbove && (!best || mount.mountPoint.length >= best.mountPoint.length)) best = mount
  }
  if (best?.mountPoint === '/') {
    best = mounts.find((mount) => mount.mountPoint === dataMountPoint) ?? best
    return { mount: best, pathInVolume: path }
  }
  return best && { mount: best, pathInVolume: path.slice(best.mountPoint.length) || '/' }
}

/** The UUID in the output of `diskutil info -plist`, or null: not every file system has one. */
export function parseVolumeUuid(plist: string): string | null {
  return /<key>VolumeUUID<\/key>\s*<string>([0-9A-Fa-f-]+)<\/string>/.exec(plist)?.[1] ?? null
}

/** Where a folder of a volume is under its mount point. */
export const toPath = (mount: Mount, pathInVolume: string): string =>
  mount.mountPoint === dataMountPoint ? pathInVolume : posix.join(mount.mountPoint, pathInVolume)

/** What is asked of the system's own tools. */
export interface MacTools {
  /** What `mount` says. */
  mounts(): Promise<string>
  /** What `diskutil info -plist` says of a device. */
  diskInfo(device: string): Promise<string>
}

const run = promisify(execFile)
const timeout = 10_000
const systemTools: MacTools = {
  mounts: async () => (await run('/sbin/mount', [], { timeout })).stdout,
  diskInfo: async (device) =>
    (await run('/usr/sbin/diskutil', ['info', '-plist', device], { timeout })).stdout,
}

/** `//user@server/share`: whoever signs in, it is the same share. */
export const withoutUser = (source: string): string => source.replace(/^\/\/[^@/]*@/, '//')

/** What tells a mounted volume from one that took its device and place; null: it does not say. */
async function keyOf(mount: Mount): Promise<string | null> {
  // A share is known by its own name, and may hang when it is looked at.
  if (!mount.source.startsWith('/dev/')) return null
  try {
    const { dev, ino, birthtimeNs } = await stat(mount.mountPoint, { bigint: true })
    const { type, blocks, bsize } = await statfs(mount.mountPoint)
    return [mount.source, mount.mountPoint, dev, ino, birthtimeNs, type, blocks, bsize].join('\n')
  } catch {
    return null
  }
}

/** Ids of mounted volumes, each asked for once while it stays mounted: a drive that is away is looked for again and again. */
export function createIdMemory(): {
  of(key: string | null, ask: () => Promise<string | null>): Promise<string | null>
  keepOnly(keys: readonly (string | null)[]): void
} {
  const known = new Map<string, string | null>()
  return {
    of: async (key, ask) => {
      const id = key === null ? undefined : known.get(key)
      if (id !== undefined) return id
      try {
        const answer = await ask()
        if (key !== null) known.set(key, answer)
        return answer
      } catch {
        // A tool that failed may answer the next time.
        return null
      }
    },
    keepOnly: (keys) => {
      const mounted = new Set(keys)
      for (const key of known.keys()) if (!mounted.has(key)) known.delete(key)
    },
  }
}

/** Volumes as these tools tell of them. */
export function createVolumes(tools: MacTools): Volumes {
  const knownIds = createIdMemory()
  const readMounts = async (): Promise<Mount[]> => parseMounts(await tools.mounts())
  const readVolumeId = async ({ source, type }: Mount): Promise<string | null> => {
    if (networkTypes.has(type)) return `share:${withoutUser(source)}`
    if (!source.startsWith('/dev/')) return null
    const uuid = parseVolumeUuid(await tools.diskInfo(source))
    return uuid === null ? null : `uuid:${uuid}`
  }

  return {
    identify: async (path): Promise<FolderIdentity> => {
      const found = findMount(await readMounts(), await realpath(path))
      if (!found) return { volumeId: null, pathInVolume: null, isNetwork: false }
      // A stick may take another's device and place between two looks; the disk that the system runs from cannot.
      const key = ['/', dataMountPoint].includes(found.mount.mountPoint)
        ? await keyOf(found.mount)
        : null
      return {
        volumeId: await knownIds.of(key, () => readVolumeId(found.mount)),
        pathInVolume: found.pathInVolume,
        isNetwork: networkTypes.has(found.mount.type),
      }
    },
    candidates: async ({ volumeId, pathInVolume }) => {
      const mounts = await Promise.all(
        (await readMounts()).map(async (mount) => ({ mount, key: await keyOf(mount) })),
      )
      knownIds.keepOnly(mounts.map(({ key }) => key))
      const paths: string[] = []
      for (const { mount, key } of mounts) {
        const id = await knownIds.of(key, () => readVolumeId(mount))
        if (id === volumeId) paths.push(toPath(mount, pathInVolume))
      }
      return paths
    },
  }
}

/** Volumes as macOS knows them. */
export const volumes: Volumes = createVolumes(systemTools)
