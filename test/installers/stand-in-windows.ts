// What stands in on the way to Windows: an electron.exe with nothing of Electron, the plug-ins of NSIS, the PowerShell that the
// installer asks, and how electron-builder comes to Debian's NSIS and to Wine. The programs are made from stand-ins/ by the
// compilers in the tools folder.
import { copyFile, cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { WineFolder } from '../../build/wine/folder.ts'
import { runInside } from '../../build/wine/run.ts'
import { must } from '../../build/wine/steps.ts'
import { fromTools, sevenZipIn, writeScript } from './builder-tools.ts'

const here = import.meta.dirname
const project = join(here, '..', '..')

/** The plug-ins by their names; one library is all of them. */
const plugIns = ['StdUtils', 'Nsis7z', 'WinShell', 'SpiderBanner', 'UAC', 'nsProcess']

/** Compiles anew what stands in, and puts into Windows what an installer asks there. Answers the folder with all of it. */
export async function makeStandIns(tools: WineFolder, electronVersion: string): Promise<string> {
  const folder = join(tools.debian, 'stand-ins')
  await rm(folder, { recursive: true, force: true })
  await cp(join(here, 'stand-ins'), folder, { recursive: true })
  await copyFile(join(project, 'build', 'icons', 'icon.ico'), join(folder, 'icon.ico'))
  const script = [
    'set -e',
    'x86_64-w64-mingw32-windres electron.rc -O coff -o electron.o',
    'x86_64-w64-mingw32-gcc -O1 -s -municode -mwindows electron.c electron.o -o electron.exe',
    'i686-w64-mingw32-gcc -O1 -s -municode powershell.c -o powershell.exe',
    'i686-w64-mingw32-gcc -O1 -s -shared plugins.c -o plugins.dll -lshell32',
  ].join('\n')
  await must(runInside(tools, ['sh', '-c', script], { cwd: '/stand-ins' }), 'The compiler')
  await writeElectron(folder, electronVersion)
  const libraries = join(folder, 'plugins', 'x86-unicode')
  await mkdir(libraries, { recursive: true })
  for (const name of plugIns)
    await copyFile(join(folder, 'plugins.dll'), join(libraries, `${name}.dll`))
  // An installer, which has 32 bits, sees the second of these as the first.
  for (const system of ['system32', 'syswow64']) {
    const place = join(tools.driveC, 'windows', system, 'WindowsPowerShell', 'v1.0')
    await mkdir(place, { recursive: true })
    await copyFile(join(folder, 'powershell.exe'), join(place, 'powershell.exe'))
  }
  return folder
}

async function writeElectron(folder: string, version: string): Promise<void> {
  const electron = join(folder, 'electron')
  await mkdir(join(electron, 'locales'), { recursive: true })
  await mkdir(join(electron, 'resources'))
  await copyFile(join(folder, 'electron.exe'), join(electron, 'electron.exe'))
  await writeFile(join(electron, 'version'), version)
  for (const language of ['de', 'en-US'])
    await writeFile(join(electron, 'locales', `${language}.pak`), '')
}

/** The environment in which electron-builder finds them, NSIS, 7-Zip and Wine. */
export async function builderEnvironment(
  tools: WineFolder,
  standIns: string,
): Promise<Record<string, string>> {
  const { linux, windows } = await sevenZipIn(standIns)
  await copyFile(windows, join(tools.driveC, 'windows', '7za.exe'))
  const nsis = join(tools.debian, 'usr', 'share', 'nsis')
  await writeScript(join(nsis, 'linux', 'makensis'), fromTools(tools, 'makensis'))
  const bin = join(standIns, 'bin')
  const wine = join(here, 'wine-command.ts')
  await writeScript(join(bin, 'wine'), `exec '${process.execPath}' '${wine}' '${tools.path}' "$@"`)
  return {
    ELECTRON_BUILDER_NSIS_DIR: nsis,
    ELECTRON_BUILDER_NSIS_RESOURCES_DIR: standIns,
    ELECTRON_BUILDER_7ZIP_PATH: linux,
    USE_SYSTEM_WINE: 'true',
    CSC_IDENTITY_AUTO_DISCOVERY: 'false',
    PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
  }
}
