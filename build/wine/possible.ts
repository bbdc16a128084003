// Whether this machine can make the Wine folder at all, and in which words not.
import { execFile } from 'node:child_process'
import { statfs } from 'node:fs/promises'
import { homedir } from 'node:os'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Automake's exit code for a test that could not be run here. */
export const notPossibleCode = 77

/** Thrown where the folder cannot be made; the message says why. */
export class NotPossible extends Error {}

/** What is asked of the machine; the real answers are the defaults. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly arch: string
  readonly userId: number | undefined
  /** Whether a program of this name runs. */
  hasProgram(name: string): Promise<boolean>
  /** Whether a folder of ours may have its own mounts. */
  mayMount(): Promise<boolean>
  freeBytes(): Promise<number>
}

const neededBytes = 4e9
const programs = ['apt-get', 'dpkg-deb', 'unshare', 'chroot', 'perl', 'npm']

/** Why the folder cannot be made here; null where nothing stands against it. */
export async function whyNot(machine: Machine = thisMachine): Promise<string | null> {
  if (machine.platform !== 'linux') return 'Wine is run on Linux; this is another system'
  if (machine.arch !== 'x64') return 'the Windows that is tried is x64; this processor is another'
  if (machine.userId !== 0) return 'only root may make a Debian folder and enter it'
  for (const name of programs)
    if (!(await machine.hasProgram(name))) return `the program ${name} is not here`
  if (!(await machine.mayMount())) return 'this container may mount nothing'
  if ((await machine.freeBytes()) < neededBytes) return 'the disk has less than 4 GB to spare'
  return null
}

const works = (program: string, words: readonly string[]): Promise<boolean> =>
  run(program, words).then(
    () => true,
    () => false,
  )

const thisMachine: Machine = {
  platform: process.platform,
  arch: process.arch,
  userId: process.getuid?.(),
  hasProgram: (name) => works('sh', ['-c', 'command -v "$0"', name]),
  mayMount: () => works('unshare', ['--mount', '--propagation', 'private', 'true']),
  freeBytes: async () => {
    const { bavail, bsize } = await statfs(homedir())
    return bavail * bsize
  },
}

/** Waits for what comes from elsewhere; where it cannot be had, that is no failure of what is tried. */
export async function fetched(work: Promise<unknown>, what: string): Promise<void> {
  try {
    await work
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string }
    const line = stderr.trim().split('\n').at(-1) ?? ''
    throw new NotPossible(`${what} cannot be had: ${line === '' ? String(error) : line}`)
  }
}
