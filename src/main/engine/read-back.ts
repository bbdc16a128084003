// After the catalogue was lost or restored: reads back what the library lists as this app's own, so that
// what is there already is not sent again. Until it is through, nothing is sent.
import type { Catalog, Clock, Logger, Photos } from './ports.ts'

/** A page that failed is asked for again after this long; the line or the budget may be the reason. */
const tryAgainMs = 30_000

/** The reading back. */
export interface ReadBack {
  /** Sending must wait. */
  isPending(): boolean
  /** Starts when it is needed and not under way. Called when somebody is signed in. */
  begin(): void
  stop(): void
}

/** Makes the reading back; `onDone` is called when sending may begin. */
export function createReadBack(options: {
  catalog: Pick<Catalog, 'isReadBackNeeded' | 'setReadBackNeeded' | 'adoptFromLibrary'>
  photos: Pick<Photos, 'list'>
  clock: Clock
  logger: Logger
  onDone(): void
}): ReadBack {
  const { catalog, photos, clock, logger } = options
  const abort = new AbortController()
  let isUnderWay = false
  let isPending = catalog.isReadBackNeeded()
  let cancelRetry: () => void = () => undefined

  /** Goes on from the page that failed; the pages before it are taken in already. */
  const readFrom = async (start: string | null): Promise<void> => {
    let pageToken = start
    let adopted = 0
    for (;;) {
      const page = await photos.list(pageToken, abort.signal)
      if (!page.ok) {
        logger.info('The library could not be read back yet', page.failure)
        const from = pageToken
        cancelRetry = clock.after(tryAgainMs, () => run(from))
        return
      }
      adopted += catalog.adoptFromLibrary(page.value.items)
      pageToken = page.value.next
      if (pageToken === null) break
    }
    logger.info(`Read the library back: ${adopted} photos are there already`)
    catalog.setReadBackNeeded(false)
    isPending = false
    options.onDone()
  }

  const run = (start: string | null): void => {
    readFrom(start).catch((thrown: unknown) => {
      if (!abort.signal.aborted) logger.error('Reading the library back ended with a bug', thrown)
    })
  }

  return {
    isPending: () => isPending,
    begin() {
      if (!isPending || isUnderWay) return
      isUnderWay = true
      run(null)
    },
    stop() {
      abort.abort()
      cancelRetry()
    },
  }
}
