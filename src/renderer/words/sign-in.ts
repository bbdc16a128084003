// Words for signing in, the account and the user's own Google client.
import type { Output } from '../../shared/contract.ts'
import type { Format } from '../format.ts'

type Finding = Output<'testClient'>['findings'][number]

/** The words for signing in. */
export function signInWords(f: Format) {
  const findings: Record<Finding['name'], Record<Finding['answer'], string>> = {
    'client-type': {
      yes: 'It is a desktop client.',
      no: 'It is a client for a web site. Create one of the type “Desktop app”.',
      unknown: 'The type of the client shows once you sign in.',
    },
    'known-to-google': {
      yes: 'Google knows this client.',
      no: 'Google does not know this client. It may have been deleted, or the file is from another project.',
      unknown: 'Google could not be asked. Check the connection.',
    },
    'api-enabled': {
      yes: 'Photos Library API is on.',
      no: 'Photos Library API is off in this project. Turn it on; it takes a minute to reach everyone.',
      unknown: 'Whether Photos Library API is on shows once you sign in.',
    },
    scopes: {
      yes: 'Shoebox may add photos and see what it added.',
      no: 'A permission is missing. Sign in again and leave every box ticked.',
      unknown: 'The permissions show once you sign in.',
    },
    'consent-published': {
      yes: 'The consent screen is published.',
      no: 'The consent screen is still in testing, so Google signs you out after 7 days. Choose “Publish app” there, then sign in again.',
      unknown:
        'Google does not tell whether the consent screen is published. If it is still in testing, you are signed out after 7 days.',
    },
  }
  return {
    signIn: 'Sign in with Google',
    signInAgain: 'Sign in again',
    signOut: 'Sign out',
    signOutTitle: 'Sign out of Google?',
    signOutText:
      'Shoebox gives its permission back to Google and forgets this account. What was backed up stays in Google Photos, and your own files stay where they are.',
    isThisYou: (email: string) => `Signed in as ${email}: is this you?`,
    signedInAs: (name: string) => `Signed in as ${name}`,
    waitingTitle: 'Go on in your browser',
    waitingText:
      'Choose your Google account there and leave every box ticked. This window goes on by itself.',
    waitingSince: (since: number) => `Waiting since ${f.time(since)}`,
    openBrowserAgain: 'Open the browser again',
    copyLink: 'Copy the link',
    cancelled: 'The sign-in was cancelled. Nothing was changed.',
    linkCopied: 'The link is copied. Paste it into any browser on this computer.',
    stillKept:
      'You are signed out. The system’s safe store does not let go of the old sign-in yet; Shoebox keeps trying to remove it.',
    stillGood:
      'You are signed out here. Google could not be reached, so its permission is still good; Shoebox gives it back as soon as Google can be reached.',
    notKept:
      'This computer has no safe place for a sign-in, so Shoebox keeps it in memory only and you sign in again after a restart.',
    ownClient: 'Use your own Google client',
    ownClientShort: 'Your own Google client',
    builtInClient: 'Shoebox’s own client',
    noClient: 'No client yet',
    clientInUse: (name: string) => `In use: ${name}`,
    test: 'Check the client',
    testTitle: 'What the check found',
    testing: 'Checking…',
    answer: { yes: 'Good', no: 'Needs a change', unknown: 'Not known yet' } satisfies Record<
      Finding['answer'],
      string
    >,
    finding: (finding: Finding) => findings[finding.name][finding.answer],
    switchTitle: 'Switch to another client?',
    switchText: (albums: number) =>
      albums === 0
        ? 'Google keeps what an app added apart by client. After a switch you sign in again. Your photos stay.'
        : f.plural(albums, {
            one: 'Google keeps what an app added apart by client. After a switch Shoebox can no longer add to the album that it made with the client you have now: what comes then goes into a new one of the same title. Your photos and that album stay, and you sign in again.',
            other:
              'Google keeps what an app added apart by client. After a switch Shoebox can no longer add to the # albums that it made with the client you have now: what comes then goes into new ones of the same titles. Your photos and those albums stay, and you sign in again.',
          }),
    switchAction: 'Switch client',
  }
}
