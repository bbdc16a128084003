// Has the album of a batch made before the batch leaves, and says whether it does: trouble with one album is that album's alone, and
// what changed meanwhile may have brought everything to rest. How an album is made is albums/.
import type { Failure } from '../../../shared/failure.ts'
import { storeTrouble } from '../ports/catalogue-trouble.ts'
import type { WorkStore } from '../ports/catalogue.ts'
import type { Logger } from '../ports/outside.ts'
import { nameOfPlace, type AlbumTroubles } from './album-troubles.ts'
import type { BatchAlbum } from './batch-album.ts'
import { unexpected } from './failures.ts'

/** Whether a batch leaves; `failed` is for all that share the line, the account or the day's requests. */
export type AlbumReadiness = { is: 'go' } | { is: 'not-now' } | { is: 'failed'; failure: Failure }

/** Has it made. Rejects with what stops everything: an abort, or a store that takes nothing. */
export async function readyAlbum(
  parts: {
    store: Pick<WorkStore, 'currentAccount'>
    logger: Pick<Logger, 'error'>
    troubles: AlbumTroubles
    isOpen(): boolean
  },
  album: Pick<BatchAlbum, 'place' | 'ready'>,
  signal: AbortSignal,
): Promise<AlbumReadiness> {
  const { store, troubles } = parts
  if (album.place === undefined) return { is: 'go' }
  const name = nameOfPlace(album.place)
  if (troubles.isGivenUp(name)) return { is: 'go' }
  const whose = JSON.stringify(store.currentAccount())
  const failure = await album.ready(signal).catch((bug: unknown) => {
    if (signal.aborted || storeTrouble(bug) !== null) throw bug
    parts.logger.error('A bug while an album was made', bug)
    return unexpected(bug)
  })
  // Its bytes are the account's that was used before; and a pause waits for no second request.
  const mayLeave = (): boolean =>
    parts.isOpen() && !signal.aborted && JSON.stringify(store.currentAccount()) === whose
  if (failure === null) {
    troubles.worked(name)
    return { is: mayLeave() ? 'go' : 'not-now' }
  }
  const verdict = signal.aborted ? 'line' : troubles.met(name, failure)
  if (verdict === 'line') return { is: 'failed', failure }
  return { is: verdict === 'without' && mayLeave() ? 'go' : 'not-now' }
}
