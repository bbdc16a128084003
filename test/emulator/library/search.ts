/** mediaItems:search (photos-api.md 5): an album's items, or all items through filters. */
import { z } from 'zod'
import { json, Refusal, type Answer } from '../core/answer.ts'
import type { SignedInCall } from '../core/call.ts'
import type { Context } from '../core/context.ts'
import { invalidArgument, notFound } from '../core/google-errors.ts'
import { readJson } from '../core/json-body.ts'
import type { MediaItem } from '../core/model.ts'
import { itemIdsIn } from './album-entries.ts'
import { viewItem } from './item-view.ts'
import { itemPages, untrashed } from './media-items.ts'
import { pageOf } from './paging.ts'

const dateSchema = z.strictObject({
  year: z.number().int().optional(),
  month: z.number().int().optional(),
  day: z.number().int().optional(),
})

const requestSchema = z.strictObject({
  albumId: z.string().optional(),
  pageSize: z.number().int().optional(),
  pageToken: z.string().optional(),
  orderBy: z.string().optional(),
  filters: z
    .strictObject({
      dateFilter: z
        .strictObject({
          dates: z.array(dateSchema).max(5).optional(),
          ranges: z
            .array(z.strictObject({ startDate: dateSchema, endDate: dateSchema }))
            .max(5)
            .optional(),
        })
        .optional(),
      contentFilter: z
        .strictObject({
          includedContentCategories: z.array(z.string()).optional(),
          excludedContentCategories: z.array(z.string()).optional(),
        })
        .optional(),
      mediaTypeFilter: z
        .strictObject({ mediaTypes: z.array(z.enum(['ALL_MEDIA', 'VIDEO', 'PHOTO'])).max(1) })
        .optional(),
      featureFilter: z
        .strictObject({ includedFeatures: z.array(z.enum(['NONE', 'FAVORITES'])) })
        .optional(),
      includeArchivedMedia: z.boolean().optional(),
      excludeNonAppCreatedData: z.boolean().optional(),
    })
    .optional(),
})

type Request = z.infer<typeof requestSchema>
type Filters = NonNullable<Request['filters']>
type GoogleDate = z.infer<typeof dateSchema>

/** Finds items by album or by filters. */
export async function searchItems(context: Context, call: SignedInCall): Promise<Answer> {
  const request = await readJson(call.exchange, requestSchema)
  const page = pageOf(find(context, call, request), (item) => item.id, itemPages, request)
  return json({
    ...(page.entries.length === 0
      ? {}
      : { mediaItems: page.entries.map((item) => viewItem(context, item)) }),
    ...(page.nextPageToken === null ? {} : { nextPageToken: page.nextPageToken }),
  })
}

function find(context: Context, call: SignedInCall, request: Request): readonly MediaItem[] {
  const { albumId, filters, orderBy } = request
  if (albumId !== undefined && filters !== undefined) {
    throw new Refusal(invalidArgument('The album ID cannot be set if filters are used.'))
  }
  if (orderBy !== undefined && filters?.dateFilter === undefined) {
    throw new Refusal(invalidArgument('The order can only be set with a date filter.'))
  }
  if (albumId !== undefined) return inAlbum(context, call, albumId)
  const own = untrashed(context.store.itemsOf(call.caller.email, call.caller.client.clientId))
  const found = filters === undefined ? own : own.filter((item) => passes(context, item, filters))
  if (orderBy === undefined || orderBy === 'MediaMetadata.creation_time desc') return found
  if (orderBy === 'MediaMetadata.creation_time') return found.toReversed()
  throw new Refusal(invalidArgument(`Invalid order: "${orderBy.slice(0, 80)}".`))
}

function inAlbum(context: Context, call: SignedInCall, albumId: string): MediaItem[] {
  const album = context.store.albums.get(albumId)
  const isOwn = album?.email === call.caller.email && album.clientId === call.caller.client.clientId
  if (!isOwn) throw new Refusal(notFound('The provided ID does not match any albums.'))
  return [...untrashed(itemIdsIn(album).flatMap((id) => context.store.items.get(id) ?? []))]
}

function passes(context: Context, item: MediaItem, filters: Filters): boolean {
  const kind = context.store.contents.get(item.sha256)?.media?.kind
  const type = filters.mediaTypeFilter?.mediaTypes[0] ?? 'ALL_MEDIA'
  if (type !== 'ALL_MEDIA' && type.toLowerCase() !== kind) return false
  // Nothing here is a favourite, and no picture is recognised.
  if (filters.featureFilter?.includedFeatures.includes('FAVORITES') === true) return false
  const categories = filters.contentFilter?.includedContentCategories ?? []
  if (categories.some((category) => category !== 'NONE')) return false
  const { dates = [], ranges = [] } = filters.dateFilter ?? {}
  if (dates.length + ranges.length === 0) return true
  const day = item.creationTime.slice(0, 10)
  return (
    dates.some((date) => isOnDate(day, date)) ||
    ranges.some(({ startDate, endDate }) => day >= toDay(startDate) && day <= toDay(endDate))
  )
}

/** A part of a date that is missing or zero matches every value. */
function isOnDate(day: string, date: GoogleDate): boolean {
  const [year, month, dayOfMonth] = day.split('-').map(Number)
  return (
    ((date.year ?? 0) === 0 || date.year === year) &&
    ((date.month ?? 0) === 0 || date.month === month) &&
    ((date.day ?? 0) === 0 || date.day === dayOfMonth)
  )
}

function toDay(date: GoogleDate): string {
  const two = (value: number | undefined): string => String(value ?? 0).padStart(2, '0')
  return `${String(date.year ?? 0).padStart(4, '0')}-${two(date.month)}-${two(date.day)}`
}
