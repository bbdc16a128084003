// The door of the albums room.
export { createAlbumKeeper, type AlbumKeeperOptions } from './keeper.ts'
export { fullAt, inAlbumOrder, partFor, type AlbumPart } from './parts.ts'
export { planAlbums, type AlbumPlan, type PlannedAlbum, type PlannedFolder } from './plan.ts'
export {
  createAlbumPreview,
  knownAlbums,
  type AlbumsOfFolder,
  type KnownAlbums,
} from './rehearsed.ts'
export { folderName, longestTitle, partTitle, titleOf, titlesOf } from './titles.ts'
