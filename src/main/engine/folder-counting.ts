// How many photos lie in a folder that somebody thinks of adding: the counts of sources/ over the walk of scan/, without
// what the app keeps for itself.
import type { EngineConfig } from './engine.ts'
import type { Clock } from './ports/outside.ts'
import * as scan from './scan/index.ts'
import { createFolderCounts, ownFoldersIn } from './sources/index.ts'

/** Makes what counts. */
export function createFolderCounting(
  clock: Clock,
  signal: AbortSignal,
  { dataFolder, cacheFolder }: Pick<EngineConfig, 'dataFolder' | 'cacheFolder'>,
): ReturnType<typeof createFolderCounts> {
  return createFolderCounts(clock, (path, onProgress) =>
    scan.countFolder(path, signal, {
      ...{ onProgress, leftOut: ownFoldersIn(path, [dataFolder, cacheFolder]) },
    }),
  )
}
