// Every foreseen way in which work fails, as data that can be stored and sent between processes.
// What to do about each is decided in engine/queue/remedy.ts; what to say, in renderer/words.ts.
import * as z from 'zod'

/** Why nobody is signed in, or why Google does not accept the sign-in. */
export const signedOutReasons = [
  'never',
  /** This computer has no safe store, so that a restart forgot the sign-in. */
  'not-kept',
  'revoked',
  'missing-scope',
  'user',
  'cancelled',
  'denied',
] as const

/** Why Google forbids a request that carries a valid sign-in. */
export const forbiddenReasons = [
  'api-disabled',
  'photos-disabled',
  'insufficient-scopes',
  'unknown',
] as const

/** The ways in which a user's own OAuth client file or project can be wrong. */
export const clientProblems = [
  'not-json',
  'not-a-client-file',
  'web-client',
  'unknown-client',
  'no-client',
] as const

const kinds = [
  // The line and Google's servers
  z.object({ kind: z.literal('offline') }),
  /** The connection broke after the request had begun. */
  z.object({ kind: z.literal('cut-off') }),
  z.object({ kind: z.literal('stalled') }),
  z.object({
    kind: z.literal('server-error'),
    status: z.number().int(),
    retryAfterMs: z.number().nullable().optional(),
  }),
  z.object({ kind: z.literal('unexpected-answer') }),
  z.object({
    kind: z.literal('rate-limited'),
    limit: z.enum(['concurrent-write', 'per-minute', 'unknown']),
    retryAfterMs: z.number().nullable(),
  }),
  z.object({ kind: z.literal('daily-quota'), resetsAt: z.number() }),
  z.object({ kind: z.literal('aborted') }),
  // The account
  z.object({
    kind: z.literal('signed-out'),
    reason: z.enum(signedOutReasons),
    missingScopes: z.array(z.string().max(200)).optional(),
  }),
  z.object({ kind: z.literal('forbidden'), reason: z.enum(forbiddenReasons) }),
  z.object({ kind: z.literal('storage-full') }),
  z.object({ kind: z.literal('bad-client'), problem: z.enum(clientProblems) }),
  z.object({ kind: z.literal('sign-in-timeout') }),
  // One upload
  z.object({ kind: z.literal('upload-token-invalid') }),
  z.object({ kind: z.literal('session-lost') }),
  z.object({ kind: z.literal('rejected'), code: z.number().int(), message: z.string().max(500) }),
  z.object({ kind: z.literal('item-error'), code: z.number().int() }),
  z.object({ kind: z.literal('duplicate-in-batch') }),
  z.object({ kind: z.literal('missing-result') }),
  z.object({ kind: z.literal('refused-as-too-large') }),
  /** The album that it was to go into is not there any more; it goes without one. */
  z.object({ kind: z.literal('album-gone') }),
  /** Another file of its type, which Google is not known to take, is tried first. */
  z.object({ kind: z.literal('type-on-trial') }),
  /** Another photo gave the same reduced copy, which is on its way. */
  z.object({ kind: z.literal('copy-on-its-way') }),
  /** It carries no date; photos that do go first, so that there is time to choose one. */
  z.object({ kind: z.literal('undated') }),
  /** It carries no date, and somebody wants to decide later what becomes of it: it never goes by itself. */
  z.object({ kind: z.literal('undecided') }),
  // One file or folder on this computer
  z.object({ kind: z.literal('file-gone') }),
  z.object({ kind: z.literal('file-changed') }),
  z.object({ kind: z.literal('file-unreadable'), code: z.string().max(40) }),
  z.object({ kind: z.literal('folder-missing'), path: z.string() }),
  z.object({ kind: z.literal('not-a-folder'), path: z.string() }),
  z.object({ kind: z.literal('folder-unreadable'), path: z.string(), code: z.string().max(40) }),
  z.object({ kind: z.literal('folder-overlaps'), path: z.string(), other: z.string() }),
  z.object({ kind: z.literal('disk-full') }),
  z.object({
    kind: z.literal('image-worker'),
    problem: z.enum(['crashed', 'timeout', 'memory', 'undecodable']),
  }),
  // The app itself
  /** What is kept would be open to others, or is theirs already. */
  z.object({
    kind: z.literal('folder-not-private'),
    path: z.string(),
    problem: z.enum(['another-user', 'open-to-others']),
  }),
  /** A folder or file that Shoebox keeps its own things in cannot be made or used; the code is the system's. */
  z.object({ kind: z.literal('own-folder-unusable'), path: z.string(), code: z.string().max(40) }),
  z.object({
    kind: z.literal('catalogue-newer'),
    found: z.number().int(),
    known: z.number().int(),
  }),
  z.object({ kind: z.literal('catalogue-locked') }),
  z.object({ kind: z.literal('catalogue-damaged') }),
  z.object({ kind: z.literal('catalogue-unwritable') }),
  z.object({ kind: z.literal('bad-origin'), origin: z.string() }),
  z.object({ kind: z.literal('bad-request'), problem: z.string().max(500) }),
  z.object({ kind: z.literal('not-found') }),
  /** A person was asked by the system, and said no. */
  z.object({ kind: z.literal('declined') }),
  z.object({ kind: z.literal('engine-down') }),
  z.object({ kind: z.literal('unexpected'), message: z.string().max(500) }),
] as const

/** The schema of a stored or transmitted failure. */
export const failureSchema = z.discriminatedUnion('kind', kinds)

/** A foreseen way in which work failed, told apart by `kind`. */
export type Failure = z.infer<typeof failureSchema>

/** The name of a failure. */
export type FailureKind = Failure['kind']
