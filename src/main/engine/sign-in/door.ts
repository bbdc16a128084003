// What the sign-in room offers to the rest of the engine. How it is done is sign-in.ts.
import type { Failure } from '../../../shared/failure.ts'
import type { Result } from '../../../shared/result.ts'
import type { SignInState } from '../../../shared/status.ts'
import type { AccessTokens } from '../ports/photos.ts'
import type { ClientFindings } from './client-check.ts'

/** The account that uploads are for, as the catalogue keys it. */
export interface SignedInAccount {
  sub: string
  email: string
  clientId: string
}

/** The sign-in room's door. */
export interface SignIn {
  readonly tokens: AccessTokens
  state(): SignInState
  /** Calls on every change of the state; returns what ends that. */
  subscribe(listener: (state: SignInState) => void): () => void
  /** Null while nobody is signed in. */
  account(): SignedInAccount | null
  /** Takes up what the vault kept. Called once, at start. */
  restore(): Promise<void>
  /** Opens the browser. While it is open already: opens the same page again. */
  start(): Promise<Result<{ url: string }, Failure>>
  cancel(): void
  /** How the sign-in under way ends, or ended. */
  finished(): Promise<Result<SignedInAccount, Failure>>
  /**
   * The library refused even a fresh token: the user is asked to sign in again. What is kept stays, and after `afterMs` it
   * is taken for good once more, because the refusal may have been a passing mistake of Google's.
   */
  refused(failure: Failure, afterMs: number): void
  /** The user says that this account is theirs; false when somebody else is signed in by now. */
  confirm(email: string): Promise<boolean>
  /** Forgets the sign-in at once and tells Google; true when Google confirmed that. Works offline too. */
  signOut(): Promise<{ isRevoked: boolean }>
  /** Whether there is a client to sign in with, the user's own or the built-in one. */
  hasClient(): boolean
  /** Takes a client file. Another client than before signs out, because a sign-in belongs to its client. */
  useClient(json: string): Promise<Result<{ clientId: string }, Failure>>
  testClient(): Promise<Result<{ findings: ClientFindings }, Failure>>
  /** Where there is no safe store, the user wants it in a file that only they can read. */
  keepInFile(): Promise<void>
  close(): Promise<void>
}
