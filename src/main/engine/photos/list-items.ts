// Reads back the photos that this app made, one page at a time (photos-api.md, section 5).
// What is done with them is the catalogue's.
import * as z from 'zod'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { isFromSomeoneElse } from '../line-failure.ts'
import type { Clock } from '../ports/outside.ts'
import type { ListedItem } from '../ports/photos.ts'
import { failureOf, isSuccess, jsonOf } from './answers.ts'
import type { Line } from './authorised-line.ts'

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
export async function listItems(
  { line, clock }: { line: Line; clock: Clock },
  pageToken: string | null,
  signal: AbortSignal,
): Promise<Result<{ items: ListedItem[]; next: string | null }, Failure>> {
  const query = new URLSearchParams({ pageSize: String(pageSize) })
  if (pageToken !== null) query.set('pageToken', pageToken)
  const answer = await line.send({
    operation: 'list',
    method: 'GET',
    path: `/v1/mediaItems?${query.toString()}`,
    headers: {},
    body: null,
    signal,
  })
  if (!answer.ok) return answer
  if (!isSuccess(answer.value)) return fail(failureOf(answer.value, clock.now()))
  if (isFromSomeoneElse(answer.value)) return fail({ kind: 'offline' })
  const page = pageSchema.safeParse(jsonOf(answer.value))
  if (!page.success) return fail({ kind: 'unexpected-answer' })
  const items = page.data.mediaItems.filter((item) => item !== null).map(toListedItem)
  return ok({
    items,
    next: page.data.nextPageToken === '' ? null : (page.data.nextPageToken ?? null),
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
