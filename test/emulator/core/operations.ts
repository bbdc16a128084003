/** The names of everything the emulator can be asked, as the ledger writes them and fault rules name them. */

/** All operations, grouped by a prefix that a fault rule may name as a whole ("upload", "albums"). */
export const operations = [
  'authorize',
  'token',
  'revoke',
  'tokeninfo',
  'userinfo',
  'discovery',
  'certs',
  'picture',
  'upload.raw',
  'upload.start',
  'upload.chunk',
  'upload.finalize',
  'upload.query',
  'upload.cancel',
  'upload.other',
  'batchCreate',
  'mediaItems.list',
  'mediaItems.search',
  'mediaItems.get',
  'mediaItems.batchGet',
  'mediaItems.patch',
  'albums.create',
  'albums.list',
  'albums.get',
  'albums.patch',
  'albums.batchAdd',
  'albums.batchRemove',
  'albums.addEnrichment',
  'albums.sharing',
  'drive.about',
  'media',
  'unknown',
] as const

/** One of the operations. */
export type Operation = (typeof operations)[number]
