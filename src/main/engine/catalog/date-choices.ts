// What somebody decided for the photos without a date of a folder: kept, taken back, carried along when the folder is renamed,
// and followed by what waits or is prepared. Which groups there are is undated-groups.ts.
import type { Database } from 'better-sqlite3'
import { renditionOf } from '../../../shared/copy-plan.ts'
import type { Lifecycle, SendPlan } from '../../../shared/model.ts'
import { laterChoice, undecidedUntil } from '../../../shared/photo-dates.ts'
import type { DateStore } from '../ports/dates.ts'
import type { Accounts } from './accounts.ts'
import type { Room } from './database.ts'
import { uploadLifecycle } from './lifecycle-rows.ts'
import type { Slices } from './slices.ts'
import type { Settled } from './file-rows.ts'
import type { States } from './states.ts'

/**
 * What is wanted for a content, in a query with its `source`: the newest decision for a folder that it lies in, one to wait
 * behind all others; else what the source says.
 */
export const wantedFor = (contentId: string): string =>
  `coalesce((SELECT choice FROM file AS other JOIN date_choice ON date_choice.folder_id = other.folder_id
     WHERE other.content_id = ${contentId} AND other.is_present = 1
     ORDER BY choice = '${laterChoice}', decided_at DESC LIMIT 1), source.undated)`

/** The rows of {@link wantedFor}'s kind in their own index. */
export const isUndated = `(reason = 'undated' OR reason = 'undecided')`

/** The decisions of one catalogue. */
export interface DateChoices extends Pick<
  DateStore,
  'decideDates' | 'undoDates' | 'forgetDates' | 'planDatesAnew' | 'followDates'
> {
  /** A file moves from one folder to another: with the last of them, where that one is new, the decision does, too. */
  move(from: number, to: number): void
  /** Files of a content came or went, or it is known for another account: what waited for a decision may have one, or need none. */
  settled(contentId: number, now: number, at: Settled): void
  /** An upload has gone. */
  gone(contentId: number, plan: SendPlan | null): void
  /** Goes on with what the run before this one had begun. */
  goOn(): void
  isUnderWay(): boolean
}

/** Makes what takes a decision along once a folder is no longer there: to where its files went. */
export function createCarry(db: Database): (folderId: number) => void {
  const carry = db.prepare<[number]>(
    `INSERT OR IGNORE INTO date_choice (folder_id, choice, before, decided_at, went)
     SELECT moved_to, choice, before, decided_at, went FROM date_choice
     WHERE folder_id = ? AND moved_to IN (SELECT id FROM folder)`,
  )
  return (folderId) => void carry.run(folderId)
}

/** Whether a plan is that of a photo which carries no date and could get one. */
const canBeDated = (plan: SendPlan): boolean =>
  'date' in plan || ('undated' in plan && plan.undated !== undefined && plan.undated !== 'format')

/** It waits, for its turn behind the others or for a decision. */
const waiting = (kind: 'undated' | 'undecided', until: number): Lifecycle => ({
  ...{ state: 'waiting', until, failure: { kind }, attempts: 0, resumesAs: 'fingerprinted' },
  ...{ plan: null, token: null, tokenAt: null },
})

interface Choice {
  choice: string
  before: string | null
  decidedAt: number
  movedTo: number | null
}

/** Prepares the statements. */
export function createDateChoices(
  { db, now: clockNow, write }: Room,
  parts: { accounts: Accounts; states: States; slices: Slices },
): DateChoices {
  const { accounts, states, slices } = parts
  const choiceOf = db.prepare<[number], Choice>(
    `SELECT choice, before, decided_at AS decidedAt, moved_to AS movedTo FROM date_choice WHERE folder_id = ?`,
  )
  const decide = db.prepare<{ folderId: number; choice: string; now: number }>(
    `INSERT INTO date_choice (folder_id, choice, decided_at) VALUES (@folderId, @choice, @now)
     ON CONFLICT (folder_id) DO UPDATE SET
       before = iif(choice = @choice, before, iif(choice = '${laterChoice}', NULL, choice)),
       choice = @choice, decided_at = @now`,
  )
  const takeBack = db.prepare<{ folderId: number; choice: string; now: number }>(
    'UPDATE date_choice SET choice = @choice, before = NULL, decided_at = @now WHERE folder_id = @folderId',
  )
  const drop = db.prepare<[number]>('DELETE FROM date_choice WHERE folder_id = ?')
  const setMovedTo = db.prepare<[number, number]>(
    'UPDATE date_choice SET moved_to = ? WHERE folder_id = ?',
  )
  const knewFiles = db
    .prepare<[number, number], number>(
      'SELECT EXISTS (SELECT 1 FROM file WHERE folder_id = ? AND found_at < ?)',
    )
    .pluck()
  const isPresent = db
    .prepare<[number], number>('SELECT is_present FROM folder WHERE id = ?')
    .pluck()
  const wanted = db
    .prepare<[number], string>(
      `SELECT ${wantedFor('file.content_id')} FROM file JOIN source ON source.id = file.source_id
       WHERE file.content_id = ? ORDER BY file.is_present DESC, file.id LIMIT 1`,
    )
    .pluck()
  const countGone = db.prepare<[number]>(
    `UPDATE date_choice SET went = went + 1 WHERE folder_id IN
       (SELECT folder_id FROM file WHERE content_id = ? AND is_present = 1)`,
  )
  const readyIn = db.prepare<[number, number], { uploadId: number; hasDate: number }>(
    `SELECT upload.id AS uploadId, has_date AS hasDate
     FROM folder JOIN file INDEXED BY file_turn ON file.source_id = folder.source_id
       JOIN upload ON upload.account_id = ? AND upload.content_id = file.content_id
     WHERE folder.id = ? AND file.turn = 'ready' AND file.folder_id = folder.id AND upload.begun = 0`,
  )
  const nextIn = db.prepare<[number, string], { name: string; contentId: number | null }>(
    `SELECT name, content_id AS contentId FROM file INDEXED BY file_undated
     WHERE ${isUndated} AND folder_id = ? AND name > ? ORDER BY name LIMIT 1`,
  )
  const nextFolder = db
    .prepare<[number], number>(
      `SELECT folder_id FROM file INDEXED BY file_undated
       WHERE ${isUndated} AND folder_id > ? ORDER BY folder_id LIMIT 1`,
    )
    .pluck()
  const isAwaited = db
    .prepare<[number], number>(
      `SELECT EXISTS (SELECT 1 FROM file INDEXED BY file_undated
       WHERE ${isUndated} AND folder_id = ? AND reason = 'undecided')`,
    )
    .pluck()
  const isLeftForLater = db
    .prepare<[number], number>(
      `SELECT EXISTS (SELECT 1 FROM file INDEXED BY file_twin
         CROSS JOIN date_choice ON date_choice.folder_id = file.folder_id
       WHERE content_id = ? AND is_present = 1 AND choice = '${laterChoice}')`,
    )
    .pluck()
  const bringForward = ['file', 'upload'].map((table) =>
    db.prepare<[number, number]>(
      `UPDATE ${table} SET due_at = ? WHERE content_id = ? AND ${isUndated}`,
    ),
  )
  const carry = createCarry(db)

  /** Where a photo waits, by what is wanted for it. */
  const waitsFor = (contentId: number, now: number): Lifecycle =>
    wanted.get(contentId) === laterChoice
      ? waiting('undecided', undecidedUntil)
      : waiting('undated', now)

  /** Lets one that waits follow what is wanted for it now. */
  const follow = (contentId: number, now: number): void => {
    const upload = states.uploadFor(contentId, now)
    const was = uploadLifecycle(upload)
    if (was.state !== 'waiting') return
    const next = waitsFor(contentId, now)
    if (next.state !== 'waiting') return
    if (was.failure.kind !== next.failure.kind) states.moveUpload(upload, next, now)
    else if (next.failure.kind === 'undated' && was.until > now)
      for (const statement of bringForward) statement.run(now, contentId)
  }

  // Folders whose decision changed and is not followed by all of their photos yet.
  const unfollowed = new Set<number>()
  /**
   * Whether a file that came to this folder or left it changed nothing for a content that waits for a decision: otherwise each
   * of very many files with the same bytes would ask all of them.
   */
  const isIdle = (folderId: number, contentId: number): boolean => {
    const choice = choiceOf.get(folderId)?.choice
    if (choice === undefined) return true
    return choice === laterChoice && isLeftForLater.get(contentId) === 1
  }

  let running = 0
  const followAll = async (folderId: number): Promise<void> => {
    running += 1
    let after = ''
    // Files with the same bytes go together.
    const followed = new Set<number>()
    try {
      await slices.run(() => {
        const file = nextIn.get(folderId, after)
        if (file === undefined) return true
        after = file.name
        if (file.contentId === null || followed.has(file.contentId)) return false
        followed.add(file.contentId)
        follow(file.contentId, Math.round(clockNow()))
        return false
      })
      unfollowed.delete(folderId)
    } finally {
      running -= 1
    }
  }

  return {
    decideDates: (folderId, choice) => {
      unfollowed.add(folderId)
      write(() => decide.run({ folderId, choice, now: Math.round(clockNow()) }))
    },

    undoDates: (folderId) =>
      write(() => {
        const was = choiceOf.get(folderId)
        if (was === undefined || was.choice === laterChoice) return null
        // Nothing goes under the hands of somebody who took a decision back.
        const choice = was.before ?? laterChoice
        unfollowed.add(folderId)
        takeBack.run({ folderId, choice, now: Math.round(clockNow()) })
        return { choice }
      }),

    forgetDates: (folderId) => {
      unfollowed.add(folderId)
      return write(() => drop.run(folderId).changes > 0)
    },

    planDatesAnew: (folderId) =>
      write(() => {
        const now = Math.round(clockNow())
        const uploads = new Set<number>()
        const renditions = new Set<string>()
        for (const { uploadId, hasDate } of readyIn.all(accounts.currentId(), folderId)) {
          const upload = states.uploadById(uploadId)
          if (upload === undefined || uploads.has(uploadId)) continue
          const was = uploadLifecycle(upload)
          const plan = 'plan' in was ? was.plan : null
          if (plan === null) continue
          const isKnown = canBeDated(plan)
          // Of the others it was not asked whether they carry one.
          const isUnknown = hasDate === 0 && !('undated' in plan)
          if (!isKnown && !isUnknown) continue
          uploads.add(uploadId)
          const next: Lifecycle = isKnown
            ? waitsFor(upload.contentId, now)
            : { state: 'fingerprinted' }
          states.moveUpload(upload, next, now)
          const rendition = renditionOf(plan)
          if (rendition !== null) renditions.add(rendition)
        }
        return { uploads, renditions: [...renditions] }
      }),

    followDates: followAll,

    move: (from, to) => {
      const choice = from === to ? undefined : choiceOf.get(from)
      if (choice === undefined) return
      if (choice.movedTo !== to) {
        // A folder that was there before has a rule of its own.
        if (knewFiles.get(to, choice.decidedAt) === 1) return
        setMovedTo.run(to, from)
      }
      if (isPresent.get(from) === 0) carry(from)
    },

    settled: (contentId, now, at) => {
      if (states.uploadFor(contentId, now).reason !== 'undecided') return
      const isSame = unfollowed.size === 0 && at?.every((id) => isIdle(id, contentId))
      if (isSame === true) return
      // Without a file nothing is wanted.
      if (wanted.get(contentId) !== undefined) follow(contentId, now)
    },

    gone: (contentId, plan) => {
      if (plan !== null && ('date' in plan || 'undated' in plan)) countGone.run(contentId)
    },

    goOn: () => {
      for (let id = nextFolder.get(0); id !== undefined; id = nextFolder.get(id))
        if (choiceOf.get(id)?.choice !== laterChoice && isAwaited.get(id) === 1)
          void followAll(id).catch(() => undefined)
    },
    isUnderWay: () => running > 0,
  }
}
