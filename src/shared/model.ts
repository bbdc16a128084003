// The words of the domain: states of an upload, reasons for a skip, photo sizes, settings.
// Pure types and schemas. What moves an upload from state to state is engine/queue/lifecycle.ts.
import * as z from 'zod'
import { parseAlready } from './already.ts'
import { failureSchema } from './failure.ts'
import { secondRoles } from './pairs.ts'
import { addedDateSchema } from './photo-date-schemas.ts'
import { unwrittenReasons } from './photo-dates.ts'
import { storedSpliceSchema } from './splice.ts'

/** Every state a file can be in; each file ever found is in exactly one (design: invariants). */
export const fileStates = [
  'found',
  'fingerprinted',
  'ready',
  'sent',
  'creating',
  'done',
  'waiting',
  'skipped',
  'failed',
  'gone',
] as const
/** One of {@link fileStates}. */
export type FileState = (typeof fileStates)[number]

/** States that end a file's way until something outside changes. */
export const restingStates = [
  'done',
  'skipped',
  'failed',
  'gone',
] as const satisfies readonly FileState[]

/** The state in which a waiting item takes up its work again. */
export const resumableStates = [
  'found',
  'fingerprinted',
  'ready',
  'sent',
] as const satisfies readonly FileState[]
/** One of {@link resumableStates}. */
export type ResumableState = (typeof resumableStates)[number]

/** `high` reduces photos above 16 megapixels on this computer; `original` sends every byte, and a date that is missing where a folder says so. */
export const photoSizes = ['original', 'high'] as const
/** One of {@link photoSizes}. */
export type PhotoSize = (typeof photoSizes)[number]

/** `google`: what Google takes, 200 MB, 200 MP, 20 GB. `small`: very large files are left out, above 75 MB, 100 MP, 10 GB. */
export const limitChoices = ['google', 'small'] as const
/** One of {@link limitChoices}. */
export type LimitChoice = (typeof limitChoices)[number]

/** What becomes of a file that changed while its older version is in the library: it is sent as well, or the older one is kept to. */
export const versionChoices = ['send', 'keep'] as const
/** One of {@link versionChoices}. */
export type VersionChoice = (typeof versionChoices)[number]

/** Which photos go first: those that were found first, or the newest. */
export const uploadOrders = ['found', 'newest'] as const
/** One of {@link uploadOrders}. */
export type UploadOrder = (typeof uploadOrders)[number]

/** What is in Google Photos already of a folder, as people write it and as it is kept: `nothing`, `some`, or all from before a day. */
export const alreadyChoiceSchema = z.string().refine((text) => parseAlready(text) !== null)

/** Why a photo went up as its original although High quality was chosen. */
export const keptOriginalReasons = [
  'small-enough',
  'not-smaller',
  'motion-photo',
  'gain-map',
  'panorama',
  'animation',
  'raw',
  'multi-picture',
  'more-inside',
  'undecodable',
  'worker-failed',
  'metadata-lost',
  'picture-differs',
  'no-room',
  'video',
  'format',
] as const
/** One of {@link keptOriginalReasons}. */
export type KeptOriginalReason = (typeof keptOriginalReasons)[number]

/** Why a file is deliberately not sent, with the numbers that decided it. */
export const skipReasonSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('empty') }),
  z.object({ kind: z.literal('not-a-photo'), detected: z.string().max(100).nullable() }),
  /** A type that Google is not known to take: one file was tried, and refused. */
  z.object({ kind: z.literal('not-taken'), extension: z.string().max(20) }),
  z.object({
    kind: z.literal('too-large'),
    sizeBytes: z.number(),
    limitBytes: z.number(),
    /** In High quality: why it was not made smaller. */
    keptOriginal: z.enum(keptOriginalReasons).optional(),
  }),
  z.object({
    kind: z.literal('too-many-pixels'),
    pixels: z.number(),
    limitPixels: z.number(),
    keptOriginal: z.enum(keptOriginalReasons).optional(),
  }),
  z.object({ kind: z.literal('small-picture'), width: z.number(), height: z.number() }),
  z.object({ kind: z.literal('online-only') }),
  z.object({ kind: z.literal('unusable-name') }),
  /** It was here before the day since which its folder wants what is new (ms since 1970). */
  z.object({ kind: z.literal('older-than-start'), since: z.number() }),
  /** The library has an older version of the file, and its folder keeps to that. */
  z.object({ kind: z.literal('changed-version') }),
  /** It is one picture with a still that goes, and its folder wants that alone. */
  z.object({ kind: z.literal('left-to-partner'), is: z.enum(secondRoles) }),
  z.object({ kind: z.literal('ignored-by-user') }),
])
/** Why a file is deliberately not sent. */
export type SkipReason = z.infer<typeof skipReasonSchema>
/** The name of a skip reason. */
export type SkipKind = SkipReason['kind']

/** What will be sent for one content: its own bytes, the same with a date, or a rendition (a reduced copy). */
export const sendPlanSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('original'),
    mimeType: z.string(),
    fileName: z.string(),
    sizeBytes: z.number(),
    keptOriginal: z.enum(keptOriginalReasons).nullable(),
    /** What a reduced copy would have lost, by the names of its tags. */
    lost: z.string().max(300).optional(),
    /** It carries no date, its folder wants one, and none could be written. */
    undated: z.enum(unwrittenReasons).optional(),
  }),
  /** The same picture, to the byte, with the date that it lacks. */
  z.object({
    kind: z.literal('dated'),
    mimeType: z.string(),
    fileName: z.string(),
    sizeBytes: z.number(),
    keptOriginal: z.enum(keptOriginalReasons).nullable(),
    /** SHA-256 of what is sent. */
    sha256: z.string(),
    date: addedDateSchema,
    /** What differs from the file, in its order: the date. */
    splices: z.array(storedSpliceSchema).optional(),
    /** Older plans have this instead of splices: the copy is a file. */
    rendition: z.string().optional(),
  }),
  z.object({
    kind: z.literal('reduced'),
    mimeType: z.string(),
    fileName: z.string(),
    sizeBytes: z.number(),
    /** Name of the file in the private rendition folder; its bytes never change between tries. */
    rendition: z.string(),
    /** SHA-256 of what is sent: photos that differ only in what a copy does not keep give the same. Older plans have none. */
    sha256: z.string().optional(),
    /** What is sent otherwise than it is in the rendition: the date. Left out: nothing. */
    splices: z.array(storedSpliceSchema).optional(),
    width: z.number(),
    height: z.number(),
    /** The date that it lacked, or why that was not written. */
    date: addedDateSchema.optional(),
    undated: z.enum(unwrittenReasons).optional(),
  }),
])
/** What will be sent for one content. */
export type SendPlan = z.infer<typeof sendPlanSchema>
/** What is known of the bytes themselves: type by content, dimensions upright, capture time. */
export const contentFactsSchema = z.object({
  mediaKind: z.enum(['photo', 'video']),
  mimeType: z.string(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  /** Wall time of the capture as milliseconds since 1970, as Google will show it; null: no date inside. */
  takenAt: z.number().nullable(),
})
/** What is known of the bytes themselves. */
export type ContentFacts = z.infer<typeof contentFactsSchema>

/** Tries that failed in a row; kept where a state is not itself the success that ends the row. */
const attempts = z.number().int()

/** A stored item's whole state: exactly the data that is legal in it. */
export const lifecycleSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('found') }),
  z.object({ state: z.literal('fingerprinted') }),
  z.object({ state: z.literal('ready'), plan: sendPlanSchema }),
  z.object({
    state: z.literal('sent'),
    plan: sendPlanSchema,
    token: z.string(),
    tokenAt: z.number(),
    attempts: attempts.optional(),
  }),
  z.object({
    state: z.literal('creating'),
    plan: sendPlanSchema,
    token: z.string(),
    tokenAt: z.number(),
    attempts: attempts.optional(),
  }),
  z.object({
    state: z.literal('done'),
    plan: sendPlanSchema.nullable(),
    mediaItemId: z.string(),
    productUrl: z.string().nullable(),
  }),
  z.object({
    state: z.literal('waiting'),
    until: z.number(),
    failure: failureSchema,
    attempts,
    resumesAs: z.enum(resumableStates),
    plan: sendPlanSchema.nullable(),
    token: z.string().nullable(),
    tokenAt: z.number().nullable(),
  }),
  z.object({ state: z.literal('skipped'), reason: skipReasonSchema }),
  z.object({ state: z.literal('failed'), failure: failureSchema, attempts }),
  z.object({ state: z.literal('gone') }),
])
/** A stored item's whole state. */
export type Lifecycle = z.infer<typeof lifecycleSchema>

/** The screens of the guide to a Google client of one's own, in their order. */
export const clientSteps = ['project', 'apis', 'consent', 'publish', 'client', 'file'] as const
/** One of {@link clientSteps}. */
export type ClientStep = (typeof clientSteps)[number]

/** What the user chose; stored one row per key. */
export const settingsSchema = z.object({
  photoSize: z.enum(photoSizes),
  limits: z.enum(limitChoices),
  leaveOutSmallPictures: z.boolean(),
  /** What people wrote of their photos goes with them. */
  sendCaptions: z.boolean(),
  uploadOrder: z.enum(uploadOrders),
  isBackupOn: z.boolean(),
  /** null: not paused; a number: paused until that time (ms since 1970); 'resumed': until the user resumes. */
  pausedUntil: z.union([z.number(), z.literal('resumed')]).nullable(),
  network: z.enum(['any', 'wifi-and-cable']),
  pauseOnMetered: z.boolean(),
  power: z.enum(['any', 'charging']),
  /** Photos are backed up only while nobody is at the computer, where the system tells that. */
  onlyWhileUnused: z.boolean(),
  /** 168 characters, Monday 00:00 first, local time: '1' may upload in that hour. null: always. */
  allowedHours: z
    .string()
    .regex(/^[01]{168}$/)
    .nullable(),
  /** Upload rate in bytes per second; null: as fast as the line allows. */
  speedLimit: z.number().int().positive().nullable(),
  startAtLogin: z.boolean(),
  notifyFirstBackup: z.boolean(),
  notifyAttention: z.boolean(),
  notifySignedOut: z.boolean(),
  theme: z.enum(['system', 'light', 'dark']),
  firstRunStep: z.enum(['sign-in', 'folders', 'size', 'review', 'done']),
  /** Where the guide to a client of one's own was left. */
  clientStep: z.enum(clientSteps),
  hasSeenTrayHint: z.boolean(),
  /** What the first run was answered about its folders; folders that are added in the window later begin by it. */
  already: alreadyChoiceSchema,
  /** Skipped files up to this history number have been looked at by the user. */
  skippedSeenUpTo: z.number(),
})

/** What the user chose. */
export type Settings = z.infer<typeof settingsSchema>

/** Settings before the user has chosen anything. */
export const defaultSettings: Settings = {
  photoSize: 'high',
  limits: 'google',
  leaveOutSmallPictures: false,
  sendCaptions: true,
  uploadOrder: 'found',
  isBackupOn: false,
  pausedUntil: null,
  network: 'any',
  pauseOnMetered: false,
  power: 'any',
  onlyWhileUnused: false,
  allowedHours: null,
  speedLimit: null,
  startAtLogin: true,
  notifyFirstBackup: true,
  notifyAttention: true,
  notifySignedOut: true,
  theme: 'system',
  firstRunStep: 'sign-in',
  clientStep: 'project',
  hasSeenTrayHint: false,
  already: 'nothing',
  skippedSeenUpTo: 0,
}
