// Packs for Linux on Linux, around the Electron that this machine has.
import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Arch, build, Platform, type Configuration } from 'electron-builder'
import type { ElectronCommand } from '../../build/electron/index.ts'
import { checkNative } from '../../build/packaging/pack.ts'
import { makePackFolder } from './pack-folder.ts'

const project = join(import.meta.dirname, '..', '..')

/** Answers the folder from which it packs, for what is packed with the answer's `dist`. */
export async function linuxFolder(base: string): Promise<string> {
  const folder = await makePackFolder(base, { platform: 'linux', arch: 'x64' })
  // The engine's own Node is one of the development packages.
  await mkdir(join(folder, 'node_modules', 'node', 'bin'), { recursive: true })
  await cp(join(project, 'node_modules/node/bin/node'), join(folder, 'node_modules/node/bin/node'))
  return folder
}

/** Makes one package below `dist` in the folder. */
export async function packLinux(
  folder: string,
  target: 'AppImage' | 'deb',
  { electron }: ElectronCommand,
  more: Configuration,
): Promise<void> {
  await build({
    projectDir: folder,
    targets: Platform.LINUX.createTarget([target], Arch.x64),
    config: {
      electronDist: electron.distPath,
      electronVersion: electron.version,
      afterPack: async ({ appOutDir, packager }) => {
        const resources = packager.getResourcesDir(appOutDir)
        // Of the Electron that this machine has prepared for itself.
        for (const left of ['app', 'default_app.asar'])
          await rm(join(resources, left), { recursive: true, force: true })
        await checkNative(resources, 'linux-x64')
      },
      ...more,
    },
    publish: 'never',
  })
}
