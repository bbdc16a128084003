// The one batchCreate at a time: gathers sent items, up to 50, and makes photos of them. `creating` is
// stored before the request leaves, because a crash after it may already have made the photos.
// Leaves the meaning of failures to remedy.ts and the HTTP to the Photos port.
import type { Failure } from '../../../shared/failure.ts'
import type { Result } from '../../../shared/result.ts'
import type { Change, WorkItem, WorkStore } from '../ports/catalogue.ts'
import type { Checkpoint, Clock } from '../ports/outside.ts'
import type { CreateOutcome, Photos } from '../ports/photos.ts'
import { advance, isTokenFresh } from './lifecycle.ts'
import type { Recorder } from './recorder.ts'

/** Google takes at most 50 items in one batchCreate (photos-api.md section 3). */
export const batchSize = 50
/** A token waits this long for company while uploads are still on their way. */
const longestWaitMs = 20_000
/** Nothing else is on its way: a short pause still lets photos that finish together go together. */
const drainedWaitMs = 300

/** What the stage needs. */
export interface CreateStageOptions {
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
/** After a batch that went through, the next one may be so many times as large as the last failure left it. */
const growth = 4

/** Makes the stage. */
export function createCreateStage(options: CreateStageOptions): CreateStage {
  const { store, clock, recorder, checkpoint } = options
  let inHand: WorkItem[] = []
  let work: Promise<void> | null = null
  let abort = new AbortController()
  let cancelTimer: (() => void) | null = null
  /** Sent items that wait for a batch; the store is only asked when one is due. */
  let arrived = 0
  let firstArrivalAt: number | null = null
  /** Something outside may have made items due: count again. */
  let isLookDue = true
  /** A batch that failed as a whole is asked for in smaller ones, and after a stop one photo goes first. */
  let most = batchSize

  const pump = (): void => {
    if (work !== null || !options.isOpen()) return
    let looked: WorkItem[] | null = null
    if (isLookDue) {
      isLookDue = false
      looked = store.next('sent', most, clock.now(), new Set())
      arrived = looked.length
    }
    if (arrived === 0) return
    firstArrivalAt ??= clock.monotonic()
    const waitMs = options.isUpstreamDrained() ? drainedWaitMs : longestWaitMs
    const leftMs = firstArrivalAt + waitMs - clock.monotonic()
    cancelTimer?.()
    if (arrived < most && leftMs > 0) {
      cancelTimer = clock.after(leftMs, pump)
      return
    }
    firstArrivalAt = null
    const items = looked ?? store.next('sent', most, clock.now(), new Set())
    arrived = 0
    if (items.length === 0) return
    // A full batch may leave more behind: count again when it is through.
    const isFull = items.length === most
    inHand = items
    const { signal } = abort
    work = createBatch(items, signal)
      .catch((bug: unknown) => (signal.aborted ? undefined : options.onBug(items, bug)))
      .catch(() => undefined)
      .then(() => {
        inHand = []
        work = null
        isLookDue ||= isFull
        options.onProgress()
      })
  }

  const createBatch = async (items: WorkItem[], signal: AbortSignal): Promise<void> => {
    const now = clock.now()
    const fresh: WorkItem[] = []
    const stale: Change[] = []
    for (const item of items) {
      const isFresh = tokenOf(item) !== null && isTokenFresh(tokenOf(item)?.tokenAt ?? 0, now)
      if (isFresh) fresh.push(item)
      else stale.push(move(item, { kind: 'tokenLost' }))
    }
    if (stale.length > 0) await recorder.record(stale)
    if (fresh.length === 0) return
    await recorder.recordSoon(fresh.map((item) => move(item, { kind: 'createStarted' })))
    checkpoint('creating-stored')
    for (const item of fresh)
      item.lifecycle = advance(item.lifecycle, { kind: 'createStarted' }, now)
    await send(fresh, signal)
  }

  /** Asks for the batch, in parts where it has to be halved. */
  const send = async (items: WorkItem[], signal: AbortSignal): Promise<void> => {
    const parts = [items]
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      const rest = [...part, ...parts.flat()]
      // What came before it may have brought everything to rest.
      if (part !== items && !options.isOpen()) {
        most = 1
        await undo(rest)
        return
      }
      let answer: Result<CreateOutcome[], Failure>
      try {
        answer = await create(part, signal)
      } catch (thrown) {
        await undo(rest)
        if (!signal.aborted) await options.onBug(rest, thrown)
        return
      }
      if (answer.ok) {
        most = Math.min(batchSize, most * growth)
        await storeOutcomes(part, answer.value)
        continue
      }
      const { failure } = answer
      if (!meantForOne.has(failure.kind)) {
        await options.onFailure(rest, failure, false)
        most = options.isOpen() ? Math.max(1, Math.floor(rest.length / 2)) : 1
        return
      }
      const middle = Math.ceil(part.length / 2)
      if (part.length > 1) parts.unshift(part.slice(0, middle), part.slice(middle))
      else await options.onFailure(part, failure, false)
    }
  }

  const create = async (
    items: readonly WorkItem[],
    signal: AbortSignal,
  ): Promise<Result<CreateOutcome[], Failure>> => {
    const answer = await options.photos.create(
      items.map((item) => ({ token: tokenOf(item)?.token ?? '', fileName: fileNameOf(item) })),
      signal,
    )
    if (answer.ok) checkpoint('items-created')
    return answer
  }

  const undo = async (items: readonly WorkItem[]): Promise<void> => {
    await recorder.record(items.map((item) => move(item, { kind: 'createUndone' })))
    checkpoint('failure-stored')
  }

  const storeOutcomes = async (items: WorkItem[], outcomes: CreateOutcome[]): Promise<void> => {
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
      await options.onDone(created)
    }
    for (const { failure, those } of failed.values()) await options.onFailure(those, failure, true)
  }

  const move = (item: WorkItem, event: Parameters<typeof advance>[1]): Change => ({
    of: 'upload',
    uploadId: item.uploadId ?? unreachable(item),
    next: advance(item.lifecycle, event, clock.now()),
  })

  return {
    pump,
    arrived() {
      arrived += 1
    },
    lookAgain() {
      isLookDue = true
    },
    inHand: () => inHand,
    isDrained: () => arrived === 0 && !isLookDue && work === null,
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

function tokenOf(item: WorkItem): { token: string; tokenAt: number } | null {
  const { lifecycle } = item
  if (lifecycle.state !== 'sent' && lifecycle.state !== 'creating' && lifecycle.state !== 'waiting')
    return null
  const { token, tokenAt } = lifecycle
  return token === null || tokenAt === null ? null : { token, tokenAt }
}

function fileNameOf(item: WorkItem): string {
  const { lifecycle } = item
  return 'plan' in lifecycle && lifecycle.plan !== null ? lifecycle.plan.fileName : item.name
}

function unreachable(item: WorkItem): never {
  throw new Error(`File ${item.fileId} is sent but has no upload`)
}
