/**
 * The emulator's live settings: one schema with its defaults, changed by start options or the control API.
 * Every value that Google does not publish, or that no source confirmed, is one of these; open-questions.ts has those that
 * a trial with a real account would settle.
 */
import { z } from 'zod'
import { likelyAnswers, openQuestions } from './open-questions.ts'

const seconds = z.number().positive()
const count = z.number().int().nonnegative()
const bytes = z.number().int().nonnegative()

/** The settings and what each means. */
export const settingsSchema = z.strictObject({
  ...openQuestions,
  /** Skip the consent page and redirect at once. */
  autoConsent: z.boolean(),
  /** Who consents automatically; null is the first account, or the one in `login_hint`. */
  consentAccount: z.string().nullable(),
  /** Which of the scopes asked for are ticked in automatic consent. */
  consentScopes: z.union([z.literal('asked'), z.array(z.string())]),
  /** Automatic consent answers access_denied. */
  consentDeny: z.boolean(),
  /** Google's warning of an app that it has not verified stands before the consent, which then is automatic. */
  consentUnverified: z.boolean(),
  /** The consent screen is in testing: sign-ins end 7 days after consent. */
  consentTesting: z.boolean(),
  /** While in testing, only these may sign in; null lets everybody. */
  testUsers: z.array(z.string()).nullable(),
  /** The authorize page refuses a request without a PKCE challenge. */
  requirePkce: z.boolean(),
  /** The token endpoint refuses a desktop client without its secret. [M] */
  requireClientSecret: z.boolean(),
  accessTokenLifeSeconds: seconds,
  uploadTokenLifeSeconds: seconds,
  /** Google documents no life of a resumable session. [M] */
  sessionLifeSeconds: seconds,
  /** New videos are PROCESSING for so long. [M] */
  videoProcessingSeconds: z.number().nonnegative(),
  /** After that they are FAILED instead of READY. */
  videosFail: z.boolean(),
  /** Requests per project per Pacific day; null is no limit. */
  dailyQuota: count.nullable(),
  /** Write requests per user per minute; Google does not publish it, null is no limit. */
  minuteQuota: count.nullable(),
  /** Overlapping batchCreate calls of one account get the concurrent-write 429. */
  refuseConcurrentCreates: z.boolean(),
  /** Account storage; null is unlimited. */
  storageLimitBytes: bytes.nullable(),
  /** Storage taken by mail and by photos that came from elsewhere. */
  storageOtherBytes: bytes,
  storageInDriveBytes: bytes,
  storageInTrashBytes: bytes,
  /** A full account refuses the bytes too, not only batchCreate. [gap in the sources] */
  storageFullRefusesUploads: z.boolean(),
  /** A batchCreate in which some items failed answers 207 instead of 200. [M] */
  status207: z.boolean(),
  /** Retry-After sent with 429 and 503; null sends none. */
  retryAfterSeconds: count.nullable(),
  /** Added to the machine's clock. */
  clockOffsetMs: z.number(),
  /** Each batchCreate takes at least this long, to widen overlaps. */
  batchCreateDelayMs: z.number().nonnegative(),
  /** The line all uploads share; null is as fast as it goes. */
  uploadBytesPerSecond: z.number().positive().nullable(),
  /** An unknown or expired upload token fails the whole request, or only its item with code 3. [M] */
  badTokenFails: z.enum(['request', 'item']),
  /** An upload token may be created again after success. [gap in the sources] */
  allowTokenReuse: z.boolean(),
  /** A query after final repeats the upload token in its body. */
  queryRepeatsToken: z.boolean(),
  /** Uploads without a byte are refused with 400; otherwise they fail in batchCreate with code 3. */
  refuseEmptyUploads: z.boolean(),
  /** Where productUrl points: the emulator's own page, or the address Google would give. */
  productUrlHost: z.enum(['emulator', 'google']),
  /** A page of albums repeats the last entry of the page before. */
  albumPagesRepeatLast: z.boolean(),
  maxPhotoBytes: bytes,
  maxVideoBytes: bytes,
  maxAlbumItems: count,
})

/** The emulator's live settings. */
export type Settings = z.infer<typeof settingsSchema>

/** Any part of the settings, as a change. */
export const settingsPatchSchema = settingsSchema.partial()

/** A change of some settings. */
export type SettingsPatch = z.infer<typeof settingsPatchSchema>

/** What photos-api.md states or assumes. */
export const defaultSettings: Settings = {
  ...likelyAnswers,
  autoConsent: false,
  consentAccount: null,
  consentScopes: 'asked',
  consentDeny: false,
  consentUnverified: false,
  consentTesting: false,
  testUsers: null,
  requirePkce: true,
  requireClientSecret: true,
  accessTokenLifeSeconds: 3599,
  uploadTokenLifeSeconds: 86_400,
  sessionLifeSeconds: 7 * 86_400,
  videoProcessingSeconds: 30,
  videosFail: false,
  dailyQuota: 10_000,
  minuteQuota: null,
  refuseConcurrentCreates: true,
  storageLimitBytes: 15 * 2 ** 30,
  storageOtherBytes: 0,
  storageInDriveBytes: 0,
  storageInTrashBytes: 0,
  storageFullRefusesUploads: false,
  status207: false,
  retryAfterSeconds: null,
  clockOffsetMs: 0,
  batchCreateDelayMs: 0,
  uploadBytesPerSecond: null,
  badTokenFails: 'request',
  allowTokenReuse: true,
  queryRepeatsToken: true,
  refuseEmptyUploads: true,
  productUrlHost: 'emulator',
  albumPagesRepeatLast: false,
  maxPhotoBytes: 200 * 2 ** 20,
  maxVideoBytes: 20 * 2 ** 30,
  maxAlbumItems: 20_000,
}

/** Applies a change, leaving alone what it does not name. */
export function changeSettings(settings: Settings, patch: SettingsPatch): void {
  const stated = Object.entries(patch).filter(([, value]) => value !== undefined)
  Object.assign(settings, Object.fromEntries(stated))
}
