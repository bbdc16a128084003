// Looks which of the folders that tell a camera's card are on a volume. In the threads of a walk, so that one which hangs keeps
// nobody else waiting; no file of it is opened.
import type { Walker } from '../ports/files.ts'
import { shapeFolders, type VolumeShape } from './volume-kind.ts'

/** A card that answers, answers well within this. */
const longestMs = 10_000

/** The shape of a volume; null: it could not be looked at. */
export async function readShape(
  root: string,
  walker: Pick<Walker, 'walk'>,
  signal: AbortSignal,
): Promise<VolumeShape | null> {
  const shape = new Map<string, readonly string[]>()
  const walked = await walker.walk(
    {
      root,
      folders: shapeFolders,
      isRecursive: false,
      includeSubfolders: true,
      ignorePatterns: [],
      recall: () => ({ isMedia: false, isSame: true }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(longestMs)]),
    },
    (events) => {
      for (const event of events)
        if (event.kind === 'listing') shape.set(event.listing.folder, event.listing.subfolders)
    },
  )
  return walked.ok ? shape : null
}
