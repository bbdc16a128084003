// After the catalogue was lost or restored: asks the library which of the photos that Google once took it still has, so
// that these are not sent again. Until it is through nothing is sent; of a library so large that a fifth of a day's
// requests does not suffice, the rest is read on the following days and sending goes on. It asks under the same
// conditions as uploads; what follows a failure is the queue's one table, and everything rests for it.
import type { Failure } from '../../../shared/failure.ts'
import { pacificDay } from '../../../shared/pacific-day.ts'
import { storeTrouble } from '../ports/catalogue-trouble.ts'
import type { Catalog, ReadBackPlace } from '../ports/catalogue.ts'
import type { Checkpoint, Clock, Logger } from '../ports/outside.ts'
import type { Photos } from '../ports/photos.ts'

/** A fifth of the 10,000 requests that Google allows a client on a day. */
export const readBackShare = 2_000

/** The reading back. */
export interface ReadBack {
  /** Sending must wait. */
  isPending(): boolean
  /** Starts or goes on when it is needed and not under way. Called whenever the conditions allow requests. */
  goOn(): void
  stop(): void
}

/** Makes the reading back; `onDone` is called when sending may begin. */
export function createReadBack(options: {
  catalog: Pick<Catalog, 'isReadBackNeeded' | 'readBackPlace' | 'adoptFromLibrary'>
  photos: Pick<Photos, 'list'>
  clock: Pick<Clock, 'now'>
  logger: Logger
  checkpoint: Checkpoint
  /** Whether the conditions still allow requests. */
  mayGoOn(): boolean
  /** Lets everything rest for as long as the failure asks. */
  restAfter(failure: Failure): void
  onDone(): void
}): ReadBack {
  const { catalog, photos, clock, logger } = options
  const abort = new AbortController()
  let isUnderWay = false
  let hasGivenUp = false
  /** A page that Google no longer knows must not be asked for again and again. */
  let isFromTheBeginning = false
  /** Requests that brought no page count as well, though they are forgotten at the next start. */
  let failed: Pick<ReadBackPlace, 'day' | 'requests'> = { day: '', requests: 0 }
  let adopted = 0

  const today = (): string => pacificDay(clock.now())
  const spentToday = (place: ReadBackPlace): number => {
    const day = today()
    return (place.day === day ? place.requests : 0) + (failed.day === day ? failed.requests : 0)
  }
  const isPending = (): boolean =>
    !hasGivenUp && catalog.isReadBackNeeded() && spentToday(catalog.readBackPlace()) < readBackShare

  const read = async (): Promise<void> => {
    while (options.mayGoOn() && isPending()) {
      const place = catalog.readBackPlace()
      const page = await photos.list(isFromTheBeginning ? null : place.next, abort.signal)
      const day = today()
      if (!page.ok) {
        logger.info('The library could not be read back yet', page.failure)
        failed = { day, requests: (failed.day === day ? failed.requests : 0) + 1 }
        if (page.failure.kind === 'rejected') isFromTheBeginning = true
        options.restAfter(page.failure)
        return
      }
      isFromTheBeginning = false
      const requests = (place.day === day ? place.requests : 0) + 1
      const { items, next } = page.value
      adopted += catalog.adoptFromLibrary(items, { next, day, requests })
      options.checkpoint('items-adopted')
    }
    if (isPending()) return
    logger.info(`Read the library back: ${adopted} photos were waiting for it`)
    options.onDone()
  }

  const afterThrow = (thrown: unknown): void => {
    if (abort.signal.aborted) return
    const trouble = storeTrouble(thrown)
    if (trouble !== null) {
      options.restAfter(trouble)
      return
    }
    // Not even a bug keeps photos from being sent for ever: Google answers bytes that it has with the item that it has.
    logger.error('Reading the library back ended with a bug', thrown)
    hasGivenUp = true
    options.onDone()
  }

  return {
    isPending,
    goOn() {
      if (isUnderWay || abort.signal.aborted || !options.mayGoOn() || !isPending()) return
      isUnderWay = true
      void read()
        .catch(afterThrow)
        .then(() => {
          isUnderWay = false
        })
    },
    stop() {
      abort.abort()
    },
  }
}
