// Whom uploads are for. The rows of other accounts stay as they are until their account is used again.
// Switching lets every file follow its new upload; it touches every row, and happens about never.
import type { Room } from './database.ts'
import { heldSql } from './shows.ts'

const held = heldSql('upload')

/** The accounts of one catalogue. */
export interface Accounts {
  /** The row of the account that uploads are for; before the first sign-in it has no name. */
  currentId(): number
  currentAccount(): { sub: string; email: string; clientId: string } | null
  useAccount(account: { sub: string; email: string; clientId: string }): void
}

/** Reads the current account and prepares the statements. */
export function createAccounts({ db, book, now, write }: Room): Accounts {
  const readCurrent = db.prepare<
    [],
    { id: number; sub: string | null; email: string | null; clientId: string | null }
  >('SELECT id, sub, email, client_id AS clientId FROM account WHERE is_current = 1')
  const current = () => {
    const row = readCurrent.get()
    if (row === undefined) throw new Error('The catalogue has no current account')
    return row
  }
  let currentId = current().id

  /** Uploads for everything linked, and every linked file in the state of its upload for this account. */
  const follow = (accountId: number, at: number): void => {
    const values = { accountId, at }
    // Whether a present file needs the content, asked once for all three statements below.
    const isNeeded = `EXISTS (SELECT 1 FROM file WHERE file.content_id = upload.content_id AND file.is_present = 1)`
    db.prepare(
      `INSERT INTO upload (account_id, content_id, state, turn, due_at, changed_at)
       SELECT DISTINCT @accountId, content_id, 'fingerprinted', 'fingerprinted', @at, @at
       FROM file WHERE content_id IS NOT NULL
       ON CONFLICT (account_id, content_id) DO NOTHING`,
    ).run(values)
    db.prepare(
      `UPDATE upload SET state = 'gone', turn = NULL, due_at = @at, reason = NULL, plan = NULL,
         sent_size_bytes = NULL, is_reduced = 0, kept_original = NULL, token = NULL, token_at = NULL,
         failure = NULL, attempts = 0, changed_at = @at,
         skip = iif(reason = 'ignored-by-user', skip, NULL),
         session_url = NULL, session_offset = NULL, session_opened_at = NULL
       WHERE account_id = @accountId AND state <> 'gone' AND NOT ${held} AND NOT ${isNeeded}`,
    ).run(values)
    db.prepare(
      `UPDATE upload SET changed_at = @at, due_at = @at,
         state = iif(skip IS NULL, 'fingerprinted', 'skipped'),
         turn = iif(skip IS NULL, 'fingerprinted', NULL),
         reason = iif(skip IS NULL, NULL, 'ignored-by-user')
       WHERE account_id = @accountId AND state = 'gone' AND ${isNeeded}`,
    ).run(values)
    db.prepare(
      `INSERT INTO history (at, file_id, upload_id, state, detail)
       SELECT @at, NULL, id, state, coalesce(skip, failure) FROM upload WHERE account_id = @accountId ORDER BY id`,
    ).run(values)
    db.prepare(
      `UPDATE upload SET history_seq = history.seq FROM history
       WHERE history.seq > @from AND history.upload_id = upload.id AND upload.account_id = @accountId`,
    ).run({ accountId, from: lastSeq() - countUploads(accountId) })
    db.prepare(
      `UPDATE file SET
         state = iif(is_present = 1 OR ${held}, upload.state, 'gone'),
         turn = iif(is_present = 1 OR ${held}, upload.turn, NULL),
         due_at = upload.due_at,
         reason = iif(is_present = 1 OR ${held}, upload.reason, NULL),
         history_seq = upload.history_seq, changed_at = @at
       FROM upload WHERE upload.account_id = @accountId AND upload.content_id = file.content_id`,
    ).run(values)
    book.reload()
  }
  const lastSeq = (): number =>
    db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM history').pluck().get() ?? 0
  const countUploads = (accountId: number): number =>
    db
      .prepare<[number], number>('SELECT count(*) FROM upload WHERE account_id = ?')
      .pluck()
      .get(accountId) ?? 0

  return {
    currentId: () => currentId,
    currentAccount: () => {
      const { sub, email, clientId } = current()
      return sub === null || email === null || clientId === null ? null : { sub, email, clientId }
    },
    useAccount: (account) => {
      const nextId = write(() => {
        const before = current()
        const known = db
          .prepare<[string], number>('SELECT id FROM account WHERE sub = ?')
          .pluck()
          .get(account.sub)
        if (known !== undefined || before.sub === null) {
          db.prepare(
            'UPDATE account SET sub = @sub, email = @email, client_id = @clientId WHERE id = @id',
          ).run({ ...account, id: known ?? before.id })
        }
        const id =
          known ??
          (before.sub === null
            ? before.id
            : Number(
                db
                  .prepare(
                    'INSERT INTO account (sub, email, client_id, is_current) VALUES (@sub, @email, @clientId, 0)',
                  )
                  .run(account).lastInsertRowid,
              ))
        if (id !== before.id) {
          db.prepare('UPDATE account SET is_current = 0 WHERE id = ?').run(before.id)
          db.prepare('UPDATE account SET is_current = 1 WHERE id = ?').run(id)
          follow(id, Math.round(now()))
        }
        return id
      })
      currentId = nextId
    },
  }
}
