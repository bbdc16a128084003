// Reads back the photos that this app made, one page at a time (photos-api.md, section 5).
// What is done with them is the catalogue's.
import * as z from 'zod'
import type { Failure } from '../../../shared/failure.ts'
import type { Result } from '../../../shared/result.ts'
import type { ListedItem } from '../ports/photos.ts'
import { ask, noBody, type AskTools } from './ask.ts'

/** The largest page that mediaItems.list gives, so that reading back costs the fewest requests. */
const pageSize = 100

/** Numbers come as strings. */
export const pixels = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  .nullable()
  .catch(null)

const itemSchema = z.object({
  id: z.string().min(1),
  productUrl: z.string().nullable().catch(null),
  filename: z.string().catch(''),
  mimeType: z.string().catch(''),
  mediaMetadata: z
    .object({ creationTime: z.string().nullable().catch(null), width: pixels, height: pixels })
    .catch({ creationTime: null, width: null, height: null }),
})

// An empty library answers `{}`.
const pageSchema = z.object({
  mediaItems: z.array(itemSchema.nullable().catch(null)).optional().default([]),
  nextPageToken: z.string().optional(),
})

/** One page of the app's own photos and the token of the next, null on the last. */
export function listItems(
  tools: AskTools,
  pageToken: string | null,
  signal: AbortSignal,
): Promise<Result<{ items: ListedItem[]; next: string | null }, Failure>> {
  const query = new URLSearchParams({ pageSize: String(pageSize) })
  if (pageToken !== null) query.set('pageToken', pageToken)
  const path = `/v1/mediaItems?${query.toString()}`
  return ask(tools, { operation: 'list', method: 'GET', path, ...noBody, signal }, (answer) => {
    const page = pageSchema.safeParse(answer).data
    if (page === undefined) return null
    const next = page.nextPageToken
    return {
      items: page.mediaItems.filter((item) => item !== null).map(toListedItem),
      next: next === undefined || next === '' ? null : next,
    }
  })
}

function toListedItem(item: z.infer<typeof itemSchema>): ListedItem {
  const { creationTime, width, height } = item.mediaMetadata
  const createdAt = Date.parse(creationTime ?? '')
  return {
    mediaItemId: item.id,
    productUrl: item.productUrl,
    fileName: item.filename,
    mimeType: item.mimeType,
    createdAt: Number.isNaN(createdAt) ? null : createdAt,
    width,
    height,
  }
}
