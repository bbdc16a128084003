// Volumes on Windows: Node tells a volume's serial number as the device of any file on it, which needs no tool and
// no rights. Network drives are known by the share behind their letter. The parts without I/O are pure.
import { realpath, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { realpath as realpathCallback } from 'node:fs'
import { win32 } from 'node:path'
import type { FolderIdentity } from '../ports/files.ts'
import { createRemovable } from './removable-windows.ts'
import type { Volumes } from './volumes.ts'

/** The share at the start of a path such as \\server\share\folder, or null for any other path. */
export function toShare(path: string): { share: string; rest: string } | null {
  const plain = path.replace(/^\\\\\?\\UNC\\/i, '\\\\')
  const match = /^\\\\(?![?.]\\)([^\\]+\\[^\\]+)(.*)$/.exec(plain)
  const [, share, rest] = match ?? []
  return share === undefined ? null : { share: share.toLowerCase(), rest: toSlashes(rest ?? '') }
}

/** The path below its drive or share, as it is kept: with '/'. */
export const toPathInVolume = (path: string): string =>
  toSlashes(path.slice(win32.parse(path).root.length))

/**
 * The serial number that Node gives as the device. Newer libuv may give 64 bits for it where older gave the lower 32;
 * only those are kept, so that the number outlives an update. 0 is what file systems without one say.
 */
export function toSerial(device: bigint): string | null {
  const serial = device & 0xff_ff_ff_ffn
  return serial === 0n ? null : `serial:${serial.toString(16).padStart(8, '0')}`
}

const toSlashes = (path: string): string => path.replaceAll('\\', '/').replace(/^\/+/, '')
const toBackslashes = (path: string): string => path.replaceAll('/', '\\')

const realpathNative = promisify(realpathCallback.native)
const readDevice = async (path: string): Promise<bigint> => (await stat(path, { bigint: true })).dev

const isRemovable = createRemovable()

/** Volumes as Windows knows them. */
export const volumes: Volumes = {
  identify: async (path): Promise<FolderIdentity> => {
    // The letter of a network drive resolves to its share.
    const share = toShare(await realpathNative(path))
    if (share) {
      return { volumeId: `share:${share.share}`, pathInVolume: share.rest, isNetwork: true }
    }
    const realPath = await realpath(path)
    const device = await readDevice(realPath)
    // A volume mounted in a folder of another: the path below the letter is not the path in the volume.
    const isOfLetter = (await readDevice(win32.parse(realPath).root)) === device
    const volumeId = toSerial(device)
    return {
      volumeId,
      pathInVolume: isOfLetter ? toPathInVolume(realPath) : null,
      isNetwork: false,
      isRemovable: await isRemovable(realPath, volumeId),
    }
  },
  candidates: async ({ volumeId, pathInVolume }) => {
    if (volumeId.startsWith('share:')) {
      return [`\\\\${volumeId.slice('share:'.length)}\\${toBackslashes(pathInVolume)}`]
    }
    const paths: string[] = []
    // A and B are floppy drives, which make a noise and wait when looked at.
    for (const letter of 'CDEFGHIJKLMNOPQRSTUVWXYZ') {
      const root = `${letter}:\\`
      const serial = await readDevice(root).then(toSerial, () => null)
      if (serial === volumeId) paths.push(root + toBackslashes(pathInVolume))
    }
    return paths
  },
}
