// Threads that hang in a system call and may never come back. A process waits for its threads before it ends, so one with
// such a thread would never end by itself: it ends itself.
import { setTimeout as delay } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'

const defaultGraceMs = 2_000

const left = new Set<Worker>()

/** Nobody waits for this thread any more, not even the end of the process. `onBack` is called if it ends after all. */
export function leaveBehind(worker: Worker, onBack: () => void = () => undefined): void {
  if (left.size === 0) process.on('exit', endAnyway)
  left.add(worker)
  worker.once('exit', () => {
    left.delete(worker)
    if (left.size === 0) process.off('exit', endAnyway)
    onBack()
  })
}

/** Ends a thread, and waits for that no longer than it takes where the thread is not stuck. */
export async function endThread(worker: Worker, graceMs = defaultGraceMs): Promise<void> {
  leaveBehind(worker)
  // Until then this keeps the process alive.
  const ended = worker.terminate()
  await Promise.race([ended, delay(graceMs, undefined, { ref: false })])
  worker.unref()
}

/** The last that runs here, called with the exit code of the process. */
function endAnyway(code: number): void {
  const isPlainNode = process.versions['electron'] === undefined && process.platform !== 'win32'
  // Another program in our place keeps the exit code, which a signal would replace.
  if (isPlainNode) process.execve?.('/bin/sh', ['sh', '-c', `exit ${code}`])
  process.kill(process.pid, 'SIGKILL')
}
