/** What is in an album: adding and removing media items, adding enrichments (photos-api.md 4). */
import { z } from 'zod'
import { json, Refusal, type Answer } from '../core/answer.ts'
import type { SignedInCall } from '../core/call.ts'
import type { Context } from '../core/context.ts'
import { invalidArgument } from '../core/google-errors.ts'
import { readJson } from '../core/json-body.ts'
import { newMediaId } from '../core/secrets.ts'
import {
  albumPositionSchema,
  insertEntries,
  itemIdsIn,
  placeInAlbum,
  refuseFullAlbum,
} from './album-entries.ts'
import { ownAlbum } from './albums.ts'
import { findOwnItem } from './media-items.ts'
import { enterWrite } from './one-write.ts'

const maxIds = 50

/** Adds up to 50 items, all or none. */
export async function addToAlbum(context: Context, call: SignedInCall): Promise<Answer> {
  const ids = await readIds(call)
  enterWrite(context, call)
  const album = ownAlbum(context, call, call.params[0] ?? '')
  refuseStrangers(context, call, ids)
  const there = new Set(itemIdsIn(album))
  const fresh = [...new Set(ids)].filter((id) => !there.has(id))
  refuseFullAlbum(context, album, fresh.length)
  const entries = fresh.map((mediaItemId) => ({ mediaItemId }))
  insertEntries(context, album.id, entries, album.entries.length)
  return json({})
}

/** Removes up to 50 items, all or none; the items themselves stay in the library. */
export async function removeFromAlbum(context: Context, call: SignedInCall): Promise<Answer> {
  const ids = await readIds(call)
  enterWrite(context, call)
  const album = ownAlbum(context, call, call.params[0] ?? '')
  if (new Set(ids).size !== ids.length) {
    throw new Refusal(invalidArgument('Request must not repeat media item IDs.'))
  }
  const there = new Set(itemIdsIn(album))
  if (!ids.every((id) => there.has(id))) throw invalidItem()
  const gone = new Set(ids)
  const entries = album.entries.filter(
    (entry) => !('mediaItemId' in entry && gone.has(entry.mediaItemId)),
  )
  const cover = album.coverPhotoMediaItemId
  context.store.put({
    t: 'album',
    v: {
      ...album,
      entries,
      coverPhotoMediaItemId: cover !== null && gone.has(cover) ? null : cover,
    },
  })
  return json({})
}

/** Puts a text, a place or a map between the items. */
export async function addEnrichment(context: Context, call: SignedInCall): Promise<Answer> {
  const enrichmentSchema = z.strictObject({
    textEnrichment: z.looseObject({ text: z.string().max(1000) }).optional(),
    locationEnrichment: z.looseObject({}).optional(),
    mapEnrichment: z.looseObject({}).optional(),
  })
  const schema = z.strictObject({
    newEnrichmentItem: enrichmentSchema.optional(),
    albumPosition: albumPositionSchema.optional(),
  })
  const { newEnrichmentItem, albumPosition } = await readJson(call.exchange, schema)
  enterWrite(context, call)
  const album = ownAlbum(context, call, call.params[0] ?? '')
  if (newEnrichmentItem === undefined || Object.keys(newEnrichmentItem).length !== 1) {
    throw new Refusal(invalidArgument('Request must have exactly one enrichment.'))
  }
  const enrichmentId = newMediaId()
  const entry = { enrichmentId, enrichment: newEnrichmentItem }
  insertEntries(context, album.id, [entry], placeInAlbum(album, albumPosition))
  return json({ enrichmentItem: { id: enrichmentId } })
}

async function readIds(call: SignedInCall): Promise<string[]> {
  const schema = z.strictObject({ mediaItemIds: z.array(z.string()).optional() })
  const { mediaItemIds = [] } = await readJson(call.exchange, schema)
  if (mediaItemIds.length === 0) {
    throw new Refusal(invalidArgument('Request must have at least one media item ID.'))
  }
  if (mediaItemIds.length > maxIds) {
    throw new Refusal(invalidArgument('Request must have no more than 50 media item IDs.'))
  }
  return mediaItemIds
}

function refuseStrangers(context: Context, call: SignedInCall, ids: readonly string[]): void {
  const isKnown = (id: string): boolean => {
    if (findOwnItem(context, call, id) !== undefined) return true
    const item = context.store.items.get(id)
    const isFromWebsite = item?.email === call.caller.email && item.fromWebsite !== undefined
    return isFromWebsite && context.settings.websiteItemsJoinAlbums
  }
  if (!ids.every(isKnown)) throw invalidItem()
}

function invalidItem(): Refusal {
  return new Refusal(invalidArgument('Request contains an invalid media item id.'))
}
