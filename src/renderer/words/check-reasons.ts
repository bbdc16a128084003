// Words of "Safe to erase?" that count nothing: why files are not safe, and why no check can be made now.
import type { UnsafeKind } from '../../shared/check-schemas.ts'
import type { Obstacle } from '../state/check.ts'
import type { Explanation } from './failures.ts'

/** Each reason for which files are not safe; what is said of them stands above all of them. */
export const unsafeReasons: Record<UnsafeKind, Explanation> = {
  'not-found': {
    title: 'No longer in Google Photos',
    text: 'Sent before, and no longer found by Google: perhaps somebody deleted it there.',
  },
  'never-sent': {
    title: 'Never sent',
    text: 'Not sent by Shoebox. What reached Google Photos in another way it cannot see there.',
  },
  changed: {
    title: 'Changed since then',
    text: 'Another version, or another photo of that name, was sent. What is here now was not.',
  },
  refused: {
    title: 'Could not be backed up',
    text: 'Tried and given up. “Problems” says what helps.',
  },
  waiting: {
    title: 'Not backed up yet',
    text: 'Still to go. Check again when the backup is complete.',
  },
  skipped: {
    title: 'Left out of the backup',
    text: 'Not sent, each for its own reason.',
  },
  reduced: {
    title: 'Only a smaller copy is there',
    text: 'Sent in High quality, so the original is only here. Once erased, it is gone for good.',
  },
  'other-size': {
    title: 'Different in Google Photos',
    text: 'What is there has another size than what was sent: perhaps somebody edited it.',
  },
  'video-not-ready': {
    title: 'Video not ready in Google Photos',
    text: 'Sent, but not shown as ready by Google.',
  },
  'other-client': {
    title: 'Sent through another Google client',
    text: 'The Google client that is used now is not told whether it is still there.',
  },
  'not-asked': {
    title: 'Google could not be asked',
    text: 'Sent; whether it is still there is not known. Check again later.',
  },
  unreadable: {
    title: 'Cannot be read',
    text: 'What is in it is not known. The drive may be damaged, or reading is not allowed.',
  },
  changing: {
    title: 'Changed during the check',
    text: 'Changed, or gone, while it was read. Check again when nothing works on it.',
  },
  library: {
    title: 'Library of another app',
    text: 'Shoebox does not look inside: what is there may be only here.',
  },
}

/** Why no check can be made now, and what to do. */
export const checkObstacles: Record<Obstacle, Explanation> = {
  'not-connected': {
    title: 'This folder is not connected',
    text: 'Connect its drive or card. The check then begins by itself.',
  },
  unfamiliar: {
    title: 'Another folder seems to be in its place',
    text: 'Connect the right drive, or say in Folders that it is yours.',
  },
  unreadable: {
    title: 'This folder cannot be read',
    text: 'The system does not let Shoebox look in. Grant access in the system’s privacy settings.',
  },
  'signing-in': {
    title: 'Go on in your browser',
    text: 'Only whoever is signed in can ask Google. The check begins once you are.',
  },
  'signed-out': {
    title: 'Sign in first',
    text: 'Only whoever is signed in can ask Google what is there. The check then begins by itself.',
  },
  unconfirmed: {
    title: 'Is this your account?',
    text: 'Say first whether the account that signed in is yours. The check then begins by itself.',
  },
  offline: {
    title: 'No connection',
    text: 'Google cannot be reached, so nobody can say what is there. The check begins once it can.',
  },
  'daily-quota': {
    title: 'Today’s requests are used up',
    text: 'Google answers no more questions of Shoebox today. The check begins once it does again.',
  },
}
