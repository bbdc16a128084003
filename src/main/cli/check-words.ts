// What `shoebox check` says: the answer in one sentence, what it rests on, what was not looked at, and each file that is not
// safe with its reason. Also says what no check can know.
import type {
  CheckedFile,
  CheckSums,
  UnsafeKind,
  UnsafeReason,
} from '../../shared/check-schemas.ts'
import { isAllSafe } from '../../shared/check-sums.ts'
import { linkWords, otherFilesWords, sentenceFor } from './words.ts'

type Sentences = { [K in UnsafeKind]: (reason: Extract<UnsafeReason, { kind: K }>) => string }

const sentences: Sentences = {
  changed: () => 'changed since it was sent, or another file under the same name',
  'never-sent': () => 'never sent',
  skipped: ({ skip }) => `left out (${skip.kind})`,
  waiting: ({ failure }) =>
    failure === null ? 'waits for its turn' : `waits: ${sentenceFor(failure)}`,
  refused: ({ failure }) => `failed: ${sentenceFor(failure)}`,
  'not-found': () => 'was sent, and Google does not find it any more',
  'other-client': () =>
    'was sent through another Google client, and this one is not told whether it is still there',
  'other-size': ({ sent, found }) =>
    found === null
      ? 'Google does not say how large it has it'
      : `Google has it as ${found.width} by ${found.height}, and here it is ${sent.width} by ${sent.height}: it was edited there`,
  'video-not-ready': ({ status }) =>
    status === 'failed'
      ? 'Google could not make it playable'
      : 'Google is not through with this video yet',
  'not-asked': ({ failure }) =>
    `was sent; whether it is still there is not known: ${sentenceFor(failure)}`,
  reduced: () => 'a smaller copy was sent: the original is only here',
  unreadable: ({ code }) => `cannot be read (${code})`,
  library: () => 'a photo library of another app, which is not looked into',
  changing: () => 'changed while it was looked at',
}

/** Why a file is not safe. */
export function reasonWords(reason: UnsafeReason): string {
  // Exhaustive by type; the lookup by a union key needs this one widening.
  const say = sentences[reason.kind] as (reason: UnsafeReason) => string
  return say(reason)
}

/** One file that is not safe. */
export const unsafeLine = ({ path, isFolder, verdict }: CheckedFile): string =>
  verdict.is === 'safe'
    ? path
    : `${isFolder ? 'folder ' : ''}${JSON.stringify(path)}: ${reasonWords(verdict.reason)}`

const by = (count: number, one: string, other: string): string =>
  `${count} ${count === 1 ? one : other}`

/** How far it is. */
export const checkLine = ({ checked, of }: CheckSums): string =>
  of === null ? 'Looking through the folder' : `Checked ${checked} of ${of}`

/** The answer. */
export function answerLine(sums: CheckSums, account: string): string {
  const { checked, safe, unlookedFolders, isWhole } = sums
  const unsafe = checked - safe
  const parts = [
    ...(unsafe > 0
      ? [
          `${unsafe} of ${by(checked, 'photo or video', 'photos and videos')} ${unsafe === 1 ? 'is' : 'are'} not surely in Google Photos as here`,
        ]
      : []),
    ...(unlookedFolders > 0
      ? [`${by(unlookedFolders, 'folder was', 'folders were')} not looked into`]
      : []),
    ...(isWhole ? [] : ['not everything was looked at']),
  ]
  if (!isAllSafe(sums)) return `Not safe to erase: ${parts.join(', ')}.`
  if (checked === 0) return 'There is no photo or video in this folder.'
  return checked === 1
    ? `Safe to erase: the one photo or video is in the Google Photos of ${account}.`
    : `Safe to erase: all ${checked} photos and videos are in the Google Photos of ${account}.`
}

/** What the answer says nothing of. */
export function notesOf(sums: CheckSums): string[] {
  const { safe, datesAdded, otherFiles, links, ownFiles, passedBy, morePassedBy } = sums
  const folders = passedBy.length + morePassedBy
  const unlooked = [
    ...(otherFiles > 0 ? [otherFilesWords(otherFiles)] : []),
    ...(links > 0 ? [linkWords(links)] : []),
    ...(ownFiles > 0 ? [`${by(ownFiles, 'file', 'files')} of the system or of programs`] : []),
    ...(folders > 0
      ? [
          `${by(folders, 'folder', 'folders')} of the system, of programs or hidden (${[...passedBy.map((path) => JSON.stringify(path)), ...(morePassedBy > 0 ? ['and others'] : [])].join(', ')})`,
        ]
      : []),
  ]
  return [
    ...(datesAdded > 0
      ? [
          `${by(datesAdded, 'has', 'have')} a date there that is not in the file here; the picture is the same.`,
        ]
      : []),
    ...(unlooked.length > 0
      ? [`Not looked at, and perhaps only here: ${unlooked.join('; ')}.`]
      : []),
    ...(safe > 0
      ? [
          'Not known: whether Google still answers for what somebody has put into its trash, where it is deleted after a while.',
        ]
      : []),
  ]
}
