// What the user can do about each kind of skip or failure: the one fix that works first, then the rest.
// One entry per kind; a kind without remedies does not compile. The engine decides what they bring about.
import type { FailureKind } from '../../shared/failure.ts'
import type { SkipKind } from '../../shared/model.ts'

/** Something a button can do about a group of files. */
export type Remedy =
  | 'retry'
  | 'raise-limits'
  | 'sign-in'
  | 'free-storage'
  | 'folders'
  | 'dates'
  | 'small-pictures'
  | 'ignore'
  | 'take-after-all'

/** Remedies by kind, the best first. Showing the files is always possible. */
export const remedies: Record<SkipKind | FailureKind, readonly Remedy[]> = {
  // Left out
  empty: ['ignore'],
  'not-a-photo': ['ignore'],
  'not-taken': ['ignore', 'retry'],
  'too-large': ['raise-limits', 'ignore'],
  'too-many-pixels': ['raise-limits', 'ignore'],
  'small-picture': ['small-pictures'],
  'online-only': ['retry', 'ignore'],
  'unusable-name': ['retry', 'ignore'],
  'older-than-start': ['folders'],
  'changed-version': ['folders'],
  'left-to-partner': ['folders'],
  'ignored-by-user': ['take-after-all'],
  // The line and Google's servers end by themselves
  offline: ['retry'],
  'cut-off': ['retry', 'ignore'],
  stalled: ['retry'],
  'server-error': ['retry'],
  'unexpected-answer': ['retry'],
  'rate-limited': [],
  'daily-quota': [],
  aborted: ['retry'],
  // The account
  'signed-out': ['sign-in'],
  forbidden: ['sign-in', 'retry'],
  'storage-full': ['free-storage', 'retry'],
  'bad-client': ['sign-in'],
  'sign-in-timeout': ['sign-in'],
  // One upload
  'upload-token-invalid': ['retry'],
  'session-lost': ['retry'],
  rejected: ['retry', 'ignore'],
  'item-error': ['retry', 'ignore'],
  'duplicate-in-batch': ['retry'],
  'missing-result': ['retry'],
  'refused-as-too-large': ['ignore'],
  'album-gone': ['retry'],
  'type-on-trial': ['retry'],
  'copy-on-its-way': ['retry'],
  undated: ['dates'],
  undecided: ['dates'],
  // This computer
  'file-gone': ['ignore'],
  'file-changed': ['retry'],
  'file-unreadable': ['retry', 'ignore'],
  'folder-missing': ['folders'],
  'not-a-folder': ['folders'],
  'folder-unreadable': ['folders'],
  'folder-overlaps': ['folders'],
  'disk-full': ['retry'],
  'image-worker': ['retry', 'ignore'],
  // The app itself
  'folder-not-private': [],
  'own-folder-unusable': [],
  'catalogue-newer': [],
  'catalogue-locked': [],
  'catalogue-damaged': [],
  'catalogue-unwritable': [],
  'bad-origin': [],
  'bad-request': ['retry'],
  declined: [],
  'not-found': ['retry', 'ignore'],
  'engine-down': ['retry'],
  unexpected: ['retry', 'ignore'],
}

/** Remedies for a reason as the problems command names it; an unknown one can still be tried again. */
export function remediesFor(reason: string): readonly Remedy[] {
  return (remedies as Record<string, readonly Remedy[] | undefined>)[reason] ?? ['retry']
}
