/** Albums as tests and the gallery see them, whoever made them. */
import type { Context } from '../core/context.ts'
import { shownTitleOf } from '../core/model.ts'
import { itemIdsIn } from '../library/album-entries.ts'

/** An album of the library. */
export type LibraryAlbum = {
  readonly id: string
  readonly user: string
  readonly clientId: string
  /** As it was set by the API last. */
  readonly title: string
  /** What people see: the title that they gave on the website, or that of the API. */
  readonly shownTitle: string
  /** In the order in which they are shown. */
  readonly itemIds: readonly string[]
  readonly createdAtMs: number
}

/** Every album, in the order in which they were made. */
export function viewAlbums(context: Context): LibraryAlbum[] {
  return [...context.store.albums.values()].map((album) => ({
    id: album.id,
    user: album.email,
    clientId: album.clientId,
    title: album.title,
    shownTitle: shownTitleOf(album),
    itemIds: itemIdsIn(album),
    createdAtMs: album.createdAtMs,
  }))
}
