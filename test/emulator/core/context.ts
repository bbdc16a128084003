/**
 * What every handler is given: the emulator's parts (Context) and one request with who makes it (Call).
 * Building them is left to emulator.ts and server.ts.
 */
import type { Answer } from './answer.ts'
import type { Clock } from './clock.ts'
import type { Contents } from './contents.ts'
import type { Exchange } from './exchange.ts'
import type { Faults } from './faults.ts'
import type { ErrorFacts } from './google-errors.ts'
import type { Ledger } from './ledger.ts'
import type { Line } from './line.ts'
import type { AccessToken, Account, Client } from './model.ts'
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

/** Who makes a request: the account, the client and the token they use. */
export type Caller = {
  readonly email: string
  readonly client: Client
  readonly token: AccessToken
}

/** One request, as its handler sees it. */
export type Call = {
  readonly exchange: Exchange
  readonly url: URL
  /** What the route's pattern captured, decoded. */
  readonly params: readonly string[]
}

/** A request on behalf of a signed-in account. */
export type SignedInCall = Call & { readonly caller: Caller }

/** Turns a request into an answer. */
export type Handler<C extends Call = Call> = (context: Context, call: C) => Answer | Promise<Answer>

/** What an error text may mention, for a caller or for nobody in particular. */
export function errorFacts(context: Context, client: Client | null): ErrorFacts {
  return {
    projectNumber:
      client?.projectNumber ?? [...context.store.clients.values()][0]?.projectNumber ?? '0',
    dailyQuota: context.settings.dailyQuota,
    retryAfterSeconds: context.settings.retryAfterSeconds,
  }
}
