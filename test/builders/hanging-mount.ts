// A volume that is there and never answers who looks into it, as a card with a bad contact: a file system in user space (FUSE), made
// by Python's fusepy. Where that is not installed, or nothing may be mounted, its tests are skipped.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { it, onTestFinished } from 'vitest'
import { eventually } from './eventually.ts'

const python = '/usr/bin/python3'
const canHang =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync(python, ['-c', 'import fusepy; open("/dev/fuse").close()']).status === 0
if (!canHang) console.info('No file system that hangs can be made here: its tests are skipped.')

/** A test of a volume that hangs. */
export const hangIt: ReturnType<typeof it.skipIf> = it.skipIf(!canHang)

const script = `
import sys, threading, fusepy
class Hangs(fusepy.Operations):
    def getattr(self, path, fh=None):
        return dict(st_mode=0o40755, st_nlink=2)
    def readdir(self, path, fh):
        threading.Event().wait()
fusepy.FUSE(Hangs(), sys.argv[1], foreground=True)
`

/** Mounts one here; it is gone with the test. */
export async function mountHanging(root: string): Promise<void> {
  mkdirSync(root)
  const child = spawn(python, ['-c', script, root], { stdio: 'ignore' })
  onTestFinished(() => {
    child.kill('SIGKILL')
    execFileSync('umount', ['-l', root])
  })
  await eventually(() => {
    if (!readFileSync('/proc/self/mountinfo', 'utf8').includes(` ${root} `))
      throw new Error('It is not mounted')
  })
}
