// The door of the check room: whether everything in a folder is in Google Photos, so that it is safe to erase. It never erases.
export { checkFolder, type CheckListener, type CheckParts } from './check-folder.ts'
