// The AppImage, made here by electron-builder with Debian's squashfs tools and taken apart again: its entry for the desktop,
// its icons, its program and what tells the updater of it. What it holds is started, too; that is try-appimage.sh.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { load } from 'js-yaml'
import sharp from 'sharp'
import type { WineFolder } from '../../build/wine/folder.ts'
import { electronCommand } from '../../build/electron/index.ts'
import { readClaims, tryInDebian } from './bare-debian.ts'
import { fromTools, withEnvironment, writeScript } from './builder-tools.ts'
import { createClaims, type Outcome } from './outcome.ts'
import { linuxFolder, packLinux } from './pack-linux.ts'
import { makeTools } from './tools.ts'

const run = promisify(execFile)
const project = join(import.meta.dirname, '..', '..')
const toolPackages = ['squashfs-tools', 'desktop-file-utils']
const sizes = [16, 32, 48, 64, 128, 256, 512]

interface About {
  readonly version: string
  readonly description: string
  readonly desktopName: string
}

/** Packs, takes apart and looks. */
export async function tryAppImage(base: string): Promise<Outcome> {
  const about = JSON.parse(await readFile(join(project, 'package.json'), 'utf8')) as About
  const tools = await makeTools(base, 'appimage', toolPackages)
  const electron = await electronCommand({ unattended: true })
  try {
    const folder = await linuxFolder(base)
    const builderTools = join(folder, 'appimage-tools')
    await writeTools(tools, builderTools)
    await withEnvironment({ APPIMAGE_TOOLS_PATH: builderTools }, () =>
      packLinux(folder, 'AppImage', electron, {
        publish: { provider: 'github', owner: 'owner', repo: 'shoebox' },
      }),
    )
    const image = join(folder, 'dist', `Shoebox-${about.version}-linux-x86_64.AppImage`)
    const unpacked = join(folder, 'unpacked')
    const offset = String((await stat(join(builderTools, 'runtime-x64'))).size)
    const unpack = join(builderTools, 'unsquashfs')
    await run(unpack, ['-q', '-n', '-d', unpacked, '-o', offset, image])
    const claims = await look({ about, image, unpacked, builderTools, dist: join(folder, 'dist') })
    const packages = await mkdtemp(join(folder, 'packages-'))
    await cp(image, join(packages, 'Shoebox.AppImage'))
    const said = await tryInDebian(base, {
      release: 'trixie',
      script: 'try-appimage.sh',
      words: [electron.env['DISPLAY'] ?? ':0', ...(await librariesOfDesktop())],
      packages,
      before: [
        'mkdir "$root/app"',
        `mount -t squashfs -o ro,loop,offset=${offset} "$packages/Shoebox.AppImage" "$root/app"`,
      ],
      isOwnRoot: true,
    })
    return {
      installer: 'AppImage (x64)',
      claims: [...claims, ...readClaims('Debian 13', said)],
      standIns: [
        'AppImage’s runtime, and the old libraries that electron-builder adds: what it would mount is mounted by hand',
        'mksquashfs and desktop-file-validate are Debian’s',
        `the Electron inside is ${electron.electron.version}, the one of this machine`,
        'the display is virtual, and there is neither desktop, keyring nor bus; libraries of a desktop are Debian’s',
      ],
    }
  } finally {
    await electron.stop()
  }
}

/** What the Debian package asks for, by the newer of its names: an AppImage finds it on any desktop. */
async function librariesOfDesktop(): Promise<string[]> {
  const config = load(await readFile(join(project, 'electron-builder.yml'), 'utf8')) as {
    deb: { depends: string[] }
  }
  return config.deb.depends.map((names) => names.split(' | ').at(-1) ?? names)
}

/** What electron-builder would fetch, in the places where it looks for it. */
async function writeTools(tools: WineFolder, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  for (const name of ['mksquashfs', 'desktop-file-validate'])
    await writeScript(join(folder, 'linux-x64', name), fromTools(tools, name))
  await writeScript(join(folder, 'unsquashfs'), fromTools(tools, 'unsquashfs'))
  await writeFile(join(folder, 'runtime-x64'), '#!/bin/sh\nexit 1\n'.padEnd(4096, '\n'))
  await mkdir(join(folder, 'lib', 'x64'), { recursive: true })
}

async function look(made: {
  readonly about: About
  readonly image: string
  readonly unpacked: string
  readonly builderTools: string
  readonly dist: string
}): Promise<Outcome['claims']> {
  const { about, image, unpacked, builderTools, dist } = made
  const { claims, claim } = createClaims()
  const id = about.desktopName.replace(/\.desktop$/, '')
  const path = join(unpacked, `${id}.desktop`)
  const entry = parseEntry(await readFile(path, 'utf8').catch(() => ''))

  await claim('its entry for the desktop is valid, and the only one', async () => {
    const names = await readdir(unpacked)
    assert.deepEqual(
      names.filter((name) => name.endsWith('.desktop')),
      [`${id}.desktop`],
    )
    const validate = join(builderTools, 'linux-x64', 'desktop-file-validate')
    const { stdout } = await run(validate, ['--warn-kde', path])
    assert.equal(stdout, '')
  })
  await claim('the entry names the app, what it is for, and starts it with its sandbox', () => {
    assert.deepEqual(entry, {
      Name: 'Shoebox',
      Comment: about.description,
      Exec: 'AppRun %U',
      Terminal: 'false',
      Type: 'Application',
      Icon: 'shoebox',
      StartupWMClass: id,
      Categories: 'Graphics;',
      Keywords: 'photos;pictures;backup;upload;google;',
      'X-AppImage-Version': about.version,
    })
  })
  await claim('it claims no kind of file and no kind of address', () => {
    assert.equal(entry['MimeType'], undefined)
    assert.equal(existsSync(join(unpacked, 'usr/share/mime')), false)
  })
  await claim('its icon is there in each size, and as that of the file itself', async () => {
    const icons = join(unpacked, 'usr/share/icons/hicolor')
    for (const size of sizes) {
      const icon = join(icons, `${size}x${size}`, 'apps', `${entry['Icon'] ?? ''}.png`)
      const { width, height, format } = await sharp(icon).metadata()
      assert.deepEqual([width, height, format], [size, size, 'png'])
    }
    const largest = join(icons, '512x512', 'apps', 'shoebox.png')
    for (const link of ['.DirIcon', 'shoebox.png'])
      assert.equal(await realpath(join(unpacked, link)), largest)
  })
  await claim('what is started names the program that is there, both executable', async () => {
    const starter = await readFile(join(unpacked, 'AppRun'), 'utf8')
    assert.match(starter, /^BIN="\$APPDIR\/shoebox"$/m)
    for (const name of ['AppRun', 'shoebox', 'resources/node/bin/node'])
      assert.equal((await stat(join(unpacked, name))).mode & 0o111, 0o111, name)
    assert.equal((await stat(image)).mode & 0o111, 0o111)
  })
  await claim('all native code is for Linux and x64, and is there', async () => {
    const modules = join(unpacked, 'resources/app.asar.unpacked/node_modules')
    const names = (await readdir(modules, { recursive: true }))
      .filter((name) => /\.(node|so)$|\.so\./.test(name))
      .map((name) => join(modules, name))
    assert.ok(names.length >= 3, names.join(', '))
    for (const name of [
      ...names,
      join(unpacked, 'shoebox'),
      join(unpacked, 'resources/node/bin/node'),
    ]) {
      const head = (await readFile(name)).subarray(0, 20)
      // ELF of 64 bits, EM_X86_64 (elf.h).
      assert.deepEqual(
        [head.readUInt32BE(0), head[4], head.readUInt16LE(18)],
        [0x7f454c46, 2, 62],
        name,
      )
    }
  })
  await claim('the fuses are blown as electron-builder.yml says', async () => {
    const fuses = await getCurrentFuseWire(join(unpacked, 'shoebox'))
    const on = (option: FuseV1Options): boolean => fuses[option] === FuseState.ENABLE
    assert.equal(on(FuseV1Options.RunAsNode), false)
    assert.equal(on(FuseV1Options.EnableNodeOptionsEnvironmentVariable), false)
    assert.equal(on(FuseV1Options.EnableNodeCliInspectArguments), false)
    assert.equal(on(FuseV1Options.OnlyLoadAppFromAsar), true)
  })
  await claim('it says where its updates are, and the licences of what is in it', async () => {
    const update = load(await readFile(join(unpacked, 'resources/app-update.yml'), 'utf8'))
    assert.deepEqual(update, {
      provider: 'github',
      owner: 'owner',
      repo: 'shoebox',
      releaseType: 'draft',
      updaterCacheDirName: 'shoebox-updater',
    })
    for (const name of ['gpl-3.0.txt', 'lgpl-3.0.txt', 'sources.txt'])
      assert.ok((await stat(join(unpacked, 'resources/licences', name))).size > 0, name)
  })
  await claim(
    'latest-linux.yml names it, its size, its hash and the map of its blocks',
    async () => {
      const said = load(await readFile(join(dist, 'latest-linux.yml'), 'utf8')) as {
        version: string
        files: { url: string; sha512: string; size: number; blockMapSize: number }[]
      }
      const bytes = await readFile(image)
      const sha512 = createHash('sha512').update(bytes).digest('base64')
      assert.equal(said.version, about.version)
      const [file] = said.files
      assert.deepEqual(
        [file?.url, file?.sha512, file?.size],
        [`Shoebox-${about.version}-linux-x86_64.AppImage`, sha512, bytes.length],
      )
      assert.equal(file?.blockMapSize, bytes.readUInt32BE(bytes.length - 4))
    },
  )
  return claims
}

/** The values of its one group (Desktop Entry Specification, "Basic format of the file"). */
function parseEntry(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.includes('='))
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}
