// Decides what is worth a notification: the first complete backup, a monthly receipt, something that needs the user, a lost
// sign-in. One for a cause a day, each kind can be turned off. Pure; showing them is notifications.ts.
import { checkEndWords } from '../../shared/check-end-words.ts'
import type { Settings } from '../../shared/model.ts'
import { conditionWords, noticeWords } from '../../shared/shell-words.ts'
import { filesWaiting, isQuiet, restEnd, sourceOf, standingOf } from '../../shared/standing.ts'
import type { Condition, ConditionKind, SourceView, Status } from '../../shared/status.ts'
import type { EngineState } from './engine-supervisor.ts'

/** When each cause was last told (ms since 1970). */
export type Told = Readonly<Record<string, number>>

/** One thing to tell. */
export interface Notice {
  cause: string
  title: string
  body: string
  /** Where the window goes when it is clicked. */
  to: 'home' | 'problems' | 'receipts' | 'undated' | { to: 'check'; sourceId: string }
  /** Told again only for what is newer than this (ms since 1970). */
  since?: number
  /** How long one telling lasts; left out: a day. */
  lastsMs?: number
}

/** Everything a notice depends on. */
export interface NoticeFacts {
  engine: EngineState['state']
  status: Status | null
  settings: Settings
  told: Told
  now: number
  /** Writes a point in time. */
  time: (at: number) => string
  /** Writes a number of bytes. */
  size: (bytes: number) => string
}

const onceForever = 'first-backup'
const ofUndated = 'undated'
const ofCards = 'card '
const ofChecks = 'check '
const dayMs = 24 * 3_600_000
/** A drive in a drawer is told of this seldom: nothing known of it waits. */
const longAwayMs = 30 * dayMs
const needAttention: readonly ConditionKind[] = [
  'account-unconfirmed',
  'storage-full',
  'forbidden',
  'source-missing',
  'source-unfamiliar',
  'disk-full',
  'catalogue-unwritable',
  'unexpected',
]

/** The notices that are due now, the most important first. */
export function dueNotices(facts: NoticeFacts): Notice[] {
  return wanted(facts).filter(({ cause, since, lastsMs = dayMs }) => {
    const last = facts.told[cause]
    if (last === undefined) return true
    if (since !== undefined) return last < since
    return cause !== onceForever && facts.now - last >= lastsMs
  })
}

function wanted(facts: NoticeFacts): Notice[] {
  const { engine, status, settings } = facts
  const notices: Notice[] = []
  if (engine === 'failed' && settings.notifyAttention)
    notices.push({ cause: 'engine', ...noticeWords.stopped, to: 'home' })
  // Before the first run is over nothing has been promised, so nothing can be missed.
  if (status === null || settings.firstRunStep !== 'done') return notices
  const { signIn } = status
  const isLost =
    signIn.kind === 'signed-out' &&
    (signIn.reason === 'revoked' || signIn.reason === 'missing-scope')
  if (isLost && settings.notifySignedOut)
    notices.push({ cause: 'signed-out', ...noticeWords.signedOut, to: 'home' })
  if (settings.notifyAttention) {
    for (const condition of status.conditions)
      if (needAttention.includes(condition.kind))
        notices.push(...conditionNotices(condition, status, facts))
    // What is on it is told once it is known, and only once.
    for (const card of status.cards ?? [])
      if (!card.isCounting)
        notices.push({
          ...{
            cause: `${ofCards}${card.cardId}`,
            ...noticeWords.card(card, facts.size(card.bytes)),
          },
          ...{ to: 'home', lastsMs: Infinity },
        })
    for (const check of status.checks ?? []) {
      const { checkId, sourceId } = check
      const name = status.sources.find((source) => source.sourceId === sourceId)?.name ?? ''
      notices.push({
        ...{ cause: `${ofChecks}${checkId}`, ...checkEndWords(name, check) },
        ...{ to: { to: 'check', sourceId }, lastsMs: Infinity },
      })
    }
    const undated = status.undated?.files ?? 0
    // How many there are is known once the folders are looked through.
    if (undated > 0 && !isScanning(status))
      notices.push({
        ...{ cause: ofUndated, ...noticeWords.undated(undated), to: 'undated' },
        lastsMs: Infinity,
      })
    const failed = status.counts.failed.files
    if (failed > 0)
      notices.push({ cause: 'failed', ...noticeWords.failedPhotos(failed), to: 'problems' })
  }
  const { done, skipped } = status.counts
  if (isComplete(status) && done.files > 0 && settings.notifyFirstBackup) {
    const words = noticeWords.firstBackup(done.files, skipped.files)
    notices.push({ cause: onceForever, ...words, to: 'home' })
  }
  const { statement = null } = status
  if (statement?.why === 'monthly' && settings.notifyFirstBackup)
    notices.push({
      cause: 'receipt',
      ...noticeWords.receipt(statement),
      to: 'receipts',
      since: statement.at,
    })
  return notices
}

const isScanning = ({ activity, sources }: Status): boolean =>
  activity === 'scanning' || sources.some(({ state }) => state === 'scanning')

/**
 * What was told and is over, so that it is told again when it begins anew: photos without a date come in waves, and of each
 * wave is told once, at most once a day. Of a card that is out, or a check that is forgotten, nothing is kept.
 */
export function overNotices({
  status,
  told,
  now,
}: Pick<NoticeFacts, 'status' | 'told' | 'now'>): string[] {
  if (status === null) return []
  // A card that is put in again is another question.
  const asked = new Set(status.cards?.map(({ cardId }) => `${ofCards}${cardId}`))
  const checks = new Set(status.checks?.map(({ checkId }) => `${ofChecks}${checkId}`))
  const gone = Object.keys(told).filter(
    (cause) =>
      (cause.startsWith(ofCards) && !asked.has(cause)) ||
      (cause.startsWith(ofChecks) && !checks.has(cause)),
  )
  const last = told[ofUndated]
  if (last === undefined || now - last < dayMs) return gone
  const isOver = (status.undated?.files ?? 0) === 0 && !isScanning(status)
  return isOver ? [...gone, ofUndated] : gone
}

/** All that is to be backed up is; what was left out is no more than told. */
function isComplete(status: Status): boolean {
  const { kind } = standingOf(status)
  return (kind === 'complete' || kind === 'skipped') && filesWaiting(status) === 0
}

function conditionNotices(condition: Condition, status: Status, facts: NoticeFacts): Notice[] {
  const { now, time } = facts
  const reason = conditionWords(condition, time)
  if (condition.kind === 'source-missing' || condition.kind === 'source-unfamiliar') {
    const cause = `${condition.kind} ${condition.sourceId}`
    const source = sourceOf(condition, status.sources)
    if (!isQuiet(condition, status)) {
      const words = noticeWords.folderAway(reason, waitingIn(source))
      return [{ cause, ...words, to: 'home' }]
    }
    // A folder is looked through hourly while it is there.
    const awayMs = now - (source?.lastScanAt ?? now)
    if (awayMs < longAwayMs) return []
    const words = noticeWords.folderLongAway(condition.name, Math.floor(awayMs / dayMs))
    return [{ cause: `long-away ${condition.sourceId}`, ...words, to: 'home', lastsMs: longAwayMs }]
  }
  const end = restEnd(status.conditions)
  const passing = end?.by === 'itself' ? { at: end.at === null ? null : time(end.at) } : null
  return [{ cause: condition.kind, ...noticeWords.attention(reason, passing), to: 'home' }]
}

/** What waits in a folder; null where it was never looked through. */
const waitingIn = (source: SourceView | null): number | null =>
  source === null || source.lastScanAt === null ? null : (source.waiting ?? null)
