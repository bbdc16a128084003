// The captions of one batch: with which each photo of it is made, and what becomes of one that Google refuses. A caption never
// stops a photo: where it may be what Google did not take, the photo is asked for once more without it, and that is remembered.
// Which caption it is, is asked of whoever chooses.
import type { Caption } from '../../../shared/captions.ts'
import type { Failure } from '../../../shared/failure.ts'
import type { Change, WorkItem } from '../ports/catalogue.ts'

/** The captions of one batch. */
export interface BatchCaptions {
  /** What is to be stored before the request leaves. */
  readonly chosen: readonly Change[]
  /** The words that go with a photo; null: none. */
  of(item: WorkItem): string | null
  /**
   * Takes the captions off these photos where one of them may be why Google refused: what is to be stored before they are
   * asked for again, and those that it is about.
   */
  refused(items: readonly WorkItem[]): { changes: Change[]; items: WorkItem[] }
  /** So many were refused that the fault is not one photo's: the others go without as well. */
  isHopeless(): boolean
}

/** After as many in one batch nobody looks for the next guilty one: each costs a dozen requests of a day's ten thousand. */
const mostRefused = 3
/** Google makes most photos at the second try; one that it fails at again and again is tried without its caption. */
const triesWithCaption = 2

/** Chooses the captions of a batch. */
export function createBatchCaptions(
  items: readonly WorkItem[],
  captionOf: (uploadId: number) => Caption | null | undefined,
): BatchCaptions {
  const captions = new Map<WorkItem, Caption>()
  const chosen: Change[] = []
  let refusals = 0
  for (const item of items) {
    if (item.uploadId === null) continue
    const caption = captionOf(item.uploadId)
    if (caption === undefined) continue
    const decided = caption !== null && mayBeWhy(item) ? { ...caption, isRefused: true } : caption
    if (decided !== null) captions.set(item, decided)
    chosen.push({ of: 'caption', uploadId: item.uploadId, caption: decided })
  }
  const sentWith = (item: WorkItem): Caption | null => {
    const caption = captions.get(item)
    return caption === undefined || caption.isRefused ? null : caption
  }
  return {
    chosen,
    of: (item) => sentWith(item)?.text ?? null,
    refused: (those) => {
      const guilty = those.filter((item) => sentWith(item) !== null)
      if (guilty.length > 0) refusals += 1
      const changes = guilty.flatMap((item): Change[] => {
        const caption = sentWith(item)
        if (caption === null || item.uploadId === null) return []
        const taken = { ...caption, isRefused: true }
        captions.set(item, taken)
        return [{ of: 'caption', uploadId: item.uploadId, caption: taken }]
      })
      return { changes, items: guilty }
    },
    isHopeless: () => refusals >= mostRefused,
  }
}

/** Whether a caption could be what Google did not take: it says so of no part of a request. */
export const mayBeOfCaption = ({ kind }: Failure): boolean => kind === 'rejected'

/** Whether it fails at this photo again and again, and does not say why. */
const mayBeWhy = ({ lifecycle }: WorkItem): boolean =>
  lifecycle.state === 'waiting' &&
  lifecycle.failure.kind === 'item-error' &&
  lifecycle.attempts >= triesWithCaption
