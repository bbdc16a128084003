// Looks into the packed app: what takes how much room, and whether anything is in it that has no business there.
// What to pack is electron-builder.yml; whether the sum is too much is size-table.ts.
import { readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { asarFiles } from './asar-files.ts'
import type { UnpackedApp } from './unpacked-app.ts'

/** Part of the packed app. */
export interface Part {
  readonly name: string
  readonly sizeBytes: number
  /** Electron and Node are counted apart: the budget is for what Shoebox adds to them. */
  readonly isOwn: boolean
}

/** What is in the packed app. */
export interface Contents {
  readonly parts: readonly Part[]
  /** One sentence each; empty when only what runs is there. */
  readonly problems: readonly string[]
}

/** The machine the app is packed for. */
export interface Target {
  readonly platform: NodeJS.Platform
  readonly arch: string
}

interface PackedFile {
  /** With slashes; files of the archive as `app/...`, whether they lie inside or beside it. */
  readonly path: string
  readonly sizeBytes: number
}

const partNames: readonly (readonly [RegExp, string])[] = [
  [/^app\/out\/renderer\//, 'window'],
  [/^app\/out\/main\/icons\//, 'icons'],
  [/^app\/out\/|^bin\//, 'shell and engine'],
  [/^app\/node_modules\/better-sqlite3\//, 'better-sqlite3'],
  [/^app\/node_modules\/(sharp|@img|detect-libc|semver)\//, 'sharp and libvips'],
  [/^app\/node_modules\/libheif-js\//, 'libheif'],
  [/^app\/package\.json$/, 'shell and engine'],
  [/^node\//, 'Node'],
]

/** Reads what was packed. */
export async function readContents(app: UnpackedApp, target: Target): Promise<Contents> {
  const inResources = await filesBelow(app.resources)
  const entries = await asarFiles(join(app.resources, 'app.asar'))
  const archived = entries.map(({ path, sizeBytes }) => ({ path: `app/${path}`, sizeBytes }))
  const archiveFile = inResources.find(({ path }) => path === 'app.asar')
  const beside = inResources.filter(
    ({ path }) => path !== 'app.asar' && !path.startsWith('app.asar.unpacked/'),
  )
  const isElectrons = ({ path }: PackedFile): boolean =>
    /\.lproj\/|^(electron\.icns|LICENSE\.electron\.txt|LICENSES\.chromium\.html)$/.test(path)
  const own = [...archived, ...beside.filter((file) => !isElectrons(file))]
  const parts = new Map<string, number>()
  const add = (name: string, sizeBytes: number): void =>
    void parts.set(name, (parts.get(name) ?? 0) + sizeBytes)
  for (const { path, sizeBytes } of own) add(partOf(path), sizeBytes)
  const insideArchive = entries
    .filter(({ isUnpacked }) => !isUnpacked)
    .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  add('archive index', (archiveFile?.sizeBytes ?? 0) - insideArchive)
  const whole = (await filesBelow(app.folder)).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const ownBytes = [...parts.values()].reduce((sum, bytes) => sum + bytes, 0)
  add('Electron', whole - ownBytes)
  return {
    parts: [...parts].map(([name, sizeBytes]) => ({
      name,
      sizeBytes,
      isOwn: name !== 'Electron' && name !== 'Node',
    })),
    problems: [...strayFiles(own), ...binaryProblems(archived, target)],
  }
}

const partOf = (path: string): string =>
  partNames.find(([pattern]) => pattern.test(path))?.[1] ?? 'other'

/** Files that are for those who write the app, not for those who run it. */
export function strayFiles(files: readonly PackedFile[]): string[] {
  const stray =
    /\.(map|ts|mts|cts|tsx|c|cc|cpp|h|hpp|gyp|gypi|o|a|md)$|(^|\/)(test|tests|__tests__|prepared\.json|\.[^/]+)(\/|$)/
  return files.filter(({ path }) => stray.test(path)).map(({ path }) => `${path} is packed.`)
}

/** Every binary must be there, and be for this machine. */
export function binaryProblems(files: readonly PackedFile[], target: Target): string[] {
  const { platform, arch } = target
  const binaries = files
    .map(({ path }) => path)
    .filter((path) => /\.(node|so[.\d]*|dylib|dll)$/.test(path))
  const machine = `${platform}-${arch}`
  const foreign = binaries.filter((path) => !path.includes(machine))
  const wanted = [`better-sqlite3/prebuilds/${machine}.node`, `@img/sharp-${machine}/`]
  const missing = wanted.filter((part) => !binaries.some((path) => path.includes(part)))
  return [
    ...foreign.map((path) => `${path} is not for ${machine}.`),
    ...missing.map((part) => `${part} is missing.`),
  ]
}

async function filesBelow(folder: string): Promise<PackedFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name)
      const { size } = await stat(path)
      return { path: relative(folder, path).split(sep).join('/'), sizeBytes: size }
    }),
  )
}
