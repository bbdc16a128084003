// The whole snapshot that the window, the tray and `shoebox status` show: one object with a revision.
// Pure schemas; how it is computed is engine/queue/, how it is worded is renderer/words.ts.
import * as z from 'zod'
import { pairChoiceSchema } from './pair-schemas.ts'
import { failureSchema, signedOutReasons } from './failure.ts'
import { albumChoiceSchema, albumFiguresSchema } from './album-schemas.ts'
import { cardQuestionSchema, cardRunSchema } from './card-schemas.ts'
import { checkEndSchema } from './check-schemas.ts'
import { alreadyChoiceSchema, fileStates, versionChoices } from './model.ts'
import { undatedChoiceSchema } from './photo-date-schemas.ts'
import { statementHeadSchema } from './statement.ts'

/** A condition that does not hold, so that uploads rest, with the time it ends when that is known. */
export const conditionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('backup-off'), until: z.null() }),
  z.object({ kind: z.literal('paused'), until: z.number().nullable() }),
  z.object({
    kind: z.literal('signed-out'),
    reason: z.enum(signedOutReasons),
    until: z.null(),
  }),
  /** Somebody signed in, and nobody has said yet that it was the user of this computer. */
  z.object({ kind: z.literal('account-unconfirmed'), email: z.string(), until: z.null() }),
  z.object({ kind: z.literal('no-folders'), until: z.null() }),
  z.object({ kind: z.literal('offline'), until: z.number().nullable() }),
  z.object({ kind: z.literal('not-wifi-or-cable'), until: z.null() }),
  z.object({ kind: z.literal('metered'), until: z.null() }),
  z.object({ kind: z.literal('on-battery'), until: z.null() }),
  z.object({ kind: z.literal('in-use'), until: z.null() }),
  z.object({ kind: z.literal('outside-hours'), until: z.number().nullable() }),
  z.object({ kind: z.literal('google-asked-to-wait'), until: z.number() }),
  z.object({ kind: z.literal('google-unavailable'), until: z.number() }),
  z.object({ kind: z.literal('daily-quota'), until: z.number() }),
  z.object({ kind: z.literal('storage-full'), until: z.number().nullable() }),
  z.object({
    kind: z.literal('forbidden'),
    reason: z.enum(['api-disabled', 'photos-disabled', 'insufficient-scopes', 'unknown']),
    until: z.number().nullable(),
  }),
  z.object({
    kind: z.literal('source-missing'),
    sourceId: z.string(),
    name: z.string(),
    until: z.null(),
  }),
  /** Something else lies where this folder was, as far as can be told. */
  z.object({
    kind: z.literal('source-unfamiliar'),
    sourceId: z.string(),
    name: z.string(),
    until: z.null(),
  }),
  z.object({ kind: z.literal('disk-full'), until: z.number().nullable() }),
  z.object({ kind: z.literal('catalogue-unwritable'), until: z.number() }),
  z.object({ kind: z.literal('unexpected'), until: z.number() }),
])
/** A condition that does not hold. */
export type Condition = z.infer<typeof conditionSchema>
/** The name of a condition. */
export type ConditionKind = Condition['kind']

/** A watched folder as the window sees it. */
export const sourceViewSchema = z.object({
  sourceId: z.string(),
  path: z.string(),
  name: z.string(),
  state: z.enum(['scanning', 'watching', 'timer', 'not-connected', 'unfamiliar', 'unreadable']),
  /** Why the folder is scanned on a timer instead of being watched. */
  watchProblem: z.enum(['network', 'removable', 'watch-limit', 'watch-error']).nullable(),
  /** Time between timed scans in milliseconds. */
  scanEveryMs: z.number(),
  lastScanAt: z.number().nullable(),
  photoSize: z.enum(['original', 'high']).nullable(),
  includeSubfolders: z.boolean(),
  /** Links inside are followed to where they lead. */
  followLinks: z.boolean().optional(),
  /** What becomes of files that change after they were backed up. */
  changedVersions: z.enum(versionChoices).optional(),
  /** What becomes of photos without a date. */
  undated: undatedChoiceSchema.optional(),
  /** What is in Google Photos already of it. */
  already: alreadyChoiceSchema.optional(),
  /** Which albums its photos go into. */
  albums: albumChoiceSchema.optional(),
  /** What is left out of files that are one picture together. */
  pairs: pairChoiceSchema.optional(),
  ignorePatterns: z.array(z.string()),
  /** Folders inside that are left out with all below them, relative to it. */
  leftOut: z.array(z.string()).optional(),
  /** Its photos go before those of all other folders. */
  goesFirst: z.boolean().optional(),
  files: z.number(),
  bytes: z.number(),
  done: z.number(),
  /** Files inside that are still to be backed up. */
  waiting: z.number().optional(),
  /** Files inside that are neither photos nor videos. */
  otherFiles: z.number().optional(),
  unreadableFolders: z.number(),
  /** Files that may be photos or videos and could not be looked at. */
  unreadableFiles: z.number().optional(),
  /** Links inside that are not followed. */
  links: z.number().optional(),
  /** It is a card or drive that is put in and taken out: that it is away is no trouble. Left out: it is none. */
  card: cardRunSchema.optional(),
})
/** A watched folder as the window sees it. */
export type SourceView = z.infer<typeof sourceViewSchema>

/** A file on its way right now. */
export const activeFileSchema = z.object({
  fileId: z.string(),
  name: z.string(),
  phase: z.enum(['fingerprinting', 'preparing', 'sending', 'creating']),
  sentBytes: z.number(),
  sizeBytes: z.number(),
})
/** A file on its way right now. */
export type ActiveFile = z.infer<typeof activeFileSchema>

/** Count and size of a group of files. */
export const tallySchema = z.object({ files: z.number(), bytes: z.number() })
/** Count and size of a group of files. */
export type Tally = z.infer<typeof tallySchema>

/** Why nobody is signed in, where Google ended a sign-in: that stays so however the attempts to mend it end. */
const endedBecause = z.enum(['revoked', 'missing-scope']).optional()

/** Where the sign-in stands. */
export const signInStateSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('signed-out'),
    reason: z.enum(signedOutReasons),
    /** With `missing-scope`: what was not granted. */
    missingScopes: z.array(z.string()).optional(),
    /** With `user`: the system's store has not let go of the sign-in yet; it is asked again and again. */
    isStillKept: z.boolean().optional(),
    /** With `user`: Google could not be reached, so that the permission stays good there; it is given back later. */
    isStillGood: z.boolean().optional(),
  }),
  /** The browser is open; `since` is when. The link itself stays in engine and shell. */
  z.object({
    kind: z.literal('waiting-for-browser'),
    since: z.number(),
    endedBecause,
  }),
  z.object({
    kind: z.literal('signed-in'),
    email: z.string(),
    name: z.string(),
    /** The account picture as a data: address, or null. */
    picture: z.string().nullable(),
    /** False where this system has no safe store, so that the sign-in is forgotten at quit. */
    isKept: z.boolean(),
    /** Nobody has said yet that this account is theirs: nothing goes there. */
    isUnconfirmed: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('failed'), failure: failureSchema, endedBecause }),
])
/** Where the sign-in stands. */
export type SignInState = z.infer<typeof signInStateSchema>

/** The whole snapshot. */
export const statusSchema = z.object({
  revision: z.number(),
  at: z.number(),
  signIn: signInStateSchema,
  hasClient: z.boolean(),
  isBackupOn: z.boolean(),
  pausedUntil: z.union([z.number(), z.literal('resumed')]).nullable(),
  /** Files by state, over all sources. */
  counts: z.record(z.enum(fileStates), tallySchema),
  /** Files among `done` whose bytes another file had already brought. */
  duplicates: z.number(),
  /**
   * Files that carry no date, have not gone and could get another one, while nothing is decided for them; and among them
   * those that do not go before that.
   */
  undated: z.object({ files: z.number(), undecided: z.number() }).optional(),
  /** Albums of folders; left out: none of these folders wants any. */
  albums: albumFiguresSchema.optional(),
  /** Albums of which somebody is to say something: they were deleted, renamed or never made at Google. */
  albumQuestions: z.number().optional(),
  /** Cards and drives that are in and about which somebody is asked; left out: none. */
  cards: z.array(cardQuestionSchema).optional(),
  /** The last check of each folder, where it ended by itself; left out: none. */
  checks: z.array(checkEndSchema).optional(),
  /** Skipped files that the user has not looked at yet. */
  skippedUnseen: z.number(),
  /** Conditions that do not hold, the most important first. Empty: uploads may run. */
  conditions: z.array(conditionSchema),
  activity: z.enum(['uploading', 'scanning', 'resting', 'complete']),
  active: z.array(activeFileSchema),
  progress: z.object({
    filesDone: z.number(),
    filesTotal: z.number(),
    bytesDone: z.number(),
    bytesTotal: z.number(),
    /** Smoothed rate over the last half minute; null while unknown. */
    bytesPerSecond: z.number().nullable(),
    /** Estimated end (ms since 1970), the daily request budget included; null while unknown or unstable. */
    finishAt: z.number().nullable(),
    /** What that end waits for longest. */
    finishBy: z.enum(['line', 'requests', 'hours']).nullable().optional(),
    /** Bytes per second in each of the last 60 ten-second slots, oldest first. */
    history: z.array(z.number()),
  }),
  sources: z.array(sourceViewSchema),
  lastCheckedAt: z.number().nullable(),
  /** When the next waiting or not yet quiet file is due (ms since 1970), or null. */
  nextTryAt: z.number().nullable(),
  lastDoneAt: z.number().nullable(),
  requests: z.object({ usedToday: z.number(), limit: z.number(), resetsAt: z.number() }),
  storage: z
    .object({ limitBytes: z.number().nullable(), usedBytes: z.number(), at: z.number() })
    .nullable(),
  /** The newest receipt that was made by itself. */
  statement: statementHeadSchema.nullable().optional(),
  /** What the catalogue did to itself at this start, for a one-time banner. */
  catalogue: z.enum(['good', 'restored-from-backup', 'rebuilt']),
})
/** The whole snapshot. */
export type Status = z.infer<typeof statusSchema>
