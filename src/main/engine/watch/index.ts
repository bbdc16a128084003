// The door of the watch room: hints that something below a source may have changed. Hints only, never truth; a scan
// decides. Missed events cost time, never photos. [Note: Watch is a hint]
import type { Watcher } from '../ports/files.ts'
import type { Clock } from '../ports/outside.ts'
import { createBurstMeter } from './burst-meter.ts'
import { startFolderWatch, type WatchFunction } from './folder-watch.ts'
import { startRecursiveWatch } from './recursive-watch.ts'
import { createSession } from './session.ts'

/** What the watcher needs, and what tests replace. */
export interface WatcherOptions {
  clock: Clock
  /** `folders`: a handle for each folder. `recursive`: one handle for a tree, through chokidar. */
  kind?: 'folders' | 'recursive'
  watchFolder?: WatchFunction
  /** Events that the kernel holds before it drops some. */
  queueLength?: number
}

// Where a handle for a whole tree exists it costs nothing for a file or folder; elsewhere Node and chokidar imitate it
// with a watch for each file or a look at each, so folders are watched one by one. [Note: Why not chokidar here]
const usualKind = (): 'folders' | 'recursive' =>
  process.platform === 'win32' || process.platform === 'darwin' ? 'recursive' : 'folders'

/** Makes the watcher. Nothing it does throws; what cannot be watched is told through `onProblem`. */
export function createWatcher(options: WatcherOptions): Watcher {
  const { clock, kind = usualKind() } = options
  const meter = createBurstMeter(options.queueLength)
  return {
    watch: (request) => {
      let release: () => Promise<void> | void = () => undefined
      let released: Promise<void> = Promise.resolve()
      const session = createSession(request, clock, () => {
        released = Promise.resolve(release())
      })
      release =
        kind === 'recursive'
          ? startRecursiveWatch(session, clock)
          : startFolderWatch(session, {
              meter,
              now: () => clock.now(),
              ...(options.watchFolder ? { watch: options.watchFolder } : {}),
            })
      return {
        close: async () => {
          session.close()
          await released
        },
      }
    },
  }
}
