// Decides what is worth a notification: the first complete backup, a monthly receipt, something that needs the user, a lost
// sign-in. One for a cause a day, each kind can be turned off. Pure; showing them is notifications.ts.
import type { Settings } from '../../shared/model.ts'
import { conditionWords, noticeWords } from '../../shared/shell-words.ts'
import type { ConditionKind, Status } from '../../shared/status.ts'
import type { EngineState } from './engine-supervisor.ts'

/** When each cause was last told (ms since 1970). */
export type Told = Readonly<Record<string, number>>

/** One thing to tell. */
export interface Notice {
  cause: string
  title: string
  body: string
  /** Where the window goes when it is clicked. */
  to: 'home' | 'problems' | 'receipts'
  /** Told again only for what is newer than this (ms since 1970). */
  since?: number
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
}

const onceForever = 'first-backup'
const dayMs = 24 * 3_600_000
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
  return wanted(facts).filter(({ cause, since }) => {
    const last = facts.told[cause]
    if (last === undefined) return true
    if (since !== undefined) return last < since
    return cause !== onceForever && facts.now - last >= dayMs
  })
}

function wanted({ engine, status, settings, time }: NoticeFacts): Notice[] {
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
      if (needAttention.includes(condition.kind)) {
        const words = noticeWords.attention(conditionWords(condition, time))
        notices.push({ cause: condition.kind, ...words, to: 'home' })
      }
    const failed = status.counts.failed.files
    if (failed > 0)
      notices.push({ cause: 'failed', ...noticeWords.failedPhotos(failed), to: 'problems' })
  }
  const isComplete = status.activity === 'complete' && status.conditions.length === 0
  const done = status.counts.done.files
  if (isComplete && done > 0 && settings.notifyFirstBackup)
    notices.push({ cause: onceForever, ...noticeWords.firstBackup(done), to: 'home' })
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
