// A file thread whose system hangs: whatever it asks about a path with "hung" in it, or about a file that it opened there,
// waits until the test lets it go on. Everything else is the real thread.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { workerData } from 'node:worker_threads'

const { gate } = workerData as { gate: Int32Array<SharedArrayBuffer> }
const real = { lstatSync: fs.lstatSync, openSync: fs.openSync, readSync: fs.readSync }
/** Waits while the gate is shut. */
const pass = (isHung: boolean): void => {
  if (isHung) Atomics.wait(gate, 0, 1)
}
const isHung = (path: unknown): boolean => String(path).includes('hung')
const nameOf = (descriptor: number): string => fs.readlinkSync(`/proc/self/fd/${descriptor}`)

Object.assign(fs, {
  lstatSync: (path: string) => {
    pass(isHung(path))
    return real.lstatSync(path)
  },
})
fs.openSync = (path, flags) => {
  pass(isHung(path))
  return real.openSync(path, flags)
}
fs.readSync = ((...all: Parameters<typeof fs.readSync>) => {
  pass(isHung(nameOf(all[0])))
  return real.readSync(...all)
}) as typeof fs.readSync
syncBuiltinESMExports()
await import('../../../src/main/engine/scan/file-worker.ts')
