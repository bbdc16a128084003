// `shoebox backup`: adds the folders, runs the engine on just these, and ends when everything is done
// (`--once`) or when it is told to stop. Its last line with --json is the summary.
import { join } from 'node:path'
import type { Failure } from '../../shared/failure.ts'
import { isOfOneSource } from '../../shared/fixes.ts'
import { restingStates } from '../../shared/model.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { standingOf } from '../../shared/standing.ts'
import type { Condition, ConditionKind, Status } from '../../shared/status.ts'
import { unreadableFoldersIn, unreadablePlaces } from '../../shared/unreadable.ts'
import type { Engine } from '../engine/index.ts'
import { dataFolder, headlessEngine } from './headless.ts'
import { begin, type BackupWish } from './begin.ts'
import { answerQuestions, runningEngine } from './running-engine.ts'
import { leftOutFor } from './left-out.ts'
import { say, sayJson, tell } from './output.ts'
import { createPatience } from './patience.ts'
import {
  albumWords,
  linkWords,
  wantedOutWords,
  otherFilesWords,
  undecidedWords,
  waitingLine,
} from './words.ts'

/** Exit codes of `backup`: everything is in the library, or some of it is not. */
export const exitDone = 0
/** See {@link exitDone}. */
export const exitSomeLeft = 3

/** A single run does not wait longer than this for one that asked to wait. */
const longestWaitMs = 10 * 60_000
const lookEveryMs = 5_000
/** News are told four times a second at most; that all work has ended is seen as soon as this. */
const restLookMs = 20
/** ... nor for a file that is to be tried again later than this. */
const longestItemWaitMs = 60_000

/** Runs the backup; the value is the exit code. */
export async function backup(wish: BackupWish): Promise<Result<number, Failure>> {
  // From the first moment on: a signal that comes while the engine starts ends it just as cleanly.
  const stop = stopSignal()
  if ((await runningEngine(dataFolder(process.env))) !== null)
    return fail({ kind: 'catalogue-locked' })
  const made = await headlessEngine(wish.isOnce ? 'once' : 'watch')
  if (!made.ok) return made
  const engine = made.value
  const startedAt = Date.now()
  const begun = Promise.withResolvers<null>()
  const stopAnswering = await answerQuestions(engine, dataFolder(process.env), begun.promise)
  try {
    const started = await begin(engine, wish)
    if (!started.ok) return started
    begun.resolve(null)
    const status = await run(engine, wish, stop)
    const leftOut = await leftOutFor(engine)
    const summary = summarise(status, engine, { durationMs: Date.now() - startedAt, leftOut })
    if (wish.isJson) sayJson(summary)
    else say(inWords(summary))
    const away = status.conditions.filter(isOfOneSource)
    await tellUnreadable(engine, status)
    for (const condition of away) tell(waitingLine(condition, status.at))
    if (wish.isOnce && !wish.isJson && summary.undecided > 0)
      tell(undecidedWords(summary.undecided))
    if (wish.isOnce && !wish.isJson && summary.waiting > summary.undecided) tell(whyWaiting(status))
    const isAllDone =
      summary.skipped -
        // What goes as its partner is dealt with, as somebody wants it.
        (summary.leftOut['left-to-partner'] ?? 0) +
        summary.failed +
        summary.waiting +
        summary.away.length +
        summary.unreadable ===
      0
    // Whoever stops a watch knows that some still wait; that something could not be read, nobody knows but us.
    const isWellStopped = !wish.isOnce && summary.failed + summary.unreadable === 0
    return ok(isAllDone || isWellStopped ? exitDone : exitSomeLeft)
  } finally {
    await stopAnswering()
    await engine.stop()
  }
}

/** Names on stderr what could not be looked into, and why. */
async function tellUnreadable(engine: Engine, status: Status): Promise<void> {
  const problems = await engine.call('problems', {})
  for (const place of problems.ok ? (problems.value.unreadable ?? []) : []) {
    const source = status.sources.find(({ sourceId }) => sourceId === place.sourceId)
    if (source === undefined) continue
    const path = place.path === '' ? source.path : join(source.path, place.path)
    tell(`${path} cannot be read (${place.code}).`)
  }
}

/** Aborts at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  return stop.signal
}

async function run(engine: Engine, wish: BackupWish, stop: AbortSignal): Promise<Status> {
  const current = async (): Promise<Status> => {
    const status = await engine.call('getStatus', {})
    if (!status.ok) throw new Error(`The status could not be read: ${status.failure.kind}`)
    return status.value
  }
  return new Promise((resolve, reject) => {
    let reported = ''
    const isTiredOf = createPatience()
    let hasFinished = false
    const finish = (): void => {
      if (hasFinished) return
      hasFinished = true
      unsubscribe()
      clearInterval(looking)
      clearInterval(resting)
      current().then(resolve, reject)
    }
    const take = (status: Status): void => {
      const line = progressLine(status)
      if (!wish.isJson && line !== reported) tell(line)
      reported = line
      const isTired = isTiredOf(status, performance.now())
      if (wish.isOnce && (isTired || isOver(status, engine.isIdle()))) finish()
    }
    const unsubscribe = engine.subscribe((name, payload) => {
      if (name === 'statusChanged') take(payload as Status)
    })
    // A run that stands still brings no news by itself.
    const looking = setInterval(() => void current().then(take, reject), lookEveryMs)
    let wasIdle = false
    const lookForRest = (): void => {
      const isIdle = engine.isIdle()
      if (isIdle && !wasIdle) void current().then(take, reject)
      wasIdle = isIdle
    }
    // One that goes on for days need not know within that.
    const resting = wish.isOnce ? setInterval(lookForRest, restLookMs) : undefined
    stop.addEventListener('abort', finish)
    if (stop.aborted) finish()
  })
}

/** Whether a single run has nothing left that it should wait for. */
export function isOver(status: Status, isIdle: boolean): boolean {
  if (status.activity === 'scanning' || status.active.length > 0) return false
  if (status.sources.some((source) => source.state === 'scanning')) return false
  // What is in the library may still have to go into an album.
  if (status.activity === 'complete' && (isIdle || status.albums === undefined)) return true
  if (status.conditions.some((condition) => endsTooLate(condition, status.at))) return true
  // A stop that ends soon is sat out; the folders that went away are not waited for.
  const maySend = status.conditions.every(isOfOneSource)
  const { nextTryAt } = status
  const isNothingDueSoon = nextTryAt === null || nextTryAt - status.at > longestItemWaitMs
  return isIdle && maySend && isNothingDueSoon
}

function endsTooLate(condition: Condition, nowMs: number): boolean {
  if (isOfOneSource(condition)) return false
  return condition.until === null || condition.until - nowMs > longestWaitMs
}

/** The last line of a run. */
export interface Summary {
  event: 'summary'
  found: number
  done: number
  /** Among `done`: files whose bytes another file had already brought. */
  duplicates: number
  skipped: number
  /** Why they were, by the name of the reason: how many of each. */
  leftOut: Record<string, number>
  failed: number
  waiting: number
  /** Among `waiting`: photos without a date that somebody wants to decide about. */
  undecided: number
  gone: number
  /** Albums of these folders, and photos: those in them, those that Google does not take there, those still to be put there. */
  albums: NonNullable<Status['albums']>
  /** Folders, and files by themselves, that could not be looked into; what they hold is not among `found`. */
  unreadable: number
  /** The folders among them. */
  unreadableFolders: number
  /** Files that are neither photos nor videos; not among `found` either. */
  otherFiles: number
  /** Links that were not followed. */
  links: number
  /** Folders of this run that are away, or not surely themselves. */
  away: string[]
  bytesFound: number
  bytesSent: number
  requests: number
  durationMs: number
  /** Why some wait: the conditions in the way, the most important first. */
  waitingFor: ConditionKind[]
}

function summarise(
  status: Status,
  engine: Engine,
  beside: Pick<Summary, 'durationMs' | 'leftOut'>,
): Summary {
  const { counts } = status
  const all = Object.values(counts)
  const found = all.reduce((sum, tally) => sum + tally.files, 0)
  const resting = restingStates.reduce((sum, state) => sum + counts[state].files, 0)
  return {
    event: 'summary',
    found,
    done: counts.done.files,
    duplicates: status.duplicates,
    skipped: counts.skipped.files,
    failed: counts.failed.files,
    waiting: found - resting,
    undecided: status.undated?.undecided ?? 0,
    gone: counts.gone.files,
    albums: status.albums ?? { created: 0, items: 0, refused: 0, waiting: 0 },
    unreadable: unreadablePlaces(status),
    unreadableFolders: status.sources.reduce((sum, source) => sum + unreadableFoldersIn(source), 0),
    otherFiles: status.sources.reduce((sum, { otherFiles = 0 }) => sum + otherFiles, 0),
    links: status.sources.reduce((sum, { links = 0 }) => sum + links, 0),
    away: status.sources
      .filter(({ state }) => state === 'not-connected' || state === 'unfamiliar')
      .map(({ path }) => path),
    bytesFound: all.reduce((sum, tally) => sum + tally.bytes, 0),
    ...engine.totals(),
    ...beside,
    waitingFor: status.conditions.map(({ kind }) => kind),
  }
}

function inWords(summary: Summary): string {
  const parts = [
    `${summary.found} found`,
    `${summary.done} in the library`,
    ...(summary.duplicates > 0 ? [`${summary.duplicates} of them copies of others`] : []),
    ...(summary.skipped > 0
      ? [`${summary.skipped} left out${wantedOutWords(summary.leftOut)}`]
      : []),
    ...(summary.failed > 0 ? [`${summary.failed} failed`] : []),
    ...(summary.waiting > 0 ? [`${summary.waiting} waiting`] : []),
    ...(summary.albums.created > 0 ? [albumWords(summary.albums)] : []),
    ...(summary.gone > 0 ? [`${summary.gone} no longer there`] : []),
    ...(summary.otherFiles > 0 ? [otherFilesWords(summary.otherFiles)] : []),
    ...(summary.links > 0 ? [linkWords(summary.links)] : []),
    ...(summary.unreadable > 0 ? [`${summary.unreadable} could not be read`] : []),
    ...(summary.away.length > 0 ? [`not connected: ${summary.away.join(', ')}`] : []),
  ]
  return `${parts.join(', ')}; ${summary.requests} requests, ${(summary.durationMs / 1000).toFixed(1)} s.`
}

/** The reason for which a single run ends with photos that still wait. */
function whyWaiting(status: Status): string {
  const reason = status.conditions.find((condition) => !isOfOneSource(condition))
  return reason === undefined
    ? 'What is left is tried again later.'
    : waitingLine(reason, status.at)
}

function progressLine(status: Status): string {
  const { progress, conditions } = status
  const reason = conditions.find((condition) => !isOfOneSource(condition))
  if (reason !== undefined) return waitingLine(reason, status.at)
  if (status.activity === 'scanning') return 'Looking through the folders'
  if (status.activity === 'complete')
    return unreadablePlaces(status) > 0
      ? 'Everything that can be read is backed up'
      : 'Backup complete'
  if (standingOf(status).kind === 'undecided') return 'All but photos without a date is dealt with'
  const percent =
    progress.bytesTotal === 0 ? 0 : Math.floor((progress.bytesDone / progress.bytesTotal) * 10) * 10
  return `Uploading: about ${percent} %, ${progress.filesTotal} photos and videos`
}
