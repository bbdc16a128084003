// The words of the status card: each card's headline, its detail and its one action.
// One entry per condition and per fix; one without words does not compile.
import type { Fix } from '../../shared/fixes.ts'
import type { Condition, ConditionKind, Status } from '../../shared/status.ts'
import type { Format } from '../format.ts'
import type { Explanation } from './failures.ts'

type ConditionWords = {
  [K in ConditionKind]: (condition: Extract<Condition, { kind: K }>) => Explanation
}

const hourMs = 3_600_000

/** The words of the status card. */
export function statusWords(f: Format) {
  const at = (time: number): string =>
    time - Date.now() > 20 * 3_600_000 ? `${f.weekday(time)} ${f.time(time)}` : f.time(time)
  const signedOut: Record<Extract<Condition, { kind: 'signed-out' }>['reason'], Explanation> = {
    never: {
      title: 'Sign in to start',
      text: 'Shoebox backs up to the Google account you choose.',
    },
    revoked: {
      title: 'Sign in again',
      text: 'Google no longer accepts this sign-in. The backup goes on where it stopped.',
    },
    'missing-scope': {
      title: 'Sign in again',
      text: 'A permission was left unticked. Leave every box ticked on Google’s page.',
    },
    user: { title: 'Signed out', text: 'Sign in and the backup goes on where it stopped.' },
    cancelled: { title: 'Sign in to start', text: 'The sign-in was cancelled.' },
    denied: {
      title: 'Sign in again',
      text: 'Google’s page was answered with “Cancel”, so Shoebox may not add photos.',
    },
  }
  const forbidden: Record<Extract<Condition, { kind: 'forbidden' }>['reason'], Explanation> = {
    'api-disabled': {
      title: 'Photos is not switched on',
      text: 'Turn on the “Photos Library API” in your Google Cloud project. We notice by ourselves.',
    },
    'photos-disabled': {
      title: 'This account has no Google Photos',
      text: 'Google Photos is switched off for this account.',
    },
    'insufficient-scopes': {
      title: 'Sign in again',
      text: 'A permission is missing. Leave every box ticked on Google’s page.',
    },
    unknown: {
      title: 'Google refused',
      text: 'Google did not say why. We try again from time to time.',
    },
  }
  const conditions: ConditionWords = {
    'backup-off': () => ({ title: 'Backup is off', text: 'New photos are not backed up.' }),
    paused: ({ until }) => ({
      title: 'Backup is paused',
      text: until === null ? 'It rests until you resume.' : `It goes on at ${at(until)}.`,
    }),
    'signed-out': ({ reason }) => signedOut[reason],
    'account-unconfirmed': ({ email }) => ({
      title: 'Is this you?',
      text: `Signed in as ${email}. Photos go there once you say that this is your account; if it is not, sign out in Settings.`,
    }),
    'no-folders': () => ({
      title: 'Choose folders to back up',
      text: 'Photos in the folders you choose are backed up by themselves.',
    }),
    offline: () => ({
      title: 'Waiting for connection',
      text: 'We go on as soon as this computer is online.',
    }),
    'not-wifi-or-cable': () => ({
      title: 'Waiting for Wi-Fi',
      text: 'You chose to back up only over Wi-Fi or cable.',
    }),
    metered: () => ({
      title: 'Waiting for an unmetered network',
      text: 'This network counts every byte, and you chose to wait.',
    }),
    'on-battery': () => ({
      title: 'Waiting to charge',
      text: 'You chose to back up only while plugged in.',
    }),
    'outside-hours': ({ until }) => ({
      title: until === null ? 'Waiting for the allowed hours' : `Waiting until ${at(until)}`,
      text: 'You chose the hours in which photos are backed up.',
    }),
    'google-asked-to-wait': ({ until }) => ({
      title: `Waiting until ${at(until)}`,
      text: 'Google asked us to slow down. We go on by ourselves.',
    }),
    'google-unavailable': ({ until }) => ({
      title: `Waiting until ${at(until)}`,
      text: 'Google Photos has trouble right now. We go on by ourselves.',
    }),
    'daily-quota': ({ until }) => ({
      title: `Waiting until ${at(until)}`,
      text: 'Today’s requests to Google are used up. We go on by ourselves.',
    }),
    'storage-full': () => ({
      title: 'Google storage is full',
      text: 'Free up space in your Google account and we go on by ourselves.',
    }),
    forbidden: ({ reason }) => forbidden[reason],
    'source-missing': ({ name }) => ({
      title: `Folder not found: ${name}`,
      text: 'Reconnect the drive, or remove the folder from the backup. What was backed up stays in Google Photos.',
    }),
    'source-unfamiliar': ({ name }) => ({
      title: `Is this still ${name}?`,
      text: 'Another drive or folder seems to be in its place. Nothing of it is backed up until you connect the right one, or say that it is yours.',
    }),
    'disk-full': () => ({
      title: 'This computer’s disk is full',
      text: 'Shoebox needs a little room to work. Free up some space and we go on.',
    }),
    'catalogue-unwritable': ({ until }) => ({
      title: 'The list of your photos cannot be written',
      text: `Nothing is sent that could not be noted. We try again at ${at(until)}. If it stays so, check this computer’s disk.`,
    }),
    unexpected: ({ until }) => ({
      title: 'Something unexpected happened',
      text: `It met several photos in a row, so none of them is blamed. We try again at ${at(until)}. If it stays so, please report it with a support file.`,
    }),
  }
  const fixes: Record<Fix, string | null> = {
    none: null,
    'turn-on': 'Turn on backup',
    resume: 'Resume',
    'sign-in': 'Sign in with Google',
    'add-folder': 'Choose folders',
    'change-network': 'Change network settings',
    'change-power': 'Change power settings',
    'change-hours': 'Change hours',
    'free-google-storage': 'Free up space',
    'enable-api': 'Open Google Cloud',
    'reconnect-folder': 'Look at folders',
    'confirm-folder': 'Look at folders',
    'confirm-account': 'Yes, this is me',
    'free-disk': 'Check again',
    'try-now': 'Try now',
  }
  const photos = (count: number): string => f.plural(count, { one: '# photo', other: '# photos' })
  const finishing = (finishAt: number, now: number): string => {
    const left = finishAt - now
    const roughly = f.roughly(left)
    if (roughly === null) return 'less than a minute'
    if (left <= 20 * hourMs) return `about ${roughly}`
    // A weekday names a day of the coming week only, and no hour is known weeks ahead.
    return left > 6 * 24 * hourMs
      ? `done about ${f.date(finishAt)}`
      : `done ${f.weekday(finishAt)}, about ${f.time(finishAt)}`
  }
  return {
    condition: (condition: Condition): Explanation =>
      (conditions[condition.kind] as (condition: Condition) => Explanation)(condition),
    fix: (fix: Fix): string | null => fixes[fix],
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
      text: 'It stopped several times in a row. Quit Shoebox and open it again; if that does not help, save a support file.',
    },
    saveSupport: 'Save a support file',
    uploading: (left: number) =>
      left > 0 ? `Backing up photos: ${f.number(left)} left` : 'Backing up photos',
    uploadingDetail: (progress: Status['progress'], now: number): string =>
      [
        `${f.number(progress.filesDone)} of ${f.number(progress.filesTotal)}`,
        `${f.bytes(progress.bytesDone)} of ${f.bytes(progress.bytesTotal)}`,
        ...(progress.finishAt === null ? [] : [finishing(progress.finishAt, now)]),
      ].join(' · '),
    /** While today's budget is used up: how far all of it still is, where that takes further days. */
    budgetDetail: (finishAt: number, until: number, now: number): string | null =>
      finishAt - until < 12 * hourMs ? null : `Everything is ${finishing(finishAt, now)}.`,
    progress: 'Progress of the backup',
    scanning: 'Looking for photos',
    scanningDetail: (found: number) => `${photos(found)} found so far.`,
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
        one: '# photo or video was skipped',
        other: '# photos or videos were skipped',
      }),
    skippedDetail: 'Everything else is backed up.',
    failed: (count: number) =>
      f.plural(count, {
        one: '# photo or video could not be backed up',
        other: '# photos or videos could not be backed up',
      }),
    failedDetail: 'Everything else is backed up. See what is in the way.',
    unreadable: (count: number) =>
      f.plural(count, {
        one: '# place could not be looked into',
        other: '# places could not be looked into',
      }),
    unreadableDetail: 'Whether photos lie there is not known. Nothing else is left to do.',
    resting: 'Trying again shortly',
    restingDetail: (count: number, nextAt: number | null): string =>
      [
        f.plural(count, {
          one: '# photo waits for another try.',
          other: '# photos wait for another try.',
        }),
        ...(nextAt === null ? [] : [`Next at ${at(nextAt)}.`]),
      ].join(' '),
    seeWhy: 'See why',
    pause: 'Pause',
    pauseOptions: 'How long to pause',
    pauseHour: 'For 1 hour',
    pauseTomorrow: 'Until tomorrow',
    pauseResumed: 'Until I resume',
    resume: 'Resume',
    uploadNow: 'Upload now',
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
