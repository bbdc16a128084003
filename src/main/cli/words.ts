// What the command line says about each failure: what happened, and what was expected. The window has its
// own words in renderer/words.ts; these name folders, files and commands as a terminal user needs them.
import type { HistoryRow } from '../../shared/contract.ts'
import type { AlbumAbsence } from '../../shared/albums.ts'
import { sinceOf } from '../../shared/already.ts'
import { parsePairs } from '../../shared/pairs.ts'
import { wallDay } from '../../shared/days.ts'
import type { Failure, FailureKind } from '../../shared/failure.ts'
import { conditionWords } from '../../shared/shell-words.ts'
import { clockTime } from '../../shared/until.ts'
import { fixFor, type Fix } from '../../shared/fixes.ts'
import { ownFolderTrouble, type OwnFolderTrouble } from '../../shared/own-folder.ts'
import type { Condition, Status } from '../../shared/status.ts'

type Sentences = { [K in FailureKind]: (failure: Extract<Failure, { kind: K }>) => string }

const clientSentences: Record<Extract<Failure, { kind: 'bad-client' }>['problem'], string> = {
  'not-json':
    'The client file is not JSON. Expected the file that Google Cloud offers for download.',
  'not-a-client-file':
    'The client file is not a Google OAuth client. Expected {"installed":{"client_id":…,"client_secret":…}}.',
  'web-client':
    'The client file is of the type "Web application". Expected one of the type "Desktop app".',
  'unknown-client': 'Google does not know this client. Expected one that exists in Google Cloud.',
  'no-client': 'There is no Google client yet. Run: shoebox sign-in --client FILE.json',
}

/** What is wrong, and what would help. */
const ownFolder: Record<OwnFolderTrouble, string> = {
  'in-the-way':
    'something else lies there, or where a folder above it would be. Expected a folder, or nothing yet',
  'not-allowed': 'you may not read and write there. Expected a folder of your own',
  'read-only': 'it can only be read there. Expected a drive that can be written',
  full: 'the drive is full. Expected some room on it',
  'too-long': 'the path is too long. Expected a shorter one',
  circle: 'its links lead in a circle. Expected links that end at a folder',
  nowhere: 'a link or a drive on its way leads nowhere. Expected that drive, or another link',
  other: 'the system does not let it be used. Expected a folder that can be read and written',
}

const sentences: Sentences = {
  offline: () => 'Google could not be reached.',
  'cut-off': () => 'The connection broke while this file was on its way.',
  stalled: () => 'The connection stood still.',
  'server-error': (failure) => `Google had a problem (status ${failure.status}).`,
  'unexpected-answer': () => 'What answered was not Google Photos.',
  'rate-limited': () => 'Google asked to slow down.',
  'daily-quota': (failure) =>
    `Today's requests to Google are used up. It goes on at ${new Date(failure.resetsAt).toLocaleString()}.`,
  aborted: () => 'Google broke the request off.',
  'signed-out': (failure) =>
    failure.reason === 'missing-scope'
      ? 'A permission was not given. Run: shoebox sign-in, and leave every box ticked.'
      : failure.reason === 'denied'
        ? 'The sign-in was refused in the browser. Run: shoebox sign-in'
        : 'Not signed in. Run: shoebox sign-in',
  forbidden: (failure) => `Google refused: ${failure.reason.replaceAll('-', ' ')}.`,
  'storage-full': () => 'The Google storage of this account is full.',
  'bad-client': (failure) => clientSentences[failure.problem],
  'sign-in-timeout': () =>
    'Nobody finished the sign-in in the browser in time. Run: shoebox sign-in',
  'upload-token-invalid': () => 'Google forgot the sent bytes.',
  'session-lost': () => 'Google forgot the upload that was under way.',
  rejected: (failure) => `Google did not take this file as a photo or video: ${failure.message}`,
  'item-error': (failure) =>
    `Google could not make a photo of the sent bytes (code ${failure.code}).`,
  'duplicate-in-batch': () => 'The same bytes were sent twice at once.',
  'missing-result': () => 'Google did not say what became of this file.',
  'refused-as-too-large': () => 'The file is larger than Google takes.',
  'album-gone': () => 'Its album was deleted in Google Photos; the photo goes without it.',
  'type-on-trial': () => 'Another file of this type is tried first.',
  'copy-on-its-way': () => 'Another photo gave the same reduced copy, which is on its way.',
  undated: () => 'The photo carries no date, so it goes after those that do.',
  undecided: () => 'The photo carries no date, and waits for a decision in the app.',
  'file-gone': () => 'The file is no longer there.',
  'file-changed': () => 'The file changed while it was read.',
  'file-unreadable': (failure) => `The file cannot be read (${failure.code}).`,
  'folder-missing': (failure) => `There is no folder ${failure.path}. Expected one that exists.`,
  'not-a-folder': (failure) => `${failure.path} is not a folder. Expected a folder with photos.`,
  'folder-unreadable': (failure) =>
    `The folder ${failure.path} cannot be read (${failure.code}). Expected one that you may open.`,
  'folder-overlaps': (failure) =>
    `The folder ${failure.path} overlaps ${failure.other}, which is backed up already. Expected one apart from it.`,
  'disk-full': () => "This computer's disk is full. Expected room for the catalogue.",
  'image-worker': () => 'The picture could not be reduced.',
  'folder-not-private': (failure) =>
    failure.problem === 'another-user'
      ? `${failure.path} belongs to another user. Expected a folder of your own; nothing was changed.`
      : `Others may write into ${failure.path}. Expected a folder of your own (chmod go-w); nothing was changed.`,
  'own-folder-unusable': ({ path, code }) =>
    `${path} cannot be used for Shoebox's own files: ${ownFolder[ownFolderTrouble(code)]} (${code}). ` +
    'SHOEBOX_DATA_DIR can name another folder.',
  'catalogue-newer': (failure) =>
    `The catalogue was written by a newer Shoebox (version ${failure.found}, this one knows ${failure.known}). ` +
    'Expected a Shoebox at least as new; nothing was changed.',
  'catalogue-locked': () =>
    'Another Shoebox is running with the same data folder. Expected only one at a time.',
  'catalogue-damaged': () => 'The catalogue is damaged.',
  'catalogue-unwritable': () =>
    'The catalogue cannot be written. Nothing is sent that could not be noted.',
  'bad-origin': (failure) =>
    `SHOEBOX_GOOGLE_ORIGIN is "${failure.origin}". Expected a loopback origin such as http://127.0.0.1:8090, or nothing.`,
  'bad-request': (failure) => `That was not understood: ${failure.problem}`,
  declined: () => 'Nothing is sent to it.',
  'not-found': () => 'There is no such thing.',
  'engine-down': () => 'The engine is not running.',
  unexpected: (failure) => `Something unexpected happened: ${failure.message}`,
}

/** One plain sentence about a failure. */
export function sentenceFor(failure: Failure): string {
  // Exhaustive by type; the lookup by a union key needs this one widening.
  const say = sentences[failure.kind] as (failure: Failure) => string
  return say(failure)
}

// What a terminal user can do about each reason to wait; null where it ends by itself.
const fixSentences: Record<Fix, string | null> = {
  none: null,
  'turn-on': 'Run: shoebox backup FOLDER...',
  resume: 'Run: shoebox backup FOLDER...',
  'sign-in': 'Run: shoebox sign-in',
  'add-folder': 'Run: shoebox backup FOLDER...',
  'change-network':
    'Join a Wi-Fi, plug in a cable, or allow every network in the settings of the app.',
  'change-use':
    'Leave the computer alone for a few minutes, or change that in the settings of the app.',
  'change-power': 'Plug the computer in, or allow the battery in the settings of the app.',
  'change-hours': 'Other hours can be chosen in the settings of the app.',
  'free-google-storage': 'Free up space in the Google account.',
  'enable-api': null,
  'reconnect-folder': 'Reconnect the drive or the network folder.',
  'confirm-account': 'If it is: shoebox sign-in --account ADDRESS',
  'confirm-folder': 'Connect the right drive; or, if it is yours: shoebox backup FOLDER --confirm',
  'free-disk': 'Free up space on this computer.',
  'try-now': null,
}

const allowances: Record<Extract<Condition, { kind: 'forbidden' }>['reason'], string> = {
  'api-disabled': 'Turn on the Photos Library API in the Google Cloud project of the client.',
  'photos-disabled':
    'Google Photos is turned off for this account; its administrator can turn it on.',
  'insufficient-scopes': 'Run: shoebox sign-in, and leave every box ticked.',
  unknown: 'Run: shoebox sign-in',
}

/** Files beside photos and videos. */
export const otherFilesWords = (count: number): string =>
  count === 1 ? '1 other file' : `${count} other files`

/** How many of those that are left out somebody wanted so: here before the day that was chosen, or beside a partner that goes. */
export function wantedOutWords(leftOut: Readonly<Record<string, number>>): string {
  const older = leftOut['older-than-start'] ?? 0
  const beside = leftOut['left-to-partner'] ?? 0
  const parts = [
    ...(older > 0 ? [`${older} here before the day of --already`] : []),
    ...(beside > 0 ? [`${beside} beside their JPEG or still, as --pairs says`] : []),
  ]
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

/** What a file is one picture with; null: nothing. */
export const partnerWords = ({ partners }: Pick<HistoryRow, 'partners'>): string | null =>
  partners.length === 0
    ? null
    : `one picture with ${partners.map(({ name }) => JSON.stringify(name)).join(' and ')}`

/** What a folder leaves out of pairs; null: nothing. */
export function pairsWords(pairs: string): string | null {
  const policy = parsePairs(pairs)
  const parts = [
    ...(policy?.raw === true ? ['RAW beside a JPEG'] : []),
    ...(policy?.film === true ? ['films of Live Photos'] : []),
  ]
  return parts.length === 0 ? null : `without ${parts.join(' and ')}`
}

/** What a folder sends where that is not everything; null: everything. */
export const sinceWords = (already: string): string | null =>
  sinceOf(already) === null ? null : `only what is new since ${already}`

type AlbumFigures = NonNullable<Status['albums']>

/** Albums, what is in them, and what is not. */
export const albumWords = ({ created, items, refused, waiting }: AlbumFigures): string =>
  [
    `${items} in ${created} ${created === 1 ? 'album' : 'albums'}`,
    ...(refused > 0 ? [`${refused} that Google does not take into theirs`] : []),
    ...(waiting > 0 ? [`${waiting} still to go there`] : []),
  ].join(', ')

/** Photos that wait until somebody decides about their dates. */
export const undecidedWords = (count: number): string =>
  count === 1
    ? '1 photo without a date waits for a decision. The app has a page for it.'
    : `${count} photos without a date wait for a decision. The app has a page for them.`

/** Links that are not followed. */
export const linkWords = (count: number): string =>
  count === 1 ? '1 link not followed' : `${count} links not followed`

/** What the history says of a file that got other bytes after a photo of it went to the library. */
export const newerVersionWords = 'newer version, the older one stays in Google Photos'

/** What the history says of the date of a photo that carries none; null: nothing. */
export function dateWords({
  addedDate,
  undated,
}: Pick<HistoryRow, 'addedDate' | 'undated'>): string | null {
  if (addedDate !== null) return `date added: ${wallDay(addedDate.at)} (${addedDate.source})`
  return undated === null ? null : `no date added (${undated})`
}

const absenceWords: Record<AlbumAbsence, string> = {
  waiting: 'it is put there last',
  'not-taken': 'Google does not take it there',
  deleted: 'that was deleted in Google Photos',
  'not-made': 'Google makes none of that title',
  'other-client': 'it was brought by another client',
}

/** What the history says of the albums of a photo; null: nothing. */
export function rowAlbumWords({
  albums,
  notInAlbum,
}: Pick<HistoryRow, 'albums' | 'notInAlbum'>): string | null {
  const titles = albums.map(({ title }) => JSON.stringify(title)).join(', ')
  const words = [
    ...(albums.length === 0 ? [] : [`in the album ${titles}`]),
    ...(notInAlbum === null ? [] : [`not in its album: ${absenceWords[notInAlbum]}`]),
  ]
  return words.length === 0 ? null : words.join(', ')
}

/** What another Google client means to whoever has albums: no client can add to those of another (photos-api.md 4). */
export const newClientWords = (albums: number): string =>
  `Another Google client: Shoebox can no longer add to the ${albums === 1 ? 'album' : `${albums} albums`} of the client used until now. What comes from now on goes into new albums of the same titles.`

/** A point in time as this system writes it. */
export const moment = (at: number): string => new Date(at).toLocaleString()

/** Why uploads rest, until when where that is known, and what helps; one line. */
export function waitingLine(condition: Condition, now: number): string {
  const reason = conditionWords(condition, (at) => clockTime(at, now, systemLocale))
  const fix =
    condition.kind === 'forbidden'
      ? allowances[condition.reason]
      : fixSentences[fixFor[condition.kind]]
  return fix === null ? `${reason}.` : `${reason}. ${fix}`
}

/** Where a sign-in is kept, and who can read it; modes mean nothing on Windows. */
export function keptWhere(file: string, folder: string, platform = process.platform): string {
  const kept = `The sign-in is kept in ${file} in ${folder}, `
  const whoever = 'whoever can read your files can use it.'
  return platform === 'win32'
    ? `${kept}which is closed to other users where the drive has access lists; ${whoever}`
    : `${kept}a file that only you can read (mode 0600); ${whoever}`
}

const systemLocale = new Intl.DateTimeFormat().resolvedOptions().locale

/** How the command is used; printed when it was called with words it does not know. */
export const usage = `Backs up the photos and videos in folders to Google Photos.

  shoebox sign-in [--client FILE.json] [--account ADDRESS] [--no-browser]
  shoebox backup FOLDER... [--size original|high] [--limits google|small]
    [--order found|newest] [--first FOLDER] [--leave-out FOLDER...] [--no-leave-out FOLDER...]
    [--follow-links|--no-follow-links] [--changed-versions send|keep]
    [--undated leave|name|file|YYYY[-MM[-DD]]] [--already nothing|some|YYYY-MM-DD] [--captions on|off]
    [--albums none|source|folders] [--album-depth N] [--pairs both|jpeg|still|jpeg,still] [--once] [--confirm] [--json]
  shoebox backup FOLDER... --dry-run [--list] [--json]    says what would be done; sends and makes nothing
  shoebox status [--json]
  shoebox history [--json] [--state STATE] [--album in|not] [--limit N]
  shoebox verify
  shoebox check FOLDER [--csv FILE] [--json]    says whether it is safe to erase: 0 it is, 3 it is not

SHOEBOX_DATA_DIR         where the catalogue and the sign-in are kept
SHOEBOX_GOOGLE_ORIGIN    a loopback stand-in for Google, such as http://127.0.0.1:8090
`
