// What each failure is called and what it means for the user: what happened, what we do, what they can do.
// One entry per kind; a kind without words does not compile.
import type { Failure, FailureKind } from '../../shared/failure.ts'
import { ownFolderTrouble, type OwnFolderTrouble } from '../../shared/own-folder.ts'
import type { Format } from '../format.ts'

/** A short name and one or two sentences. */
export type Explanation = { title: string; text: string }

type FailureWords = {
  [K in FailureKind]: (failure: Extract<Failure, { kind: K }>) => Explanation
}

const partsOf = (path: string): string[] => path.split(/[\\/]+/).filter((part) => part !== '')
/** What people call a folder. */
const lastName = (path: string): string => partsOf(path).at(-1) ?? path
/** Whether a folder lies in another one, as their names tell. */
const isBelow = (path: string, other: string): boolean => {
  const outer = partsOf(other)
  const inner = partsOf(path)
  return inner.length > outer.length && outer.every((part, at) => part === inner[at])
}

/** What is wrong with a folder of Shoebox's own, and what helps. */
const ownFolder: Record<OwnFolderTrouble, string> = {
  'in-the-way':
    'something else lies there, or where a folder above it would be. Move that away and start Shoebox again.',
  'not-allowed':
    'you may not read and write there. Give yourself that right and start Shoebox again.',
  'read-only':
    'its drive can only be read. Make it one that can be written and start Shoebox again.',
  full: 'its drive is full. Free up some space and start Shoebox again.',
  'too-long': 'its path is too long. Start Shoebox with a shorter one.',
  circle: 'its links lead in a circle. Mend them and start Shoebox again.',
  nowhere:
    'a link or a drive on its way leads nowhere. Connect that drive and start Shoebox again.',
  other: 'the system does not let it be used. Start Shoebox with another folder.',
}

/** The words for failures. */
export function failureWords(f: Format) {
  const signedOut: Record<Extract<Failure, { kind: 'signed-out' }>['reason'], string> = {
    never: 'Sign in with Google to start backing up.',
    'not-kept': 'This computer cannot keep your sign-in.',
    revoked:
      'Google no longer accepts this sign-in. Sign in again and the backup goes on where it stopped.',
    'missing-scope':
      'A permission was left unticked on Google’s page. Sign in again and leave every box ticked.',
    user: 'You signed out. Sign in to go on where you stopped.',
    cancelled: 'The sign-in was cancelled. Nothing was changed.',
    denied:
      'Google’s page was answered with “Cancel”. Sign in again to give Shoebox permission to add photos.',
  }
  const forbidden: Record<Extract<Failure, { kind: 'forbidden' }>['reason'], Explanation> = {
    'api-disabled': {
      title: 'Photos is not switched on for your Google client',
      text: 'Turn on the “Photos Library API” in your Google Cloud project, then try again.',
    },
    'photos-disabled': {
      title: 'This account has no Google Photos',
      text: 'Google Photos is switched off for this account. An administrator may have to turn it on, or sign in with another account.',
    },
    'insufficient-scopes': {
      title: 'A permission is missing',
      text: 'Sign in again and leave every box ticked, so that Shoebox may add photos.',
    },
    unknown: {
      title: 'Google refused',
      text: 'Google did not say why. We try again from time to time. If it stays so, sign in again.',
    },
  }
  const client: Record<Extract<Failure, { kind: 'bad-client' }>['problem'], string> = {
    'not-json':
      'This is not the file that Google Cloud offers for download. It should end in .json.',
    'not-a-client-file':
      'This file is not a Google client. In Google Cloud, open “Clients”, pick yours and choose “Download JSON”.',
    'web-client':
      'This is a client for a web site. Create one of the type “Desktop app” and use its file.',
    'unknown-client':
      'Google does not know this client. It may have been deleted; download the file again.',
    'no-client':
      'Google asks every app for a key. Make your own, free, in about 10 minutes, once: Settings, Google account.',
  }
  const worker: Record<Extract<Failure, { kind: 'image-worker' }>['problem'], string> = {
    crashed: 'Reading this picture failed. The original goes up instead.',
    timeout: 'Reading this picture took too long. The original goes up instead.',
    memory: 'This picture needs more memory than there is. The original goes up instead.',
    undecodable: 'This picture cannot be read on this computer. The original goes up instead.',
  }

  const byKind: FailureWords = {
    offline: () => ({
      title: 'No connection',
      text: 'Google could not be reached. We go on as soon as the connection is back.',
    }),
    'cut-off': () => ({
      title: 'The connection broke off',
      text: 'It broke while this file was on its way. If others go through, something in between may not let this one pass, for example a company network with a limit. We try again.',
    }),
    stalled: () => ({
      title: 'The connection stood still',
      text: 'Nothing moved for a while. We try again from where it stopped.',
    }),
    'server-error': () => ({
      title: 'Google had a problem',
      text: 'The problem is on Google’s side. We try again by ourselves.',
    }),
    'unexpected-answer': () => ({
      title: 'An answer that makes no sense',
      text: 'What came back was not from Google Photos. A sign-in page of a hotel or company network can cause this. We try again.',
    }),
    'rate-limited': () => ({
      title: 'Google asked us to slow down',
      text: 'We wait as long as Google asks and go on by ourselves.',
    }),
    'daily-quota': (failure) => ({
      title: 'Today’s requests are used up',
      text: `Google allows a number of requests a day. Uploads go on at ${f.time(failure.resetsAt)}.`,
    }),
    aborted: () => ({ title: 'Interrupted', text: 'This was stopped and goes on by itself.' }),
    'signed-out': (failure) => ({
      title:
        failure.reason === 'never' || failure.reason === 'user' ? 'Signed out' : 'Sign in again',
      text: signedOut[failure.reason],
    }),
    forbidden: (failure) => forbidden[failure.reason],
    'storage-full': () => ({
      title: 'Google storage is full',
      text: 'There is no room left in this Google account. Free up space and we go on by ourselves.',
    }),
    'bad-client': ({ problem }) => ({
      title:
        problem === 'no-client'
          ? 'A Google client comes first'
          : 'This Google client does not work',
      text: client[problem],
    }),
    'sign-in-timeout': () => ({
      title: 'The sign-in took too long',
      text: 'The page in the browser was not answered. Start the sign-in again when you are ready.',
    }),
    'upload-token-invalid': () => ({
      title: 'Google forgot this upload',
      text: 'It was started too long ago. We send the photo again.',
    }),
    'session-lost': () => ({
      title: 'An upload was interrupted',
      text: 'Google no longer knows how far it got. We send the file again.',
    }),
    rejected: (failure) => ({
      title: 'Google refused this file',
      text: failure.message
        ? `Google’s reason: “${failure.message}”`
        : 'Google gave no reason. The file may be damaged.',
    }),
    'item-error': () => ({
      title: 'Google could not use this file',
      text: 'It arrived, but Google Photos could not make a photo or video of it. The file may be damaged.',
    }),
    'duplicate-in-batch': () => ({
      title: 'Sent twice at once',
      text: 'Two of your files hold the same picture. We sort this out by ourselves.',
    }),
    'missing-result': () => ({
      title: 'Google did not confirm this photo',
      text: 'We ask again. It is not counted as backed up until Google confirms it.',
    }),
    'refused-as-too-large': () => ({
      title: 'Too large for Google Photos',
      text: 'Google takes photos up to 200 MB and videos up to 20 GB.',
    }),
    'album-gone': () => ({
      title: 'Its album is gone',
      text: 'The album was deleted in Google Photos. The photo is backed up without it.',
    }),
    'type-on-trial': () => ({
      title: 'Another file is tried first',
      text: 'Nobody can say whether Google takes this type of file. One of them is sent, then the others or none.',
    }),
    'copy-on-its-way': () => ({
      title: 'Another photo is the same once it is reduced',
      text: 'Its copy is on its way. This photo is backed up with it.',
    }),
    undated: () => ({
      title: 'No date inside',
      text: 'Photos that carry a date go first. This one follows, with the date that its folder’s options give it, if there is one.',
    }),
    undecided: () => ({
      title: 'No date inside',
      text: 'You want to decide later what becomes of it. It waits for you and does not go by itself.',
    }),
    'file-gone': () => ({
      title: 'File no longer there',
      text: 'It was moved or deleted before its turn. If it comes back, it is backed up.',
    }),
    'file-changed': () => ({
      title: 'File was changing',
      text: 'Something was still writing to it. We take it once it rests.',
    }),
    'file-unreadable': () => ({
      title: 'File cannot be read',
      text: 'The system refuses to open it. Check that you may read it and that no other program holds it.',
    }),
    'folder-missing': (failure) => ({
      title: 'Folder not found',
      text: `“${failure.path}” is not there. Reconnect the drive, or remove the folder from the backup.`,
    }),
    'not-a-folder': (failure) => ({
      title: 'Not a folder',
      text: `“${failure.path}” is a file. Choose the folder that holds it.`,
    }),
    'folder-unreadable': (failure) => ({
      title: 'Folder cannot be read',
      text: `The system does not let Shoebox look into “${failure.path}”. Grant access in the system’s privacy settings.`,
    }),
    'folder-overlaps': ({ path, other }) =>
      isBelow(path, other)
        ? {
            title: `“${lastName(path)}” is already backed up as part of “${lastName(other)}”`,
            text: 'Nothing needs to be added.',
          }
        : {
            title: `“${lastName(other)}”, which is backed up already, is part of “${lastName(path)}”`,
            text: `To back up all of “${lastName(path)}”, remove “${lastName(other)}” from the folders first. Nothing is sent twice.`,
          },
    'disk-full': () => ({
      title: 'This computer’s disk is full',
      text: 'Shoebox needs a little room to work. Free up some space and we go on.',
    }),
    'image-worker': (failure) => ({
      title: 'Picture cannot be read',
      text: worker[failure.problem],
    }),
    'folder-not-private': (failure) => ({
      title: 'This folder is not yours alone',
      text:
        failure.problem === 'another-user'
          ? `“${failure.path}” belongs to another user of this computer. Shoebox keeps nothing there; nothing was changed.`
          : `Others may write into “${failure.path}”. Shoebox keeps nothing there; nothing was changed.`,
    }),
    'own-folder-unusable': ({ path, code }) => ({
      title: 'Shoebox has no place for its own files',
      text: `“${path}” cannot be used: ${ownFolder[ownFolderTrouble(code)]}`,
    }),
    'catalogue-newer': () => ({
      title: 'A newer Shoebox was here',
      text: 'The list of your photos was written by a newer version. Install that version to go on; nothing was changed.',
    }),
    'catalogue-locked': () => ({
      title: 'Shoebox is already running',
      text: 'Another Shoebox is using the list of your photos. Close it and try again.',
    }),
    'catalogue-damaged': () => ({
      title: 'The list of your photos is damaged',
      text: 'Shoebox restores it from its own copy. Your photos are not affected.',
    }),
    'catalogue-unwritable': () => ({
      title: 'The list of your photos cannot be written',
      text: 'Nothing is sent that could not be noted. We try again by ourselves.',
    }),
    'bad-origin': (failure) => ({
      title: 'This address is not allowed',
      text: `Shoebox was started with “${failure.origin}”, which is not on this computer.`,
    }),
    'bad-request': () => ({
      title: 'That did not work',
      text: 'Shoebox asked itself for something it does not understand. Please report this with a support file.',
    }),
    declined: () => ({
      title: 'Nothing was changed',
      text: 'You chose not to when this computer asked.',
    }),
    'not-found': () => ({
      title: 'No longer there',
      text: 'This has changed in the meantime. Look again.',
    }),
    'engine-down': () => ({
      title: 'The backup is starting again',
      text: 'The part that uploads stopped and is being restarted. Nothing is lost.',
    }),
    unexpected: () => ({
      title: 'Something unexpected happened',
      text: 'This should not happen. The file was set aside and the rest goes on. Please report it with a support file.',
    }),
  }
  return (failure: Failure): Explanation =>
    // The table pairs each kind with its own words; indexing loses that pairing.
    (byKind[failure.kind] as (failure: Failure) => Explanation)(failure)
}
