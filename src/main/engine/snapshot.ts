// Puts the one snapshot together that window, tray and command line show. Reads everything, changes nothing; when a new
// one is sent is telling.ts.
import type { CardRun } from '../../shared/card-schemas.ts'
import { isOfOneSource } from '../../shared/fixes.ts'
import type { Settings } from '../../shared/model.ts'
import { fileStates, type FileState } from '../../shared/model.ts'
import { sourceOf } from '../../shared/standing.ts'
import type { StatementHead } from '../../shared/statement.ts'
import type { Condition, SignInState, SourceView, Status } from '../../shared/status.ts'
import type { Catalog } from './ports/catalogue.ts'
import type { Clock } from './ports/outside.ts'
import { finish } from './queue/index.ts'
import type { Sources } from './sources/index.ts'

/** Google's budget for one project and day (photos-api.md section 6). */
export const requestsPerDay = 10_000

/** What the snapshot is put together from. */
export interface SnapshotSources {
  catalog: Catalog
  clock: Clock
  sources: Sources
  settings(): Settings
  signIn(): SignInState
  hasClient(): boolean
  conditions(): Condition[]
  active(): Status['active']
  /** Nothing runs and nothing is due now. */
  isIdle(): boolean
  rate: {
    bytesPerSecond(atMs: number): number | null
    history(atMs: number): number[]
    activeMs(atMs: number): number
  }
  storage(): Status['storage']
  statement(): StatementHead | null
  cards(): NonNullable<Status['cards']>
  checks(): NonNullable<Status['checks']>
  /** What a source is as a card; null: it is none. */
  cardOf(view: SourceView): CardRun | null
}

/** Computes the snapshot as it is now. */
export function takeSnapshot(from: SnapshotSources, revision: number): Status {
  const { catalog, clock, sources } = from
  const settings = from.settings()
  const nowMs = clock.now()
  const atMs = clock.monotonic()
  const counts = catalog.tally()
  const views = withChoices(sources.views(), from)
  const conditions = from.conditions().filter((condition) => !isCardAway(condition, views))
  const remaining = catalog.remaining()
  const undated = catalog.undatedFigures()
  const cards = from.cards()
  const checks = from.checks()
  const bytesPerSecond = from.rate.bytesPerSecond(atMs)
  const requests = catalog.requestsToday(nowMs)
  const nextTryAt = catalog.nextDueAt()
  const counted = fileStates.filter((state) => state !== 'skipped' && state !== 'gone')
  const filesTotal = counted.reduce((sum, state) => sum + counts[state].files, 0)
  const expected = catalog.expectedBytes(settings.photoSize)
  const bytesTotal = Math.round(counted.reduce((sum, state) => sum + expected[state], 0))
  const canSend = conditions.every(isOfOneSource)
  // Google's word that the budget is used up counts, whoever else used it; all other stops end at a time nobody knows.
  const isBudgetUsedUp = conditions.some((condition) => condition.kind === 'daily-quota')
  const isEndKnown = conditions.every(
    (condition) => isOfOneSource(condition) || condition.kind === 'daily-quota',
  )
  const end = isEndKnown
    ? finish({
        // What goes only once somebody decides takes no time until then.
        remainingFiles: remaining.files - undated.undecided,
        remainingBytes: Math.min(
          remaining.bytes,
          unsentStates.reduce((sum, state) => sum + expected[state], 0),
        ),
        bytesPerSecond,
        activeMs: from.rate.activeMs(atMs),
        requestsLeftToday: isBudgetUsedUp ? 0 : Math.max(0, requestsPerDay - requests.used),
        requestsPerDay,
        resetsAtMs: requests.resetsAt,
        nowMs,
        allowedHours: settings.allowedHours,
        pausedUntil: null,
      })
    : null
  return {
    revision,
    at: nowMs,
    signIn: from.signIn(),
    hasClient: from.hasClient(),
    isBackupOn: settings.isBackupOn,
    pausedUntil: settings.pausedUntil,
    counts,
    duplicates: catalog.duplicates(),
    undated,
    ...(catalog.wantsAlbums()
      ? { albums: catalog.albumFigures(), albumQuestions: catalog.albumQuestions().size }
      : {}),
    ...(cards.length > 0 ? { cards } : {}),
    ...(checks.length > 0 ? { checks } : {}),
    skippedUnseen: catalog.skippedSince(settings.skippedSeenUpTo),
    conditions,
    activity: activityOf(from, remaining.files, canSend, nextTryAt),
    active: from.active(),
    progress: {
      filesDone: counts.done.files,
      filesTotal,
      // Both by what is expected to go, so that the total stands still while copies are reduced.
      bytesDone: Math.min(bytesTotal, bytesArrived(expected, from.active())),
      bytesTotal,
      bytesPerSecond,
      finishAt: end?.at ?? null,
      finishBy: end?.by ?? null,
      history: from.rate.history(atMs),
    },
    sources: views,
    lastCheckedAt: sources.lastCheckedAt(),
    nextTryAt,
    lastDoneAt: catalog.lastDoneAt(),
    requests: { usedToday: requests.used, limit: requestsPerDay, resetsAt: requests.resetsAt },
    storage: from.storage(),
    statement: from.statement(),
    catalogue: catalog.openedAs,
  }
}

/** A card is out most of the time, and keeps nothing else waiting: what is said of it is said where cards are told of. */
const isCardAway = (condition: Condition, sources: readonly SourceView[]): boolean =>
  condition.kind === 'source-missing' && sourceOf(condition, sources)?.card !== undefined

/** Whose library it was said of changes with the account, and no folder is looked at anew for it; nor for what a card is. */
function withChoices(
  views: readonly SourceView[],
  { catalog, cardOf }: Pick<SnapshotSources, 'catalog' | 'cardOf'>,
): SourceView[] {
  const said = new Map(
    catalog.sources().map(({ sourceId, already }) => [String(sourceId), already]),
  )
  return views.map((view) => {
    const already = said.get(view.sourceId)
    const card = cardOf(view)
    return {
      ...view,
      ...(already === undefined ? {} : { already }),
      ...(card === null ? {} : { card }),
    }
  })
}

const unsentStates = ['found', 'fingerprinted', 'ready', 'waiting'] as const

/** What Google holds already, photos of which the last step is still to come and parts of files included. */
function bytesArrived(expected: Record<FileState, number>, active: Status['active']): number {
  const sending = active.filter((file) => file.phase === 'sending')
  const arriving = sending.reduce((sum, file) => sum + file.sentBytes, 0)
  return Math.round(expected.done + expected.sent + expected.creating) + arriving
}

/** What falls due within this time, such as a file that has only to be quiet for a moment, counts as on its way. */
const soonMs = 10_000

/** Whether anything moves: not while all that is left is on a drive that is away, or waits for a later try. */
function isMoving(from: SnapshotSources, nextTryAt: number | null): boolean {
  return !from.isIdle() || (nextTryAt !== null && nextTryAt - from.clock.now() <= soonMs)
}

function activityOf(
  from: SnapshotSources,
  remainingFiles: number,
  canSend: boolean,
  nextTryAt: number | null,
): Status['activity'] {
  if (remainingFiles > 0) return canSend && isMoving(from, nextTryAt) ? 'uploading' : 'resting'
  if (from.sources.isScanning() || !from.sources.isScannedOnce()) return 'scanning'
  // Which files count, and for whom, is only just being written: as after a change of the account.
  if (from.catalog.isBusy()) return 'scanning'
  return canSend ? 'complete' : 'resting'
}
