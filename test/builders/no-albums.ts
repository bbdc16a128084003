// The keeper of albums where no folder wants any: whoever asks it for one has asked in vain.
import type { AlbumKeeper } from '../../src/main/engine/ports/albums.ts'
import { ok } from '../../src/shared/result.ts'

/** Makes none. */
export const noAlbums: AlbumKeeper = {
  compare: () => 0,
  albumFor: () => Promise.reject(new Error('No folder wants an album')),
  isGone: () => Promise.resolve(),
  lookAt: () => Promise.resolve('open'),
  addDue: () => Promise.resolve({ place: null, added: ok(false) }),
}
