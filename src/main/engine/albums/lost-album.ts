// Finds the album of an intention whose answer was lost, so that it is not made twice. That is the one time when albums are listed.
import type { Failure } from '../../../shared/failure.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { LibraryAlbum, LibraryAlbums } from '../ports/photos.ts'

/** The first that is ours, empty, of this title, and none of those that are known; null: there is none. */
export async function findLostAlbum(
  photos: Pick<LibraryAlbums, 'listAlbums'>,
  title: string,
  known: readonly (string | null)[],
  signal: AbortSignal,
): Promise<Result<LibraryAlbum | null, Failure>> {
  const others = new Set(known)
  let pageToken: string | null = null
  do {
    const page: Awaited<ReturnType<LibraryAlbums['listAlbums']>> = await photos.listAlbums(
      pageToken,
      signal,
    )
    if (!page.ok) return page
    const found = page.value.albums.find(
      (album) => isSameTitle(album.title, title) && album.count === 0 && !others.has(album.albumId),
    )
    if (found !== undefined) return ok(found)
    // A list that does not go on has no end.
    pageToken = page.value.next === pageToken ? null : page.value.next
  } while (pageToken !== null)
  return ok(null)
}

/** Google may keep a title in another form of the same letters. */
export const isSameTitle = (one: string, other: string): boolean =>
  one.normalize('NFC').trim() === other.normalize('NFC').trim()
