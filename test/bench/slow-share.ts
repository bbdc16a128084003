// A folder mounted as a share that takes its time for each call, by slow-share.py: a file system in user space, so that the
// kernel asks it as it would ask a server. Where there is no FUSE, or Debian's python3-fusepy is not installed, whyNoShare says
// so.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'

/** How far away it is. */
export interface ShareOptions {
  /** What each call takes. */
  delayMs: number
  /**
   * For how long the kernel keeps names and attributes. SMB's default is one second (`actimeo`, mount.cifs(8)); NFS keeps those of
   * files for three at the least (nfs(5)). 0: each name on the way to a file is asked for anew each time.
   */
  keptSeconds: number
  /** Whether listings tell what each name is, as those of SMB and NFS do. */
  isTyped: boolean
}

/** A share of the usual kind, this far away. */
export const shareAt = (delayMs: number): ShareOptions => ({
  delayMs,
  keptSeconds: 1,
  isTyped: true,
})

/** A mounted share. */
export interface SlowShare {
  /** Where it is mounted. */
  readonly path: string
  /** Calls by their kinds since the last time it was asked. */
  calls(): Promise<Record<string, number>>
  /** Answers nobody from now on, or everybody again. */
  hang(isHung: boolean): void
  unmount(): Promise<void>
}

const python = '/usr/bin/python3'
const program = join(import.meta.dirname, 'slow-share.py')
const mountLookMs = 10
const mostMountLooks = 1_000

/** Why no share can be made here; null where one can. */
export function whyNoShare(): string | null {
  if (process.platform !== 'linux' || !existsSync('/dev/fuse')) return 'there is no FUSE'
  if (process.getuid?.() !== 0) return 'only root may mount it'
  const { status } = spawnSync(python, ['-c', 'import fusepy'])
  return status === 0 ? null : 'python3-fusepy is not installed'
}

/** Shows the folder `root` at `path`, which is made. It goes with this process, however that ends. */
export async function mountShare(
  root: string,
  path: string,
  { delayMs, keptSeconds, isTyped }: ShareOptions,
): Promise<SlowShare> {
  mkdirSync(path, { recursive: true })
  const words = [String(delayMs), String(keptSeconds), isTyped ? 'typed' : 'untyped']
  const child = spawn(python, [program, root, path, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const answers = createInterface({ input: child.stdout })
  const isMounted = (): boolean =>
    readFileSync('/proc/self/mountinfo', 'utf8').includes(` ${path} `)
  const unmount = async (): Promise<void> => {
    spawnSync('umount', ['-l', path])
    child.kill('SIGCONT')
    child.stdin.end()
    await ended
  }
  for (let look = 0; !isMounted(); look += 1) {
    if (child.exitCode !== null || look > mostMountLooks) {
      await unmount()
      throw new Error('The share could not be mounted')
    }
    await delay(mountLookMs)
  }
  return {
    path,
    calls: () =>
      new Promise((resolve) => {
        answers.once('line', (line) => resolve(JSON.parse(line) as Record<string, number>))
        child.stdin.write('\n')
      }),
    hang: (isHung) => void child.kill(isHung ? 'SIGSTOP' : 'SIGCONT'),
    unmount,
  }
}

/** Works on a share, which is unmounted whatever happens. */
export async function onShare<T>(
  root: string,
  path: string,
  options: ShareOptions,
  work: (share: SlowShare) => Promise<T>,
): Promise<T> {
  const share = await mountShare(root, path, options)
  try {
    return await work(share)
  } finally {
    await share.unmount()
  }
}
