/** Where new entries go in an album, by the albumPosition of a request. */
import { z } from 'zod'
import { Refusal } from '../core/answer.ts'
import type { Context } from '../core/context.ts'
import { invalidArgument } from '../core/google-errors.ts'
import type { Album, AlbumEntry } from '../core/model.ts'

/** The albumPosition of a request. */
export const albumPositionSchema = z.strictObject({
  position: z
    .enum([
      'POSITION_TYPE_UNSPECIFIED',
      'FIRST_IN_ALBUM',
      'LAST_IN_ALBUM',
      'AFTER_MEDIA_ITEM',
      'AFTER_ENRICHMENT_ITEM',
    ])
    .optional(),
  relativeMediaItemId: z.string().optional(),
  relativeEnrichmentItemId: z.string().optional(),
})

/** The albumPosition of a request. */
export type AlbumPosition = z.infer<typeof albumPositionSchema>

/** The index at which new entries go, or a refusal when the position names nothing in the album. */
export function placeInAlbum(album: Album, position: AlbumPosition | undefined): number {
  const end = album.entries.length
  switch (position?.position) {
    case undefined:
    case 'POSITION_TYPE_UNSPECIFIED':
    case 'LAST_IN_ALBUM':
      return end
    case 'FIRST_IN_ALBUM':
      return 0
    case 'AFTER_MEDIA_ITEM': {
      const wanted = position.relativeMediaItemId
      return after(
        album.entries.findIndex((entry) => 'mediaItemId' in entry && entry.mediaItemId === wanted),
      )
    }
    case 'AFTER_ENRICHMENT_ITEM': {
      const wanted = position.relativeEnrichmentItemId
      return after(
        album.entries.findIndex(
          (entry) => 'enrichmentId' in entry && entry.enrichmentId === wanted,
        ),
      )
    }
  }
}

/** The ids of an album's media items, in order. */
export function itemIdsIn(album: Album): string[] {
  return album.entries.flatMap((entry) => ('mediaItemId' in entry ? [entry.mediaItemId] : []))
}

/** Puts entries into an album. */
export function insertEntries(
  context: Context,
  albumId: string,
  entries: readonly AlbumEntry[],
  place: number,
): void {
  const album = context.store.albums.get(albumId)
  if (album === undefined || entries.length === 0) return
  if (place === album.entries.length) {
    context.store.put({ t: 'albumAppend', v: { id: albumId, entries: [...entries] } })
    return
  }
  const all = [...album.entries.slice(0, place), ...entries, ...album.entries.slice(place)]
  context.store.put({ t: 'album', v: { ...album, entries: all } })
}

/** Refuses what would make an album larger than Google allows. */
export function refuseFullAlbum(context: Context, album: Album, more: number): void {
  const limit = context.settings.maxAlbumItems
  if (itemIdsIn(album).length + more <= limit) return
  throw new Refusal(
    invalidArgument(`The album cannot hold more than ${String(limit)} media items.`),
  )
}

function after(index: number): number {
  if (index === -1) throw new Refusal(invalidArgument('Invalid album position.'))
  return index + 1
}
