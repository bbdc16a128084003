// How much of the folders could not be looked into: whether photos lie there is not known, so nobody may call it all done.
import type { SourceView, Status } from './status.ts'

type Readable = Pick<SourceView, 'state' | 'unreadableFolders' | 'unreadableFiles'>

/** Folders of one source; a source that cannot be read at all counts as one. */
export const unreadableFoldersIn = (source: Readable): number =>
  source.state === 'unreadable' ? 1 : source.unreadableFolders

/** Folders and files of one source. */
export const unreadableIn = (source: Readable): number =>
  unreadableFoldersIn(source) + (source.state === 'unreadable' ? 0 : (source.unreadableFiles ?? 0))

/** The same of all sources together. */
export const unreadablePlaces = ({ sources }: Pick<Status, 'sources'>): number =>
  sources.reduce((sum, source) => sum + unreadableIn(source), 0)
