// Every word of the tray, the notifications, the system dialogs and the menus, ready to be translated.
// The window's words are renderer/words; neither knows when something is said.
import type { CardQuestion } from './card-schemas.ts'
import { cardName, type CardName } from './cards.ts'
import { assertNever } from './result.ts'
import { statementTitle } from './statement-words.ts'
import type { StatementHead } from './statement.ts'
import type { Condition } from './status.ts'

const pluralRules = new Intl.PluralRules('en')

const count = (n: number, one: string, other: string): string =>
  `${formatCount(n)} ${pluralRules.select(n) === 'one' ? one : other}`

const plural = (n: number, forms: { one: string; other: string }): string =>
  (pluralRules.select(n) === 'one' ? forms.one : forms.other).replaceAll('#', formatCount(n))

/** A whole number as people write it. */
export const formatCount = (n: number): string => new Intl.NumberFormat('en').format(n)

/** A reason as a sentence; a question has its own end. */
const sentence = (reason: string): string => (/[?.!]$/.test(reason) ? reason : `${reason}.`)

/** A duration as people say it: "about 25 min", "about 3 h", "about 2 days". */
export function aboutDuration(durationMs: number): string {
  const minutes = durationMs / 60_000
  if (minutes < 1) return 'less than a minute'
  if (minutes < 10) return `about ${Math.round(minutes)} min`
  if (minutes < 57.5) return `about ${Math.round(minutes / 5) * 5} min`
  const hours = minutes / 60
  if (hours < 36) return `about ${Math.max(1, Math.round(hours))} h`
  return `about ${count(Math.round(hours / 24), 'day', 'days')}`
}

/** Why uploads rest, in one line. `time` writes a point in time. */
export function conditionWords(condition: Condition, time: (at: number) => string): string {
  const until = condition.until === null ? '' : ` until ${time(condition.until)}`
  switch (condition.kind) {
    case 'backup-off':
      return 'Backup is off'
    case 'paused':
      return `Paused${until}`
    case 'signed-out':
      return 'Signed out'
    case 'account-unconfirmed':
      return `Signed in as ${condition.email}: is this you?`
    case 'no-folders':
      return 'No folders chosen'
    case 'offline':
      return 'Waiting for connection'
    case 'not-wifi-or-cable':
      return 'Waiting for Wi-Fi or cable'
    case 'metered':
      return 'Waiting for a connection that is not metered'
    case 'on-battery':
      return 'Waiting to charge'
    case 'in-use':
      return 'Waiting until nobody uses this computer'
    case 'outside-hours':
      return `Waiting${until} (hours you chose)`
    case 'google-asked-to-wait':
      return `Waiting${until} (Google asked)`
    case 'google-unavailable':
      return `Waiting${until} (trouble at Google)`
    case 'daily-quota':
      return `Waiting${until} (daily limit of Google reached)`
    case 'storage-full':
      return 'Google storage is full'
    case 'forbidden':
      return 'Google does not allow uploads'
    case 'source-missing':
      return `${condition.name} is not connected`
    case 'source-unfamiliar':
      return `Another folder is where ${condition.name} was`
    case 'disk-full':
      return 'This computer’s disk is full'
    case 'catalogue-unwritable':
      return 'The list of your photos cannot be written'
    case 'unexpected':
      return `Waiting${until} (something unexpected happened)`
    default:
      return assertNever(condition)
  }
}

/** Of a card that looks like a known one: it was formatted, perhaps. */
export const cardLooksLike = ({ kind, camera }: CardName): string =>
  kind === 'drive'
    ? 'It looks like a drive that you know.'
    : `It looks like your ${camera === null ? '' : `${camera} `}card.`

/** What somebody is asked about: '412 new photos and videos', 'new' where others were backed up from it before. */
export const cardMedia = ({ files, known }: CardQuestion): string =>
  known > 0
    ? count(files, 'new photo or video', 'new photos and videos')
    : count(files, 'photo or video', 'photos and videos')

/** What the tray says. */
export const trayWords = {
  starting: 'Starting',
  restarting: 'Starting again',
  stopped: 'Backup has stopped working',
  signedOut: 'Signed out',
  signingIn: 'Waiting for the browser',
  complete: 'Backup complete',
  scanning: 'Looking for new photos',
  retrying: (n: number, at: string | null) =>
    `${count(n, 'photo waits', 'photos wait')} for another try${at === null ? '' : ` at ${at}`}`,
  undecided: (n: number) =>
    count(n, 'photo waits for your decision', 'photos wait for your decision'),
  away: (n: number, card: string | null) =>
    `${count(n, 'photo goes', 'photos go')} on when ${card ?? 'their cards'} ${card === null ? 'are' : 'is'} back`,
  problems: (n: number) => count(n, 'photo needs a look', 'photos need a look'),
  unreadable: (n: number) =>
    count(n, 'place could not be looked into', 'places could not be looked into'),
  uploading: (done: number, total: number, remainingMs: number | null) =>
    `Uploading ${formatCount(done)} of ${formatCount(total)}${remainingMs === null ? '' : `, ${aboutDuration(remainingMs)}`}`,
  open: 'Open Shoebox',
  pause: 'Pause',
  pauseForAnHour: 'For 1 hour',
  pauseUntilTomorrow: 'Until tomorrow',
  pauseUntilResumed: 'Until I resume',
  resume: 'Resume',
  turnOn: 'Turn backup on',
  uploadNow: 'Check for new photos',
  card: (card: CardName) => `${cardName(card)}: back up?`,
  problemsItem: (n: number) => (n === 0 ? 'Problems' : `Problems (${formatCount(n)})`),
  googlePhotos: 'Open Google Photos',
  settings: 'Settings',
  restartToUpdate: (version: string) => `Restart to update to ${version}`,
  skipUpdate: 'Skip this version',
  quit: 'Quit',
} as const

/** What a notification says. */
export const noticeWords = {
  noSandbox: {
    title: 'Shoebox runs without its sandbox',
    body: 'It was started with a switch that turns off a protection of its window. Start it without.',
  },
  firstBackup: (photos: number, leftOut: number) => ({
    title: 'Backup complete',
    body: [
      `${count(photos, 'photo or video is', 'photos and videos are')} in Google Photos.`,
      ...(leftOut === 0 ? [] : [`${count(leftOut, 'file was', 'files were')} left out.`]),
    ].join(' '),
  }),
  receipt: (head: Pick<StatementHead, 'total' | 'unread' | 'away' | 'doubtful'>) => ({
    title: 'Your monthly receipt',
    body: `${statementTitle(head, { number: formatCount, plural })}.`,
  }),
  /** Everything rests until this is fixed; where it passes, it is tried again at a time that may not be known. */
  attention: (reason: string, passing: { at: string | null } | null) => ({
    title: 'Backup needs your attention',
    body: `${sentence(reason)} ${
      passing === null
        ? 'Uploads rest until this is fixed.'
        : `It is tried again${passing.at === null ? '' : ` at ${passing.at}`}.`
    }`,
  }),
  /** One folder alone rests; null: what waits in it is not known. */
  folderAway: (reason: string, waiting: number | null) => ({
    title: 'Backup needs your attention',
    body: `${sentence(reason)} ${
      waiting === null
        ? 'Whether photos wait in it is not known.'
        : waiting === 0
          ? 'Nothing known of it waits.'
          : `${count(waiting, 'photo in it waits', 'photos in it wait')}.`
    }`,
  }),
  /** Nothing known of it waits, but what is new on it nobody sees. */
  folderLongAway: (name: string, days: number) => ({
    title: `${name} is not connected`,
    body: `For ${count(days, 'day', 'days')} now. Nothing known of it waits; new photos on it are not backed up.`,
  }),
  card: (card: CardQuestion, size: string) => ({
    title: cardName(card),
    body: [
      `${card.isWhole ? '' : 'At least '}${cardMedia(card)}, ${size}.`,
      ...(card.looksLike ? [cardLooksLike(card)] : []),
      'Back up?',
    ].join(' '),
  }),
  undated: (n: number) => ({
    title: 'Photos without a date',
    body: `${count(n, 'photo carries', 'photos carry')} no date. Choose one before ${n === 1 ? 'it goes' : 'they go'}, or Google Photos may show ${n === 1 ? 'it' : 'them'} on the wrong day.`,
  }),
  failedPhotos: (n: number) => ({
    title: 'Backup needs your attention',
    body: `${count(n, 'photo', 'photos')} could not be backed up.`,
  }),
  stopped: {
    title: 'Backup has stopped working',
    body: 'Quit Shoebox and open it again. Your photos are unharmed.',
  },
  signedOut: {
    title: 'Sign in again',
    body: 'Google ended the sign-in. Nothing is uploaded until you sign in.',
  },
  hiddenToTray: {
    title: 'Shoebox keeps running',
    body: 'Photos are backed up in the background. Find Shoebox by its icon beside the clock.',
  },
} as const

/** What system dialogs say. */
export const dialogWords = {
  chooseFolder: { title: 'Choose a folder to back up', button: 'Back up this folder' },
  chooseClient: { title: 'Choose your Google client file', filter: 'Google client (JSON)' },
  saveHistory: {
    title: 'Save the history',
    fileName: 'Shoebox history.csv',
    filter: 'Table (CSV)',
  },
  saveCheck: {
    title: 'Save the check',
    fileName: 'Shoebox check.csv',
    filter: 'Table (CSV)',
  },
  saveStatement: {
    title: 'Save the receipt',
    fileName: 'Shoebox receipt',
    filters: { html: 'Page (HTML)', csv: 'Table (CSV)' },
  },
  saveSupport: {
    title: 'Save a report for support',
    fileName: 'Shoebox report.txt',
    filter: 'Text',
  },
  quit: {
    message: 'Quit while photos are uploading?',
    detail: 'Uploads stop and go on where they were when you open Shoebox again.',
    quit: 'Quit',
    stay: 'Keep uploading',
  },
  addDropped: (path: string) => ({
    message: 'Back up this folder?',
    detail: `${path}\n\nIts photos and videos go to your Google Photos.`,
    yes: 'Back up this folder',
    no: 'Cancel',
  }),
  addFolderOfDropped: (folder: string, name: string) => ({
    message: 'Back up the folder of this photo?',
    detail: `${folder}\n\nShoebox backs up whole folders. “${name}” and the other photos and videos in this one go to your Google Photos.`,
    yes: 'Back up this folder',
    no: 'Cancel',
  }),
  erase: {
    message: 'Forget everything on this computer?',
    detail:
      'Shoebox signs out and deletes its list, its settings and its small pictures. Photos in Google Photos and your own files stay.',
    yes: 'Forget everything',
    no: 'Cancel',
  },
  foundClient: (name: string) => ({
    message: 'Use this Google client?',
    detail: `${name}\n\nIt is in your downloads and has not been opened yet. Take only one that you made yourself.`,
    yes: 'Use this client',
    no: 'Cancel',
  }),
  keepInFile: {
    message: 'Keep the sign-in in a file?',
    detail:
      'sign-in.json in Shoebox’s own folder, which only you can open. It is not encrypted: whoever can read your files, or a copy of them, can add photos in your name.',
    yes: 'Keep it in a file',
    no: 'Cancel',
  },
  newClient: (clientId: string) => ({
    message: 'Use this Google client?',
    detail: `${clientId}\n\nWhoever made it can see how it is used. Take only one that you made yourself.`,
    yes: 'Use this client',
    no: 'Cancel',
  }),
  cannotStart: {
    title: 'Shoebox cannot start',
    badOrigin: (origin: string) =>
      `SHOEBOX_GOOGLE_ORIGIN must be an address on this computer, such as http://127.0.0.1:8090, but is “${origin}”.`,
    debugged: (name: string) => `Shoebox does not run with --${name}.`,
    badClientFile: (path: string) =>
      `SHOEBOX_CLIENT_FILE names ${path}, which is not a Google client file for a desktop app.`,
  },
} as const

/** What the application menu says. */
export const menuWords = {
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  help: 'Help',
  openHelp: 'Shoebox help',
} as const
