/**
 * One request with who makes it, as its handler sees it, and what a handler is. Reading the request and sending the
 * answer is left to exchange.ts.
 */
import type { Answer } from './answer.ts'
import type { Context } from './context.ts'
import type { Exchange } from './exchange.ts'
import type { AccessToken, Client } from './model.ts'

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
