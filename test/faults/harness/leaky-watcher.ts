// The system's own watcher, of whose events some never arrive, as when a queue in the system overflows unnoticed.
import type { Watcher } from '../../../src/main/engine/ports/files.ts'
import type { Clock, Random } from '../../../src/main/engine/ports/outside.ts'
import { createWatcher } from '../../../src/main/engine/watch/index.ts'

/** Loses this share of the events, chosen by `random`. */
export function leakyWatcher(clock: Clock, random: Random, share: number): Watcher {
  const watcher = createWatcher({ clock })
  return {
    watch: (request) =>
      watcher.watch({
        ...request,
        onDirty: (folder) => {
          if (random() >= share) request.onDirty(folder)
        },
      }),
  }
}
