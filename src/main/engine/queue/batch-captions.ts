// The captions of one batch: with which each photo of it is made, and what becomes of one that Google refuses. A caption never
// stops a photo: where it may be what Google did not take, the photo is asked for once more without it, and that is remembered.
// Which caption it is, is asked of whoever chooses.
import type { Caption } from '../../../shared/captions.ts'
import type { Failure } from '../../../shared/failure.ts'
import type { Change, WorkItem } from '../ports/catalogue.ts'
import type { Checkpoint } from '../ports/outside.ts'
import type { Recorder } from './recorder.ts'

/** What they need. */
export interface BatchCaptionsOptions {
  recorder: Pick<Recorder, 'record'>
  checkpoint: Checkpoint
  /** With which caption the photo of an upload is made; null: without one, although it says something; undefined: it does not. */
  captionOf(uploadId: number): Caption | null | undefined
}

/** The captions of one batch. */
export interface BatchCaptions {
  /** What is to be stored before the request leaves. */
  readonly chosen: readonly Change[]
  /** The words that go with a photo; null: none. */
  of(item: WorkItem): string | null
  /** These were made. */
  made(items: readonly WorkItem[]): void
  /**
   * Google refused these. Answers with those that are to be asked for once more, without the caption that may be why; what it
   * refuses without one as well gets its caption back, for a later try.
   */
  refused(items: readonly WorkItem[], failure: Failure): Promise<WorkItem[]>
  /** Where so many captions were refused that the fault is not one photo's, these go without one as well. */
  giveUpOn(items: readonly WorkItem[]): Promise<void>
}

/**
 * After so many in a row, or in one batch, nobody looks for the next guilty one: each costs up to a dozen requests of a day's
 * ten thousand.
 */
const mostInARow = 3
const mostInBatch = 8
/** Google makes most photos at the second try; one that it fails at again and again is tried without its caption. */
const triesWithCaption = 2

/** Chooses the captions of a batch. */
export function createBatchCaptions(
  { recorder, checkpoint, captionOf }: BatchCaptionsOptions,
  items: readonly WorkItem[],
): BatchCaptions {
  const captions = new Map<WorkItem, Caption>()
  /** Asked for without the caption that they had; it is not known yet whether that helps. */
  const tried = new Set<WorkItem>()
  let inARow = 0
  let inBatch = 0

  const isWith = (item: WorkItem): boolean => captions.get(item)?.isRefused === false
  const decide = (item: WorkItem, isRefused: boolean): Change[] => {
    const caption = captions.get(item)
    if (caption === undefined || item.uploadId === null) return []
    const decided = { ...caption, isRefused }
    captions.set(item, decided)
    if (isRefused) tried.add(item)
    else tried.delete(item)
    return [{ of: 'caption', uploadId: item.uploadId, caption: decided }]
  }
  const store = async (changes: readonly Change[]): Promise<void> => {
    if (changes.length === 0) return
    await recorder.record(changes)
    checkpoint('failure-stored')
  }

  const chosen = items.flatMap((item): Change[] => {
    const { uploadId } = item
    const caption = uploadId === null ? undefined : captionOf(uploadId)
    if (uploadId === null || caption === undefined) return []
    const decided = caption !== null && mayBeWhy(item) ? { ...caption, isRefused: true } : caption
    if (decided !== null) captions.set(item, decided)
    return [{ of: 'caption', uploadId, caption: decided }]
  })

  return {
    chosen,
    of: (item) => (isWith(item) ? (captions.get(item)?.text ?? null) : null),
    made: (those) => {
      if (those.some(isWith)) inARow = 0
      else if (those.some((item) => tried.has(item))) {
        inARow += 1
        inBatch += 1
      }
    },
    refused: async (those, failure) => {
      if (failure.kind !== 'rejected') return []
      const guilty = those.filter(isWith)
      const blameless = those.filter((item) => tried.has(item))
      await store([
        ...guilty.flatMap((item) => decide(item, true)),
        ...blameless.flatMap((item) => decide(item, false)),
      ])
      return guilty
    },
    giveUpOn: async (those) => {
      if (inARow < mostInARow && inBatch < mostInBatch) return
      await store(those.filter(isWith).flatMap((item) => decide(item, true)))
    },
  }
}

/** Whether Google fails at a photo again and again, and does not say why. */
const mayBeWhy = ({ lifecycle }: WorkItem): boolean =>
  lifecycle.state === 'waiting' &&
  lifecycle.failure.kind === 'item-error' &&
  lifecycle.attempts >= triesWithCaption
