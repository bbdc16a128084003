/** Media items: list, get, batchGet and patch (photos-api.md 5). Search is in search.ts, creation in batch-create.ts. */
import { z } from 'zod'
import { json, Refusal, type Answer } from '../core/answer.ts'
import type { SignedInCall } from '../core/call.ts'
import type { Context } from '../core/context.ts'
import { invalidArgument, notFound } from '../core/google-errors.ts'
import { readJson } from '../core/json-body.ts'
import type { MediaItem } from '../core/model.ts'
import { refuseLongDescription } from './descriptions.ts'
import { viewItem } from './item-view.ts'
import { pageOf, pageSizeIn } from './paging.ts'

/** Page sizes of list and search. */
export const itemPages = { defaultSize: 25, maxSize: 100 }

const maxBatchGet = 50

/** Everything this client made, newest capture first. */
export function listItems(context: Context, call: SignedInCall): Answer {
  const items = untrashed(context.store.itemsOf(call.caller.email, call.caller.client.clientId))
  const page = pageOf(items, (item) => item.id, itemPages, {
    pageSize: pageSizeIn(call.url),
    pageToken: call.url.searchParams.get('pageToken') ?? undefined,
  })
  return json({
    ...(page.entries.length === 0
      ? {}
      : { mediaItems: page.entries.map((item) => viewItem(context, item)) }),
    ...(page.nextPageToken === null ? {} : { nextPageToken: page.nextPageToken }),
  })
}

/** What lies in the trash is in no list. */
export function untrashed(items: readonly MediaItem[]): readonly MediaItem[] {
  return items.some((item) => item.isTrashed === true)
    ? items.filter((item) => item.isTrashed !== true)
    : items
}

/** One item. */
export function getItem(context: Context, call: SignedInCall): Answer {
  return json(viewItem(context, ownItem(context, call, call.params[0] ?? '')))
}

/** Up to 50 items, each with its own result, in the order asked for. */
export function batchGetItems(context: Context, call: SignedInCall): Answer {
  const ids = call.url.searchParams.getAll('mediaItemIds')
  if (ids.length === 0) {
    throw new Refusal(invalidArgument('Request must have at least one media item ID.'))
  }
  if (ids.length > maxBatchGet) {
    throw new Refusal(invalidArgument('Request must have no more than 50 media item IDs.'))
  }
  if (new Set(ids).size !== ids.length) {
    throw new Refusal(invalidArgument('Request must not repeat media item IDs.'))
  }
  const mediaItemResults = ids.map((id) => {
    const item = findOwnItem(context, call, id)
    if (item !== undefined) return { mediaItem: viewItem(context, item) }
    return { status: { code: 3, message: 'Invalid media item ID.' } }
  })
  return json({ mediaItemResults })
}

/** Changes an item's description. */
export async function patchItem(context: Context, call: SignedInCall): Promise<Answer> {
  const schema = z.strictObject({ description: z.string().optional(), id: z.string().optional() })
  const body = await readJson(call.exchange, schema)
  const item = ownItem(context, call, call.params[0] ?? '')
  const mask = call.url.searchParams.get('updateMask')
  if (mask !== 'description') {
    throw new Refusal(invalidArgument('Invalid update mask: expected "description".'))
  }
  const description = body.description ?? ''
  refuseLongDescription(context.settings, description)
  const changed = context.settings.patchesShow ? { ...item, description } : item
  context.store.put({ t: 'item', v: changed })
  return json(viewItem(context, changed))
}

/** The caller's item of that id, if this client made it and it can be found. */
export function findOwnItem(
  context: Context,
  call: SignedInCall,
  id: string,
): MediaItem | undefined {
  const item = context.store.items.get(id)
  const isOwn = item?.email === call.caller.email && item.clientId === call.caller.client.clientId
  const isFound = item?.isTrashed !== true || context.settings.trashedAreFound
  return isOwn && isFound ? item : undefined
}

function ownItem(context: Context, call: SignedInCall, id: string): MediaItem {
  const item = findOwnItem(context, call, id)
  if (item === undefined) throw new Refusal(notFound())
  return item
}
