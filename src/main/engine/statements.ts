// Makes the receipts that people see: the first time everything is safe, every month from then on, and whenever somebody
// asks. Joins the catalogue's figures with what the status says of folders and account.
import type { Statement, StatementFigures, StatementHead } from '../../shared/statement.ts'
import { noFigures } from '../../shared/statement-words.ts'
import type { Status } from '../../shared/status.ts'
import { unreadablePlaces } from '../../shared/unreadable.ts'
import { storeTrouble } from './ports/catalogue-trouble.ts'
import type { Catalog } from './ports/catalogue.ts'
import type { Clock } from './ports/outside.ts'

/** The receipts of a running engine. */
export interface Statements {
  make(why: Statement['why']): Statement
  /** The newest that was made by itself; null: none yet. */
  latest(): StatementHead | null
  start(): void
  stop(): void
}

const monthMs = 30 * 24 * 3_600_000
/** Soon enough after the last photo, and nothing to notice for a computer at rest. */
const lookEveryMs = 60_000

/** What a receipt of its own accord depends on. */
export interface DueFacts {
  now: number
  /** When the newest was made by itself; null: none was. */
  lastAt: number | null
  /** When the first folder was added; null: there is none. */
  since: number | null
  /** How many files are safe, and whether nothing else is left to do or to look into; asked only where it matters. */
  standing(): { safe: number; isAllSafe: boolean }
}

/** Whether a receipt is due, and which. */
export function statementDue(facts: DueFacts): 'first' | 'monthly' | null {
  const { now, lastAt, since } = facts
  if (since === null) return null
  const passedMs = now - (lastAt ?? since)
  // A time far ahead is that of a clock that was wrong; waiting for it could take for ever.
  const isMonthOver = passedMs >= monthMs || passedMs <= -monthMs
  if (lastAt !== null && !isMonthOver) return null
  const { safe, isAllSafe } = facts.standing()
  if (safe === 0) return null
  if (lastAt === null && isAllSafe) return 'first'
  return isMonthOver ? 'monthly' : null
}

/** Sums figures up. */
function sumOf(folders: readonly StatementFigures[]): StatementFigures {
  const sum = { ...noFigures }
  for (const one of folders)
    for (const key of Object.keys(sum) as (keyof StatementFigures)[]) sum[key] += one[key]
  return sum
}

/** Makes the keeper. */
export function createStatements(options: {
  catalog: Catalog
  clock: Clock
  status(): Status
  statusChanged(): void
}): Statements {
  const { catalog, clock } = options
  let cancel: () => void = () => undefined
  const readLatest = (): StatementHead | null =>
    catalog.statements().find(({ why }) => why !== 'asked') ?? null
  let latest = readLatest()

  const make = (why: Statement['why']): Statement => {
    const status = options.status()
    const folders = catalog.figuresByFolder()
    const isAway = (state: string): boolean => state === 'not-connected' || state === 'unfamiliar'
    const statement = catalog.keepStatement({
      at: clock.now(),
      why,
      account: status.signIn.kind === 'signed-in' ? status.signIn.email : null,
      total: sumOf(folders.filter(({ folder }) => folder === '')),
      unread: unreadablePlaces(status),
      away: status.sources.filter(({ state }) => isAway(state)).map(({ name }) => name),
      doubtful: catalog.coverage(null, '').reduce((sum, { doubtful = 0 }) => sum + doubtful, 0),
      folders,
    })
    latest = readLatest()
    options.statusChanged()
    return statement
  }
  const standing: DueFacts['standing'] = () => {
    const status = options.status()
    const { counts } = status
    return {
      safe: counts.done.files,
      isAllSafe:
        status.activity === 'complete' &&
        status.conditions.length === 0 &&
        counts.failed.files + counts.waiting.files + unreadablePlaces(status) === 0,
    }
  }
  const look = (): void => {
    const due = statementDue({
      now: clock.now(),
      lastAt: latest?.at ?? null,
      since: catalog
        .sources()
        .reduce<number | null>((first, { addedAt }) => Math.min(first ?? addedAt, addedAt), null),
      standing,
    })
    if (due !== null) make(due)
  }
  const later = (): void => {
    cancel = clock.after(lookEveryMs, () => {
      // Whatever becomes of this look, there is a next one.
      later()
      try {
        look()
      } catch (error) {
        // There is no room for it now; the next look makes it.
        if (storeTrouble(error) === null) throw error
      }
    })
  }
  return { make, latest: () => latest, start: later, stop: () => cancel() }
}
