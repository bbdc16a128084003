// Finds an Electron for this machine and says in one line which: the one the environment names, else the `electron` package's
// own, else (Linux on x64) the pinned registry copy. Displays and libraries are display.ts and libraries.ts.
import { access, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { cacheDir } from './cache-dir.ts'
import { executableIn, ownBinary } from './own-download.ts'
import { pinnedCopy } from './pinned-copy.ts'
import { type FetchPackage, prepareRegistryCopy } from './registry-copy.ts'
import { lastWords, runCommand } from './run-command.ts'

/** Where the Electron in use comes from. */
export type ElectronOrigin = 'package' | 'override' | 'registry-copy'

/** An Electron that can be started. */
export interface FoundElectron {
  readonly executablePath: string
  /** The folder that holds the executable: what electron-builder calls `electronDist`. */
  readonly distPath: string
  readonly version: string
  readonly origin: ElectronOrigin
  /** Whether `electron FOLDER` opens the app in that folder. */
  readonly hasDefaultApp: boolean
}

/** The machine as the search sees it; tests bring their own. */
export interface FindOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly platform?: NodeJS.Platform
  readonly arch?: string
  readonly packageDir?: string
  readonly fetchPackage?: FetchPackage
  readonly say?: (line: string) => void
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

const shorten = (path: string): string =>
  path.startsWith(homedir() + '/') ? `~${path.slice(homedir().length)}` : path

const versionOf = async (distPath: string, executablePath: string): Promise<string> => {
  const written = await readFile(join(distPath, 'version'), 'utf8').catch(() => '')
  if (written.trim()) return written.trim().replace(/^v/, '')
  const asked = await runCommand(executablePath, ['-p', 'process.versions.electron'], {
    timeoutMs: 10_000,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  })
  const version = asked.stdout.trim()
  if (asked.code === 0 && /^\d+\.\d+\.\d+/.test(version)) return version
  throw new Error(`${executablePath} does not say which Electron it is (${lastWords(asked)}).`)
}

const fromOverride = async (folder: string, platform: NodeJS.Platform): Promise<FoundElectron> => {
  const distPath = resolve(folder)
  const executablePath = join(distPath, executableIn(platform))
  if (!(await exists(executablePath)))
    throw new Error(
      `ELECTRON_OVERRIDE_DIST_PATH names ${distPath}, but there is no ${executableIn(platform)} in it.`,
    )
  const resources = platform === 'darwin' ? 'Electron.app/Contents/Resources' : 'resources'
  const hasDefaultApp =
    (await exists(join(distPath, resources, 'default_app.asar'))) ||
    (await exists(join(distPath, resources, 'app')))
  const version = await versionOf(distPath, executablePath)
  return { executablePath, distPath, version, origin: 'override', hasDefaultApp }
}

const search = async (options: FindOptions): Promise<FoundElectron> => {
  const { env = process.env, platform = process.platform, arch = process.arch } = options
  const {
    packageDir,
    fetchPackage,
    say = (line: string) => process.stderr.write(`${line}\n`),
  } = options
  const override = env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override) {
    const found = await fromOverride(override, platform)
    say(`Electron ${found.version}, from ELECTRON_OVERRIDE_DIST_PATH (${shorten(found.distPath)}).`)
    return found
  }
  const cache = resolve(cacheDir(env))
  const hasRegistryCopy = platform === 'linux' && arch === 'x64'
  const own = await ownBinary({
    cache,
    isFailureRemembered: hasRegistryCopy,
    say,
    ...(packageDir === undefined ? {} : { packageDir }),
  })
  if (own.isReady) {
    say(`Electron ${own.version}, the electron package's own.`)
    return {
      executablePath: join(own.distPath, executableIn(platform)),
      distPath: own.distPath,
      version: own.version,
      origin: 'package',
      hasDefaultApp: true,
    }
  }
  if (!hasRegistryCopy)
    throw new Error(
      `Electron ${own.version} could not be downloaded (${own.reason}): the electron package expects to reach its release page, ` +
        'a mirror in ELECTRON_MIRROR, or a folder with an Electron in ELECTRON_OVERRIDE_DIST_PATH.',
    )
  const distPath = await prepareRegistryCopy({
    copy: pinnedCopy,
    cache,
    say,
    ...(fetchPackage === undefined ? {} : { fetchPackage }),
  })
  const version = pinnedCopy.electronVersion
  say(
    `Electron ${version}, from the registry copy in ${shorten(distPath)} (${own.version} could not be downloaded: ${own.reason}).`,
  )
  return {
    executablePath: join(distPath, executableIn(platform)),
    distPath,
    version,
    origin: 'registry-copy',
    hasDefaultApp: true,
  }
}

let found: Promise<FoundElectron> | undefined

/** Finds this machine's Electron, once per process when no options are given. */
export const findElectron = (options?: FindOptions): Promise<FoundElectron> => {
  if (options !== undefined) return search(options)
  found ??= search({})
  return found
}
