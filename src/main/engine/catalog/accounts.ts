// Whom uploads are for. The rows of other accounts stay as they are until their account is used again. After a change
// every content follows the new account one by one (follow.ts): the marks say which contents follow whom meanwhile.
import * as z from 'zod'
import type { Room } from './database.ts'
import { keptUnder } from './kept.ts'

/** A Google account as its sign-in tells it, through one OAuth client. */
export interface Account {
  sub: string
  email: string
  clientId: string
}

/** Contents below this id (null: all that are left) follow this account. */
interface Mark {
  below: number | null
  accountId: number
}

/** The accounts of one catalogue. */
export interface Accounts {
  /** The row of the account that uploads are for; before the first sign-in it has no name. */
  currentId(): number
  /** The account whose upload the files of a content show. */
  accountOf(contentId: number): number
  currentAccount(): Account | null
  /** Makes this the account that uploads are for; inside a transaction. */
  choose(account: Account): void
  /** The contents up to this one follow the current account. Stored by `keepMarks`. */
  advanceTo(contentId: number): void
  /** Every content follows the current account. */
  arrive(): void
  isFollowing(): boolean
  /** Up to where the contents follow the current account. */
  followedBelow(): number
  keepMarks(): void
  /** What was not stored is forgotten. */
  reload(): void
}

const marksKey = 'catalog.followed'
const marksSchema = z.array(
  z.object({ below: z.number().int().nullable(), accountId: z.number().int() }),
)

/** Reads the current account and prepares the statements. */
export function createAccounts({ db }: Room): Accounts {
  const readCurrent = db.prepare<
    [],
    { id: number; sub: string | null; email: string | null; clientId: string | null }
  >('SELECT id, sub, email, client_id AS clientId FROM account WHERE is_current = 1')
  const current = () => {
    const row = readCurrent.get()
    if (row === undefined) throw new Error('The catalogue has no current account')
    return row
  }
  const keptMarks = keptUnder(marksKey, { db })
  const idOf = db.prepare<[string], number>('SELECT id FROM account WHERE sub = ?').pluck()
  const rename = db.prepare(
    `UPDATE account SET sub = @sub, email = @email, client_id = @clientId,
       client_since = iif(client_id <> @clientId, (SELECT coalesce(max(seq), 0) FROM history), client_since)
     WHERE id = @id`,
  )
  const add = db.prepare(
    'INSERT INTO account (sub, email, client_id, is_current) VALUES (@sub, @email, @clientId, 0)',
  )
  const setCurrent = db.prepare<[number, number]>('UPDATE account SET is_current = ? WHERE id = ?')

  // Whom a content follows, which is not the same for all of them while the account changes.
  db.function('account_of', (contentId) => accountOf(Number(contentId)))

  let currentId = current().id
  let marks: Mark[] = []
  const reload = (): void => {
    currentId = current().id
    const stored = marksSchema.safeParse(keptMarks.read())
    marks = stored.success ? stored.data : [{ below: null, accountId: currentId }]
  }
  reload()

  /** The marks with everything below an id following the current account. */
  const withCurrentBelow = (below: number): Mark[] => {
    const rest = marks.filter((mark) => mark.below === null || mark.below > below)
    // What comes next follows it already, as after a change of mind.
    return rest[0]?.accountId === currentId ? rest : [{ below, accountId: currentId }, ...rest]
  }

  const accountOf = (contentId: number): number =>
    marks.find(({ below }) => below === null || contentId < below)?.accountId ?? currentId

  return {
    currentId: () => currentId,
    accountOf,
    currentAccount: () => {
      const { sub, email, clientId } = current()
      return sub === null || email === null || clientId === null ? null : { sub, email, clientId }
    },
    choose: (account) => {
      const before = current()
      const known = idOf.get(account.sub)
      const isFirst = before.sub === null
      if (known !== undefined || isFirst) rename.run({ ...account, id: known ?? before.id })
      const id = known ?? (isFirst ? before.id : Number(add.run(account).lastInsertRowid))
      // Each start says who it is; nothing moves then.
      if (id === before.id) return
      setCurrent.run(0, before.id)
      setCurrent.run(1, id)
      currentId = id
      marks = withCurrentBelow(0)
    },
    advanceTo: (contentId) => {
      marks = withCurrentBelow(contentId + 1)
    },
    arrive: () => {
      marks = [{ below: null, accountId: currentId }]
    },
    isFollowing: () => marks.length > 1,
    followedBelow: () => (marks[0]?.accountId === currentId ? (marks[0].below ?? Infinity) : 0),
    keepMarks: () => keptMarks.store(marks),
    reload,
  }
}
