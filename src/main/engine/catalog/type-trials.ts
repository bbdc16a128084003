// Types that nobody knows Google to take: one content of each is sent, and what becomes of it decides for the others. What
// such a type is, and what is done with a file that waits, is not known here.
import type { Catalog } from '../ports/catalogue.ts'
import type { Accounts } from './accounts.ts'
import type { Room } from './database.ts'
import type { Sources } from './sources.ts'

interface TrialRow {
  contentId: number
  isRefused: number
  state: string | null
  reason: string | null
}

/** Prepares the statements. */
export function createTypeTrials(
  { db, write }: Room,
  accounts: Accounts,
  sources: Sources,
): Pick<Catalog, 'tryType' | 'forgetRefusedTypes'> {
  const contentOf = db
    .prepare<[string], number>('SELECT id FROM content WHERE sha256 = unhex(?)')
    .pluck()
  const trialOf = db.prepare<[number, string], TrialRow>(
    `SELECT type_trial.content_id AS contentId, is_refused AS isRefused, state, reason
     FROM type_trial LEFT JOIN upload ON upload.content_id = type_trial.content_id AND account_id = ?
     WHERE extension = ?`,
  )
  const begin = db.prepare<[string, number]>(
    'INSERT OR REPLACE INTO type_trial (extension, content_id) VALUES (?, ?)',
  )
  const refuse = db.prepare<[string]>('UPDATE type_trial SET is_refused = 1 WHERE extension = ?')
  const forget = db.prepare(
    `DELETE FROM type_trial WHERE is_refused = 1 OR EXISTS (
       SELECT 1 FROM upload
       WHERE upload.content_id = type_trial.content_id AND state = 'failed' AND reason = 'rejected')`,
  )
  const sourcesOf = db
    .prepare<[number], number>('SELECT source_id FROM file WHERE content_id = ? AND is_present = 1')
    .pluck()

  /** Whether it will be seen soon what becomes of it: its bytes are at Google, or its file can be read. */
  const isUnderWay = ({ contentId, state }: TrialRow): boolean => {
    if (state === 'sent' || state === 'creating') return true
    if (state !== 'fingerprinted' && state !== 'ready' && state !== 'waiting') return false
    const working = new Set(sources.working())
    return sourcesOf.all(contentId).some((sourceId) => working.has(sourceId))
  }

  return {
    tryType: (extension, sha256) => {
      const own = contentOf.get(sha256)
      const trial = trialOf.get(accounts.currentId(), extension)
      if (own === undefined || trial?.state === 'done') return 'send'
      if (trial !== undefined && trial.contentId !== own) {
        if (trial.isRefused === 1) return 'refused'
        if (trial.state === 'failed' && trial.reason === 'rejected') {
          write(() => refuse.run(extension))
          return 'refused'
        }
        if (isUnderWay(trial)) return 'wait'
      }
      // The first of its type, one whose trial came to nothing, or the tried one itself, again.
      write(() => begin.run(extension, own))
      return 'send'
    },
    forgetRefusedTypes: () => {
      write(() => forget.run())
    },
  }
}
