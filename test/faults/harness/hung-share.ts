// Mounts a folder as a share that can stop answering, with a FUSE program of a few lines. Where there is no FUSE, or Debian's
// python3-fusepy is not installed, whySkipped says so.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A mounted share. */
export interface HungShare {
  /** Where it is mounted. */
  readonly path: string
  /** The folder that it shows. */
  readonly root: string
  hang(): Promise<void>
  answer(): Promise<void>
  unmount(): Promise<void>
}

const python = '/usr/bin/python3'
const program = fileURLToPath(new URL('hung-share.py', import.meta.url))

/** Why a hung share cannot be made here; null where it can. */
export function whySkipped(): string | null {
  if (process.platform !== 'linux' || !existsSync('/dev/fuse')) return 'no FUSE on this system'
  if (process.getuid?.() !== 0) return 'only root can let the engine in'
  const { status } = spawnSync(python, ['-c', 'import fusepy'])
  return status === 0 ? null : 'python3-fusepy is not installed'
}

/** Mounts one below a folder. */
export async function mountShare(below: string): Promise<HungShare> {
  const [root, path, flag] = ['shared', 'share', 'HANG'].map((name) => join(below, name))
  if (root === undefined || path === undefined || flag === undefined) throw new Error('No paths')
  await mkdir(root)
  await mkdir(path)
  const child = spawn(python, [program, root, path, flag], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const isMounted = (): boolean =>
    readFileSync('/proc/self/mountinfo', 'utf8').includes(` ${path} `)
  for (let look = 0; !isMounted(); look += 1) {
    if (child.exitCode !== null || look > 2_000) throw new Error('The share could not be mounted')
    await new Promise((resolve) => {
      setTimeout(resolve, 10)
    })
  }
  return {
    path,
    root,
    hang: () => writeFile(flag, ''),
    answer: () => rm(flag, { force: true }),
    unmount: async () => {
      await rm(flag, { force: true })
      spawnSync('umount', ['-l', path])
      child.kill('SIGKILL')
      await ended
    },
  }
}
