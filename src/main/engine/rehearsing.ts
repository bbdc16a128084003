// Joins the rooms of which a rehearsal asks the rules: how photos are prepared and dated, what a folder's entries say, how many
// requests bytes take. Serves the window's engine and the command alike, with a catalogue or without one.
import type { HistoryPlace, HistoryRow } from '../../shared/contract.ts'
import type { Rehearsal } from '../../shared/rehearsal-schemas.ts'
import type { RequestRules } from '../../shared/rehearsal-sums.ts'
import { skipAtFirstSight } from './catalog/index.ts'
import type { EngineConfig } from './engine.ts'
import { requestsOf, uploadParts } from './photos/index.ts'
import type { FileReader, Walker } from './ports/files.ts'
import type { DecidingSettings } from './ports/foresight.ts'
import type { Clock } from './ports/outside.ts'
import type { KnownFile, RehearsalListener, RehearsedFolder } from './ports/rehearsal.ts'
import {
  createCompanions,
  createCopyEstimate,
  createDating,
  judgePair,
  wordsBeside,
  type PhotoPreparer,
} from './prepare/index.ts'
import { batchSize } from './queue/index.ts'
import { rehearse, type RehearsalParts } from './rehearsal/index.ts'
import { requestsPerDay } from './snapshot.ts'
import { ownFoldersIn } from './sources/index.ts'

/** What asks the files, and makes nothing. */
export interface RehearsalTools extends Pick<RehearsalParts, 'recall'> {
  walker: Pick<Walker, 'walk'>
  reader: FileReader
  preparer: Pick<PhotoPreparer, 'foresee' | 'dated' | 'measure'>
  clock: Clock
  config: Pick<EngineConfig, 'dataFolder' | 'cacheFolder' | 'upload'>
}

/** What was chosen for the run. */
export interface RehearsalWish {
  folders: readonly RehearsedFolder[]
  settings: DecidingSettings
  /** Requests that were made today. */
  usedToday: number
}

/** Runs a rehearsal with the rules of the rooms; see rehearsal/. */
export function rehearseFolders(
  { folders, settings, usedToday }: RehearsalWish,
  { walker, reader, preparer, clock, config, recall }: RehearsalTools,
  listener: RehearsalListener,
  signal: AbortSignal,
  sums?: Rehearsal,
): Promise<Rehearsal> {
  const ownFolders = [config.dataFolder, config.cacheFolder]
  const parts: RehearsalParts = {
    walker,
    reader,
    foreseer: preparer,
    settings,
    atFirstSight: skipAtFirstSight,
    bornAt: async (path, stop) => {
      const start = await reader.readStart(path, 0, stop)
      return start.ok ? (start.value.birthtimeMs ?? null) : null
    },
    now: () => clock.now(),
    estimate: createCopyEstimate(preparer, settings),
    judgePair: async (still, second, stop) => {
      const judged = await judgePair(reader, still, second, stop)
      return judged.ok ? judged.value : null
    },
    around: (store) => {
      const companions = createCompanions({ store, reader, clock })
      return {
        dateOf: createDating({ store, reader, clock, companions }),
        wordsBeside: (item, stopped) => wordsBeside(companions, item, stopped),
      }
    },
    ownFolders,
    ownFoldersIn: (root) => ownFoldersIn(root, ownFolders),
    ...(recall && { recall }),
    rules: rulesFor(usedToday, config),
  }
  return rehearse(folders, parts, listener, signal, sums)
}

const rulesFor = (usedToday: number, { upload }: Pick<EngineConfig, 'upload'>): RequestRules => {
  const sizes = uploadParts(upload)
  return {
    uploadsOf: (sentBytes) => requestsOf(sentBytes, sizes),
    batchSize,
    usedToday,
    perDay: requestsPerDay,
  }
}

/** Reads a page of the history of one source, in an order that nothing moves but a file's own size. */
export type HistoryPages = (
  after: HistoryPlace | null,
) => Promise<{ rows: readonly HistoryRow[]; next: HistoryPlace | null } | null>

/** What is known of the files of a source, by their paths in it; null: it could not be told, or was broken off. */
export async function knownFiles(
  pages: HistoryPages,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, KnownFile> | null> {
  const known = new Map<string, KnownFile>()
  let after: HistoryPlace | null = null
  do {
    const page: Awaited<ReturnType<HistoryPages>> = await pages(after)
    if (page === null || signal.aborted) return null
    for (const row of page.rows) {
      const { folder, name, state, sizeBytes, modifiedAt, skip, failure, facts } = row
      const hasOlderVersion = row.olderVersion !== null
      const file = { state, sizeBytes, modifiedAt, skip, failure, facts, hasOlderVersion }
      known.set(folder === '' ? name : `${folder}/${name}`, file)
    }
    after = page.next
  } while (after !== null)
  return known
}
