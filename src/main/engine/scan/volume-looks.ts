// Which volumes are in, and what the system says of one: the common part over the file of each system, mounted-*.ts. Asked of
// volumes that were just seen to answer; every question has a limit all the same.
import { statfs } from 'node:fs/promises'
import type { VolumeLooks } from '../ports/volumes.ts'
import { identifyFolder, within } from './identify-folder.ts'
import { createLinuxLooks } from './mounted-linux.ts'
import { macosLooks } from './mounted-macos.ts'
import { createWindowsLooks, describeDrive } from './mounted-windows.ts'

interface SystemLooks extends Pick<VolumeLooks, 'list'> {
  describe(path: string): Promise<{ label: string; isRemovable: boolean }>
}

const nobodyKnows = { label: '', isRemovable: false }

/** The looks over those of a system. */
export const createVolumeLooks = (system: SystemLooks): VolumeLooks => ({
  list: () => system.list(),
  describe: async (path) => {
    const { volumeId, isNetwork } = await identifyFolder(path)
    if (isNetwork) return { ...nobodyKnows, volumeId, isNetwork, sizeBytes: 0 }
    const described = await within(
      system.describe(path).catch(() => nobodyKnows),
      nobodyKnows,
    )
    const sizeBytes = await within(
      statfs(path).then(
        ({ blocks, bsize }) => blocks * bsize,
        () => 0,
      ),
      0,
    )
    return { ...described, volumeId, isNetwork, sizeBytes }
  },
})

/** The looks of this system; on one that is not known nothing is ever put in. `mountsFolder`: where Linux mounts it. */
export function systemLooks(
  mountsFolder?: string,
  platform: NodeJS.Platform = process.platform,
): VolumeLooks {
  switch (platform) {
    case 'linux':
      return createVolumeLooks(
        mountsFolder === undefined ? createLinuxLooks() : createLinuxLooks([mountsFolder]),
      )
    case 'darwin':
      return createVolumeLooks(macosLooks)
    case 'win32':
      return createVolumeLooks({ ...createWindowsLooks(), describe: describeDrive })
    default:
      return createVolumeLooks({ list: async () => [], describe: async () => nobodyKnows })
  }
}
