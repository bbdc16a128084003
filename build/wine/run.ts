// Runs programs in the Debian folder and, through Wine, those of Windows. Their words go to a file: Node for Windows answers
// EBADF for a pipe that Linux made. `/proc` is mounted for each program alone and gone with it.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { startHelper } from '../electron/helper-process.ts'
import type { WineFolder } from './folder.ts'

/** How a program is run. */
export interface RunOptions {
  /** The folder it starts in, as Debian names it. */
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** After so long it is killed. */
  readonly limitMs?: number
}

/** A program on its way. */
export interface Running {
  readonly child: ChildProcess
  /** What it has said so far. */
  said(): Promise<string>
  readonly ended: Promise<Ended>
}

/** How it ended, and all that it said on either stream. */
export interface Ended {
  readonly code: number | null
  readonly text: string
}

// Nothing of this machine's environment goes in; without the two libraries Wine asks for no downloads of its own.
const environment = (folder: WineFolder): Record<string, string> => ({
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
  HOME: '/root',
  LANG: 'C.UTF-8',
  LC_ALL: 'C.UTF-8',
  DEBIAN_FRONTEND: 'noninteractive',
  WINEPREFIX: folder.prefix,
  WINEARCH: 'win64',
  WINEDEBUG: '-all',
  WINEDLLOVERRIDES: 'mscoree,mshtml=;winemenubuilder.exe=d',
})

/** Starts a program in the Debian folder. */
export async function startInside(
  folder: WineFolder,
  words: readonly string[],
  { cwd = '/', env = {}, limitMs = 180_000 }: RunOptions = {},
): Promise<Running> {
  const outputs = join(folder.path, 'outputs')
  await mkdir(outputs, { recursive: true })
  const path = join(outputs, randomUUID())
  const output = openSync(path, 'w')
  const variables = Object.entries({ ...environment(folder), ...env }).map(
    ([name, value]) => `${name}=${value}`,
  )
  const { child } = startHelper(
    'unshare',
    [
      ...['--mount', '--propagation', 'private', 'sh', '-c'],
      'mount -t proc proc "$1/proc" && shift && exec "$@"',
      ...['sh', folder.debian, 'chroot', folder.debian, 'env', '-i', ...variables],
      ...['sh', '-c', 'cd "$1" && shift && exec nice -n 10 "$@"', 'sh', cwd, ...words],
    ],
    ['ignore', output, output],
  )
  // Its end is waited for.
  child.ref()
  closeSync(output)
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
  const said = (): Promise<string> => readFile(path, 'utf8')
  const end = async (): Promise<Ended> => {
    const [code] = (await once(child, 'exit')) as [number | null]
    clearTimeout(timer)
    const text = await said()
    await rm(path, { force: true })
    return { code, text }
  }
  return { child, said, ended: end() }
}

/** Runs a program in the Debian folder to its end. */
export const runInside = async (
  folder: WineFolder,
  words: readonly string[],
  options?: RunOptions,
): Promise<Ended> => (await startInside(folder, words, options)).ended

/** The words that run Node for Windows. */
export const nodeForWindows = ['wine', 'C:\\node\\node.exe'] as const

/** Ends whatever Windows still runs, so that it reads its drives anew. */
export const endWindows = (folder: WineFolder): Promise<Ended> =>
  runInside(folder, ['wineserver', '-k', '-w'], { limitMs: 60_000 })
