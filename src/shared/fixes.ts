// What a person can do about each condition for which uploads rest. Without zod, so that the window loads it as it is;
// the words of a fix are the window's and the command's own.
import type { Condition, ConditionKind } from './status.ts'

/** What each condition needs from the user; 'none' ends by itself. */
export const fixes = [
  'none',
  'turn-on',
  'resume',
  'sign-in',
  'add-folder',
  'change-network',
  'change-power',
  'change-use',
  'change-hours',
  'free-google-storage',
  'enable-api',
  'reconnect-folder',
  'confirm-folder',
  'confirm-account',
  'free-disk',
  'try-now',
] as const
/** One of {@link fixes}. */
export type Fix = (typeof fixes)[number]

/** The one fix for each condition. */
export const fixFor = {
  'backup-off': 'turn-on',
  paused: 'resume',
  'signed-out': 'sign-in',
  'account-unconfirmed': 'confirm-account',
  'no-folders': 'add-folder',
  offline: 'try-now',
  'not-wifi-or-cable': 'change-network',
  metered: 'change-network',
  'on-battery': 'change-power',
  'in-use': 'change-use',
  'outside-hours': 'change-hours',
  'google-asked-to-wait': 'none',
  'google-unavailable': 'none',
  'daily-quota': 'none',
  'storage-full': 'free-google-storage',
  forbidden: 'enable-api',
  'source-missing': 'reconnect-folder',
  'source-unfamiliar': 'confirm-folder',
  'disk-full': 'free-disk',
  'catalogue-unwritable': 'try-now',
  unexpected: 'try-now',
} as const satisfies Record<ConditionKind, Fix>

/**
 * What to press beside the one fix: what was mended elsewhere need not wait for the next look, and a wait may be over before
 * its time. Not where Google asked for that time.
 */
export const secondFixFor: Partial<Record<ConditionKind, 'check-again' | 'try-now'>> = {
  'storage-full': 'check-again',
  forbidden: 'check-again',
  'google-unavailable': 'try-now',
  'daily-quota': 'try-now',
}

/** Whether a condition rests the files of one folder alone. */
export const isOfOneSource = (
  condition: Condition,
): condition is Extract<Condition, { kind: 'source-missing' | 'source-unfamiliar' }> =>
  condition.kind === 'source-missing' || condition.kind === 'source-unfamiliar'
