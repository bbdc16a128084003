// The folders that the first run offers, with their counts. Counts come from the engine while it counts; an answer
// never waits for a whole one. Where folders are looked for is folder-places.ts; which to take is the user's.
import { createHash } from 'node:crypto'
import type { Output } from '../../shared/contract.ts'
import type { Clock } from '../engine/ports/outside.ts'
import type { EngineCommand } from './engine-supervisor.ts'
import { pause, type Place } from './folder-places.ts'

/** One folder on offer. */
export type Offer = Output<'offerFolders'>['offers'][number]
type Count = Output<'countFolder'>

/** What the offers are made from. */
export interface OfferPorts {
  clock: Clock
  command: EngineCommand
  places(): Promise<Place[]>
}

/** The folders on offer. */
export interface FolderOffers {
  list(): Promise<Offer[]>
  /** The path behind an id that was offered, or null. */
  pathOf(offerId: string): string | null
}

// Long enough for a small folder to be whole in the first answer, short enough not to be noticed.
const patienceMs = 150
// A card or folder may have been filled meanwhile; a whole count is made again after this.
const freshForMs = 30_000

const notCounted: Count = {
  files: 0,
  bytes: 0,
  onlineOnly: 0,
  libraries: [],
  isNetwork: false,
  isWhole: false,
  isCounting: true,
}

const offerIdOf = (path: string): string =>
  createHash('sha256').update(path).digest('hex').slice(0, 16)

/** Makes the offers; counts are kept between asks. */
export function createFolderOffers(ports: OfferPorts): FolderOffers {
  const counts = new Map<string, { count: Count; at: number }>()
  const counting = new Map<string, Promise<void>>()
  const offered = new Map<string, string>()

  const isFresh = (path: string): boolean => {
    const known = counts.get(path)
    return known?.count.isCounting === false && ports.clock.monotonic() - known.at < freshForMs
  }

  const count = (path: string): Promise<void> => {
    const running = counting.get(path)
    if (running !== undefined) return running
    const run = ports
      .command('countFolder', { path })
      .then((result) => {
        if (result.ok) counts.set(path, { count: result.value, at: ports.clock.monotonic() })
        // A folder that cannot be counted has nothing to wait for.
        else
          counts.set(path, {
            count: { ...notCounted, isWhole: true, isCounting: false },
            at: ports.clock.monotonic(),
          })
      })
      .finally(() => counting.delete(path))
    counting.set(path, run)
    return run
  }

  return {
    async list() {
      const places = await ports.places()
      const unfinished = places.filter(({ path }) => !isFresh(path)).map(({ path }) => count(path))
      await Promise.race([Promise.all(unfinished), pause(ports.clock, patienceMs)])
      // Asked, because the last event may be older than the source that the window just heard of.
      const status = await ports.command('getStatus', {})
      const sources = status.ok ? status.value.sources : []
      return places.map((place) => {
        const offerId = offerIdOf(place.path)
        offered.set(offerId, place.path)
        const sourceId = sources.find(({ path }) => path === place.path)?.sourceId ?? null
        return { offerId, ...place, ...(counts.get(place.path)?.count ?? notCounted), sourceId }
      })
    },
    pathOf: (offerId) => offered.get(offerId) ?? null,
  }
}
