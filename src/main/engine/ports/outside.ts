// What the engine needs from outside: clock, chance, vault, surroundings, browser, logger, and the points at which the
// crash suite stops it. Only types and trivial defaults; the app, the command and the tests bring each.

/** Wall time for what people read, monotonic time for every delay. */
export interface Clock {
  /** Milliseconds since 1970. May jump. */
  now(): number
  /** Milliseconds since some start. Never jumps back. */
  monotonic(): number
  /** Calls once after a delay; returns what cancels it. */
  after(delayMs: number, call: () => void): () => void
}

/** Randomness for jitter, between 0 and 1. */
export type Random = () => number

/** What is kept so that the user stays signed in. Never leaves the vault but to the sign-in room. */
export interface KeptSignIn {
  refreshToken: string
  clientId: string
  scopes: string[]
  account: { sub: string; email: string; name: string; pictureUrl: string | null }
  /** When Google ends this sign-in by itself (ms since 1970): consent in testing lasts 7 days. null: no end was told. */
  endsAt?: number | null
  /** False until the user has said that this account is theirs; left out: they have, or it is older than the question. */
  isConfirmed?: boolean
  /** A token of a sign-in that the user has ended, which Google has not taken back yet; nobody is signed in then. */
  toRevoke?: string
}

/** Keeps the sign-in and the user's own client. */
export interface TokenVault {
  load(): Promise<KeptSignIn | null>
  save(kept: KeptSignIn): Promise<void>
  clear(): Promise<void>
  loadClient(): Promise<OAuthClient | null>
  saveClient(client: OAuthClient | null): Promise<void>
  /** False where the system has no safe store, so that nothing outlives the process. */
  isLasting(): Promise<boolean>
  /** The user has said so: where there is no safe store, what is kept goes into a file that only they can read. */
  keepInFile(): Promise<void>
}

/** An OAuth client of the desktop kind. Google's desktop secrets are not confidential, yet are never logged. */
export interface OAuthClient {
  clientId: string
  clientSecret: string
}

/** What is known of the machine; null means unknown, never a guess. */
export interface SystemFacts {
  isOnline: boolean | null
  network: 'wifi' | 'cable' | 'cellular' | null
  isMetered: boolean | null
  isOnBattery: boolean | null
  /** Somebody is at the computer; left out where nobody asks. */
  isInUse?: boolean | null | undefined
  isAsleep: boolean
}

/** Tells the facts of network and power, and when they change. */
export interface Surroundings {
  facts(): SystemFacts
  subscribe(listener: (facts: SystemFacts) => void): () => void
}

/** Opens a page in the user's own browser. */
export interface BrowserOpener {
  open(url: string): Promise<void>
}

/** Writes a line for people who look for a fault. Values go through toLogLine: no tokens, no home paths. */
export interface Logger {
  info(message: string, detail?: unknown): void
  error(message: string, detail?: unknown): void
}

/** Every side effect after which a crash must be harmless; the crash suite stops at each. */
export const sideEffects = [
  'scan-applied',
  'fingerprint-stored',
  'rendition-written',
  'plan-stored',
  'session-opened',
  'session-stored',
  'chunk-sent',
  'bytes-sent',
  'token-stored',
  'creating-stored',
  'items-created',
  'results-stored',
  'album-intended',
  'album-made',
  'album-stored',
  'album-renamed',
  'album-filled',
  'rendition-removed',
  'failure-stored',
  'backup-written',
  'catalogue-set-aside',
  'catalogue-replaced',
  'items-adopted',
] as const
/** One of {@link sideEffects}. */
export type SideEffect = (typeof sideEffects)[number]

/** Called right after a side effect happened. The crash suite kills the process here; otherwise it does nothing. */
export type Checkpoint = (effect: SideEffect) => void

/** Everything from outside, given to createEngine. */
export interface Ports {
  clock: Clock
  random: Random
  vault: TokenVault
  surroundings: Surroundings
  browser: BrowserOpener
  logger: Logger
  checkpoint: Checkpoint
}
