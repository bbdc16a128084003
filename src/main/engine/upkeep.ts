// What the engine does for itself: a daily backup of the catalogue, and no reduced copy left behind.
import type { Catalog, Checkpoint, Clock, Logger, Preparer } from './ports.ts'

/** A backup a day; the first an hour after the start, so that a short run costs nothing. */
const backUpEveryMs = 24 * 3600_000
const firstBackUpMs = 3600_000

/** The running upkeep. */
export interface Upkeep {
  stop(): Promise<void>
}

/** Cleans up once, then backs up day by day. */
export async function createUpkeep(options: {
  catalog: Catalog
  preparer: Preparer
  clock: Clock
  logger: Logger
  checkpoint: Checkpoint
}): Promise<Upkeep> {
  const { catalog, clock } = options
  let cancel: () => void = () => undefined
  let work: Promise<void> = Promise.resolve()
  await options.preparer.keepOnly(catalog.renditionsInUse())

  const later = (delayMs: number): void => {
    cancel = clock.after(delayMs, () => {
      work = catalog
        .backUp()
        .catch((error: unknown) => options.logger.error('The backup was not written', error))
        .then(() => later(backUpEveryMs))
    })
  }
  later(firstBackUpMs)

  return {
    async stop() {
      cancel()
      await work
      cancel()
    },
  }
}
