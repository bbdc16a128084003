// The door of the sources room: folders that are kept known, and what is asked of a folder before it becomes one.
export { addSource, resolveFolder, type PlacedFolder } from './add-source.ts'
export { createFolderCounts, type LiveCount } from './folder-counts.ts'
export { ownFoldersIn } from './own-folders.ts'
export type { EngineMode, SourceTiming } from './source-state.ts'
export { createSources, type Sources } from './sources.ts'
