// Packs the built app with electron-builder, offline: the Electron is the one this machine has (build/electron).
// What goes in is electron-builder.yml; looking at the outcome is contents.ts.
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Arch, build, Platform, type AfterPackContext, type Configuration } from 'electron-builder'
import { findElectron } from '../electron/index.ts'

const project = join(import.meta.dirname, '..', '..')

/** Which packages to make besides the unpacked app. */
export type Packages = 'unpacked' | 'local' | 'all'

/** Every package that electron-builder.yml lists for a system. */
const installers = {
  linux: ['AppImage', 'deb', 'tar.gz'],
  darwin: ['dmg', 'zip'],
  win32: ['nsis'],
} as const

// AppImage, deb, NSIS and DMG fetch tools of their own from the internet.
const offline = { linux: ['tar.gz'], darwin: [], win32: [] } as const

/** Packs for this machine. */
export async function pack(packages: Packages): Promise<void> {
  const { platform } = process
  if (platform !== 'linux' && platform !== 'darwin' && platform !== 'win32')
    throw new Error(`There are no packages for ${platform}.`)
  const arch = process.arch === 'arm64' ? Arch.arm64 : Arch.x64
  const targets = {
    unpacked: ['dir'],
    local: ['dir', ...offline[platform]],
    all: ['dir', ...installers[platform]],
  }[packages]
  const electron = await findElectron()
  const config: Configuration = {
    electronDist: electron.distPath,
    electronVersion: electron.version,
    afterPack: removeLeftovers,
    // Without an address to ask, the packed app does not look for updates.
    ...(packages === 'all' ? {} : { publish: null }),
  }
  const system = { linux: Platform.LINUX, darwin: Platform.MAC, win32: Platform.WINDOWS }[platform]
  await build({
    projectDir: project,
    targets: system.createTarget(targets, arch),
    config,
    publish: 'never',
  })
}

/** The registry copy of Electron carries a default app and a note about itself (build/electron/registry-copy.ts). */
async function removeLeftovers({ appOutDir, packager }: AfterPackContext): Promise<void> {
  const resources = packager.getResourcesDir(appOutDir)
  for (const path of [join(resources, 'app'), join(appOutDir, 'prepared.json')])
    await rm(path, { recursive: true, force: true })
  // electron-builder names it so where it fetched Electron itself.
  for (const name of await readdir(resources))
    if (name === 'default_app.asar') await rm(join(resources, name))
}
