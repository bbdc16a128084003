// A folder from which electron-builder packs for another system on this one: the built app, what it needs at run time, and
// the native packages of that system, by name from the lockfile. In electron-builder.yml `${platform}` is the packing
// machine; here it is the other one.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { installByName } from '../../build/wine/install-by-name.ts'

const project = join(import.meta.dirname, '..', '..')

/** The system that is packed for, by Node's names. */
export interface Target {
  readonly platform: 'linux' | 'darwin' | 'win32'
  readonly arch: 'x64' | 'arm64'
}

interface Locked {
  readonly version?: string
  readonly dev?: boolean
  readonly devOptional?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
}

/** Makes the folder anew below `base`. */
export async function makePackFolder(base: string, target: Target): Promise<string> {
  const folder = join(base, `${target.platform}-${target.arch}`)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const name of ['build', 'out']) await cp(join(project, name), join(folder, name), recursive)
  const about = JSON.parse(await readFile(join(project, 'package.json'), 'utf8')) as object
  // Not there, and not packed.
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ ...about, devDependencies: {}, scripts: {} }),
  )
  const config = await readFile(join(project, 'electron-builder.yml'), 'utf8')
  await writeFile(
    join(folder, 'electron-builder.yml'),
    config.replaceAll('${platform}', target.platform),
  )
  await copyPackages(base, folder, target)
  return folder
}

const recursive = { recursive: true, verbatimSymlinks: true }

async function copyPackages(base: string, folder: string, target: Target): Promise<void> {
  const lock = JSON.parse(await readFile(join(project, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>
  }
  const native: [path: string, name: string][] = []
  for (const [path, locked] of Object.entries(lock.packages)) {
    const { dev = false, devOptional = false, os, version = '' } = locked
    if (path === '' || dev || devOptional) continue
    if (os === undefined) {
      if (existsSync(join(project, path)))
        await cp(join(project, path), join(folder, path), recursive)
    } else if (isFor(locked, target))
      native.push([path, `${path.replace(/^.*node_modules\//, '')}@${version}`])
  }
  const names = native.map(([, name]) => name)
  const from = await installByName(base, names, { os: target.platform, cpu: target.arch })
  for (const [path] of native) await cp(join(dirname(from), path), join(folder, path), recursive)
  await rm(dirname(from), { recursive: true, force: true })
}

const isFor = ({ os, cpu, libc }: Locked, { platform, arch }: Target): boolean =>
  os?.includes(platform) === true &&
  cpu?.includes(arch) !== false &&
  // On Linux the packages are for glibc.
  libc?.includes('musl') !== true
