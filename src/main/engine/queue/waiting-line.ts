// The photos whose bytes Google holds and that wait to be made: how many there are, when a batch of them leaves, and which go in
// it. Where no folder wants albums they are one line; else each album has one of its own (album-turn.ts).
import type { AlbumKeeper } from '../ports/albums.ts'
import type { WorkItem, WorkStore } from '../ports/catalogue.ts'
import type { Clock } from '../ports/outside.ts'
import { nameOfPlace } from './album-troubles.ts'
import { companyMs, groupTurnOf, isHalfEmpty } from './album-turn.ts'
import { batchSize, drainedWaitMs, turnOf } from './create-turn.ts'

/** What the line needs. */
export interface WaitingLineOptions {
  store: Pick<WorkStore, 'next' | 'wantsAlbums' | 'waitingForAlbums' | 'sentItems'>
  clock: Pick<Clock, 'now' | 'monotonic'>
  albums: Pick<AlbumKeeper, 'compare'>
  /** Uploads that are in a batch. */
  busy(): ReadonlySet<number>
  isUpstreamDrained(): boolean
  /** Folders are watched, and nobody asked for all of it now: what trickles in may wait for company. */
  isPatient(): boolean
  isScanning(): boolean
  /** How long the album of this name rests, as it is in trouble; 0: it does not. */
  albumRestMs(name: string): number
}

/** The line. */
export interface WaitingLine {
  howMany(): number
  arrived(item: WorkItem): void
  /** Something may have changed who waits: the store is to be asked. */
  lookAgain(): void
  /** What becomes of the line now; with `go`, those that may go together, in the order in which they do. */
  turn(
    most: number,
  ): { do: 'rest' } | { do: 'wait'; forMs: number } | { do: 'go'; items: WorkItem[] }
  /** A batch of these left. */
  left(items: readonly WorkItem[]): void
  /** The batch that left last was made. */
  wentThrough(): void
  /** Somebody wants all of it now. */
  hurry(): void
}

/** Of very many that wait for albums so many are looked at; where there are more, the first do not wait for company. */
const albumWindow = 1_000
/** Of those that wait for one album so many are looked at to find the first by their dates. */
const sortedAtOnce = 4 * batchSize

/** The name of the album that a photo goes into, as one text; '' for none. */
const groupOf = ({ album }: WorkItem): string => (album === undefined ? '' : nameOfPlace(album))

/** Makes it. */
export function createWaitingLine(options: WaitingLineOptions): WaitingLine {
  const { store, clock } = options
  /** null: something may have changed it, so the store is to be asked. */
  let waiting: number | null = null
  /** Since when, on the monotonic clock, the first of them waits. */
  let waitsSince: number | null = null
  const groups = new Map<string, { since: number; uploadIds: number[] }>()
  /** When a batch of an album left half empty last, as long as the next one waits for company. */
  const halfAt = new Map<string, number>()
  /** Whether those that wait are known by their albums. */
  let isGrouped = false
  /** When somebody asked for all of it; null: that is over. */
  let hurriedAt: number | null = null
  /** The album of the batch that is under way, where that is half empty. */
  let halfUnderWay: string | null = null

  const addTo = (name: string, since: number, uploadId: number): void => {
    const group = groups.get(name) ?? { since, uploadIds: [] }
    group.uploadIds.push(uploadId)
    groups.set(name, group)
  }
  const lookForAlbums = (): number => {
    const found = store.waitingForAlbums(albumWindow, clock.now(), options.busy())
    waiting = found.length
    isGrouped = true
    const before = new Map(groups)
    groups.clear()
    const now = clock.monotonic()
    for (const { name, uploadId } of found) addTo(name, before.get(name)?.since ?? now, uploadId)
    return found.length
  }
  const look = (): WorkItem[] => {
    groups.clear()
    isGrouped = false
    const items = store.next('sent', batchSize, clock.now(), options.busy())
    waiting = items.length
    return items
  }
  /** Whether what came lately goes into several albums: for one alone, batches are as full as they would be without it. */
  const isScattered = (): boolean => {
    const names = new Set([...halfAt.keys(), ...groups.keys()])
    names.delete('')
    return names.size > 1
  }

  /** What was asked for takes a while to be found; what comes long after it was not asked for. */
  const isHurried = (now: number): boolean => {
    if (hurriedAt !== null && now - hurriedAt >= companyMs && !options.isScanning())
      hurriedAt = null
    return hurriedAt !== null
  }

  const ofGroups = (most: number): ReturnType<WaitingLine['turn']> => {
    const now = clock.monotonic()
    for (const [name, at] of halfAt) if (now - at >= companyMs) halfAt.delete(name)
    const turn = groupTurnOf(
      [...groups].map(([name, { since, uploadIds }]) => {
        const half = halfAt.get(name)
        return {
          ...{ name, size: uploadIds.length, waitedMs: now - since },
          sinceHalfMs: half === undefined ? null : now - half,
          restMs: options.albumRestMs(name),
        }
      }),
      {
        most,
        isUpstreamDrained: options.isUpstreamDrained(),
        isCrowded: (waiting ?? 0) >= albumWindow,
        isPatient: options.isPatient() && !isHurried(now) && isScattered(),
      },
    )
    if (turn.do !== 'go') return turn
    const ids = groups.get(turn.name)?.uploadIds ?? []
    const items = store.sentItems(ids.slice(0, sortedAtOnce))
    // All of one batch go into one album: that of the first, should one have moved meanwhile.
    const [first] = items
    if (first === undefined) {
      waiting = null
      return { do: 'wait', forMs: drainedWaitMs }
    }
    const together = items.filter((item) => groupOf(item) === groupOf(first))
    if (first.album === undefined) return { do: 'go', items: together }
    const placed = together.map((item) => ({
      ...{ item, name: item.name, id: item.fileId, takenAt: item.album?.takenAt ?? null },
    }))
    return { do: 'go', items: placed.sort(options.albums.compare).map(({ item }) => item) }
  }

  return {
    howMany() {
      if (waiting !== null) return waiting
      return store.wantsAlbums() ? lookForAlbums() : look().length
    },
    arrived(item) {
      if (waiting === null) return
      waiting += 1
      addTo(groupOf(item), clock.monotonic(), item.uploadId ?? 0)
    },
    lookAgain() {
      waiting = null
    },
    turn(most) {
      if (store.wantsAlbums()) {
        if (waiting === null || !isGrouped) lookForAlbums()
        return ofGroups(most)
      }
      const looked = waiting === null ? look() : null
      waitsSince = waiting === 0 ? null : (waitsSince ?? clock.monotonic())
      const turn = turnOf({
        ...{ waiting: waiting ?? 0, most },
        waitedMs: clock.monotonic() - (waitsSince ?? 0),
        isUpstreamDrained: options.isUpstreamDrained(),
      })
      return turn.do === 'go' ? { do: 'go', items: looked ?? look() } : turn
    },
    left(items) {
      waiting = 0
      waitsSince = null
      halfUnderWay = null
      const [first] = items
      if (first?.album === undefined) return
      const name = groupOf(first)
      const isAll = items.length >= (groups.get(name)?.uploadIds.length ?? 0)
      groups.delete(name)
      // One that is small after trouble left others behind, which are its company.
      if (isAll && isHalfEmpty(items.length)) halfUnderWay = name
    },
    wentThrough() {
      if (halfUnderWay !== null) halfAt.set(halfUnderWay, clock.monotonic())
    },
    hurry() {
      hurriedAt = clock.monotonic()
    },
  }
}
