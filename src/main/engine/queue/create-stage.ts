// When photos are made of what Google holds: the one batch at a time, and after all batches what is in the library already and
// waits for its album. How a batch is made is send-batch.ts, which photos go together waiting-line.ts.
import type { Failure } from '../../../shared/failure.ts'
import { storeTrouble } from '../ports/catalogue-trouble.ts'
import type { AlbumPlace } from '../ports/albums.ts'
import type { WorkItem, WorkStore } from '../ports/catalogue.ts'
import { createAlbumTroubles, nameOfPlace } from './album-troubles.ts'
import { tokenOf } from './create-item.ts'
import { batchSize, drainedWaitMs, grown, letsSend, shrunk } from './create-turn.ts'
import { isTokenFresh } from './lifecycle.ts'
import { createBatchSender, type BatchSenderOptions } from './send-batch.ts'
import { createWaitingLine, type WaitingLineOptions } from './waiting-line.ts'

/** What the stage needs. */
export interface CreateStageOptions
  extends BatchSenderOptions, Pick<WaitingLineOptions, 'isPatient'> {
  store: WorkStore
  /** Whether nothing upstream could still bring a token soon. */
  isUpstreamDrained(): boolean
  /** Whether folders are being scanned, so that more may be found. */
  isScanning(): boolean
  /** A request for no photo failed. */
  onNobodys(failure: Failure): void
  onProgress(): void
}

/** The stage that makes photos. */
export interface CreateStage {
  pump(): void
  /** A token was stored. */
  arrived(item: WorkItem): void
  /** Whether one more photo may be sent beside so many: what Google holds already may have to go first. */
  letsSend(sending: number): boolean
  /** Requests may be few: one photo goes first, and before new bytes. */
  oneFirst(): void
  /** Items may have become due by themselves. */
  lookAgain(): void
  /** Something was stored: it may have to go into an album. */
  stored(): void
  /** Somebody wants all of it now: nothing waits for company. */
  hurry(): void
  inHand(): readonly WorkItem[]
  /** Whether Google holds bytes that no photo was made of. */
  isHolding(): boolean
  isDrained(): boolean
  interrupt(): void
  settled(): Promise<void>
}

/** Makes the stage. */
export function createCreateStage(options: CreateStageOptions): CreateStage {
  const { store, clock } = options
  let inHand: WorkItem[] = []
  let work: Promise<void> | null = null
  let abort = new AbortController()
  let cancelTimer: (() => void) | null = null
  let most = batchSize
  const troubles = createAlbumTroubles(clock)
  const isAtRest = (place: AlbumPlace): boolean =>
    troubles.areAllAtRest() || troubles.restMs(nameOfPlace(place)) > 0
  const isGivenUp = (place: AlbumPlace): boolean =>
    troubles.areAllAtRest() || troubles.isGivenUp(nameOfPlace(place))
  /** Whether something in the library is to be put into an album now, or soon; null: the store is to be asked. */
  let albumsDue: { now: boolean; soon: boolean } | null = null
  const sender = createBatchSender(
    { ...options, troubles },
    {
      wentThrough: () => {
        most = grown(most)
        line.wentThrough()
      },
      failed: (size, isStopped) => {
        most = shrunk(size, isStopped)
        // What meets photos as well was no album's trouble.
        troubles.forget()
      },
    },
  )
  const line = createWaitingLine({
    ...options,
    busy: () => new Set(inHand.flatMap(({ uploadId }) => uploadId ?? [])),
    albumRestMs: (name) => (troubles.isGivenUp(name) ? 0 : troubles.restMs(name)),
  })

  const pump = (): void => {
    if (work !== null || !options.isOpen()) return
    cancelTimer?.()
    const turn = line.turn(most)
    if (turn.do === 'go') {
      leave(turn.items)
      return
    }
    const isQuiet =
      (turn.do === 'rest' || turn.forMs > drainedWaitMs) &&
      options.isUpstreamDrained() &&
      !options.isScanning()
    if (isQuiet && whatIsDue().now) {
      addToAlbums()
      return
    }
    const waits = [
      ...(turn.do === 'wait' ? [turn.forMs] : []),
      ...(isQuiet ? [troubles.nextMs() ?? []] : []).flat(),
    ]
    if (waits.length > 0) cancelTimer = clock.after(Math.min(...waits), lookAndPump)
  }
  const lookAndPump = (): void => {
    albumsDue = null
    pump()
  }
  const whatIsDue = (): { now: boolean; soon: boolean } =>
    (albumsDue ??= store.wantsAlbums()
      ? { now: store.isAlbumDue(isAtRest), soon: store.isAlbumDue(isGivenUp) }
      : { now: false, soon: false })
  const begin = (doing: Promise<void>): void => {
    work = doing.then(() => {
      inHand = []
      work = null
      line.lookAgain()
      options.onProgress()
    })
  }

  const leave = (items: WorkItem[]): void => {
    const now = clock.now()
    const isFresh = (item: WorkItem): boolean => {
      const token = tokenOf(item)
      return token !== null && isTokenFresh(token.tokenAt, now)
    }
    const stale = items.filter((item) => !isFresh(item))
    inHand = items.filter(isFresh).slice(0, most)
    line.left(inHand)
    begin(leaveWith(inHand, stale, abort.signal))
  }

  /** What waits for nothing but its album goes last, one request at a time. */
  const addToAlbums = (): void => {
    const { signal } = abort
    const adding = async (): Promise<void> => {
      const { place, added } = await options.albums.addDue(isAtRest, signal)
      // What cannot be done now is asked for once something changed.
      albumsDue = added.ok && !added.value ? { now: false, soon: false } : null
      if (added.ok) {
        if (place !== null) troubles.worked(nameOfPlace(place))
        return
      }
      const isOfAlbum =
        place !== null &&
        !signal.aborted &&
        troubles.met(nameOfPlace(place), added.failure) !== 'line'
      if (!isOfAlbum) options.onNobodys(added.failure)
    }
    begin(
      adding().catch((bug: unknown) => {
        albumsDue = null
        if (signal.aborted) return
        const trouble = storeTrouble(bug)
        if (trouble !== null) options.onNobodys(trouble)
        else {
          options.logger.error('A bug while an album was filled', bug)
          troubles.restAll()
        }
      }),
    )
  }

  const leaveWith = async (
    batch: WorkItem[],
    stale: readonly WorkItem[],
    signal: AbortSignal,
  ): Promise<void> => {
    const toldOf =
      (items: readonly WorkItem[]) =>
      (bug: unknown): Promise<void> | undefined =>
        signal.aborted ? undefined : options.onBug(items, bug)
    await sender
      .giveBack(stale)
      .catch(toldOf(stale))
      .catch(() => undefined)
    await sender
      .send(batch, signal)
      .catch(toldOf(batch))
      .catch(() => undefined)
  }

  return {
    pump,
    arrived: line.arrived,
    letsSend: (sending) => letsSend(most, sending, () => line.howMany() + inHand.length),
    oneFirst() {
      most = shrunk(batchSize, true)
    },
    lookAgain() {
      line.lookAgain()
      albumsDue = null
    },
    stored() {
      albumsDue = null
    },
    hurry() {
      troubles.forget()
      albumsDue = null
      line.hurry()
    },
    inHand: () => inHand,
    isHolding: () => line.howMany() > 0,
    isDrained: () => work === null && line.howMany() === 0 && !whatIsDue().soon,
    interrupt() {
      abort.abort()
      abort = new AbortController()
      cancelTimer?.()
    },
    async settled() {
      cancelTimer?.()
      await work
    },
  }
}
