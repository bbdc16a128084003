// What is promised about packages that cannot be made on this machine: the configuration is one that electron-builder
// takes, and says what it must; and the files it names are what they claim to be.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import { load } from 'js-yaml'
import sharp from 'sharp'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkNative } from '../../build/packaging/pack.ts'
import { introduceToWindows, toastActivator } from '../../src/main/shell/windows-identity.ts'

const project = join(import.meta.dirname, '..', '..')
const read = (path: string): string => readFileSync(join(project, path), 'utf8')

interface Target {
  target: string
  arch: string[]
}
interface Config {
  [key: string]: unknown
  appId: string
  files: string[]
  asarUnpack: string[]
  electronFuses: Record<string, boolean>
  win: Record<string, unknown> & { target: Target[]; icon: string; artifactName: string }
  nsis: Record<string, unknown> & { include: string }
  mac: Record<string, unknown> & {
    target: Target[]
    icon: string
    artifactName: string
    entitlements: string
    extendInfo: Record<string, string>
  }
  appImage: Record<string, unknown>
  linux: Record<string, unknown> & {
    target: Target[]
    asarUnpack: string[]
    artifactName: string
    extraResources: { from: string; to: string }[]
  }
}
const config = load(read('electron-builder.yml')) as Config
const both = ['x64', 'arm64']

describe('the packaging configuration', () => {
  it('is one that electron-builder takes', () => {
    const schema = JSON.parse(read('node_modules/app-builder-lib/scheme.json')) as object
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
    const validate = ajv.compile(schema)
    validate(config)
    expect(validate.errors).toBeNull()
    expect(validate({ ...config, nsis: { perUser: true } })).toBe(false)
  })

  it('installs on Windows for one user, without an administrator, for both processors', () => {
    expect(config.win.target).toEqual([{ target: 'nsis', arch: both }])
    expect(config.win).toMatchObject({ requestedExecutionLevel: 'asInvoker' })
    expect(config.nsis).toMatchObject({
      oneClick: true,
      perMachine: false,
      allowElevation: false,
      packElevateHelper: false,
      deleteAppDataOnUninstall: false,
    })
  })

  it('comes to Macs as image and archive for both processors, hardened and notarised', () => {
    expect(config.mac.target).toEqual([
      { target: 'dmg', arch: both },
      { target: 'zip', arch: both },
    ])
    expect(config.mac).toMatchObject({
      hardenedRuntime: true,
      notarize: true,
      minimumSystemVersion: '13.0',
    })
    const entitlements = read(config.mac.entitlements)
    expect(
      [...entitlements.matchAll(/<key>(.*?)<\/key>\s*<true\/>/g)].map(([, key]) => key),
    ).toEqual(['com.apple.security.cs.allow-jit'])
    expect(config.mac['entitlementsInherit']).toBe(config.mac.entitlements)
    expect(Object.keys(config.mac.extendInfo)).toContain('NSRemovableVolumesUsageDescription')
  })

  it('comes to Linux as AppImage, Debian package and archive, with the Node that hosts the engine', () => {
    expect(config.linux.target.map(({ target }) => target)).toEqual(['AppImage', 'deb', 'tar.gz'])
    expect(config.linux.target.every(({ arch }) => arch.join() === both.join())).toBe(true)
    expect(config.linux.extraResources).toContainEqual({
      from: 'node_modules/node/bin/node',
      to: 'node/bin/node',
    })
    expect(config.linux.asarUnpack).toEqual(['package.json', 'out/main/**'])
    const node = (JSON.parse(read('package.json')) as { devDependencies: { node: string } })
      .devDependencies.node
    expect(read('build/licences/node.txt')).toContain('Node.js is licensed')
    expect(node).toMatch(/^24\./)
  })

  it('brings from Debian what Electron links to, and is known to Wayland by its desktop entry', () => {
    const depends = (config['deb'] as { depends: string[] }).depends
    // What a bare Debian lacks and nothing else of the list brings (objdump -p on Electron's binary).
    for (const name of ['libasound2', 'libcups2', 'libdrm2', 'libgbm1', 'libgtk-3-0', 'libnss3'])
      expect(depends.map((one) => one.split(' | ')[0])).toContain(name)
    // Opened by name, so that no list of linked libraries has it: found by a start on a bare Debian 12.
    expect(depends).toContain('libx11-xcb1')
    const { desktopName } = JSON.parse(read('package.json')) as { desktopName: string }
    // The window's app id, and the name that electron-builder gives to the entry.
    expect(desktopName).toBe(`${String(config.linux['executableName'])}.desktop`)
  })

  it('starts with its sandbox on Linux, whatever the package', () => {
    // electron-builder adds --no-sandbox to an AppImage that says nothing.
    expect(config.appImage).toEqual({ executableArgs: [] })
    expect(config.linux['executableArgs']).toBeUndefined()
    expect(read('electron-builder.yml')).not.toMatch(/^[^#]*no-sandbox/m)
  })

  it('keeps native code and the LGPL libraries out of the archive', () => {
    const [unpacked = ''] = config.asarUnpack
    for (const name of ['better-sqlite3', 'sharp', '@img', 'libheif-js'])
      expect(unpacked).toContain(name)
  })

  it('is refused without the native code of its own system', async () => {
    const resources = mkdtempSync(join(tmpdir(), 'shoebox-packed-'))
    onTestFinished(() => rmSync(resources, { recursive: true }))
    const put = (path: string): void => {
      const to = join(resources, 'app.asar.unpacked', 'node_modules', path)
      mkdirSync(dirname(to), { recursive: true })
      writeFileSync(to, '')
    }
    put('better-sqlite3/prebuilds/linux-x64.node')
    await expect(checkNative(resources, 'linux-x64')).rejects.toThrow(
      `The app for linux-x64 was packed without ${join('@img', 'sharp-linux-x64', 'package.json')}.`,
    )
    put('@img/sharp-linux-x64/package.json')
    await checkNative(resources, 'linux-x64')
    await expect(checkNative(resources, 'win32-x64')).rejects.toThrow('win32-x64.node')
  })

  it('names each package after its processor, which is how updates find theirs', () => {
    for (const { artifactName } of [config.win, config.mac, config.linux])
      expect(artifactName).toContain('-${arch}.${ext}')
  })

  it('keeps the app id that Windows knows the running app by', () => {
    const told: string[] = []
    const app = {
      setAppUserModelId: (id: string) => told.push(`app ${id}`),
      setToastActivatorCLSID: (id: string) => told.push(`toasts ${id}`),
    }
    introduceToWindows(app, 'win32')
    expect(told).toEqual([`app ${config.appId}`, `toasts ${toastActivator}`])
    expect(read('src/main/main.ts')).toContain('introduceToWindows(app, process.platform)')
    expect(read(config.nsis.include)).toContain('${APP_ID}')
  })

  it('doubles an apostrophe in the path of the app where electron-builder asks PowerShell what runs there', () => {
    const template = 'node_modules/app-builder-lib/templates/nsis/include'
    const asks = read(`${template}/allowOnlyOneInstallerInstance.nsh`)
    expect(asks).toContain("$$_.Path.StartsWith('$INSTDIR',")
    expect(asks).toContain('!insertmacro customCheckAppRunning')
    const own = read(config.nsis.include)
    expect(own).toMatch(
      /!macro customCheckAppRunning\n(?: .*\n)+ {2}!insertmacro _CHECK_APP_RUNNING/,
    )
    expect(own).toContain(`\${WordReplace} "$INSTDIR" "'" "''" "+" $INSTDIR`)
  })

  it('takes back what Electron enters for toasts, which has one name for all starts', () => {
    expect(read(config.nsis.include)).toContain(
      `DeleteRegKey HKCU "Software\\Classes\\CLSID\\${toastActivator}"`,
    )
  })

  it('says nothing of that to Electron on other systems, where it could not', () => {
    const refuse = (): never => expect.fail('it was told')
    const app = { setAppUserModelId: refuse, setToastActivatorCLSID: refuse }
    for (const platform of ['darwin', 'linux'] as const) introduceToWindows(app, platform)
  })

  it('leaves nothing of its updates behind when it is uninstalled from Windows', () => {
    const { name } = JSON.parse(read('package.json')) as { name: string }
    // electron-builder's appInfo.updaterCacheDirName, in which installer.nsh of its own puts a copy of the installer.
    expect(read(config.nsis.include)).toContain(`RMDir /r "$LOCALAPPDATA\\${name}-updater"`)
    expect(read('src/main/shell/installation.ts')).toContain(`'${name}-updater', 'installer.exe'`)
  })

  it('sets every fuse that electron-builder knows', () => {
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
      resetAdHocDarwinSignature: true,
    })
    const { definitions } = JSON.parse(read('node_modules/app-builder-lib/scheme.json')) as {
      definitions: { FuseOptionsV1: { properties: object } }
    }
    expect(Object.keys(config.electronFuses).sort()).toEqual(
      Object.keys(definitions.FuseOptionsV1.properties).sort(),
    )
  })
})

describe('the icons', () => {
  it('hold every size that Windows wants', async () => {
    const ico = readFileSync(join(project, config.win.icon))
    const count = ico.readUInt16LE(4)
    const sides: number[] = []
    for (let at = 0; at < count; at += 1) {
      const entry = 6 + 16 * at
      const [length, offset] = [ico.readUInt32LE(entry + 8), ico.readUInt32LE(entry + 12)]
      const { width, height, channels } = await sharp(
        ico.subarray(offset, offset + length),
      ).metadata()
      expect([ico.readUInt8(entry) || 256, channels]).toEqual([width, 4])
      expect(height).toBe(width)
      sides.push(width)
    }
    expect(sides).toEqual([16, 32, 48, 64, 128, 256])
  })

  it('hold every size that macOS wants', async () => {
    const icns = readFileSync(join(project, config.mac.icon))
    expect(icns.toString('latin1', 0, 4)).toBe('icns')
    expect(icns.readUInt32BE(4)).toBe(icns.length)
    const found: Record<string, number> = {}
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
      const body = icns.subarray(at + 8, at + icns.readUInt32BE(at + 4))
      found[icns.toString('latin1', at, at + 4)] = (await sharp(body).metadata()).width
    }
    expect(found).toEqual({
      ic11: 32,
      ic12: 64,
      ic07: 128,
      ic08: 256,
      ic13: 256,
      ic09: 512,
      ic14: 512,
      ic10: 1024,
    })
  })
})
