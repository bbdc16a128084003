/** Albums: create, list, get and patch (photos-api.md 4). Their contents are in album-contents.ts. */
import { z } from 'zod'
import { json, Refusal, type Answer } from '../core/answer.ts'
import type { SignedInCall } from '../core/call.ts'
import type { Context } from '../core/context.ts'
import { errorFacts } from '../core/context.ts'
import { googleError, invalidArgument } from '../core/google-errors.ts'
import { readJson } from '../core/json-body.ts'
import type { Album } from '../core/model.ts'
import { newMediaId } from '../core/secrets.ts'
import { itemIdsIn } from './album-entries.ts'
import { enterWrite } from './one-write.ts'
import { pageOf, pageSizeIn } from './paging.ts'

const albumPages = { defaultSize: 20, maxSize: 50 }
const maxTitle = 500

/** Makes an album; titles need not differ. */
export async function createAlbum(context: Context, call: SignedInCall): Promise<Answer> {
  const schema = z.strictObject({
    album: z.strictObject({ title: z.string().optional() }).optional(),
  })
  const { album: asked } = await readJson(call.exchange, schema)
  enterWrite(context, call)
  if (asked === undefined) throw new Refusal(invalidArgument('Request must have an album.'))
  const album: Album = {
    id: newMediaId(),
    email: call.caller.email,
    clientId: call.caller.client.clientId,
    title: goodTitle(asked.title ?? ''),
    coverPhotoMediaItemId: null,
    entries: [],
    createdAtMs: context.clock.now(),
  }
  context.store.put({ t: 'album', v: album })
  return json(viewAlbum(context, album))
}

/** The albums this client made. */
export function listAlbums(context: Context, call: SignedInCall): Answer {
  const { email, client } = call.caller
  const own = [...context.store.albums.values()].filter(
    (album) => album.email === email && album.clientId === client.clientId,
  )
  const page = pageOf(own, (album) => album.id, albumPages, {
    pageSize: pageSizeIn(call.url),
    pageToken: call.url.searchParams.get('pageToken') ?? undefined,
  })
  const [first] = page.entries
  const before = first === undefined ? undefined : own[own.indexOf(first) - 1]
  const repeated = context.settings.albumPagesRepeatLast && before !== undefined ? [before] : []
  const albums = [...repeated, ...page.entries]
  return json({
    ...(albums.length === 0 ? {} : { albums: albums.map((album) => viewAlbum(context, album)) }),
    ...(page.nextPageToken === null ? {} : { nextPageToken: page.nextPageToken }),
  })
}

/** One album. */
export function getAlbum(context: Context, call: SignedInCall): Answer {
  return json(viewAlbum(context, ownAlbum(context, call, call.params[0] ?? '')))
}

/** Changes an album's title or cover. */
export async function patchAlbum(context: Context, call: SignedInCall): Promise<Answer> {
  const schema = z.strictObject({
    id: z.string().optional(),
    title: z.string().optional(),
    coverPhotoMediaItemId: z.string().optional(),
  })
  const body = await readJson(call.exchange, schema)
  enterWrite(context, call)
  let album = ownAlbum(context, call, call.params[0] ?? '')
  const masks = call.url.searchParams.getAll('updateMask').flatMap((mask) => mask.split(','))
  if (masks.length === 0) throw new Refusal(invalidArgument('Request must have an update mask.'))
  for (const mask of masks) {
    if (mask === 'title') {
      const title = goodTitle(body.title ?? '')
      album = { ...album, title, websiteTitle: title }
    } else if (mask === 'coverPhotoMediaItemId' || mask === 'cover_photo_media_item_id') {
      const cover = body.coverPhotoMediaItemId ?? ''
      if (!itemIdsIn(album).includes(cover)) {
        throw new Refusal(invalidArgument('The cover must be a media item of the album.'))
      }
      album = { ...album, coverPhotoMediaItemId: cover }
    } else {
      throw new Refusal(invalidArgument(`Invalid update mask: "${mask.slice(0, 80)}".`))
    }
  }
  context.store.put({ t: 'album', v: album })
  return json(viewAlbum(context, album))
}

/** The caller's album of that id, if this client made it. */
export function ownAlbum(context: Context, call: SignedInCall, id: string): Album {
  const album = context.store.albums.get(id)
  const { email, client } = call.caller
  if (album?.email !== email || album.clientId !== client.clientId) {
    throw new Refusal(googleError('album-gone', errorFacts(context, client)))
  }
  return album
}

/** Sharing left the API in 2025: every such method is forbidden. */
export function refuseSharing(context: Context, call: SignedInCall): Answer {
  return googleError('insufficient-scopes', errorFacts(context, call.caller.client))
}

function goodTitle(title: string): string {
  if (title.length <= maxTitle) return title
  throw new Refusal(invalidArgument('Album title must not be longer than 500 characters.'))
}

function viewAlbum(context: Context, album: Album): Record<string, unknown> {
  const ids = itemIdsIn(album)
  const cover = album.coverPhotoMediaItemId ?? ids[0]
  const isLocal = context.settings.productUrlHost === 'emulator'
  const host = isLocal ? context.origin : 'https://photos.google.com'
  return {
    id: album.id,
    title: (context.settings.websiteTitlesShow ? album.websiteTitle : null) ?? album.title,
    productUrl: `${host}/lr/album/${album.id}`,
    isWriteable: true,
    ...(ids.length === 0 ? {} : { mediaItemsCount: String(ids.length) }),
    ...(cover === undefined
      ? {}
      : {
          coverPhotoBaseUrl: `${context.origin}/media/${cover}`,
          coverPhotoMediaItemId: cover,
        }),
  }
}
