// Volumes that are put in and pulled for real: file systems in memory, mounted in a folder of the test's own. Only the
// super-user may mount on Linux; elsewhere and for others such tests are skipped, and say so.
import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  rmdirSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { it, onTestFinished } from 'vitest'

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = mkdtempSync(join(tmpdir(), 'shoebox-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const mayMount = canMount()
if (!mayMount) console.info('Nothing can be mounted here: tests of real mounts are skipped.')

/** A test of real mounts. */
export const mountIt: ReturnType<typeof it.skipIf> = it.skipIf(!mayMount)

/** Where this test's volumes are put in. */
export interface Readers {
  /** The folder in which they are mounted. */
  folder: string
  /** Mounts a volume of 1 MB with these files, all of one time, as they are on a card that was out; resolves with its root. */
  putIn(name: string, files: Readonly<Record<string, Buffer | string>>): string
  /**
   * Unmounts it, and takes its mount point away as desktops do. The system refuses while anything on it is open: a file that is
   * read in this moment is waited for, one that is held is an error.
   */
  pull(name: string): Promise<void>
  /** Takes it away at once, whatever is open on it: nobody finds it any more. */
  yank(name: string): void
}

const mostTries = 50
const takenAt = new Date('2026-05-01T10:00:00Z')

/** Unmounts what is there, waiting for a file that is read in this moment; one that is held is an error. */
export async function unmount(root: string): Promise<void> {
  for (let tries = 1; ; tries += 1)
    try {
      execFileSync('umount', [root], { stdio: 'pipe' })
      return
    } catch (error) {
      if (tries === mostTries) throw error
      await sleep(100)
    }
}

/** Makes them; everything is unmounted with the test. */
export function openReaders(): Readers {
  const mounts = openMounts()
  onTestFinished(mounts.close)
  return mounts
}

/** Makes them; the caller closes them, which unmounts everything. */
export function openMounts(): Readers & { close(): void } {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'shoebox-readers-')))
  const mounted = new Set<string>()
  return {
    folder,
    close: () => {
      for (const root of mounted) execFileSync('umount', ['-l', root])
      rmSync(folder, { recursive: true, force: true })
    },
    putIn(name, files) {
      const root = join(folder, name)
      mkdirSync(root, { recursive: true })
      // It is filled elsewhere: a real one has its files from the moment at which it is there.
      const beside = mkdtempSync(join(tmpdir(), 'shoebox-filling-'))
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', beside])
      for (const [path, bytes] of Object.entries(files)) {
        mkdirSync(dirname(join(beside, path)), { recursive: true })
        writeFileSync(join(beside, path), bytes)
        utimesSync(join(beside, path), takenAt, takenAt)
      }
      execFileSync('mount', ['--bind', beside, root])
      mounted.add(root)
      execFileSync('umount', [beside])
      rmdirSync(beside)
      return root
    },
    yank(name) {
      const root = join(folder, name)
      execFileSync('umount', ['-l', root])
      mounted.delete(root)
      rmdirSync(root)
    },
    async pull(name) {
      const root = join(folder, name)
      await unmount(root)
      mounted.delete(root)
      rmdirSync(root)
    },
  }
}
