// What the sign-in room is given: its ports, the client it may begin with, and what tests set. What it does with them is
// sign-in.ts.
import type { Failure } from '../../../shared/failure.ts'
import type { BrowserOpener, Clock, Logger, OAuthClient, TokenVault } from '../ports/outside.ts'

/** What sign-in works with. */
export interface SignInOptions {
  vault: TokenVault
  browser: BrowserOpener
  clock: Clock
  logger: Logger
  /** A stand-in for Google, or null for Google itself (google-origin.ts). */
  origin: string | null
  /** The client that the app was built with, or null. */
  builtInClient: OAuthClient | null
  /** One cheap call to the library with the tokens of this sign-in, for the client's self-test. */
  probeLibrary: () => Promise<Failure | null>
  /** Somebody was signed in here before this start; where nothing can be kept, they are told why they are not. */
  wasSignedIn?: boolean
  timeoutMs?: number
  /** The listener's port; 0 is any free one. */
  port?: number
}
