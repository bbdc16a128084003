// Packs the built app with electron-builder, offline: the Electron is the one this machine has (build/electron), for an
// installer only the right one (shipped-binaries.ts). What goes in is electron-builder.yml; looking at the outcome is contents.ts.
import { readFileSync } from 'node:fs'
import { access, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Arch, build, Platform, type AfterPackContext, type Configuration } from 'electron-builder'
import { findElectron } from '../electron/index.ts'
import { checkElectron, checkNode, type Wanted } from './shipped-binaries.ts'
import { signing, type Signing } from './signing.ts'

const project = join(import.meta.dirname, '..', '..')

/** Which packages to make beside the unpacked app; `installers` need the internet for their tools. */
export type Packages = 'none' | 'installers'

/** Every package that electron-builder.yml lists for a system. */
const installers = {
  linux: ['AppImage', 'deb', 'tar.gz'],
  darwin: ['dmg', 'zip'],
  win32: ['nsis'],
} as const

const wanted = (
  JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { devDependencies: Wanted }
).devDependencies

/** Packs for this machine. Installers are signed, but when a person has said that they are not. */
export async function pack(packages: Packages, signed: Signing): Promise<void> {
  const { platform } = process
  if (platform !== 'linux' && platform !== 'darwin' && platform !== 'win32')
    throw new Error(`There are no packages for ${platform}.`)
  const arch = process.arch === 'arm64' ? Arch.arm64 : Arch.x64
  const targets = ['dir', ...(packages === 'installers' ? installers[platform] : [])]
  const electron = await findElectron()
  if (packages === 'installers') checkElectron(electron, wanted)
  if (platform === 'linux')
    await checkNode(join(project, 'node_modules/node/bin/node'), wanted.node, process.arch)
  const config: Configuration = {
    electronDist: electron.distPath,
    electronVersion: electron.version,
    afterPack: async (context) => {
      await removeLeftovers(context)
      await checkNative(context.packager.getResourcesDir(context.appOutDir), targetOf(context))
    },
    // Without an address to ask, the packed app does not look for updates.
    ...(packages === 'installers' ? signing(signed, platform) : { publish: null }),
  }
  const system = { linux: Platform.LINUX, darwin: Platform.MAC, win32: Platform.WINDOWS }[platform]
  await build({
    projectDir: project,
    targets: system.createTarget(targets, arch),
    config,
    publish: 'never',
  })
}

/**
 * What a prepared Electron has and a packed app has not: the app it starts with, and the note that the registry copy
 * carries about itself (build/electron/registry-copy.ts).
 */
async function removeLeftovers({ appOutDir, packager }: AfterPackContext): Promise<void> {
  const resources = packager.getResourcesDir(appOutDir)
  const leftovers = [
    join(resources, 'app'),
    join(resources, 'default_app.asar'),
    join(appOutDir, 'prepared.json'),
  ]
  for (const path of leftovers) await rm(path, { recursive: true, force: true })
}

const targetOf = ({ electronPlatformName, arch }: AfterPackContext): string =>
  `${electronPlatformName}-${Arch[arch]}`

/**
 * Fails unless the packed app holds the native code of its own system and processor, by the names that Node gives them
 * (`win32-x64`). A machine has only its own installed, and an app with another's would not start.
 */
export async function checkNative(resources: string, target: string): Promise<void> {
  const modules = join(resources, 'app.asar.unpacked', 'node_modules')
  const needed = [
    join('better-sqlite3', 'prebuilds', `${target}.node`),
    join('@img', `sharp-${target}`, 'package.json'),
  ]
  for (const path of needed) {
    const isThere = await access(join(modules, path)).then(
      () => true,
      () => false,
    )
    if (!isThere) throw new Error(`The app for ${target} was packed without ${path}.`)
  }
}
