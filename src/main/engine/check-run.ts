// One check from its beginning to its end, with threads of its own, so that a card that hangs keeps nobody else waiting, and that
// end with it. Whoever wants to know of its files, and how far it is, says so; what is found out of each is check/.
import type { CheckSums } from '../../shared/check-schemas.ts'
import type { Failure } from '../../shared/failure.ts'
import { skipAtFirstSight } from './catalog/index.ts'
import { checkFolder, type CheckListener } from './check/index.ts'
import type { EngineConfig } from './engine.ts'
import { storeTrouble } from './ports/catalogue-trouble.ts'
import type { CheckStore } from './ports/check.ts'
import type { Clock } from './ports/outside.ts'
import type { Photos } from './ports/photos.ts'
import { cloudLook, createFileReader, createWalker } from './scan/index.ts'
import { ownFoldersIn } from './sources/index.ts'

/** What every check works with. */
export interface CheckTools {
  catalog: CheckStore
  photos: Pick<Photos, 'readItems'>
  clock: Clock
  config: Pick<EngineConfig, 'dataFolder' | 'cacheFolder'>
}

/** Runs one; resolves when nothing of it is open, with what went wrong that is no file's, or null. */
export type RunCheck = (
  root: string,
  listener: CheckListener,
  signal: AbortSignal,
  sums: CheckSums,
) => Promise<Failure | null>

/** Makes what runs them. */
export function createCheckRun({ catalog, photos, clock, config }: CheckTools): RunCheck {
  const ownFolders = [config.dataFolder, config.cacheFolder]
  return async (root, listener, signal, sums) => {
    const reader = createFileReader()
    const walker = createWalker({ reader, cloudLook })
    try {
      await checkFolder(
        root,
        {
          ...{ walker, reader, store: catalog, photos, clock },
          atFirstSight: skipAtFirstSight,
          ownFoldersIn: (folder) => ownFoldersIn(folder, ownFolders),
        },
        listener,
        signal,
        sums,
      )
      return null
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown)
      return storeTrouble(thrown) ?? { kind: 'unexpected', message: message.slice(0, 500) }
    } finally {
      await Promise.all([walker.close(), reader.close()])
    }
  }
}
