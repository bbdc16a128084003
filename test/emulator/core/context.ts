/**
 * The emulator's parts, which every handler is given beside its call (call.ts). Building them is left to emulator.ts.
 */
import type { Clock } from './clock.ts'
import type { Contents } from './contents.ts'
import type { Faults } from './faults.ts'
import type { ErrorFacts } from './google-errors.ts'
import type { Ledger } from './ledger.ts'
import type { Line } from './line.ts'
import type { Account, Client } from './model.ts'
import type { Quota } from './quota.ts'
import type { Settings } from './settings.ts'
import type { Store } from './store.ts'

/** The parts of one emulator. */
export type Context = {
  /** Known once the server listens. */
  origin: string
  readonly dataDir: string
  readonly settings: Settings
  readonly accounts: readonly Account[]
  readonly clock: Clock
  readonly store: Store
  readonly contents: Contents
  readonly faults: Faults
  readonly ledger: Ledger
  readonly quota: Quota
  readonly line: Line
  /** Aborted when the emulator stops. */
  readonly stopped: AbortSignal
}

/** What an error text may mention, for a caller or for nobody in particular. */
export function errorFacts(context: Context, client: Client | null): ErrorFacts {
  return {
    projectNumber:
      client?.projectNumber ?? [...context.store.clients.values()][0]?.projectNumber ?? '0',
    dailyQuota: context.settings.dailyQuota,
    retryAfterSeconds: context.settings.retryAfterSeconds,
  }
}
