// When photos are made of what Google holds: the one batch at a time, and after all batches what is in the library already and
// waits for its album. How a batch is made is send-batch.ts, which photos go together waiting-line.ts.
import type { Failure } from '../../../shared/failure.ts'
import type { WorkItem, WorkStore } from '../ports/catalogue.ts'
import { tokenOf } from './create-item.ts'
import { batchSize, drainedWaitMs, grown, letsSend, shrunk } from './create-turn.ts'
import { unexpected } from './failures.ts'
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
  /** Whether something in the library is still to be put into an album; null: the store is to be asked. */
  let isAlbumDue: boolean | null = null
  const sender = createBatchSender(options, {
    wentThrough: () => {
      most = grown(most)
      line.wentThrough()
    },
    failed: (size, isStopped) => {
      most = shrunk(size, isStopped)
    },
  })
  const line = createWaitingLine({
    ...options,
    busy: () => new Set(inHand.flatMap(({ uploadId }) => uploadId ?? [])),
  })

  const pump = (): void => {
    if (work !== null || !options.isOpen()) return
    cancelTimer?.()
    const turn = line.turn(most)
    const isQuiet = turn.do === 'rest' || (turn.do === 'wait' && turn.forMs > drainedWaitMs)
    if (turn.do === 'go') leave(turn.items)
    else if (isQuiet && options.isUpstreamDrained() && !options.isScanning() && hasAlbumDue())
      addToAlbums()
    else if (turn.do === 'wait') cancelTimer = clock.after(turn.forMs, pump)
  }
  const hasAlbumDue = (): boolean =>
    (isAlbumDue ??= store.wantsAlbums() && store.nextForAlbum(1) !== null)
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
      const added = await options.albums.addDue(signal)
      if (added.ok) isAlbumDue = added.value ? null : false
      else options.onNobodys(added.failure)
    }
    begin(
      adding().catch((bug: unknown) => {
        isAlbumDue = false
        if (!signal.aborted) options.onNobodys(unexpected(bug))
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
      isAlbumDue = null
    },
    stored() {
      isAlbumDue = null
    },
    hurry: line.hurry,
    inHand: () => inHand,
    isHolding: () => line.howMany() > 0,
    isDrained: () => work === null && line.howMany() === 0 && !hasAlbumDue(),
    interrupt() {
      abort.abort()
      abort = new AbortController()
      cancelTimer?.()
    },
    async settled() {
      cancelTimer?.()
      if (work !== null) await work
    },
  }
}
