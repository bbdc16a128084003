// The macOS app and its zip, packed here around a stand-in for Electron: everything about them that is files.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { Arch, build, Platform } from 'electron-builder'
import { load } from 'js-yaml'
import { checkNative } from '../../build/packaging/pack.ts'
import { appIn } from '../../build/packaging/unpacked-app.ts'
import { sevenZipIn, withEnvironment } from './builder-tools.ts'
import { createClaims, type Outcome } from './outcome.ts'
import { makePackFolder } from './pack-folder.ts'
import { helpers, writeStandInMac } from './stand-in-mac.ts'

const run = promisify(execFile)
const project = join(import.meta.dirname, '..', '..')

/** Packs and looks. */
export async function tryMac(base: string): Promise<Outcome> {
  const about = JSON.parse(await readFile(join(project, 'package.json'), 'utf8')) as {
    version: string
    devDependencies: { electron: string }
  }
  const folder = await makePackFolder(base, { platform: 'darwin', arch: 'arm64' })
  const electron = join(folder, 'electron')
  await writeStandInMac(electron, about.devDependencies.electron)
  const tools = await toolsIn(folder)
  await withEnvironment(tools, () =>
    build({
      projectDir: folder,
      targets: Platform.MAC.createTarget(['dir', 'zip'], Arch.arm64),
      config: {
        electronDist: electron,
        electronVersion: about.devDependencies.electron,
        forceCodeSigning: false,
        publish: { provider: 'github', owner: 'owner', repo: 'shoebox' },
        afterPack: ({ appOutDir, packager }) =>
          checkNative(packager.getResourcesDir(appOutDir), 'darwin-arm64'),
      },
      publish: 'never',
    }),
  )
  return look(join(folder, 'dist'), about.version)
}

/** Where its zip comes from, and what answers for Apple's `codesign`, which the fuses ask for a signature without a name. */
async function toolsIn(folder: string): Promise<Record<string, string>> {
  const { linux } = await sevenZipIn(folder)
  const bin = join(folder, 'bin')
  await mkdir(bin)
  await writeFile(join(bin, 'codesign'), '#!/bin/sh\nexit 0\n', { mode: 0o755 })
  return {
    ELECTRON_BUILDER_7ZIP_PATH: linux,
    CSC_IDENTITY_AUTO_DISCOVERY: 'false',
    PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
  }
}

async function look(dist: string, version: string): Promise<Outcome> {
  const { claims, claim } = createClaims()
  const app = appIn(join(dist, 'mac-arm64'), 'darwin')
  const contents = dirname(app.resources)
  const bundle = dirname(contents)
  const zip = `Shoebox-${version}-mac-arm64.zip`
  const plist = await readFile(join(contents, 'Info.plist'), 'utf8')
  const archive = await readFile(join(app.resources, 'app.asar'))

  await claim('the property list names the app, its program and the oldest macOS', async () => {
    assert.equal(valueOf(plist, 'CFBundleIdentifier'), 'app.shoebox.desktop')
    assert.equal(valueOf(plist, 'CFBundleShortVersionString'), version)
    assert.equal(valueOf(plist, 'LSMinimumSystemVersion'), '13.0')
    assert.equal(valueOf(plist, 'LSApplicationCategoryType'), 'public.app-category.photography')
    await stat(join(contents, 'MacOS', valueOf(plist, 'CFBundleExecutable')))
    await stat(join(app.resources, valueOf(plist, 'CFBundleIconFile')))
  })
  await claim('a text says why each protected folder is read', () => {
    for (const place of ['Desktop', 'Documents', 'Downloads'])
      assert.match(valueOf(plist, `NS${place}FolderUsageDescription`), /^Shoebox reads photos/)
    for (const place of ['Removable', 'Network'])
      assert.match(valueOf(plist, `NS${place}VolumesUsageDescription`), /^Shoebox reads photos/)
  })
  await claim('each helper has its own name, program and identifier', async () => {
    for (const helper of helpers) {
      const name = `Shoebox Helper${helper}`
      const inside = join(contents, 'Frameworks', `${name}.app`, 'Contents')
      const own = await readFile(join(inside, 'Info.plist'), 'utf8')
      assert.equal(valueOf(own, 'CFBundleExecutable'), name)
      assert.match(valueOf(own, 'CFBundleIdentifier'), /^app\.shoebox\.desktop\.helper/)
      assert.ok(((await stat(join(inside, 'MacOS', name))).mode & 0o111) !== 0)
    }
  })
  await claim('all native code is for Apple silicon, and is there', async () => {
    const modules = join(app.resources, 'app.asar.unpacked', 'node_modules')
    const names = (await readdir(modules, { recursive: true })).filter((name) =>
      /\.(node|dylib)$/.test(name),
    )
    assert.ok(names.length >= 3, names.join(', '))
    for (const name of names) {
      const head = (await readFile(join(modules, name))).subarray(0, 8)
      // Mach-O of 64 bits, CPU_TYPE_ARM64 (mach/machine.h).
      assert.deepEqual([head.readUInt32LE(0), head.readUInt32LE(4)], [0xfeedfacf, 0x0100000c], name)
    }
  })
  await claim('the archive is sealed by its hash in the property list', () => {
    const header = archive.subarray(16, 16 + archive.readUInt32LE(12))
    const hash = createHash('sha256').update(header).digest('hex')
    assert.match(plist, /<key>ElectronAsarIntegrity<\/key>/)
    assert.equal(valueOf(plist, 'hash'), hash)
  })
  await claim('the fuses are blown as electron-builder.yml says', async () => {
    const fuses = await getCurrentFuseWire(bundle)
    const on = (option: FuseV1Options): boolean => fuses[option] === FuseState.ENABLE
    assert.equal(on(FuseV1Options.RunAsNode), false)
    assert.equal(on(FuseV1Options.EnableCookieEncryption), true)
    assert.equal(on(FuseV1Options.EnableNodeOptionsEnvironmentVariable), false)
    assert.equal(on(FuseV1Options.EnableNodeCliInspectArguments), false)
    assert.equal(on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation), true)
    assert.equal(on(FuseV1Options.OnlyLoadAppFromAsar), true)
  })
  await claim('the entitlements allow V8 its code, and nothing else', async () => {
    const text = await readFile(join(project, 'build', 'mac', 'entitlements.plist'), 'utf8')
    const keys = [...text.matchAll(/<key>([^<]+)<\/key>/g)].map(([, key]) => key)
    assert.deepEqual(keys, ['com.apple.security.cs.allow-jit'])
  })
  await claim('the zip holds the whole app, with its links and programs as they are', async () => {
    const { stdout } = await run('unzip', ['-Z', join(dist, zip)], { maxBuffer: 64 * 1024 * 1024 })
    const lineOf = (path: string): string =>
      stdout.split('\n').find((line) => line.endsWith(` ${path}`)) ?? ''
    assert.match(lineOf('Shoebox.app/Contents/MacOS/Shoebox'), /^-rwx/)
    const framework = 'Shoebox.app/Contents/Frameworks/Electron Framework.framework'
    assert.match(lineOf(`${framework}/Versions/Current`), /^l/)
    const files = await readdir(bundle, { recursive: true, withFileTypes: true })
    for (const file of files.filter((entry) => entry.isFile()))
      assert.notEqual(
        lineOf(join(file.parentPath, file.name).slice(dirname(bundle).length + 1)),
        '',
      )
  })
  await claim('latest-mac.yml names the zip, its size and its hash', async () => {
    const said = load(await readFile(join(dist, 'latest-mac.yml'), 'utf8')) as {
      version: string
      files: { url: string; sha512: string; size: number }[]
    }
    const bytes = await readFile(join(dist, zip))
    const sha512 = createHash('sha512').update(bytes).digest('base64')
    assert.equal(said.version, version)
    const [file] = said.files
    assert.deepEqual([file?.url, file?.sha512, file?.size], [zip, sha512, bytes.length])
  })
  return {
    installer: 'macOS app and zip (Apple silicon)',
    claims,
    standIns: [
      'Electron.app has the shape of the real one and none of its code: nothing is started',
      'codesign does nothing: neither signature nor notarization is tried',
      'the dmg is not made, for which Apple’s own tools are needed',
    ],
  }
}

/** The first text under a key. */
function valueOf(plist: string, key: string): string {
  const found = new RegExp(`<key>${key}</key>\\s*<string>([^<]*)</string>`).exec(plist)
  assert.ok(found !== null, `${key} is missing`)
  return found[1] ?? ''
}
