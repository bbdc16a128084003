// Why a file was left out, why an original went up, and what each state is called.
// One entry per kind; a kind without words does not compile.
import type { FailureKind } from '../../shared/failure.ts'
import type { FileState, KeptOriginalReason, SkipKind, SkipReason } from '../../shared/model.ts'
import type { Format } from '../format.ts'
import type { Explanation } from './failures.ts'

type SkipWords = { [K in SkipKind]: (skip: Extract<SkipReason, { kind: K }>) => Explanation }

/** The words for skips: one sentence with the numbers that decided it. */
export function skipWords(f: Format) {
  const byKind: SkipWords = {
    empty: () => ({ title: 'Empty file', text: 'There is nothing in this file.' }),
    'not-a-photo': (skip) => ({
      title: 'Not a photo or video',
      text: skip.detected
        ? `The name says photo, but the content is “${skip.detected}”.`
        : 'Google Photos does not take this kind of file.',
    }),
    'not-taken': (skip) => ({
      title: 'Google refuses this type',
      text: `A file of the type “.${skip.extension}” was tried, and Google refused it. The others are not sent.`,
    }),
    'too-large': (skip) => ({
      title: 'Larger than the limit',
      text: `${f.bytes(skip.sizeBytes)}, and the limit is ${f.bytes(skip.limitBytes)}.`,
    }),
    'too-many-pixels': (skip) => ({
      title: 'More pixels than the limit',
      text: `${f.megapixels(skip.pixels)} megapixels, and the limit is ${f.megapixels(skip.limitPixels)}.`,
    }),
    'small-picture': (skip) => ({
      title: 'Small picture',
      text: `${f.number(skip.width)} × ${f.number(skip.height)} pixels. You chose to leave out small pictures.`,
    }),
    'online-only': () => ({
      title: 'Only in the cloud',
      text: 'The file is not on this computer, only in another cloud. Download it and it is backed up.',
    }),
    'unusable-name': () => ({
      title: 'Name cannot be read',
      text: 'The file name holds characters that this system cannot open. Rename the file and it is backed up.',
    }),
    'older-than-start': (skip) => ({
      title: 'Older than your start date',
      text: `You chose to back up only what is new since ${f.date(skip.since)}.`,
    }),
    'changed-version': () => ({
      title: 'Changed since it was backed up',
      text: 'The older version stays in Google Photos. You chose not to send changed versions from this folder.',
    }),
    'ignored-by-user': () => ({ title: 'Ignored', text: 'You chose to leave this out.' }),
  }
  return (skip: SkipReason): Explanation =>
    (byKind[skip.kind] as (skip: SkipReason) => Explanation)(skip)
}

/** Short names of reasons, where there is a count but no example. */
export const reasonNames: Record<SkipKind | FailureKind | FileState, string> = {
  empty: 'empty files',
  'not-a-photo': 'not photos or videos',
  'not-taken': 'of a type that Google refuses',
  'too-large': 'larger than the limit',
  'too-many-pixels': 'more pixels than the limit',
  'small-picture': 'small pictures',
  'online-only': 'only in the cloud',
  'unusable-name': 'names that cannot be read',
  'older-than-start': 'older than your start date',
  'changed-version': 'changed since they were backed up',
  'ignored-by-user': 'ignored by you',
  offline: 'waiting for connection',
  'cut-off': 'the connection broke off',
  stalled: 'the connection stood still',
  'server-error': 'a problem at Google',
  'unexpected-answer': 'an answer that makes no sense',
  'rate-limited': 'Google asked to wait',
  'daily-quota': 'waiting for tomorrow’s requests',
  aborted: 'interrupted',
  'signed-out': 'signed out',
  forbidden: 'refused by Google',
  'storage-full': 'Google storage full',
  'bad-client': 'Google client not working',
  'sign-in-timeout': 'sign-in took too long',
  'upload-token-invalid': 'to be sent again',
  'session-lost': 'to be sent again',
  rejected: 'refused by Google',
  'item-error': 'not usable by Google',
  'duplicate-in-batch': 'sent twice at once',
  'missing-result': 'not yet confirmed',
  'refused-as-too-large': 'too large for Google',
  'type-on-trial': 'waiting for another file of their type',
  'copy-on-its-way': 'waiting for the same picture',
  'file-gone': 'no longer there',
  'file-changed': 'still changing',
  'file-unreadable': 'cannot be read',
  'folder-missing': 'folder not found',
  'not-a-folder': 'not a folder',
  'folder-unreadable': 'folder cannot be read',
  'folder-overlaps': 'folders inside each other',
  'disk-full': 'disk full',
  'image-worker': 'picture cannot be read',
  'folder-not-private': 'folder of others',
  'catalogue-newer': 'written by a newer Shoebox',
  'catalogue-locked': 'list in use',
  'catalogue-damaged': 'list damaged',
  'catalogue-unwritable': 'not written down',
  'bad-origin': 'address not allowed',
  'bad-request': 'not understood',
  declined: 'not wanted',
  'not-found': 'no longer there',
  'engine-down': 'backup restarting',
  unexpected: 'unexpected problem',
  found: 'in line',
  fingerprinted: 'in line',
  ready: 'in line',
  sent: 'in line',
  creating: 'in line',
  done: 'backed up',
  waiting: 'waiting to try again',
  skipped: 'skipped',
  failed: 'problems',
  gone: 'no longer there',
}

/** Why an original went up although High quality was chosen. */
export const keptOriginal: Record<KeptOriginalReason, string> = {
  'small-enough': 'Sent as it is: 16 megapixels or less.',
  'not-smaller': 'Original sent: a reduced copy would not have been smaller.',
  'motion-photo': 'Original sent: reducing would lose the motion of this photo.',
  'gain-map': 'Original sent: reducing would lose its HDR brightness.',
  panorama: 'Original sent: reducing would lose its all-around view.',
  animation: 'Original sent: reducing would lose the animation.',
  raw: 'Original sent: RAW photos are not reduced.',
  'multi-picture': 'Original sent: the file holds more than one picture.',
  'more-inside': 'Original sent: the file holds more than its picture, such as sound or depth.',
  undecodable: 'Original sent: the picture cannot be read on this computer.',
  'worker-failed': 'Original sent: reducing failed.',
  'metadata-lost':
    'Original sent: a reduced copy would have lost something that is written in it, such as a date, place, name or description.',
  'picture-differs': 'Original sent: a reduced copy would not have looked the same.',
  'no-room': 'Original sent: there was no room on this computer for a reduced copy.',
  video: 'Sent as it is: videos are not reduced.',
  format: 'Sent as it is: this format is not reduced.',
}

/** Why an original went up for the sake of certain tags; `lost` are their names, as photo programs show them. */
export const keptForTags = (lost: string): string =>
  `Original sent: a reduced copy would have lost what is written in it as ${lost}.`

/** What a file's state is called in the history. */
export const stateNames: Record<FileState, string> = {
  found: 'In line',
  fingerprinted: 'In line',
  ready: 'In line',
  sent: 'Almost done',
  creating: 'Almost done',
  done: 'Backed up',
  waiting: 'Trying again',
  skipped: 'Skipped',
  failed: 'Problem',
  gone: 'No longer there',
}
