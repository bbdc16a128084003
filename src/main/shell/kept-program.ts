// Keeps the program that runs until the one that takes its place has started once: an update that does not start leaves
// something to go back to (docs/troubleshooting.md). Where it lies is the cache folder's "previous".
import { constants } from 'node:fs'
import { copyFile, cp, link, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** The program as it was installed. */
export interface ProgramFacts {
  readonly version: string
  /** The AppImage, the Mac's Shoebox.app, or the installer that Windows keeps of what is installed; null where there is none. */
  readonly program: string | null
  readonly cacheFolder: string
}

/** The program that is kept. */
export interface KeptProgram {
  /** Keeps the running version; called before its successor is fetched, which on Windows takes the installer's place. */
  keep(): Promise<void>
  /** This version has started: what was kept of others is not needed any more. */
  started(): Promise<void>
  /** The user wants nothing of Shoebox's kept here. */
  forget(): Promise<void>
}

/** Makes it; nothing is touched before it is asked. */
export function createKeptProgram({ version, program, cacheFolder }: ProgramFacts): KeptProgram {
  const folder = join(cacheFolder, 'previous')
  return {
    async keep() {
      if (program === null) return
      const target = join(folder, version, basename(program))
      if (await stat(target).catch(() => null)) return
      await mkdir(join(folder, version), { recursive: true, mode: 0o700 })
      // Its blocks are shared with the one that runs where the disk can do that.
      const mode = constants.COPYFILE_FICLONE
      if ((await stat(program)).isDirectory())
        await cp(program, target, { recursive: true, verbatimSymlinks: true, mode })
      // A second name for the same file costs nothing, and stays when the first goes.
      else await link(program, target).catch(() => copyFile(program, target, mode))
    },
    async started() {
      const names = await readdir(folder).catch(() => [])
      for (const name of names)
        if (name !== version) await rm(join(folder, name), { recursive: true, force: true })
    },
    forget: () => rm(folder, { recursive: true, force: true }),
  }
}
