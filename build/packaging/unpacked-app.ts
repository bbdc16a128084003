// Where the packed app lies on each system, as electron-builder names its folders. What is in it is contents.ts.
import { join } from 'node:path'

/** The packed app, not in an installer. */
export interface UnpackedApp {
  /** The folder that holds all of it. */
  readonly folder: string
  readonly executable: string
  /** Where app.asar lies. */
  readonly resources: string
}

const project = join(import.meta.dirname, '..', '..')

/** Where installers and the packed app are put. */
export const distFolder = join(project, 'dist')

/** The packed app inside a folder that electron-builder filled. */
export function appIn(folder: string, platform: NodeJS.Platform): UnpackedApp {
  switch (platform) {
    case 'darwin': {
      const contents = join(folder, 'Shoebox.app', 'Contents')
      return {
        folder,
        executable: join(contents, 'MacOS', 'Shoebox'),
        resources: join(contents, 'Resources'),
      }
    }
    case 'win32':
      return {
        folder,
        executable: join(folder, 'Shoebox.exe'),
        resources: join(folder, 'resources'),
      }
    default:
      return { folder, executable: join(folder, 'shoebox'), resources: join(folder, 'resources') }
  }
}

/** The packed app of this project for a machine, by default this one. */
export function unpackedApp(
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): UnpackedApp {
  const systems: Partial<Record<NodeJS.Platform, string>> = { win32: 'win', darwin: 'mac' }
  const system = systems[platform] ?? 'linux'
  // electron-builder names the usual processor of each system not at all, and on a Mac no folder "unpacked".
  const suffix = arch === 'x64' ? '' : `-${arch}`
  const name = platform === 'darwin' ? `${system}${suffix}` : `${system}${suffix}-unpacked`
  return appIn(join(distFolder, name), platform)
}
