// The album of one batch: made before the batch leaves, and what becomes of the batch where Google refuses it for the album's
// sake. An album never stops a photo: what does not go into it goes without it, and that is remembered. Which album it is, and
// how it is made, is the keeper's.
import type { Failure } from '../../../shared/failure.ts'
import type { AlbumKeeper, AlbumPlace, StoredAlbum } from '../ports/albums.ts'
import type { Change, WorkItem } from '../ports/catalogue.ts'

/** The album of one batch. */
export interface BatchAlbum {
  /** The folder that it is of; undefined: these go into none. */
  readonly place: AlbumPlace | undefined
  /** Has it made where it is not there yet; a failure is that of the request, and the batch does not leave. */
  ready(signal: AbortSignal): Promise<Failure | null>
  /** Google's id of the album that these of the batch go into; undefined: into none. */
  of(items: readonly WorkItem[]): string | undefined
  /** What is stored with a photo that was made, before it is told to be in the library. */
  changesFor(item: WorkItem): Change[]
  /**
   * Google refused these as a whole. `again`: they are asked for once more, the album is gone; `rest`: the album is full, all that
   * is left of the batch comes again for its next part; `blame`: what follows is not the album's.
   */
  refused(
    items: readonly WorkItem[],
    failure: Failure,
    signal: AbortSignal,
  ): Promise<'again' | 'rest' | 'blame'>
  /** One that is refused by itself is asked for once more without the album; false: it was already. */
  leaveOut(items: readonly WorkItem[]): boolean
}

/** The album of a batch, all of whose photos go into the same or into none. */
export function createBatchAlbum(keeper: AlbumKeeper, items: readonly WorkItem[]): BatchAlbum {
  const place = items[0]?.album
  let album: StoredAlbum | null = null
  let isLookedAt = false
  const leftOut = new Set<WorkItem>()

  return {
    place,
    async ready(signal) {
      if (place === undefined) return null
      const { sourceId, key } = place
      const found = await keeper.albumFor({ sourceId, key }, items.length, signal)
      if (found.ok) album = found.value
      return found.ok ? null : found.failure
    },
    of: (those) => {
      const isIn = album !== null && !those.every((item) => leftOut.has(item))
      return isIn ? (album?.albumId ?? undefined) : undefined
    },
    changesFor: (item) =>
      album === null || item.uploadId === null
        ? []
        : [
            {
              ...{ of: 'in-album', uploadId: item.uploadId, rowId: album.rowId },
              isIn: !leftOut.has(item),
            },
          ],
    async refused(those, failure, signal) {
      if (album === null || those.every((item) => leftOut.has(item))) return 'blame'
      if (failure.kind === 'album-gone') {
        await keeper.isGone(album)
        album = null
        return 'again'
      }
      if (failure.kind !== 'rejected' || isLookedAt) return 'blame'
      const now = await keeper.lookAt(album, signal)
      isLookedAt = now !== 'unknown'
      if (now === 'gone') album = null
      return now === 'gone' ? 'again' : now === 'full' ? 'rest' : 'blame'
    },
    leaveOut: (those) => {
      if (album === null) return false
      const isNew = those.some((item) => !leftOut.has(item))
      for (const item of those) leftOut.add(item)
      return isNew
    },
  }
}
