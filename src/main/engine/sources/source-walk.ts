// One walk of a source: hands what it meets to the catalogue, says how it ended, and after a whole one tries what could not
// be read before. When a source is walked is source-machine.ts; what a listing means for files is the catalogue's.
import { storeTrouble, type StoreTrouble } from '../ports/catalogue-trouble.ts'
import type { Catalog, StoredSource } from '../ports/catalogue.ts'
import type { FileReader, WalkEvent, Walker } from '../ports/files.ts'
import type { Checkpoint, Clock, Logger } from '../ports/outside.ts'
import { ownFoldersIn } from './own-folders.ts'
import type { SourceEvent, SourceTiming } from './source-state.ts'

/** What a walk needs. */
export interface WalkPorts {
  catalog: Catalog
  walker: Walker
  reader: Pick<FileReader, 'readStart'>
  /** The app's own folders, which are no part of any source. */
  ownFolders: readonly string[]
  clock: Clock
  logger: Logger
  checkpoint: Checkpoint
  timing: Pick<SourceTiming, 'quietMs'>
  /** Files were found, vanished or came back. */
  onFound(): void
  /** What was found could not be stored. */
  onStoreTrouble(trouble: StoreTrouble): void
}

/** Which folders of the source. */
export interface WalkWish {
  isWhole: boolean
  folders: readonly string[]
  signal: AbortSignal
}

/** Walks to the end; null: nobody wants the walk any more. `onWhole` gets the time of a whole walk. */
export async function walkSource(
  source: StoredSource,
  { isWhole, folders, signal }: WalkWish,
  ports: WalkPorts,
  onWhole: (at: number) => void,
): Promise<SourceEvent | null> {
  const { catalog, clock, logger } = ports
  const { sourceId } = source
  const { quietMs } = ports.timing
  const unreadable: string[] = []
  try {
    const walked = await ports.walker.walk(
      {
        root: source.path,
        folders,
        isRecursive: isWhole,
        includeSubfolders: source.includeSubfolders,
        ignorePatterns: source.ignorePatterns,
        leftOut: [...ownFoldersIn(source.path, ports.ownFolders), ...source.leftOut],
        ...(source.followLinks ? { followLinks: { ownFolders: ports.ownFolders } } : {}),
        recall: (folder, entry) => catalog.recall(sourceId, folder, entry),
        signal,
      },
      async (events) => {
        for (const event of events) unreadable.push(...unreadableIn(event))
        const now = clock.now()
        const outcome = await catalog.applyWalk(sourceId, events, now, quietMs, signal)
        ports.checkpoint('scan-applied')
        if (outcome.added + outcome.changed + outcome.vanished + outcome.returned > 0)
          ports.onFound()
      },
    )
    if (signal.aborted) return null
    if (!walked.ok) {
      logger.info('A folder could not be scanned', walked.failure)
      return { kind: 'walk-failed', failure: walked.failure.kind }
    }
    if (isWhole) {
      const at = clock.now()
      catalog.finishScan(sourceId, at, unreadable)
      onWhole(at)
    }
    return { kind: 'walked', isWhole }
  } catch (thrown) {
    if (signal.aborted) return null
    const trouble = storeTrouble(thrown)
    if (trouble === null) logger.error('A scan ended with a bug', thrown)
    return { kind: 'walk-broke', trouble }
  }
}

/** A file that may be read again goes back to work: its folder's rights, or its disk's trouble, leave no trace on it. */
export async function tryUnreadable(
  { sourceId }: StoredSource,
  signal: AbortSignal,
  ports: WalkPorts,
): Promise<void> {
  const { catalog, logger } = ports
  const isOver = (): boolean => signal.aborted
  try {
    for (const { fileId, path } of catalog.unreadableFiles(sourceId)) {
      if (isOver()) return
      const start = await ports.reader.readStart(path, 1, signal)
      if (!start.ok || isOver()) continue
      catalog.retryFile(fileId)
      ports.onFound()
    }
  } catch (thrown) {
    const trouble = storeTrouble(thrown)
    if (trouble !== null) ports.onStoreTrouble(trouble)
    else logger.error('Trying files again ended with a bug', thrown)
  }
}

/** The paths, relative to the source, that this part of a walk could not look into. */
function unreadableIn(event: WalkEvent): string[] {
  if (event.kind === 'unreadable') return [event.folder]
  if (event.kind === 'missing') return []
  const { folder, unreadable = [] } = event.listing
  return unreadable.map(({ name }) => (folder === '' ? name : `${folder}/${name}`))
}
