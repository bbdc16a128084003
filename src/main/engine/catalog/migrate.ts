// Brings a catalogue to the newest shape. Knows the order of the migrations; what each does is in
// migrations/. The copy made first is the caller's way back when one of them fails.
import type { Database } from 'better-sqlite3'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import * as first from './migrations/0001-first.ts'
import * as places from './migrations/0002-places.ts'
import * as bringers from './migrations/0003-bringers.ts'
import * as history from './migrations/0004-history.ts'
import * as media from './migrations/0005-media.ts'
import * as copies from './migrations/0006-copies.ts'
import * as leaving from './migrations/0007-leaving.ts'
import * as links from './migrations/0008-links.ts'
import * as versions from './migrations/0009-versions.ts'
import * as orders from './migrations/0010-orders.ts'
import * as statements from './migrations/0011-statements.ts'
import * as doubtful from './migrations/0012-doubtful.ts'
import * as turnOrder from './migrations/0013-turn-order.ts'
import * as undated from './migrations/0014-undated.ts'
import * as dateChoices from './migrations/0015-date-choices.ts'
import * as already from './migrations/0016-already.ts'
import * as captions from './migrations/0017-captions.ts'
import * as albums from './migrations/0018-albums.ts'
import * as albumAnswers from './migrations/0019-album-answers.ts'
import * as albumOrder from './migrations/0020-album-order.ts'
import * as volumes from './migrations/0021-volumes.ts'
import * as vanished from './migrations/0022-vanished.ts'
import * as pairs from './migrations/0023-pairs.ts'

/** One step from a version to the next. */
export interface Migration {
  version: number
  up(db: Database): void
}

/** Every migration, oldest first. */
export const migrations: readonly Migration[] = [
  first,
  places,
  bringers,
  history,
  media,
  copies,
  leaving,
  links,
  versions,
  orders,
  statements,
  doubtful,
  turnOrder,
  undated,
  dateChoices,
  already,
  captions,
  albums,
  albumAnswers,
  albumOrder,
  volumes,
  vanished,
  pairs,
]

/** The version that a catalogue has after all of them: they are counted from one. */
export function newestVersion(steps: readonly Migration[] = migrations): number {
  return steps.length
}

function versionOf(db: Database): number {
  return db.pragma('user_version', { simple: true }) as number
}

/** The failure of a catalogue that a newer app has written, or null. */
export function newerVersion(db: Database, steps: readonly Migration[]): Failure | null {
  const found = versionOf(db)
  const known = newestVersion(steps)
  return found > known ? { kind: 'catalogue-newer', found, known } : null
}

/** Whether no migration is missing. */
export const isNewest = (db: Database, steps: readonly Migration[]): boolean =>
  versionOf(db) === newestVersion(steps)

/** Runs the migrations that are missing, each in its own transaction; `copyFirst` is called before any touches existing rows. */
export function migrate(
  db: Database,
  copyFirst: (version: number) => void,
  steps: readonly Migration[] = migrations,
): Result<null, Failure> {
  steps.forEach((step, index) => {
    if (step.version !== index + 1) throw new Error(`Migration ${step.version} is out of order`)
  })
  const newer = newerVersion(db, steps)
  if (newer !== null) return fail(newer)
  const found = versionOf(db)
  const missing = steps.filter((step) => step.version > found)
  if (found > 0 && missing.length > 0) copyFirst(found)
  for (const step of missing) {
    db.transaction(() => {
      step.up(db)
      db.pragma(`user_version = ${step.version}`)
    }).immediate()
  }
  return ok(null)
}
