// Installs, starts, updates and removes the app as Windows would, without a word to anybody, and holds what is there then
// against what is promised: docs/privacy.md says what stays, build/windows/installer.nsh what goes.
import assert from 'node:assert/strict'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { WineFolder } from '../../build/wine/folder.ts'
import { endWindows, nodeForWindows, runInside, startInside } from '../../build/wine/run.ts'
import { appUserModelId, toastActivator } from '../../src/main/shell/windows-identity.ts'
import { eventually } from '../windows/world.ts'
import type { createClaims } from './outcome.ts'
import { addedTo, programsIn, readWindows, valuesOf, type WindowsState } from './windows-state.ts'

/** What is installed. */
export interface Installers {
  readonly first: string
  readonly version: string
  readonly newer: string
  readonly newerVersion: string
  /** What the newer one holds. */
  readonly unpacked: string
}

const home = 'C:\\users\\root'
const local = `${home}\\AppData\\Local`
const roaming = `${home}\\AppData\\Roaming`
const program = `${local}\\Programs\\shoebox\\Shoebox.exe`
const menu = `${roaming}\\Microsoft\\Windows\\Start Menu\\Programs\\Shoebox.lnk`
const desktop = `${home}\\Desktop\\Shoebox.lnk`
const atLogin = 'Software\\Microsoft\\Windows\\CurrentVersion\\Run'
const approved = 'Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\StartupApproved\\Run'
const uninstallKey = 'Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall'
const activatorKey = `Software\\Classes\\CLSID\\${toastActivator}`

const dirnameOf = (path: string): string => path.slice(0, path.lastIndexOf('\\'))
const escaped = (path: string): string => path.replaceAll('\\', '\\\\')

/** What the user has of the app: kept through everything. */
const ofUser = {
  [`${roaming}\\Shoebox\\catalogue.sqlite`]: 'the catalogue',
  [`${roaming}\\Shoebox\\backups\\catalogue-1.sqlite`]: 'an older one',
  [`${local}\\Shoebox\\cache\\thumbnails\\1.jpg`]: 'a small picture',
}

/** Tries it all, from a Windows that never saw the app. */
export async function tryOnWindows(
  claim: ReturnType<typeof createClaims>['claim'],
  tools: WineFolder,
  { first, version, newer, newerVersion, unpacked }: Installers,
): Promise<void> {
  const at = (path: string): string => join(tools.driveC, path.slice(3).replaceAll('\\', '/'))
  const isThere = (path: string): boolean => existsSync(at(path))
  const options = {
    // Its own PowerShell instead of the stand-in would say that the app runs for ever.
    env: { WINEDLLOVERRIDES: 'mscoree,mshtml=;winemenubuilder.exe=d;powershell.exe=n' },
    limitMs: 300_000,
  }
  const wine = (...words: string[]): ReturnType<typeof runInside> =>
    runInside(tools, ['wine', ...words], options)
  const run = async (...words: string[]): Promise<void> => {
    const { code, text } = await wine(...words)
    assert.equal(code, 0, text)
  }
  const look = async (): Promise<WindowsState> => {
    await endWindows(tools)
    return readWindows(tools)
  }
  const running = (what: RegExp): string[] =>
    [...programsIn(tools)].filter(([, words]) => what.test(words)).map(([id]) => id)
  const apps = (): string[] => running(/^C:\\users\\root\\.*\\Shoebox\.exe/)
  const isRunning = (): boolean => apps().length > 0
  const isUninstalling = (): boolean => running(/\\Un\w*\.exe/).length > 0
  const start = async (...words: string[]): Promise<string[]> => {
    await startInside(tools, ['wine', ...words], options)
    await seen('the app', () => (isRunning() ? true : null))
    return apps()
  }
  const remove = async (installedAs: string): Promise<void> => {
    await run(`${dirnameOf(installedAs)}\\Uninstall Shoebox.exe`, '/currentuser', '/S')
    // The uninstaller goes on as a copy of itself.
    await seen('the end of the app', () => (isRunning() || isThere(installedAs) ? null : true))
    await seen('the end of the uninstaller', () => (isUninstalling() ? null : true))
  }
  const seen = <T>(what: string, ask: () => T | null): Promise<T> =>
    eventually(what, () => Promise.resolve(ask()))

  await makeAnew(tools)
  await enter(at, run, ofOthers)
  const before = await look()
  await cp(first, at('C:\\setup\\first.exe'))
  await cp(newer, at('C:\\setup\\newer.exe'))

  await claim('installs without a word, for this user alone', async () => {
    await run('C:\\setup\\first.exe', '/S')
    assert.ok(isThere(program), 'the program is not there')
    const { files } = addedTo(before, await look())
    const elsewhere = files.filter((path) => !path.startsWith(home.slice(3)))
    assert.deepEqual(elsewhere, [])
  })
  const installed = await look()
  await claim(
    'has its entry in the menu, on the desktop and among the installed apps',
    async () => {
      for (const link of [menu, desktop]) assert.ok(await pointsTo(at(link), program), link)
      const { EstimatedSize, DisplayVersion, NoModify, NoRepair, ...entry } = entryOf(installed)
      assert.match(EstimatedSize ?? '', /^dword:/)
      assert.deepEqual([NoModify, NoRepair], ['dword:00000001', 'dword:00000001'])
      assert.equal(DisplayVersion, version)
      assert.deepEqual(entry, {
        DisplayName: 'Shoebox',
        Comments: 'Backs up the photos and videos on a computer to Google Photos.',
        UninstallString: `"${dirnameOf(program)}\\Uninstall Shoebox.exe" /currentuser`,
        QuietUninstallString: `"${dirnameOf(program)}\\Uninstall Shoebox.exe" /currentuser /S`,
        DisplayIcon: `${program},0`,
        Publisher: 'The Shoebox makers',
      })
    },
  )
  await claim('gives its shortcuts the id by which toasts and the task bar know it', async () => {
    const told = await readFile(at('C:\\windows\\told.ini'), 'latin1')
    for (const link of [menu, desktop]) assert.ok(told.includes(`${link}=${appUserModelId}`), told)
  })
  await claim('what is installed reads a catalogue and a picture under Windows’ Node', async () => {
    const { code, text } = await runInside(tools, [...nodeForWindows, '-e', loading], options)
    assert.equal(code, 0, text)
    assert.match(text, /works/)
  })

  await plant(at)
  await enter(at, run, ofApp)
  await claim('starts by its entry in the menu', async () => {
    await start('start', menu)
  })
  await rm(at(desktop), { force: true })
  await claim('is updated while it runs, as its updater does it, and starts again', async () => {
    const older = apps()
    assert.notDeepEqual(older, [])
    await run('C:\\setup\\newer.exe', '--updated', '/S', '--force-run')
    await seen('the newer app alone', () => (isOther(apps(), older) ? true : null))
    const updated = await look()
    assert.equal(entryOf(updated)['DisplayVersion'], newerVersion)
    assert.deepEqual(await namesBelow(at(dirnameOf(program))), [
      ...[...(await namesBelow(unpacked)), 'Uninstall Shoebox.exe'].toSorted(),
    ])
  })
  await claim('keeps through it what the user has, and what starts it at login', async () => {
    await keepsData(at)
    const { registry } = await look()
    assert.ok(registry.has(`HKCU\\${atLogin}|${appUserModelId}`))
    assert.ok(registry.has(`HKCU\\${approved}|${appUserModelId}`))
  })
  await claim('brings back no shortcut that was thrown away', () => {
    assert.deepEqual([isThere(menu), isThere(desktop)], [true, false])
  })

  await claim('is removed while it runs, and ends by that', async () => {
    await start(program)
    await remove(program)
  })
  // What was in use is thrown away with the next start.
  await endWindows(tools)
  await run('wineboot')
  const after = await look()
  const left = addedTo(before, after)
  await claim('leaves no file but what the user has', () => {
    assert.deepEqual(
      left.files.toSorted(),
      Object.keys(ofUser)
        .map((path) => path.slice(3))
        .toSorted(),
    )
  })
  await claim('leaves nothing in the registry', () => {
    assert.deepEqual(left.registry, [])
  })
  await claim('takes nothing that is another’s', () => {
    assert.deepEqual(addedTo(after, before), { files: [], registry: [] })
  })
  await claim('keeps the catalogue and the small pictures, byte for byte', () => keepsData(at))

  await claim(
    'sees itself run in the home of an O’Brien, too, whatever his apostrophe',
    async () => {
      const folder = `${home}\\O'Brien’s\\shoebox`
      await run('C:\\setup\\first.exe', '/S', `/D=${folder}`)
      await start(`${folder}\\Shoebox.exe`)
      await run('C:\\setup\\newer.exe', '/S')
      assert.equal(isRunning(), false, 'the older app runs on under the newer one')
      await start(`${folder}\\Shoebox.exe`)
      await remove(`${folder}\\Shoebox.exe`)
      assert.equal(isThere(folder), false, 'something of it is left')
    },
  )
}

const isOther = (ids: readonly string[], than: readonly string[]): boolean =>
  ids.length > 0 && !ids.some((id) => than.includes(id))

/** A Windows that never saw the app: users and registry as they were made. */
async function makeAnew(tools: WineFolder): Promise<void> {
  await endWindows(tools)
  const prefix = join(tools.debian, tools.prefix)
  const kept = join(prefix, 'untouched')
  const parts = ['user.reg', 'system.reg', 'userdef.reg', 'drive_c/users', 'drive_c/ProgramData']
  const isKept = existsSync(kept)
  for (const part of parts) {
    const [from, to] = isKept ? [kept, prefix] : [prefix, kept]
    await rm(join(to, part), { recursive: true, force: true })
    await mkdir(dirname(join(to, part)), { recursive: true })
    await cp(join(from, part), join(to, part), { recursive: true, verbatimSymlinks: true })
  }
  await rm(join(tools.driveC, 'setup'), { recursive: true, force: true })
  await mkdir(join(tools.driveC, 'setup'))
  await rm(join(tools.driveC, 'windows', 'told.ini'), { force: true })
}

/** Puts values into the registry: keys with theirs, as regedit writes them. */
async function enter(
  at: (path: string) => string,
  run: (...words: string[]) => Promise<void>,
  keys: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const lines = Object.entries(keys).flatMap(([key, values]) => [
    `[HKEY_CURRENT_USER\\${key}]`,
    ...values,
  ])
  await writeFile(at('C:\\setup\\values.reg'), ['REGEDIT4', ...lines, ''].join('\r\n'))
  await run('regedit', '/S', 'C:\\setup\\values.reg')
}

/** Keys that every Windows has, and another app's values in them. */
const ofOthers = {
  [atLogin]: ['"Another"="another.exe"'],
  [approved]: ['"Another"=hex:02,00,00,00,00,00,00,00,00,00,00,00'],
  [uninstallKey]: [],
  'Software\\Classes\\CLSID\\{00000000-1111-2222-3333-444444444444}': ['@="Another"'],
}

/** What the app itself enters, by Electron: what starts it at login, and who answers for its toasts. */
const ofApp = {
  [atLogin]: [`"${appUserModelId}"="\\"${escaped(program)}\\" --hidden"`],
  [approved]: [`"${appUserModelId}"=hex:02,00,00,00,00,00,00,00,00,00,00,00`],
  [activatorKey]: ['@="Electron Notification Activator"', '"CustomActivator"=dword:00000001'],
  [`${activatorKey}\\LocalServer32`]: [`@="${escaped(program)}"`],
}

/** Puts there what the app has after some days, and what an older version of it had. */
async function plant(at: (path: string) => string): Promise<void> {
  const files = {
    ...ofUser,
    [`${local}\\shoebox-updater\\pending\\update.exe`]: 'an update',
    [`${dirnameOf(program)}\\of-an-older-version.dll`]: 'not in the newer one',
  }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(at(path)), { recursive: true })
    await writeFile(at(path), content)
  }
}

async function keepsData(at: (path: string) => string): Promise<void> {
  for (const [path, content] of Object.entries(ofUser))
    assert.equal(await readFile(at(path), 'utf8'), content, path)
}

/** The entry among the installed apps. */
function entryOf(state: WindowsState): Record<string, string> {
  const keys = [...state.registry.keys()].map((name) => name.slice(0, name.lastIndexOf('|')))
  const key = keys.find((name) => name.startsWith(`HKCU\\${uninstallKey}\\`))
  return key === undefined ? {} : valuesOf(state, key)
}

/** Whether a shortcut names a program. */
async function pointsTo(link: string, target: string): Promise<boolean> {
  const bytes = await readFile(link)
  return bytes.includes(Buffer.from(target, 'utf16le')) || bytes.includes(Buffer.from(target))
}

async function namesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted()
}

const loading = `
  const { createRequire } = require('node:module')
  const own = createRequire(${JSON.stringify(`${dirnameOf(program)}\\resources\\app.asar.unpacked\\index.js`)})
  const Database = own('better-sqlite3')
  const { sum } = new Database(':memory:').prepare('SELECT 1 + 1 AS sum').get()
  const sharp = own('@img/sharp-win32-x64/sharp.node')
  if (sum === 2 && sharp.libvipsVersion().semver) console.log('works')
`
