// A Debian 13 of its own with what electron-builder would otherwise fetch from elsewhere, and the Windows that installers are
// tried on: its Wine runs programs of 32 bits, as NSIS' are, which that of `npm run test:windows` need not. Kept in the cache.
import { execFile } from 'node:child_process'
import { mkdir, rm, symlink } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { bootstrapDebian } from '../../build/wine/debian.ts'
import { wineFolder, type WineFolder } from '../../build/wine/folder.ts'
import { makePrefix } from '../../build/wine/make.ts'
import { NotPossible, whyNot } from '../../build/wine/possible.ts'
import { installDebs, takeSteps, type Step } from '../../build/wine/steps.ts'

const say = (line: string): void => console.log(line)

/** Makes the folder with some packages of Debian; `NotPossible` where they cannot be had. */
export async function makeTools(
  base: string,
  what: string,
  names: readonly string[],
  more: (folder: WineFolder) => readonly Step[] = () => [],
): Promise<WineFolder> {
  const reason = await whyNot()
  if (reason !== null) throw new NotPossible(reason)
  const folder = wineFolder(join(base, 'tools'))
  const steps: Step[] = [
    ['debian', 'trixie', () => copyDebian(base, folder)],
    [what, names.join(' '), () => installDebs(folder, names, what)],
    ...more(folder),
  ]
  await takeSteps(folder, steps, say)
  return folder
}

/** The bare one of the package's trial is copied, and stays bare. */
async function copyDebian(base: string, { debian }: WineFolder): Promise<void> {
  const bare = join(base, 'trixie')
  if (!existsSync(bare)) await bootstrapDebian('trixie', bare)
  await rm(debian, { recursive: true, force: true })
  await mkdir(dirname(debian), { recursive: true })
  // Node copies no devices.
  await promisify(execFile)('cp', ['-a', '--reflink=auto', bare, debian])
  // So that a path in it means the same from outside and from inside.
  const self = join(debian, debian)
  await mkdir(dirname(self), { recursive: true })
  await symlink('/', self)
}

/** Windows, once Wine is there. */
export const windowsStep = (folder: WineFolder): Step => [
  'prefix',
  folder.prefix,
  () => makePrefix(folder),
]
