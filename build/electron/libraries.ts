// Checks that the shared libraries Electron needs, and Debian programs such as Xvfb, are on this machine. As root on a
// Debian-like system it installs what is missing; anyone else is told the exact command. Starting a display is display.ts.
import { delimiter, join } from 'node:path'
import { access, constants } from 'node:fs/promises'
import { lastWords, type RunOptions, type RunResult, runCommand } from './run-command.ts'

/** The machine as these checks see it; tests bring their own. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly isRoot: boolean
  readonly hasProgram: (name: string) => Promise<boolean>
  readonly run: (
    command: string,
    args: readonly string[],
    options: RunOptions,
  ) => Promise<RunResult>
  readonly say: (line: string) => void
}

const isProgram = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  )

/** The machine this process runs on. */
export const thisMachine: Machine = {
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
  hasProgram: async (name) => {
    for (const folder of (process.env['PATH'] ?? '').split(delimiter))
      if (await isProgram(join(folder, name))) return true
    return false
  },
  run: runCommand,
  say: (line) => void process.stderr.write(`${line}\n`),
}

// Each pulls in the rest by its own dependencies (fonts, ATK, cups, drm, xkbcommon).
const libraryPackages = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libxtst6',
] as const

/** Lists the shared libraries that the dynamic linker does not find for a program. */
export const missingLibraries = async (
  executablePath: string,
  { platform, run }: Machine = thisMachine,
): Promise<string[]> => {
  if (platform !== 'linux') return []
  const { stdout } = await run('ldd', [executablePath], { timeoutMs: 20_000 })
  return [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '')
}

/** Debian 13 and Ubuntu 24.04 renamed some libraries with a "t64" at the end; this picks the name the machine's lists know. */
const currentName = async (name: string, { run }: Machine): Promise<string> => {
  if (name !== 'libgtk-3-0' && name !== 'libasound2') return name
  const known = await run('apt-cache', ['show', '--no-all-versions', `${name}t64`], {
    timeoutMs: 20_000,
  })
  return known.code === 0 ? `${name}t64` : name
}

const namesOf = (packages: readonly string[], machine: Machine): Promise<string[]> =>
  Promise.all(packages.map((name) => currentName(name, machine)))

/** Installs Debian packages as root, or throws one sentence that names what is missing and the command that installs it. */
export const installPackages = async (
  packages: readonly string[],
  why: string,
  machine: Machine = thisMachine,
): Promise<void> => {
  const { isRoot, hasProgram, run, say } = machine
  if (!(await hasProgram('apt-get')))
    throw new Error(
      `${why}; install what your system calls ${packages.join(', ')} (names as on Debian).`,
    )
  const sudo = isRoot ? '' : 'sudo '
  const command = (names: readonly string[]): string =>
    `${sudo}apt-get update && ${sudo}apt-get install -y ${names.join(' ')}`
  if (!isRoot)
    throw new Error(`${why}; install it with: ${command(await namesOf(packages, machine))}`)
  say(`${why}; installing it with apt-get.`)
  // A failing update (an old mirror, another apt at work) is not the end: the lists at hand may do.
  await run('apt-get', ['update', '-qq'], { timeoutMs: 3 * 60_000 })
  const names = await namesOf(packages, machine)
  const installed = await run(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', ...names],
    { timeoutMs: 10 * 60_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } },
  )
  if (installed.code !== 0)
    throw new Error(
      `${why}, and apt-get could not install it (${lastWords(installed)}); try: ${command(names)}`,
    )
}

/** Makes sure that Electron's shared libraries are there. */
export const prepareLibraries = async (
  executablePath: string,
  machine: Machine = thisMachine,
): Promise<void> => {
  const missing = await missingLibraries(executablePath, machine)
  if (missing.length === 0) return
  await installPackages(libraryPackages, `Electron needs ${missing.join(', ')}`, machine)
  const left = await missingLibraries(executablePath, machine)
  if (left.length > 0)
    throw new Error(`Electron needs ${left.join(', ')}, and no package that was installed has it.`)
}

/** Makes sure that a program is there, from the Debian packages that hold it. */
export const prepareProgram = async (
  program: string,
  packages: readonly string[],
  why: string,
  machine: Machine = thisMachine,
): Promise<void> => {
  if (!(await machine.hasProgram(program))) await installPackages(packages, why, machine)
}
