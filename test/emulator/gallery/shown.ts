/**
 * Which items the gallery shows and in which order, as the website does: by the day at the place where each was taken, the
 * newest first; nothing that lies in the trash. What a page looks like is left to pages.ts.
 */
import type { Context } from '../core/context.ts'
import { localTime, type MediaItem } from '../core/model.ts'
import { newestFirst } from '../core/store.ts'
import { shownWords } from '../library/descriptions.ts'
import type { Picture } from './pages.ts'

/** The newest day first, and in a day the newest moment. */
export function byDay(a: MediaItem, b: MediaItem): number {
  const [dayOfA, dayOfB] = [localTime(a).slice(0, 10), localTime(b).slice(0, 10)]
  return dayOfA === dayOfB ? newestFirst(a, b) : dayOfA < dayOfB ? 1 : -1
}

/** The items of one view, in their order; those of an album have an order of their own. */
export function shownItems(
  context: Context,
  items: readonly MediaItem[],
  asked: { account: string | null; search: string; isAlbum?: boolean },
): MediaItem[] {
  const wanted = asked.search.toLowerCase()
  const there = items.filter(
    (item) =>
      item.isTrashed !== true &&
      (asked.account === null || item.email === asked.account) &&
      (wanted === '' || searchedWords(context, item).toLowerCase().includes(wanted)),
  )
  const shown = context.settings.pairsAreOne ? withoutFilmsOfStills(context, there) : there
  return asked.isAlbum === true ? shown : shown.sort(byDay)
}

/** An item with everything that a page says of it. */
export function toPicture(context: Context, item: MediaItem): Picture {
  const content = context.store.contents.get(item.sha256)
  return {
    item,
    sizeBytes: content?.sizeBytes ?? 0,
    media: content?.media ?? null,
    words: shownWords(context, item),
    badge: badgeOf(context, item),
  }
}

function badgeOf(context: Context, item: MediaItem): string {
  const media = context.store.contents.get(item.sha256)?.media ?? null
  if (media?.kind === 'video') return 'Video'
  if (context.settings.pairsAreOne && filmOf(context, item) !== undefined) return 'Live'
  const form = media?.mimeType === 'image/jpeg' ? 'jpeg' : 'heic'
  return media?.hasMotion === true && context.settings.showsMotionOf.includes(form) ? 'Motion' : ''
}

function searchedWords(context: Context, item: MediaItem): string {
  const { description } = shownWords(context, item)
  return context.settings.searchFindsDescriptions
    ? `${item.fileName} ${description}`
    : item.fileName
}

function withoutFilmsOfStills(context: Context, items: readonly MediaItem[]): MediaItem[] {
  const films = new Set(items.map((item) => filmOf(context, item)?.id))
  return items.filter((item) => !films.has(item.id))
}

const stemOf = (name: string): string => name.replace(/\.[^.]*$/, '')

/** The film that a still has beside it, of the same name and within a few seconds. */
function filmOf(context: Context, still: MediaItem): MediaItem | undefined {
  const kindOf = (item: MediaItem): string =>
    context.store.contents.get(item.sha256)?.media?.kind ?? ''
  if (kindOf(still) !== 'photo') return undefined
  const apartMs = (item: MediaItem): number =>
    Math.abs(Date.parse(item.creationTime) - Date.parse(still.creationTime))
  return [...context.store.items.values()].find(
    (item) =>
      item.email === still.email &&
      stemOf(item.fileName) === stemOf(still.fileName) &&
      kindOf(item) === 'video' &&
      apartMs(item) <= 5000,
  )
}
