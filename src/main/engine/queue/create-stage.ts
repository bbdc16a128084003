// The one batchCreate at a time: gathers sent items, up to 50, and makes photos of them. `creating` is
// stored before the request leaves, because a crash after it may already have made the photos.
// Leaves the meaning of failures to remedy.ts and the HTTP to the Photos port.
import type { Failure } from '../../../shared/failure.ts'
import type { Result } from '../../../shared/result.ts'
import type { Change, WorkItem, WorkStore } from '../ports/catalogue.ts'
import type { Checkpoint, Clock } from '../ports/outside.ts'
import type { CreateOutcome, Photos } from '../ports/photos.ts'
import {
  createBatchCaptions,
  type BatchCaptions,
  type BatchCaptionsOptions,
} from './batch-captions.ts'
import { createItemOf, tokenOf } from './create-item.ts'
import { batchSize, grown, letsSend, shrunk, turnOf } from './create-turn.ts'
import { advance, isTokenFresh } from './lifecycle.ts'
import type { Recorder } from './recorder.ts'

/** What the stage needs. */
export interface CreateStageOptions extends Pick<BatchCaptionsOptions, 'captionOf'> {
  store: WorkStore
  photos: Photos
  clock: Clock
  recorder: Recorder
  checkpoint: Checkpoint
  isOpen(): boolean
  /** Whether nothing upstream could still bring a token soon. */
  isUpstreamDrained(): boolean
  /** Stored as photos in the library. */
  onDone(items: readonly WorkItem[]): Promise<void>
  /** What to do about a failure that these items share; `isAnswered`: Google took the request and refused just these. */
  onFailure(items: readonly WorkItem[], failure: Failure, isAnswered: boolean): Promise<void>
  onBug(items: readonly WorkItem[], bug: unknown): Promise<void>
  onProgress(): void
}

/** The stage that makes photos. */
export interface CreateStage {
  pump(): void
  /** A token was stored. */
  arrived(): void
  /** Whether one more photo may be sent beside so many: what Google holds already may have to go first. */
  letsSend(sending: number): boolean
  /** Requests may be few: one photo goes first, and before new bytes. */
  oneFirst(): void
  /** Items may have become due by themselves. */
  lookAgain(): void
  inHand(): readonly WorkItem[]
  isDrained(): boolean
  interrupt(): void
  settled(): Promise<void>
}

/**
 * What Google says of a whole request although one photo in it is meant. It does not say which: the request is halved until
 * that one stands alone, a dozen requests for one of fifty.
 */
const meantForOne: ReadonlySet<Failure['kind']> = new Set(['rejected', 'upload-token-invalid'])

/** Makes the stage. */
export function createCreateStage(options: CreateStageOptions): CreateStage {
  const { store, clock, recorder, checkpoint } = options
  let inHand: WorkItem[] = []
  let work: Promise<void> | null = null
  let abort = new AbortController()
  let cancelTimer: (() => void) | null = null
  /** How many wait for a batch; null: something may have changed it, so the store is to be asked. */
  let waiting: number | null = null
  /** Since when, on the monotonic clock, the first of them waits. */
  let waitsSince: number | null = null
  let most = batchSize

  const look = (): WorkItem[] => {
    const busy = new Set(inHand.flatMap(({ uploadId }) => uploadId ?? []))
    const items = store.next('sent', batchSize, clock.now(), busy)
    waiting = items.length
    return items
  }
  const howMany = (): number => waiting ?? look().length

  const pump = (): void => {
    if (work !== null || !options.isOpen()) return
    cancelTimer?.()
    const looked = waiting === null ? look() : null
    waitsSince = waiting === 0 ? null : (waitsSince ?? clock.monotonic())
    const turn = turnOf({
      waiting: howMany(),
      most,
      waitedMs: clock.monotonic() - (waitsSince ?? 0),
      isUpstreamDrained: options.isUpstreamDrained(),
    })
    if (turn.do === 'go') leave(looked ?? look())
    else if (turn.do === 'wait') cancelTimer = clock.after(turn.forMs, pump)
  }

  const leave = (items: WorkItem[]): void => {
    const now = clock.now()
    const isFresh = (item: WorkItem): boolean => {
      const token = tokenOf(item)
      return token !== null && isTokenFresh(token.tokenAt, now)
    }
    const stale = items.filter((item) => !isFresh(item))
    inHand = items.filter(isFresh).slice(0, most)
    waiting = 0
    waitsSince = null
    work = leaveWith(inHand, stale, abort.signal).then(() => {
      inHand = []
      work = null
      waiting = null
      options.onProgress()
    })
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
    await giveBack(stale)
      .catch(toldOf(stale))
      .catch(() => undefined)
    await createBatch(batch, signal)
      .catch(toldOf(batch))
      .catch(() => undefined)
  }

  /** Tokens that are too old are no part of a batch, however small it is: their bytes are sent again. */
  const giveBack = async (items: readonly WorkItem[]): Promise<void> => {
    if (items.length === 0) return
    await recorder.record(items.map((item) => move(item, { kind: 'tokenLost' })))
    checkpoint('failure-stored')
  }

  const createBatch = async (items: WorkItem[], signal: AbortSignal): Promise<void> => {
    if (items.length === 0) return
    const captions = createBatchCaptions(options, items)
    await recorder.recordSoon([
      ...items.map((item) => move(item, { kind: 'createStarted' })),
      ...captions.chosen,
    ])
    checkpoint('creating-stored')
    for (const item of items)
      item.lifecycle = advance(item.lifecycle, { kind: 'createStarted' }, clock.now())
    await send(items, captions, signal)
  }

  /** Asks for the batch, in parts where it has to be halved. */
  const send = async (
    items: WorkItem[],
    captions: BatchCaptions,
    signal: AbortSignal,
  ): Promise<void> => {
    const parts = [items]
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      const rest = [...part, ...parts.flat()]
      // What came before it may have brought everything to rest.
      if (part !== items && !options.isOpen()) {
        most = shrunk(rest.length, true)
        await undo(rest)
        return
      }
      let answer: Result<CreateOutcome[], Failure>
      try {
        answer = await create(part, captions, signal)
      } catch (thrown) {
        await undo(rest)
        if (!signal.aborted) await options.onBug(rest, thrown)
        return
      }
      if (answer.ok) {
        most = grown(most)
        const again = await storeOutcomes(part, answer.value, captions)
        if (again.length > 0) parts.push(again)
        await captions.giveUpOn(parts.flat())
        continue
      }
      const { failure } = answer
      if (!meantForOne.has(failure.kind)) {
        await options.onFailure(rest, failure, false)
        most = shrunk(rest.length, !options.isOpen())
        return
      }
      const middle = Math.ceil(part.length / 2)
      if (part.length > 1) parts.unshift(part.slice(0, middle), part.slice(middle))
      else if ((await captions.refused(part, failure)).length > 0) parts.unshift(part)
      else await options.onFailure(part, failure, false)
    }
  }

  const create = async (
    items: readonly WorkItem[],
    captions: BatchCaptions,
    signal: AbortSignal,
  ): Promise<Result<CreateOutcome[], Failure>> => {
    const answer = await options.photos.create(
      items.map((item) => createItemOf(item, captions.of(item))),
      signal,
    )
    if (answer.ok) checkpoint('items-created')
    return answer
  }

  const undo = async (items: readonly WorkItem[]): Promise<void> => {
    await recorder.record(items.map((item) => move(item, { kind: 'createUndone' })))
    checkpoint('failure-stored')
  }

  /** Answers with those that are asked for once more. */
  const storeOutcomes = async (
    items: WorkItem[],
    outcomes: CreateOutcome[],
    captions: BatchCaptions,
  ): Promise<WorkItem[]> => {
    const created: WorkItem[] = []
    const changes: Change[] = []
    /** Those that share a failure come back together, as one batch and one request. */
    const failed = new Map<string, { failure: Failure; those: WorkItem[] }>()
    items.forEach((item, index) => {
      const outcome = outcomes[index] ?? { ok: false, failure: { kind: 'missing-result' as const } }
      if (outcome.ok) {
        created.push(item)
        changes.push(move(item, { kind: 'created', ...outcome.value }))
        return
      }
      const { failure } = outcome
      const key = JSON.stringify(failure)
      const entry = failed.get(key) ?? { failure, those: [] }
      entry.those.push(item)
      failed.set(key, entry)
    })
    if (changes.length > 0) {
      await recorder.recordSoon(changes)
      checkpoint('results-stored')
      captions.made(created)
      await options.onDone(created)
    }
    const again: WorkItem[] = []
    for (const { failure, those } of failed.values()) {
      const once = await captions.refused(those, failure)
      const others = those.filter((item) => !once.includes(item))
      again.push(...once)
      if (others.length > 0) await options.onFailure(others, failure, true)
    }
    return again
  }

  const move = (item: WorkItem, event: Parameters<typeof advance>[1]): Change => ({
    of: 'upload',
    uploadId: item.uploadId ?? unreachable(item),
    next: advance(item.lifecycle, event, clock.now()),
  })

  return {
    pump,
    arrived() {
      if (waiting !== null) waiting += 1
    },
    letsSend: (sending) => letsSend(most, sending, () => howMany() + inHand.length),
    oneFirst() {
      most = shrunk(batchSize, true)
    },
    lookAgain() {
      waiting = null
    },
    inHand: () => inHand,
    isDrained: () => work === null && howMany() === 0,
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

function unreachable(item: WorkItem): never {
  throw new Error(`File ${item.fileId} is sent but has no upload`)
}
