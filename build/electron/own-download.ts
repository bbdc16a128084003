// Looks after the `electron` package's own binary: is it there, and if not, can the package's installer download it in
// reasonable time. A failure is remembered in the cache for some hours, so that a machine that cannot reach the release page
// does not pay for it at each start. What to use instead is decided in find-electron.ts.
import { spawn } from 'node:child_process'
import {
  access,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** How the package's binary was found, or why it was not. */
export type OwnBinary =
  | { readonly isReady: true; readonly distPath: string; readonly version: string }
  | { readonly isReady: false; readonly reason: string; readonly version: string }

/** Where to look and how long to wait; tests bring their own package folder. */
export interface OwnDownloadOptions {
  readonly cache: string
  readonly packageDir?: string
  /** How long the download may go on without a byte arriving. */
  readonly stallMs?: number
  readonly limitMs?: number
  /** Whether a failure is written down and honoured; where there is no other Electron, every start tries anew. */
  readonly isFailureRemembered: boolean
  readonly say?: (line: string) => void
}

const rememberedMs = 12 * 60 * 60_000
const lookMs = 500

/** Where Electron's executable lies inside its folder, on each platform. */
export const executableIn = (platform: NodeJS.Platform = process.platform): string =>
  platform === 'darwin'
    ? 'Electron.app/Contents/MacOS/Electron'
    : platform === 'win32'
      ? 'electron.exe'
      : 'electron'

const electronPackageDir = (): string =>
  dirname(createRequire(import.meta.url).resolve('electron/package.json'))

const isInstalled = async (packageDir: string, version: string): Promise<boolean> => {
  try {
    const unpacked = await readFile(join(packageDir, 'dist', 'version'), 'utf8')
    const executable = await readFile(join(packageDir, 'path.txt'), 'utf8')
    await access(join(packageDir, 'dist', executable))
    return unpacked.trim().replace(/^v/, '') === version
  } catch {
    return false
  }
}

const bytesIn = async (folder: string): Promise<number> => {
  let sum = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile())
      sum += await stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      )
  return sum
}

/** The first line of an error names it; the rest is a stack. */
const firstWords = (said: string): string =>
  (said.trim().split('\n')[0] ?? '').replace(/^\w*Error: /, '') || 'the installer failed'

/** Runs the package's installer until it ends, stalls or runs out of time; returns why it failed, or null. */
const download = async (
  packageDir: string,
  stallMs: number,
  limitMs: number,
): Promise<string | null> => {
  // The installer says nothing while it downloads, but writes below the temporary folder it is given: that is how progress shows.
  const temporary = await mkdtemp(join(tmpdir(), 'shoebox-electron-'))
  const child = spawn(process.execPath, [join(packageDir, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...installerEnvironment(), TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const ended = new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code) => {
      if (code === 0) resolve(null)
      else setTimeout(() => resolve(firstWords(said)), 50)
    })
  })
  const startedAt = Date.now()
  let seenBytes = 0
  let movedAt = startedAt
  const watched = new Promise<string>((resolve) => {
    const look = async (): Promise<void> => {
      const bytes = await bytesIn(temporary).catch(() => seenBytes)
      if (bytes !== seenBytes) movedAt = Date.now()
      seenBytes = bytes
      const isLate = Date.now() - startedAt > limitMs
      if (isLate || Date.now() - movedAt > stallMs) {
        child.kill('SIGKILL')
        resolve(isLate ? 'the download took too long' : 'nothing arrived in time')
      } else if (child.exitCode === null && child.signalCode === null)
        setTimeout(() => void look(), lookMs)
    }
    void look()
  })
  try {
    return await Promise.race([ended, watched])
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Without what would have the installer compare its download with a list from the same place, not with its own. */
const installerEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/electron_use_remote_checksums$/i.test(name)),
  )

const recentFailure = async (memory: string): Promise<string | null> => {
  try {
    const { failedAt, reason } = JSON.parse(await readFile(memory, 'utf8')) as {
      failedAt: number
      reason: string
    }
    const age = Date.now() - failedAt
    return age >= 0 && age < rememberedMs ? reason : null
  } catch {
    return null
  }
}

/** Finds the package's own binary, trying its download at most once in some hours. */
export const ownBinary = async (options: OwnDownloadOptions): Promise<OwnBinary> => {
  const { cache, packageDir = electronPackageDir(), isFailureRemembered } = options
  const { stallMs = 18_000, limitMs = 15 * 60_000, say = () => undefined } = options
  const { version } = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')) as {
    version: string
  }
  const ready = { isReady: true, distPath: join(packageDir, 'dist'), version } as const
  if (await isInstalled(packageDir, version)) return ready
  const memory = join(cache, 'electron', `download-of-${version}-failed.json`)
  const remembered = isFailureRemembered ? await recentFailure(memory) : null
  if (remembered !== null) return { isReady: false, reason: remembered, version }
  say(`Downloading Electron ${version}.`)
  const reason = await download(packageDir, stallMs, limitMs)
  if (reason === null && (await isInstalled(packageDir, version))) return ready
  const failure = reason ?? 'the installer left no Electron behind'
  if (isFailureRemembered) {
    await mkdir(dirname(memory), { recursive: true })
    await writeFile(
      `${memory}.${process.pid}`,
      JSON.stringify({ failedAt: Date.now(), reason: failure }),
    )
    await rename(`${memory}.${process.pid}`, memory)
  }
  return { isReady: false, reason: failure, version }
}
