// Word of mounts that come and go on Linux, without looking again and again: util-linux' findmnt waits for the kernel's word
// (findmnt(8), --poll), which Node cannot. Where it is not there, or does not stay, nothing is heard, and whoever listens looks.
import { spawn, type ChildProcess } from 'node:child_process'
import type { MountWord } from '../ports/volumes.ts'

/** It ends by itself after so long and is started anew, so that one whose engine was killed does not stay. */
const longestMs = 10 * 60_000
/** One that ends sooner cannot do it. */
const shortestMs = 1_000

/** How it is started; tests give another. */
type Start = (words: readonly string[]) => ChildProcess

const startFindmnt: Start = (words) =>
  spawn('findmnt', words, { stdio: ['ignore', 'pipe', 'ignore'] })

/** Listens; calls for each change of the list of mounts. */
export function listenForMounts(onWord: () => void, start = startFindmnt): MountWord {
  let child: ChildProcess | null = null
  let isStopped = false

  const listen = (): void => {
    const startedAt = performance.now()
    const own = start(['--poll', '--noheadings', '--output', 'ACTION', '--timeout', `${longestMs}`])
    child = own
    own.stdout?.on('data', onWord)
    // Neither it nor its pipe keeps this process alive.
    own.unref()
    ;(own.stdout as { unref?(): void } | null)?.unref?.()
    const over = (): void => {
      if (child !== own) return
      child = null
      if (isStopped) return
      if (performance.now() - startedAt > shortestMs) listen()
      // What came in between was not heard, or nobody hears any more.
      onWord()
    }
    own.once('error', over)
    own.once('exit', over)
  }
  listen()
  return {
    isHeard: () => child !== null,
    stop() {
      isStopped = true
      child?.kill()
    },
  }
}
