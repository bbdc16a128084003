// Access tokens without a sign-in, for tests of what uses them.
import type { Failure } from '../../src/shared/failure.ts'
import { ok, type Result } from '../../src/shared/result.ts'
import type { AccessTokens } from '../../src/main/engine/ports/photos.ts'

/** Tokens given out one after the other, each refusal moving on to the next. */
export interface FixedTokens extends AccessTokens {
  /** The tokens that were refused. */
  readonly refused: string[]
  /** Answers every further question with this, or with tokens again for null. */
  failWith(failure: Failure | null): void
}

/** The last token is given out again and again. */
export function fixedTokens(...tokens: string[]): FixedTokens {
  const refused: string[] = []
  let failure: Failure | null = null
  const current = (): Result<string, Failure> =>
    failure === null
      ? ok(tokens[Math.min(refused.length, tokens.length - 1)] ?? 'token-1')
      : { ok: false, failure }
  return {
    refused,
    failWith: (next) => {
      failure = next
    },
    get: () => Promise.resolve(current()),
    renew: (token) => {
      if (!refused.includes(token)) refused.push(token)
      return Promise.resolve(current())
    },
  }
}
