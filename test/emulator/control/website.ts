/**
 * What a person may do on the website, of which the API hears nothing: bring photos, edit them, put them into the trash, rename
 * albums and delete them, put photos into them and take photos out.
 */
import { Buffer } from 'node:buffer'
import type { z } from 'zod'
import type { Context } from '../core/context.ts'
import type { Album, MediaItem } from '../core/model.ts'
import { newMediaId } from '../core/secrets.ts'
import { itemIdsIn } from '../library/album-entries.ts'
import { itemDate } from '../media/dates.ts'
import type { bringSchema, editSchema } from './requests.ts'

/** No client of the API made it. */
const websiteClientId = 'website'

/** Brings a photo as the website does: what has no date takes the time of its file. Answers the id. */
export function bring(context: Context, request: z.infer<typeof bringSchema>): string {
  const bytes = Buffer.from(request.base64, 'base64')
  const content = context.contents.keepChunks([bytes], bytes.length)
  if (content.media === null) throw new Error('These bytes are neither a photo nor a video.')
  const email = request.user ?? context.accounts[0]?.email ?? ''
  const nowMs = context.clock.now()
  const { atMs, ...date } = itemDate(content.media, context.settings, nowMs)
  const fileTimeMs = date.datedBy === null ? request.modifiedAtMs : undefined
  const item: MediaItem = {
    id: newMediaId(),
    email,
    clientId: websiteClientId,
    sha256: content.sha256,
    fileName: request.fileName,
    description: request.description ?? '',
    creationTime: new Date(fileTimeMs ?? atMs).toISOString().replace(/\.\d+Z/, 'Z'),
    ...date,
    fromWebsite: request.quality ?? 'original',
    createdAtMs: nowMs,
    createdBySeq: 0,
    timesCreated: 1,
  }
  context.store.put({ t: 'item', v: item })
  return item.id
}

/** Puts an item into the trash. */
export function trash(context: Context, id: string): void {
  context.store.put({ t: 'item', v: { ...itemOf(context, id), isTrashed: true } })
}

/** Cuts or turns a photo; its bytes stay with Google. */
export function edit(context: Context, { id, ...editedTo }: z.infer<typeof editSchema>): void {
  context.store.put({ t: 'item', v: { ...itemOf(context, id), editedTo } })
}

/** Gives an album another title. */
export function renameAlbum(context: Context, id: string, title: string): void {
  context.store.put({ t: 'album', v: { ...albumOf(context, id), websiteTitle: title } })
}

/** Puts an item into an album, whoever made either. */
export function putIntoAlbum(context: Context, id: string, itemId: string): void {
  const album = albumOf(context, id)
  if (context.store.items.get(itemId)?.email !== album.email)
    throw new Error(`There is no media item ${itemId} of that account.`)
  if (itemIdsIn(album).includes(itemId)) return
  const takenOut = (album.takenOut ?? []).filter((one) => one !== itemId)
  const entries = [...album.entries, { mediaItemId: itemId }]
  context.store.put({ t: 'album', v: { ...album, entries, takenOut } })
}

/** Deletes an album; its items stay in the library. */
export function deleteAlbum(context: Context, id: string): void {
  context.store.put({ t: 'albumGone', v: albumOf(context, id).id })
}

/** Takes an item out of an album; it stays in the library. */
export function takeOutOfAlbum(context: Context, id: string, itemId: string): void {
  const album = albumOf(context, id)
  const entries = album.entries.filter(
    (entry) => !('mediaItemId' in entry && entry.mediaItemId === itemId),
  )
  if (entries.length === album.entries.length) throw new Error('The item is not in the album.')
  const takenOut = [...(album.takenOut ?? []), itemId]
  context.store.put({ t: 'album', v: { ...album, entries, takenOut } })
}

function itemOf(context: Context, id: string): MediaItem {
  const item = context.store.items.get(id)
  if (item === undefined) throw new Error(`There is no media item ${id}.`)
  return item
}

function albumOf(context: Context, id: string): Album {
  const album = context.store.albums.get(id)
  if (album === undefined) throw new Error(`There is no album ${id}.`)
  return album
}
