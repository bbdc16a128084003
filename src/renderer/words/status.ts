// The words of the status card: each card's headline, its detail and its actions. One entry per fix; one without words
// does not compile. Those of the reasons to wait are conditions.ts.
import type { Fix } from '../../shared/fixes.ts'
import type { Condition, Status } from '../../shared/status.ts'
import type { Format } from '../format.ts'
import { conditionWords, sentences, waitingWords } from './conditions.ts'
import { finishingWords } from './finishing.ts'

const hourMs = 3_600_000
/** Within this, another try is called near. */
const shortlyMs = 15 * 60_000

/** The words of the status card. */
export function statusWords(f: Format) {
  const photos = (count: number): string => f.plural(count, { one: '# photo', other: '# photos' })
  const wait = (count: number): string => waitingWords(f, count)
  const fixes: Record<Fix, string | null> = {
    none: null,
    'turn-on': 'Turn on backup',
    resume: 'Resume',
    'sign-in': 'Sign in with Google',
    'add-folder': 'Choose folders',
    'change-network': 'Change network settings',
    'change-power': 'Change power settings',
    'change-use': 'Change when to back up',
    'change-hours': 'Change hours',
    'free-google-storage': 'Free up space',
    'enable-api': 'Open Google Cloud',
    'reconnect-folder': 'Look at folders',
    'confirm-folder': 'Look at folders',
    'confirm-account': 'Yes, this is me',
    'free-disk': 'Check again',
    'try-now': 'Try now',
  }
  const unread = (count: number): string =>
    f.plural(count, {
      one: '# place could not be looked into',
      other: '# places could not be looked into',
    })
  /** What is so of all that the headline does not name. */
  const rest = (waiting: number, leftOut: number, places: number): string =>
    waiting > 0
      ? `${wait(waiting)}.`
      : places > 0
        ? `Besides, ${unread(places)}.`
        : leftOut > 0
          ? `Everything else is backed up but the ${f.number(leftOut)} left out.`
          : 'Everything else is backed up.'
  const finishing = finishingWords(f).phrase
  const finishBy = {
    line: '',
    requests: ', by Google’s daily limit',
    hours: ', in the hours you chose',
  } as const
  return {
    condition: conditionWords(f),
    /** A sentence, and what waits for what it says. */
    andWaiting: (text: string, waiting: number): string =>
      sentences(text, waiting === 0 ? null : `${wait(waiting)}.`),
    fix: (fix: Fix): string | null => fixes[fix],
    secondFix: { 'check-again': 'Check again', 'try-now': 'Try now' },
    trying: 'Trying again.',
    why: 'Why?',
    fixForbidden: {
      'api-disabled': 'Open Google Cloud',
      'photos-disabled': 'Open Google Photos',
      'insufficient-scopes': 'Sign in again',
      unknown: 'Sign in again',
    } satisfies Record<Extract<Condition, { kind: 'forbidden' }>['reason'], string>,
    signInAgain: 'Sign in again',
    starting: { title: 'One moment', text: 'Looking at what is where.' },
    restarting: {
      title: 'The backup is starting again',
      text: 'The part that uploads stopped and is being restarted. Nothing is lost.',
    },
    engineFailed: {
      title: 'The backup does not start',
      text: 'It stopped several times in a row. Start it again; if that does not help, save a support file. Nothing is lost.',
    },
    startAgain: 'Start it again',
    saveSupport: 'Save a support file',
    uploading: (left: number) =>
      left > 0 ? `Backing up photos: ${f.number(left)} left` : 'Backing up photos',
    uploadingDetail: (progress: Status['progress'], now: number): string =>
      [
        `${f.number(progress.filesDone)} of ${f.number(progress.filesTotal)}`,
        `${f.bytes(progress.bytesDone)} of ${f.bytes(progress.bytesTotal)}`,
        ...(progress.finishAt === null
          ? []
          : [`${finishing(progress.finishAt, now)}${finishBy[progress.finishBy ?? 'line']}`]),
      ].join(' · '),
    /** While today's budget is used up: how far all of it still is, where that takes further days. */
    budgetDetail: (finishAt: number, until: number, now: number): string | null =>
      finishAt - until < 12 * hourMs ? null : `Everything is ${finishing(finishAt, now)}.`,
    progress: 'Progress of the backup',
    scanning: 'Looking for photos',
    scanningDetail: (found: number) =>
      found === 0 ? 'It takes a moment for each folder.' : `${photos(found)} found so far.`,
    complete: 'Backup complete',
    completeDetail: (skipped: number, checkedAt: number | null, now: number): string =>
      [
        skipped === 0
          ? 'Every photo is in Google Photos.'
          : `Everything is in Google Photos but the ${f.number(skipped)} left out.`,
        ...(checkedAt === null ? [] : [`Last checked ${f.ago(checkedAt, now) ?? 'just now'}.`]),
      ].join(' '),
    completeAllLeftOut: (skipped: number) =>
      `${f.plural(skipped, {
        one: '# photo or video is there and was left out',
        other: '# photos or videos are there and were left out',
      })}: Problems says why. New ones are backed up by themselves.`,
    completeEmpty: 'No photos in your folders yet. New ones are backed up by themselves.',
    openGooglePhotos: 'Open Google Photos',
    skipped: (count: number) =>
      f.plural(count, {
        // An empty file, or a text, is neither photo nor video.
        one: '# file was skipped',
        other: '# files were skipped',
      }),
    rest,
    failed: (count: number) =>
      f.plural(count, {
        one: '# photo or video could not be backed up',
        other: '# photos or videos could not be backed up',
      }),
    failedDetail: rest,
    unreadable: unread,
    unreadableDetail: (waiting: number): string =>
      sentences(
        'Whether photos lie there is not known.',
        waiting === 0 ? 'Nothing else is left to do.' : `${wait(waiting)}.`,
      ),
    resting: (nextAt: number | null, now: number): string =>
      nextAt !== null && nextAt - now <= shortlyMs
        ? 'Trying again shortly'
        : 'Waiting to try again',
    restingDetail: (count: number, nextAt: number | null, now: number): string =>
      sentences(
        f.plural(count, {
          one: '# photo waits for another try.',
          other: '# photos wait for another try.',
        }),
        nextAt === null || nextAt <= now ? null : `Next at ${f.clock(nextAt, now)}.`,
      ),
    undecided: (count: number) =>
      f.plural(count, {
        one: '# photo waits for your decision',
        other: '# photos wait for your decision',
      }),
    undecidedDetail: (count: number) =>
      f.plural(count, {
        one: 'It carries no date. Everything else is dealt with.',
        other: 'They carry no date. Everything else is dealt with.',
      }),
    away: (card: string | null) => (card === null ? 'Some cards are out' : `${card} is out`),
    awayDetail: (count: number, isOne: boolean): string =>
      isOne
        ? f.plural(count, {
            one: '# photo on it goes on when it is back.',
            other: '# photos on it go on when it is back.',
          })
        : `${photos(count)} on them go on when they are back.`,
    decide: 'Decide now',
    seeWhy: 'See why',
    pause: 'Pause',
    pauseOptions: 'How long to pause',
    pauseHour: 'For 1 hour',
    pauseTomorrow: 'Until tomorrow',
    pauseResumed: 'Until I resume',
    resume: 'Resume',
    uploadNow: 'Check for new photos',
    /** Said once per milestone to those who listen rather than look. */
    announceShare: (share: number) => `${f.percent(share)} backed up`,
    catalogue: {
      good: null,
      'restored-from-backup':
        'The list of your photos was damaged and was restored from its copy. Your folders are being checked again.',
      rebuilt:
        'The list of your photos was damaged and is being built anew. Photos that are already in Google Photos are recognised and not stored twice.',
    } satisfies Record<Status['catalogue'], string | null>,
  }
}
