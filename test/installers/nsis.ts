// The installer for Windows, made here by electron-builder and Debian's NSIS around a stand-in for Electron, and tried under
// Wine; what is tried there is nsis-trial.ts.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { Arch, build, Platform } from 'electron-builder'
import { load } from 'js-yaml'
import { checkNative } from '../../build/packaging/pack.ts'
import { installNode } from '../../build/wine/make.ts'
import { endWindows } from '../../build/wine/run.ts'
import { withEnvironment } from './builder-tools.ts'
import { tryOnWindows } from './nsis-trial.ts'
import { createClaims, type Outcome } from './outcome.ts'
import { makePackFolder } from './pack-folder.ts'
import { builderEnvironment, makeStandIns } from './stand-in-windows.ts'
import { makeTools, windowsStep } from './tools.ts'

const project = join(import.meta.dirname, '..', '..')
const packages = [
  ...['nsis', 'gcc-mingw-w64-i686-win32', 'gcc-mingw-w64-x86-64-win32'],
  ...['wine', 'wine64', 'wine32:i386'],
]
/** Newer than any that there is. */
const newerVersion = '99.0.0'

interface About {
  readonly version: string
  readonly devDependencies: { readonly electron: string; readonly node: string }
}

/** Packs a version and a newer one, looks, and installs them. */
export async function tryNsis(base: string): Promise<Outcome> {
  const about = JSON.parse(await readFile(join(project, 'package.json'), 'utf8')) as About
  const { electron, node } = about.devDependencies
  const tools = await makeTools(base, 'nsis', packages, (folder) => [
    windowsStep(folder),
    ['node', node, () => installNode(folder, node)],
  ])
  const standIns = await makeStandIns(tools, electron)
  // Below the Debian folder, so that its Wine finds it at the same path.
  const folder = await makePackFolder(join(tools.debian, 'pack'), {
    platform: 'win32',
    arch: 'x64',
  })
  await withEnvironment(await builderEnvironment(tools, standIns), async () => {
    for (const version of [about.version, newerVersion])
      await packNsis(folder, version, { dist: join(standIns, 'electron'), version: electron })
  })
  const { claims, claim } = createClaims()
  const installerOf = (version: string): string =>
    join(folder, version, `Shoebox-${version}-windows-x64.exe`)
  await look(claim, join(folder, about.version), about.version)
  try {
    await tryOnWindows(claim, tools, {
      first: installerOf(about.version),
      version: about.version,
      newer: installerOf(newerVersion),
      newerVersion,
      unpacked: join(folder, newerVersion, 'win-unpacked'),
    })
  } finally {
    await endWindows(tools)
  }
  return {
    installer: 'Windows installer (x64)',
    claims,
    standIns: [
      'Windows is Wine 10: what Windows itself keeps of an app (its toasts, its jump list) is not there',
      'electron.exe has the fuses and a window, and none of Electron’s code: the app’s own is not run',
      'the plug-ins of NSIS, and the PowerShell that the installer asks what runs, are programs of our own',
      'what the app writes while it runs (data, login item, toasts, updates) is put there by hand',
      'nothing is signed, and nobody asks whether an unsigned program may run',
    ],
  }
}

async function packNsis(
  folder: string,
  version: string,
  electron: { readonly dist: string; readonly version: string },
): Promise<void> {
  await build({
    projectDir: folder,
    targets: Platform.WINDOWS.createTarget(['nsis'], Arch.x64),
    config: {
      directories: { output: version },
      electronDist: electron.dist,
      electronVersion: electron.version,
      extraMetadata: { version },
      forceCodeSigning: false,
      publish: { provider: 'github', owner: 'owner', repo: 'shoebox' },
      afterPack: ({ appOutDir, packager }) =>
        checkNative(packager.getResourcesDir(appOutDir), 'win32-x64'),
    },
    publish: 'never',
  })
}

/** What can be said of the files alone. */
async function look(
  claim: ReturnType<typeof createClaims>['claim'],
  dist: string,
  version: string,
): Promise<void> {
  const unpacked = join(dist, 'win-unpacked')
  const installer = `Shoebox-${version}-windows-x64.exe`
  await claim('all native code is for Windows and x64, and is there', async () => {
    const names = (await readdir(unpacked, { recursive: true })).filter((name) =>
      /\.(node|dll|exe)$/.test(name),
    )
    assert.ok(names.length >= 4, names.join(', '))
    for (const name of names) assert.equal(await machineOf(join(unpacked, name)), 0x8664, name)
  })
  await claim('the program has its name, its version and its icon', async () => {
    const program = await readFile(join(unpacked, 'Shoebox.exe'))
    const has = (text: string): boolean => program.includes(Buffer.from(text, 'utf16le'))
    for (const text of ['Shoebox', version, 'The Shoebox makers']) assert.ok(has(text), text)
    assert.ok(!has('Electron'), 'it calls itself Electron')
  })
  await claim('the fuses are blown as electron-builder.yml says', async () => {
    const fuses = await getCurrentFuseWire(join(unpacked, 'Shoebox.exe'))
    const on = (option: FuseV1Options): boolean => fuses[option] === FuseState.ENABLE
    assert.equal(on(FuseV1Options.RunAsNode), false)
    assert.equal(on(FuseV1Options.EnableNodeOptionsEnvironmentVariable), false)
    assert.equal(on(FuseV1Options.EnableNodeCliInspectArguments), false)
    assert.equal(on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation), true)
    assert.equal(on(FuseV1Options.OnlyLoadAppFromAsar), true)
  })
  await claim('the archive is sealed by its hash in the program', async () => {
    const archive = await readFile(join(unpacked, 'resources', 'app.asar'))
    const header = archive.subarray(16, 16 + archive.readUInt32LE(12))
    const hash = createHash('sha256').update(header).digest('hex')
    assert.ok((await readFile(join(unpacked, 'Shoebox.exe'))).includes(hash))
  })
  await claim('latest.yml names the installer, its size and its hash', async () => {
    const said = load(await readFile(join(dist, 'latest.yml'), 'utf8')) as {
      version: string
      files: { url: string; sha512: string; size: number }[]
    }
    const bytes = await readFile(join(dist, installer))
    const sha512 = createHash('sha512').update(bytes).digest('base64')
    assert.equal(said.version, version)
    const [file] = said.files
    assert.deepEqual([file?.url, file?.sha512, file?.size], [installer, sha512, bytes.length])
  })
}

/** The machine of a program (PE format: the offset of its header is at 0x3c, the machine four bytes behind that). */
async function machineOf(path: string): Promise<number> {
  const bytes = await readFile(path)
  return bytes.readUInt16LE(bytes.readUInt32LE(0x3c) + 4)
}
