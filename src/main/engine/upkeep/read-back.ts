// After the catalogue was lost or restored: reads back what the library lists as this app's own, so that
// what is there already is not sent again. Until it is through, nothing is sent. It asks under the same
// conditions as uploads; what follows a failure is the queue's one table, and everything rests for it.
import type { Failure } from '../../../shared/failure.ts'
import { isDiskFull, type Catalog } from '../ports/catalogue.ts'
import type { Checkpoint, Logger } from '../ports/outside.ts'
import type { Photos } from '../ports/photos.ts'

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
  catalog: Pick<Catalog, 'isReadBackNeeded' | 'setReadBackNeeded' | 'adoptFromLibrary'>
  photos: Pick<Photos, 'list'>
  logger: Logger
  checkpoint: Checkpoint
  /** Whether the conditions still allow requests. */
  mayGoOn(): boolean
  /** Lets everything rest for as long as the failure asks. */
  restAfter(failure: Failure): void
  onDone(): void
}): ReadBack {
  const { catalog, photos, logger } = options
  const abort = new AbortController()
  let isUnderWay = false
  let isPending = catalog.isReadBackNeeded()
  /** Where to go on: the pages before it are taken in already. */
  let nextPage: string | null = null
  let adopted = 0

  const read = async (): Promise<void> => {
    while (options.mayGoOn()) {
      const page = await photos.list(nextPage, abort.signal)
      if (!page.ok) {
        logger.info('The library could not be read back yet', page.failure)
        // A page that Google no longer knows must not be asked for again and again.
        if (page.failure.kind === 'rejected') nextPage = null
        options.restAfter(page.failure)
        return
      }
      adopted += catalog.adoptFromLibrary(page.value.items)
      options.checkpoint('items-adopted')
      nextPage = page.value.next
      if (nextPage !== null) continue
      catalog.setReadBackNeeded(false)
      logger.info(`Read the library back: ${adopted} photos are there already`)
      isPending = false
      options.onDone()
      return
    }
  }

  const afterThrow = (thrown: unknown): void => {
    if (abort.signal.aborted) return
    if (isDiskFull(thrown)) {
      options.restAfter({ kind: 'disk-full' })
      return
    }
    // Not even a bug keeps photos from being sent for ever: Google answers bytes that it has with the item that it has.
    logger.error('Reading the library back ended with a bug', thrown)
    isPending = false
    options.onDone()
  }

  return {
    isPending: () => isPending,
    goOn() {
      if (!isPending || isUnderWay || !options.mayGoOn() || abort.signal.aborted) return
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
