// Counts what a folder holds before the user adds it, by the same walk that later finds it, so that the numbers agree.
// Decides nothing; whether a folder may be added is the engine's to say.
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Entry, FolderCount, WalkEvent } from '../ports/files.ts'
import { cloudLook } from './cloud-look.ts'
import { createFileReader } from './file-reader.ts'
import { identifyFolder } from './identify-folder.ts'
import { createWalker } from './walker.ts'

/** Somebody looks at a growing number while this runs; about a million files on a local disk are counted by then. */
const longestCountMs = 20_000

/** How a folder is counted. */
export interface CountWish {
  onProgress?: (soFar: Readonly<FolderCount>) => void
  /** Folders inside that are not counted, relative to it. */
  leftOut?: readonly string[]
  /** Files that are not counted, by their folder relative to it. */
  isPassedBy?: (folder: string, entry: Entry) => boolean
}

/** Counts a folder and all below it. Ends early, with what it has, after a while or when `signal` aborts. */
export async function countFolder(
  path: string,
  signal: AbortSignal,
  { onProgress, leftOut = [], isPassedBy = () => false }: CountWish = {},
): Promise<Result<FolderCount, Failure>> {
  const count: FolderCount = {
    files: 0,
    bytes: 0,
    onlineOnly: 0,
    libraries: [],
    isNetwork: false,
    isWhole: true,
  }
  const reader = createFileReader()
  const walker = createWalker({ reader, cloudLook })
  try {
    const walked = await walker.walk(
      {
        root: path,
        folders: [''],
        isRecursive: true,
        includeSubfolders: true,
        ignorePatterns: [],
        leftOut,
        signal: AbortSignal.any([signal, AbortSignal.timeout(longestCountMs)]),
      },
      (events) => {
        for (const event of events) addEvent(count, event, isPassedBy)
        onProgress?.(count)
      },
    )
    if (walked.ok) count.libraries = walked.value.libraries
    else if (walked.failure.kind === 'aborted') count.isWhole = false
    else return fail(walked.failure)
  } finally {
    await Promise.all([walker.close(), reader.close()])
  }
  count.isNetwork = (await identifyFolder(path)).isNetwork
  return ok(count)
}

function addEvent(
  count: FolderCount,
  event: WalkEvent,
  isPassedBy: (folder: string, entry: Entry) => boolean,
): void {
  if (event.kind === 'unreadable') count.isWhole = false
  if (event.kind !== 'listing') return
  for (const entry of event.listing.entries) {
    if (isPassedBy(event.listing.folder, entry)) continue
    count.files += 1
    count.bytes += entry.sizeBytes
    if (entry.isOnlineOnly) count.onlineOnly += 1
  }
}
