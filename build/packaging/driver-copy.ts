// Makes a twin of the packed app that a test driver can steer: everything is the same files but the program itself, in
// which the one fuse is set that Playwright needs.
import { copyFile, link, mkdir, readdir, rm, symlink, readlink } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import type { UnpackedApp } from './unpacked-app.ts'
import { appIn } from './unpacked-app.ts'

/** Makes the twin in a folder on the same disk, anew each time, and says where its parts lie. */
export async function makeDriverCopy(app: UnpackedApp, folder: string): Promise<UnpackedApp> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  await linkTree(app.folder, folder)
  const twin = appIn(folder, process.platform)
  const program = relative(app.folder, app.executable)
  await rm(join(folder, program))
  await copyFile(app.executable, join(folder, program))
  const fused = process.platform === 'darwin' ? frameworkOf(app) : null
  if (fused !== null) {
    await rm(join(folder, fused))
    await copyFile(join(app.folder, fused), join(folder, fused))
  }
  await flipFuses(process.platform === 'darwin' ? join(folder, 'Shoebox.app') : twin.executable, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: process.platform === 'darwin',
    // Playwright drives Electron through --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
  return twin
}

/** On a Mac the fuses are in Electron's framework, not in the small program that loads it (@electron/fuses, README). */
const frameworkOf = (app: UnpackedApp): string =>
  join(
    relative(app.folder, join(app.resources, '..')),
    'Frameworks/Electron Framework.framework/Versions/A/Electron Framework',
  )

/** Gives every file of a folder a second name in another. */
export async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await linkTree(source, target)
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target)
    else await link(source, target)
  }
}
