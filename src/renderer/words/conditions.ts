// The words of each reason for which uploads rest: the headline and the detail of its card, and of its line below another
// one. One entry per condition; one without words does not compile. What is so beside it decides what it may promise.
import type { RestEnd } from '../../shared/standing.ts'
import type { Condition, ConditionKind, SourceView } from '../../shared/status.ts'
import type { Format } from '../format.ts'
import type { Explanation } from './failures.ts'

/** What is so beside a condition. */
export interface Beside {
  now: number
  /** Photos that wait for it, where that is to be said. */
  waiting: number
  /** How all that rests goes on. */
  end: RestEnd | null
  /** The folder that it speaks of. */
  source: SourceView | null
}

type ConditionWords = {
  [K in ConditionKind]: (condition: Extract<Condition, { kind: K }>, beside: Beside) => Explanation
}

/** Sentences in a row, without those that there are not. */
export const sentences = (...parts: (string | null)[]): string =>
  parts.filter((part) => part !== null).join(' ')

/** How many wait. */
export const waitingWords = (f: Format, count: number): string =>
  f.plural(count, { one: '# photo waits', other: '# photos wait' })

/** The words of conditions. */
export function conditionWords(f: Format) {
  const wait = (count: number): string => waitingWords(f, count)
  const waiting = ({ waiting }: Beside): string | null =>
    waiting === 0 ? null : `${wait(waiting)}.`
  /** How it goes on, as far as that is by itself, and what waits. */
  const goesOn = (beside: Beside, isTimeSaid = true): string | null => {
    const { end, now } = beside
    if (end?.by !== 'itself') return waiting(beside)
    if (end.at !== null && !isTimeSaid)
      return sentences(`Goes on at ${f.clock(end.at, now)}.`, waiting(beside))
    return beside.waiting === 0
      ? 'Goes on by itself.'
      : `Goes on by itself; ${wait(beside.waiting)}.`
  }
  const triedAt = ({ end, now }: Beside): string | null =>
    end?.by === 'itself' && end.at !== null ? `We try again at ${f.clock(end.at, now)}.` : null
  const signedOut: Record<Extract<Condition, { kind: 'signed-out' }>['reason'], Explanation> = {
    never: {
      title: 'Sign in to start',
      text: 'Shoebox backs up to the Google account you choose.',
    },
    'not-kept': {
      title: 'Sign in again',
      text: 'This computer cannot keep your sign-in.',
    },
    revoked: {
      title: 'Sign in again',
      text: 'Google no longer accepts this sign-in. Sign in again; nothing starts over.',
    },
    'missing-scope': {
      title: 'Sign in again',
      text: 'A permission was left unticked. Leave every box ticked on Google’s page.',
    },
    user: {
      title: 'Signed out',
      text: 'Nothing is backed up until you sign in; nothing starts over.',
    },
    cancelled: { title: 'Sign in to start', text: 'The sign-in was cancelled.' },
    denied: {
      title: 'Sign in again',
      text: 'Google’s page was answered with “Cancel”, so Shoebox may not add photos.',
    },
  }
  const forbidden: Record<Extract<Condition, { kind: 'forbidden' }>['reason'], Explanation> = {
    'api-disabled': {
      title: 'Photos is not switched on',
      text: 'Turn on the “Photos Library API” in your Google Cloud project, then check again; now and then Shoebox looks by itself.',
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
    'backup-off': (_, beside) => ({
      title: 'Backup is off',
      text: sentences('New photos are not backed up.', waiting(beside)),
    }),
    paused: ({ until }, beside) => ({
      title: 'Backup is paused',
      text:
        until === null
          ? sentences('It stays paused until you resume.', waiting(beside))
          : beside.end?.by === 'itself'
            ? (goesOn(beside, false) ?? '')
            : sentences(`The pause ends at ${f.clock(until, beside.now)}.`, waiting(beside)),
    }),
    'signed-out': ({ reason }, beside) => ({
      title: signedOut[reason].title,
      text: sentences(signedOut[reason].text, waiting(beside)),
    }),
    'account-unconfirmed': ({ email }) => ({
      title: 'Is this you?',
      text: `Signed in as ${email}. No photo goes there before you say that this is your account; if it is not, sign out in Settings.`,
    }),
    'no-folders': () => ({
      title: 'Choose folders to back up',
      text: 'Nothing is backed up before you choose folders.',
    }),
    offline: (_, beside) => ({
      title: 'Waiting for connection',
      text: sentences('Google cannot be reached.', goesOn(beside)),
    }),
    'not-wifi-or-cable': (_, beside) => ({
      title: 'Waiting for Wi-Fi',
      text: sentences('You chose to back up only over Wi-Fi or cable.', waiting(beside)),
    }),
    metered: (_, beside) => ({
      title: 'Waiting for an unmetered network',
      text: sentences('This network counts every byte, and you chose to wait.', waiting(beside)),
    }),
    'on-battery': (_, beside) => ({
      title: 'Waiting to charge',
      text: sentences('You chose to back up only while plugged in.', waiting(beside)),
    }),
    'in-use': (_, beside) => ({
      title: 'Waiting until you are away',
      text: sentences(
        'You chose to back up only while nobody uses this computer.',
        waiting(beside),
      ),
    }),
    'outside-hours': ({ until }, beside) => ({
      title:
        until === null
          ? 'Waiting for the allowed hours'
          : `Waiting until ${f.clock(until, beside.now)}`,
      text: sentences('You chose the hours in which photos are backed up.', goesOn(beside)),
    }),
    'google-asked-to-wait': ({ until }, beside) => ({
      title: `Waiting until ${f.clock(until, beside.now)}`,
      text: sentences('Google asked us to slow down.', goesOn(beside)),
    }),
    'google-unavailable': ({ until }, beside) => ({
      title: `Waiting until ${f.clock(until, beside.now)}`,
      text: sentences('Google Photos has trouble right now.', goesOn(beside)),
    }),
    'daily-quota': ({ until }, beside) => ({
      title: `Waiting until ${f.clock(until, beside.now)}`,
      text: sentences('Today’s requests to Google are used up.', goesOn(beside)),
    }),
    'storage-full': (_, beside) => ({
      title: 'Google storage is full',
      text: sentences(
        'Free up space in your Google account, then check again; now and then Shoebox looks by itself.',
        waiting(beside),
      ),
    }),
    forbidden: ({ reason }, beside) => ({
      title: forbidden[reason].title,
      text: sentences(forbidden[reason].text, waiting(beside)),
    }),
    'source-missing': ({ name }, beside) => ({
      title: `${name} is not connected`,
      text: sentences(awayText(beside.source), elsewhere(beside)),
    }),
    'source-unfamiliar': ({ name }, beside) => ({
      title: `Is this still ${name}?`,
      text: sentences(
        'Another drive or folder seems to be in its place. Nothing of it is backed up until you connect the right one, or say that it is yours.',
        elsewhere(beside),
      ),
    }),
    'disk-full': (_, beside) => ({
      title: 'This computer’s disk is full',
      text: sentences(
        'Shoebox needs a little room to work. Free up some space, then check again.',
        waiting(beside),
      ),
    }),
    'catalogue-unwritable': (_, beside) => ({
      title: 'The list of your photos cannot be written',
      text: sentences(
        'Nothing is sent that could not be noted.',
        triedAt(beside),
        'If it stays so, check this computer’s disk.',
      ),
    }),
    unexpected: (_, beside) => ({
      title: 'Something unexpected happened',
      text: sentences(
        'It met several photos in a row, so none of them is blamed.',
        triedAt(beside),
        'If it stays so, please report it with a support file.',
      ),
    }),
  }
  /** What waits in other folders than the one that is spoken of. */
  const elsewhere = ({ waiting, source }: Beside): string | null => {
    const others = waiting - (source?.waiting ?? 0)
    return others <= 0
      ? null
      : f.plural(others, {
          one: '# photo elsewhere waits.',
          other: '# photos elsewhere wait.',
        })
  }
  const awayText = (source: SourceView | null): string => {
    const remedy =
      'Connect the drive, or remove the folder from the backup. What was backed up stays in Google Photos.'
    if (source === null || source.lastScanAt === null)
      return `Shoebox has not looked into it yet. ${remedy}`
    const left = source.waiting ?? source.files - source.done
    if (left > 0)
      return `${f.plural(left, { one: '# photo in it waits', other: '# photos in it wait' })}. ${remedy}`
    return source.done === source.files && source.files > 0
      ? 'Everything found in it is backed up.'
      : 'Nothing in it waits.'
  }
  return (condition: Condition, beside: Beside): Explanation =>
    (conditions[condition.kind] as (condition: Condition, beside: Beside) => Explanation)(
      condition,
      beside,
    )
}
