// A builder of whole snapshots: a test states only what matters to it.
import { fileStates, type FileState } from '../../src/shared/model.ts'
import type { SourceView, Status, Tally } from '../../src/shared/status.ts'

type Parts = Omit<Partial<Status>, 'counts' | 'progress'> & {
  counts?: Partial<Record<FileState, number>>
  progress?: Partial<Status['progress']>
}

/** A signed-in account with nothing left to do, but for what is said. */
export function aStatus({ counts = {}, progress = {}, ...parts }: Parts = {}): Status {
  return {
    revision: 1,
    at: 0,
    signIn: {
      kind: 'signed-in',
      email: 'first@example.test',
      name: 'First',
      picture: null,
      isKept: true,
    },
    hasClient: true,
    isBackupOn: true,
    pausedUntil: null,
    counts: Object.fromEntries(
      fileStates.map((state) => [state, { files: counts[state] ?? 0, bytes: 0 }]),
    ) as Record<FileState, Tally>,
    duplicates: 0,
    skippedUnseen: 0,
    conditions: [],
    activity: 'complete',
    active: [],
    progress: {
      filesDone: 0,
      filesTotal: 0,
      bytesDone: 0,
      bytesTotal: 0,
      bytesPerSecond: null,
      finishAt: null,
      history: [],
      ...progress,
    },
    sources: [],
    lastCheckedAt: null,
    nextTryAt: null,
    lastDoneAt: null,
    requests: { usedToday: 0, limit: 10_000, resetsAt: 0 },
    storage: null,
    catalogue: 'good',
    ...parts,
  }
}

/** A folder that is watched and holds nothing, but for what is said. */
export function aSource(given: Partial<SourceView> = {}): SourceView {
  return {
    sourceId: '1',
    path: '/pictures',
    name: 'pictures',
    state: 'watching',
    watchProblem: null,
    scanEveryMs: 3_600_000,
    lastScanAt: 0,
    photoSize: null,
    includeSubfolders: true,
    ignorePatterns: [],
    files: 0,
    bytes: 0,
    done: 0,
    unreadableFolders: 0,
    ...given,
  }
}
