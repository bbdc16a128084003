// Words of the problems and of troubleshooting.
import type { Output } from '../../shared/contract.ts'
import type { Format } from '../format.ts'

type Check = Output<'diagnose'>['checks'][number]

/** The words of problems and troubleshooting. */
export function problemWords(f: Format) {
  const checks: Record<Check['name'], Record<Check['answer'], string>> = {
    'backup-on': {
      yes: 'Backup is on.',
      no: 'Backup is off.',
      unknown: 'Whether backup is on is not known yet.',
    },
    'not-paused': {
      yes: 'It is not paused.',
      no: 'It is paused.',
      unknown: 'Whether it is paused is not known yet.',
    },
    'signed-in': {
      yes: 'You are signed in.',
      no: 'You are not signed in.',
      unknown: 'The sign-in could not be checked.',
    },
    online: {
      yes: 'This computer is online.',
      no: 'This computer is not online.',
      unknown: 'Whether this computer is online is not certain.',
    },
    network: {
      yes: 'This network may be used.',
      no: 'You chose not to use this kind of network.',
      unknown: 'The kind of network is not known, so it is used.',
    },
    power: {
      yes: 'The power setting allows it.',
      no: 'You chose to wait until the computer is plugged in.',
      unknown: 'Whether the computer is plugged in is not known.',
    },
    hours: {
      yes: 'It is within the allowed hours.',
      no: 'It is outside the hours you chose.',
      unknown: 'The allowed hours could not be checked.',
    },
    google: {
      yes: 'Google takes photos.',
      no: 'Google asks us to wait, or refuses.',
      unknown: 'Google has not been asked yet.',
    },
    storage: {
      yes: 'There is room in the Google account.',
      no: 'The Google storage is full.',
      unknown: 'How much room there is, is not known yet.',
    },
    sources: {
      yes: 'Every folder is there.',
      no: 'A folder is missing or cannot be read.',
      unknown: 'The folders are being checked.',
    },
    disk: {
      yes: 'This computer’s disk has room.',
      no: 'This computer’s disk is full.',
      unknown: 'The disk could not be checked.',
    },
    catalogue: {
      yes: 'Shoebox’s records are fine.',
      no: 'The list of your photos cannot be written.',
      unknown: 'The list of your photos could not be checked.',
    },
    shoebox: {
      yes: 'Shoebox itself works.',
      no: 'Something unexpected happened in Shoebox; it tries again.',
      unknown: 'Whether Shoebox itself works is not known yet.',
    },
  }
  return {
    title: 'Problems',
    lead: 'What keeps photos from being backed up, grouped by cause.',
    empty: {
      title: 'No problems',
      text: 'If something keeps a photo from being backed up, it appears here with what you can do.',
    },
    unreadable: {
      title: 'Cannot be looked into',
      count: (folders: number, files: number) =>
        [
          ...(folders > 0 ? [f.plural(folders, { one: '# folder', other: '# folders' })] : []),
          ...(files > 0 ? [f.plural(files, { one: '# file', other: '# files' })] : []),
        ].join(', '),
      causes: {
        rights: {
          title: 'Shoebox may not look in here',
          text: 'The system keeps these places from Shoebox, so whether photos lie in them is not known. Allow this user to read them, or leave the folders out in the options of their folder.',
        },
        name: {
          title: 'The name cannot be read',
          text: 'The names of these folders are written in a way that this system cannot show. Rename them, and Shoebox looks inside.',
        },
        'no-answer': {
          title: 'The disk or share does not answer',
          text: 'Shoebox looks again by itself. If it stays so, check the cable or the network.',
        },
        other: {
          title: 'The disk reports an error here',
          text: 'Shoebox looks again by itself. If it stays so, the disk may be damaged: copy what is on it to another one.',
        },
      },
      more: (count: number) => f.plural(count, { one: 'and # more', other: 'and # more' }),
      lookAgain: 'Look again',
    },
    groups: {
      attention: 'Needs you',
      undecided: 'Waits for your decision',
      waiting: 'Goes on by itself',
      skipped: 'Skipped',
    },
    groupTexts: {
      attention: 'Photos that could not be backed up. Each cause says what helps.',
      undecided: 'Photos that carry no date, and that you want to decide about later.',
      waiting: 'Photos that are tried again, or follow others, without your doing.',
      skipped:
        'Files that are left out: no photos, or not wanted by a choice of yours. Ignored are those of which you said so here.',
    },
    count: (files: number, bytes: number) =>
      `${f.plural(files, { one: '# file', other: '# files' })}, ${f.bytes(bytes)}`,
    others: (count: number) =>
      count === 0 ? null : f.plural(count, { one: 'and # more', other: 'and # more' }),
    example: (text: string) => `For example: ${text}`,
    actions: {
      show: 'Show files',
      retry: 'Try again',
      raiseLimits: 'Raise the limit',
      ignore: 'Ignore always',
      signIn: 'Sign in again',
      freeStorage: 'Free up space',
      folders: 'Look at folders',
      dates: 'Photos without a date',
      smallPictures: 'Take small pictures, too',
      forget: 'Take them after all',
    },
    raiseTitle: 'Raise the limit?',
    raiseText:
      'Shoebox then takes photos up to 200 MB and 200 megapixels, and videos up to 20 GB, the most that Google accepts. What was left out for its size is taken up.',
    ignoreTitle: (count: number) =>
      f.plural(count, { one: 'Ignore # file?', other: 'Ignore # files?' }),
    ignoreText:
      'They are left out from now on and no longer listed as a problem. You can take them after all, later.',
    inLine: (count: number) =>
      f.plural(count, {
        one: '# file waits to be uploaded.',
        other: '# files wait to be uploaded.',
      }),
    ignored: (count: number) =>
      f.plural(count, { one: '# file is ignored.', other: '# files are ignored.' }),
    troubleshoot: {
      title: 'Why are my photos not backing up?',
      lead: 'Shoebox checks one condition after another and tells what it finds.',
      button: 'Why are my photos not backing up?',
      again: 'Check again',
      running: 'Checking…',
      allGood: 'Nothing is known to be in the way.',
      inTheWay: (count: number) =>
        f.plural(count, { one: 'One thing is in the way.', other: '# things are in the way.' }),
      answer: { yes: 'Good', no: 'In the way', unknown: 'Not certain' } satisfies Record<
        Check['answer'],
        string
      >,
      check: (check: Check) => checks[check.name][check.answer],
      support: 'Save a support file',
      supportText:
        'A file with what Shoebox knows about itself, for whoever helps you. Sign-ins, e-mail addresses and the names of your folders are left out.',
      supportSaved: 'The support file is saved.',
    },
  }
}
