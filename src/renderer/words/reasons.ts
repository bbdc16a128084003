// Why a file was left out, why an original went up, and what each state is called.
// One entry per kind; a kind without words does not compile.
import type { FailureKind } from '../../shared/failure.ts'
import type { FileState, KeptOriginalReason, SkipKind, SkipReason } from '../../shared/model.ts'
import type { Format } from '../format.ts'
import type { Explanation } from './failures.ts'

/** What a file is that is called a photo; by its type where nobody would know the name. */
function whatItIs(detected: string): string {
  const [family = ''] = detected.split('/')
  return contents[detected] ?? families[family] ?? `another kind of file (${detected})`
}

const contents: Partial<Record<string, string>> = {
  'text/plain': 'a text file',
  'text/html': 'a web page',
  'application/pdf': 'a PDF',
  'application/zip': 'an archive',
  'application/json': 'a data file',
  'application/xml': 'a data file',
}
const families: Partial<Record<string, string>> = {
  text: 'a text file',
  audio: 'a sound file',
  font: 'a font',
}

type SkipWords = { [K in SkipKind]: (skip: Extract<SkipReason, { kind: K }>) => Explanation }

/** Why High quality did not bring it below a limit. */
const notSmaller = (reason: KeptOriginalReason | undefined): string =>
  reason === undefined ? '' : ` High quality leaves it as it is: ${whyOriginal[reason]}.`

/** The words for skips: one sentence with the numbers that decided it. */
export function skipWords(f: Format) {
  const byKind: SkipWords = {
    empty: () => ({ title: 'Empty file', text: 'There is nothing in this file.' }),
    'not-a-photo': (skip) => ({
      title: 'Not a photo or video',
      text: skip.detected
        ? `Named like a photo, but it is ${whatItIs(skip.detected)}.`
        : 'Named like a photo, but it is none that Google Photos takes.',
    }),
    'not-taken': (skip) => ({
      title: 'Google refuses this type',
      text: `A file of the type “.${skip.extension}” was tried, and Google refused it. The others are not sent.`,
    }),
    'too-large': (skip) => ({
      title: 'Larger than the limit',
      text: `${f.bytes(skip.sizeBytes)}, and the limit is ${f.bytes(skip.limitBytes)}.${notSmaller(skip.keptOriginal)}`,
    }),
    'too-many-pixels': (skip) => ({
      title: 'More pixels than the limit',
      text: `${f.megapixels(skip.pixels)} megapixels, and the limit is ${f.megapixels(skip.limitPixels)}.${notSmaller(skip.keptOriginal)}`,
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
      title: 'Here before your start date',
      text: `It was on this computer before ${f.date(skip.since)}. You said of its folder that all of that is in Google Photos already; Shoebox has not checked it.`,
    }),
    'changed-version': () => ({
      title: 'Changed since it was backed up',
      text: 'The older version stays in Google Photos. You chose not to send changed versions from this folder.',
    }),
    'left-to-partner': ({ is }) =>
      is === 'raw'
        ? {
            title: 'RAW of a JPEG',
            text: 'The same photo goes as its JPEG. You chose to leave the RAW out; it is on this computer only.',
          }
        : {
            title: 'Film of a Live Photo',
            text: 'Its still goes. You chose to leave the film out; it is on this computer only.',
          },
    'ignored-by-user': () => ({ title: 'Ignored', text: 'You chose to leave this out.' }),
  }
  return (skip: SkipReason): Explanation =>
    (byKind[skip.kind] as (skip: SkipReason) => Explanation)(skip)
}

type Name = string | { one: string; other: string }

/** Short names of reasons; where the name is of the files themselves, one of them has its own form. */
const names: Record<SkipKind | FailureKind | FileState | 'undecodable', Name> = {
  empty: { one: 'empty file', other: 'empty files' },
  'not-a-photo': { one: 'not a photo or video', other: 'not photos or videos' },
  'not-taken': 'of a type that Google refuses',
  'too-large': 'larger than the limit',
  'too-many-pixels': 'with more pixels than the limit',
  'small-picture': { one: 'small picture', other: 'small pictures' },
  'online-only': 'only in the cloud',
  'unusable-name': {
    one: 'with a name that cannot be read',
    other: 'with names that cannot be read',
  },
  'older-than-start': 'here before your start date',
  'changed-version': {
    one: 'changed since it was backed up',
    other: 'changed since they were backed up',
  },
  'left-to-partner': 'left out beside a JPEG or still',
  'ignored-by-user': 'ignored by you',
  offline: 'waiting for connection',
  'cut-off': 'the connection broke off',
  stalled: 'the connection stood still',
  'server-error': 'a problem at Google',
  'unexpected-answer': 'an answer that makes no sense',
  'rate-limited': 'Google asked to wait',
  'daily-quota': 'waiting for the next day’s requests',
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
  'album-gone': 'its album is gone',
  'type-on-trial': {
    one: 'waiting for another file of its type',
    other: 'waiting for other files of their type',
  },
  'copy-on-its-way': 'waiting for the same picture',
  undated: 'without a date, after the others',
  undecided: {
    one: 'without a date, waits for your decision',
    other: 'without a date, wait for your decision',
  },
  'file-gone': 'no longer there',
  'file-changed': 'still changing',
  'file-unreadable': 'cannot be read',
  'folder-missing': 'folder not found',
  'not-a-folder': 'not a folder',
  'folder-unreadable': 'folder cannot be read',
  'folder-overlaps': 'in a folder that is backed up already',
  'disk-full': 'disk full',
  'image-worker': 'picture cannot be read',
  'folder-not-private': 'folder of others',
  'own-folder-unusable': 'own folder cannot be used',
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
  found: 'waiting to upload',
  fingerprinted: 'waiting to upload',
  ready: 'waiting to upload',
  sent: 'waiting to upload',
  creating: 'waiting to upload',
  done: 'backed up',
  waiting: 'waiting to try again',
  skipped: 'skipped',
  failed: { one: 'problem', other: 'problems' },
  gone: 'no longer there',
  undecodable: 'backed up, may be damaged',
}

/** Names a reason: of a number of files, or, with null, of files that are not counted. */
export function reasonWords(f: Format) {
  return (reason: string, count: number | null): string => {
    const name = (names as Record<string, Name | undefined>)[reason] ?? reason
    const text = typeof name === 'string' ? name : count === 1 ? name.one : name.other
    return count === null ? text : `${f.number(count)} ${text}`
  }
}

/** Why High quality leaves something as it is. */
const whyOriginal: Record<KeptOriginalReason, string> = {
  'small-enough': '16 megapixels or less',
  'not-smaller': 'a reduced copy would not have been smaller',
  'motion-photo': 'reducing would lose the motion of this photo',
  'gain-map': 'reducing would lose its HDR brightness',
  panorama: 'reducing would lose its all-around view',
  animation: 'reducing would lose the animation',
  raw: 'RAW photos are not reduced',
  'multi-picture': 'the file holds more than one picture',
  'more-inside': 'the file holds more than its picture, such as sound or depth',
  undecodable: 'the picture cannot be read on this computer',
  'worker-failed': 'reducing failed',
  'metadata-lost':
    'a reduced copy would have lost something that is written in it, such as a date, place, name or description',
  'picture-differs': 'a reduced copy would not have looked the same',
  'no-room': 'there was no room on this computer for a reduced copy',
  video: 'videos are not reduced',
  format: 'this format is not reduced',
}
/** Nothing was to be reduced. */
const asItIs: ReadonlySet<KeptOriginalReason> = new Set(['small-enough', 'video', 'format'])

/** What went up: a copy with a date is no original, and has its whole picture. */
const whatWent = (isDated: boolean, plain: string): string =>
  isDated ? 'Sent in full size' : plain

/** Why an original, or all of it with a date, went up although High quality was chosen. */
export const keptOriginal = (reason: KeptOriginalReason, isDated: boolean): string =>
  `${whatWent(isDated, asItIs.has(reason) ? 'Sent as it is' : 'Original sent')}: ${whyOriginal[reason]}.`

/** Why it went up for the sake of certain tags; `lost` are their names, as photo programs show them. */
export const keptForTags = (lost: string, isDated: boolean): string =>
  `${whatWent(isDated, 'Original sent')}: a reduced copy would have lost what is written in it as ${lost}.`

/** What a file's state is called in the history. */
export const stateNames: Record<FileState, string> = {
  found: 'Waiting to upload',
  fingerprinted: 'Waiting to upload',
  ready: 'Waiting to upload',
  sent: 'Almost done',
  creating: 'Almost done',
  done: 'Backed up',
  waiting: 'Trying again',
  skipped: 'Skipped',
  failed: 'Problem',
  gone: 'No longer there',
}
