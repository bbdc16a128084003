// The door of the albums room.
export { fullAt, inAlbumOrder, partFor, type AlbumPart, type Placed } from './parts.ts'
export { planAlbums, type AlbumPlan, type PlannedAlbum, type PlannedFolder } from './plan.ts'
export { folderName, longestTitle, partTitle, titleOf } from './titles.ts'
