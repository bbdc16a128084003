// What a catalogue is opened with: known to what opens it and to what joins its parts.
import type { Checkpoint, Clock, Logger } from '../ports/outside.ts'
import type { Migration } from './migrate.ts'

/** What a catalogue is opened with. */
export interface OpenOptions {
  /** The database file, or ':memory:'. */
  path: string
  backupFolder: string
  clock: Clock
  logger: Logger
  checkpoint: Checkpoint
  /** The file turned out to be damaged while it is in use: only a new start mends that. */
  onDamaged?: () => void
  /**
   * The pages are not looked at first, most of the time that opening takes: whoever only shows what is there tells of
   * damage when it is met. Pages are looked at all the same where the run before met damage, and before a migration.
   */
  isGlance?: boolean
  /** The steps to the newest shape; other ones only in tests of the steps themselves. */
  migrations?: readonly Migration[]
  /** The most pages that the file may have, as a full disk would have it; only in tests of that. */
  limitPages?: number
}
