// One batch on its way to Google: `creating` is stored before the request leaves, because a crash after it may already have made
// the photos; what became of each is stored, and where Google refuses all for one, the batch is halved until that one is alone.
// When a batch leaves is create-stage.ts, what a failure means remedy.ts.
import type { Failure } from '../../../shared/failure.ts'
import type { Result } from '../../../shared/result.ts'
import type { AlbumKeeper } from '../ports/albums.ts'
import type { Change, WorkItem, WorkStore } from '../ports/catalogue.ts'
import type { Checkpoint, Clock, Logger } from '../ports/outside.ts'
import type { CreateOutcome, Photos } from '../ports/photos.ts'
import type { AlbumTroubles } from './album-troubles.ts'
import { createBatchAlbum, type BatchAlbum } from './batch-album.ts'
import { readyAlbum } from './ready-album.ts'
import {
  createBatchCaptions,
  type BatchCaptions,
  type BatchCaptionsOptions,
} from './batch-captions.ts'
import { createItemOf } from './create-item.ts'
import { advance } from './lifecycle.ts'
import type { Recorder } from './recorder.ts'

/** What sending a batch needs. */
export interface BatchSenderOptions extends Pick<BatchCaptionsOptions, 'captionOf'> {
  albums: AlbumKeeper
  store: Pick<WorkStore, 'currentAccount'>
  photos: Photos
  clock: Clock
  recorder: Recorder
  logger: Pick<Logger, 'error'>
  checkpoint: Checkpoint
  isOpen(): boolean
  /** Stored as photos in the library. */
  onDone(items: readonly WorkItem[]): Promise<void>
  /** What to do about a failure that these items share; `isAnswered`: Google took the request and refused just these. */
  onFailure(items: readonly WorkItem[], failure: Failure, isAnswered: boolean): Promise<void>
  onBug(items: readonly WorkItem[], bug: unknown): Promise<void>
}

/** Sends batches, one at a time. */
export interface BatchSender {
  /** All go into the same album, or into none. */
  send(items: WorkItem[], signal: AbortSignal): Promise<void>
  /** Tokens that are too old are no part of a batch, however small it is: their bytes are sent again. */
  giveBack(items: readonly WorkItem[]): Promise<void>
}

/**
 * What Google says of a whole request although one photo in it is meant. It does not say which: the request is halved until
 * that one stands alone, a dozen requests for one of fifty.
 */
const meantForOne: ReadonlySet<Failure['kind']> = new Set(['rejected', 'upload-token-invalid'])

/** Makes it; `batches` hears how they fare. */
export function createBatchSender(
  options: BatchSenderOptions & { troubles: AlbumTroubles },
  batches: { wentThrough(): void; failed(size: number, isStopped: boolean): void },
): BatchSender {
  const { clock, recorder, checkpoint } = options

  const sendAll: BatchSender['send'] = async (items, signal) => {
    if (items.length === 0) return
    const captions = createBatchCaptions(options, items)
    await recorder.recordSoon([
      ...items.map((item) => move(item, { kind: 'createStarted' })),
      ...captions.chosen,
    ])
    checkpoint('creating-stored')
    for (const item of items)
      item.lifecycle = advance(item.lifecycle, { kind: 'createStarted' }, clock.now())
    const album = createBatchAlbum(options.albums, items)
    const ready = await readyAlbum(options, album, signal).catch(async (bug: unknown) => {
      await undo(items)
      throw bug
    })
    if (ready.is === 'go') await send(items, captions, album, signal)
    else if (ready.is === 'not-now') await undo(items)
    else {
      await options.onFailure(items, ready.failure, false)
      batches.failed(items.length, !options.isOpen())
    }
  }

  /** Asks for the batch, in parts where it has to be halved. */
  const send = async (
    items: WorkItem[],
    captions: BatchCaptions,
    album: BatchAlbum,
    signal: AbortSignal,
  ): Promise<void> => {
    const parts = [items]
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      const rest = [...part, ...parts.flat()]
      // What came before it may have brought everything to rest.
      if (part !== items && !options.isOpen()) {
        batches.failed(rest.length, true)
        await undo(rest)
        return
      }
      let answer: Result<CreateOutcome[], Failure>
      let verdict: Awaited<ReturnType<BatchAlbum['refused']>> = 'blame'
      try {
        answer = await create(part, captions, album, signal)
        if (!answer.ok) verdict = await album.refused(part, answer.failure, signal)
      } catch (thrown) {
        await undo(rest)
        if (!signal.aborted) await options.onBug(rest, thrown)
        return
      }
      if (answer.ok) {
        batches.wentThrough()
        const again = await storeOutcomes(part, answer.value, captions, album)
        if (again.length > 0) parts.push(again)
        await captions.giveUpOn(parts.flat())
        continue
      }
      const { failure } = answer
      if (verdict === 'rest') {
        await undo(rest)
        return
      }
      if (verdict === 'again') {
        parts.unshift(part)
        continue
      }
      if (!meantForOne.has(failure.kind)) {
        await options.onFailure(rest, failure, false)
        batches.failed(rest.length, !options.isOpen())
        return
      }
      const middle = Math.ceil(part.length / 2)
      if (part.length > 1) parts.unshift(part.slice(0, middle), part.slice(middle))
      else if ((await captions.refused(part, failure)).length > 0 || album.leaveOut(part))
        parts.unshift(part)
      else await options.onFailure(part, failure, false)
    }
  }

  const create = async (
    items: readonly WorkItem[],
    captions: BatchCaptions,
    album: BatchAlbum,
    signal: AbortSignal,
  ): Promise<Result<CreateOutcome[], Failure>> => {
    const answer = await options.photos.create(
      items.map((item) => createItemOf(item, captions.of(item))),
      signal,
      album.of(items),
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
    album: BatchAlbum,
  ): Promise<WorkItem[]> => {
    const created: WorkItem[] = []
    const changes: Change[] = []
    /** Those that share a failure come back together, as one batch and one request. */
    const failed = new Map<string, { failure: Failure; those: WorkItem[] }>()
    items.forEach((item, index) => {
      const outcome = outcomes[index] ?? { ok: false, failure: { kind: 'missing-result' as const } }
      if (outcome.ok) {
        created.push(item)
        changes.push(...album.changesFor(item), move(item, { kind: 'created', ...outcome.value }))
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
    send: sendAll,
    async giveBack(items) {
      if (items.length === 0) return
      await recorder.record(items.map((item) => move(item, { kind: 'tokenLost' })))
      checkpoint('failure-stored')
    },
  }
}

function unreachable(item: WorkItem): never {
  throw new Error(`File ${item.fileId} is sent but has no upload`)
}
