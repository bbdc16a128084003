// What the engine does for itself: a daily backup of the catalogue, a bounded history, and no reduced copy left behind.
import type { Catalog } from '../ports/catalogue.ts'
import type { Checkpoint, Clock, Logger } from '../ports/outside.ts'
import type { Preparer } from '../ports/prepare.ts'

/** A backup a day, counted across runs: many computers are on for an hour at a time. */
const backUpEveryMs = 24 * 3600_000
/** Not before so long after the start, when there is enough else to do. */
const firstBackUpMs = 5 * 60_000

/** The running upkeep. */
export interface Upkeep {
  stop(): Promise<void>
}

/** Cleans up once, then backs up day by day. */
export async function createUpkeep(options: {
  catalog: Catalog
  preparer: Pick<Preparer, 'keepOnly'>
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
        .pruneHistory()
        .catch((error: unknown) => options.logger.error('The history was not pruned', error))
        .then(() => catalog.backUp())
        .catch((error: unknown) => options.logger.error('The backup was not written', error))
        .then(() => later(backUpEveryMs))
    })
  }
  const last = catalog.lastBackUpAt()
  const dueInMs = last === null ? 0 : last + backUpEveryMs - clock.now()
  // A clock that was set back must not put the next one off for longer than a day.
  later(Math.max(firstBackUpMs, Math.min(dueInMs, backUpEveryMs)))

  return {
    async stop() {
      cancel()
      await work
      cancel()
    },
  }
}
