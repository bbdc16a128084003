// Words of the guide to a Google client of one's own: a screen for each step with its clicks, what is drawn of Google's
// pages, the search in the downloads, and what is wrong where. Names of Google's buttons are as its English pages have them.
import type { ClientStep } from '../../shared/model.ts'
import type { Format } from '../format.ts'
import type { BlockedName } from '../state/client-steps.ts'

/** A page at Google that a step opens, and what the button for it says. */
type StepPage = {
  page:
    | 'google-cloud-console'
    | 'google-api-library'
    | 'google-drive-api'
    | 'google-consent-screen'
    | 'google-audience'
    | 'google-clients'
  button: string
}
type StepWords = { title: string; clicks: string[]; note?: string; pages: StepPage[] }

/** The words of the guide. */
export function clientGuideWords(f: Format) {
  const steps: Record<ClientStep, StepWords> = {
    project: {
      title: 'Make a project',
      clicks: [
        'Sign in with any Google account. It need not be the one that holds your photos.',
        'The first time, agree to the terms. You need neither the free trial that is offered nor a card.',
        '“Project name”: anything, for example “My photo backup”. Leave “Location” as it is.',
        'Choose “Create”. When the bell at the top says that it is done, choose “Select project”.',
      ],
      pages: [{ page: 'google-cloud-console', button: 'Open “New project” at Google' }],
    },
    apis: {
      title: 'Turn on the Photos Library API',
      clicks: [
        'Look at the top: the project chosen there must be yours.',
        'Choose “Enable”. It takes a minute to be known everywhere.',
      ],
      note: 'To see here how much storage is left, enable the Google Drive API as well. Everything else works without it.',
      pages: [
        { page: 'google-api-library', button: 'Open the Photos Library API' },
        { page: 'google-drive-api', button: 'Open the Google Drive API' },
      ],
    },
    consent: {
      title: 'Say whose app it is',
      clicks: [
        'Choose “Get started”.',
        '“App name”: for example “My photo backup”. “User support email”: your own address. Choose “Next”.',
        '“Audience”: choose “External”, then “Next”.',
        '“Contact information”: your address again, then “Next”.',
        'Agree to the user data policy, choose “Continue”, then “Create”.',
      ],
      pages: [{ page: 'google-consent-screen', button: 'Open “Google Auth Platform”' }],
    },
    publish: {
      title: 'Publish it',
      clicks: [
        'In the list on the side, “Audience” is chosen.',
        'Under “Publishing status”, choose “Publish app”, then “Confirm”. It now says “In production”.',
      ],
      note: 'Left in testing, Google signs you out after 7 days. Nobody else sees your app, and up to 100 people may use it without a check by Google.',
      pages: [{ page: 'google-audience', button: 'Open “Audience”' }],
    },
    client: {
      title: 'Create the client',
      clicks: [
        'Choose “Create client”.',
        '“Application type”: “Desktop app”. No other type works.',
        '“Name”: anything. Choose “Create”.',
        'Choose “Download JSON” at once. Google shows the secret only this time.',
      ],
      pages: [{ page: 'google-clients', button: 'Open “Clients”' }],
    },
    file: {
      title: 'Give the file to Shoebox',
      clicks: [],
      pages: [],
    },
  }
  const blocked: Record<BlockedName, string> = {
    access_denied:
      'The app is still being tested, and only people on its list get in. Publish it, then try again.',
    deleted_client: 'The client was deleted at Google. Create another one and give its file.',
    invalid_client:
      'Google does not know the client, or its secret is an old one. Create another one.',
    redirect_uri_mismatch:
      'The client is not of the type “Desktop app”. Create one that is, and give its file.',
    org_internal: 'The app is for one company only. Under “Audience”, choose “External”.',
    admin_policy_enforced:
      'An administrator does not allow it for this account. Sign in with another account.',
  }
  return {
    why: 'Google asks every app for a key. Make your own, free, in about 10 minutes, once. It belongs to you, so nobody else can use up your uploads.',
    keyMeaning: 'Google calls such a key a client.',
    guide: 'Make your own client',
    progress: (step: number, of: number) => `Step ${f.number(step)} of ${f.number(of)}`,
    steps,
    next: 'Next step',
    back: 'Step back',
    haveFile: 'I have the file already',
    moreHelp: 'Help',
    chooseFile: 'Choose the file',
    dropFile: 'Drop the file here, choose it, or paste what is in it.',
    fileName: 'It is called client_secret_….json and lies where your browser puts downloads.',
    pasteLabel: 'Or paste its content',
    useClient: 'Use this client',
    drawing: (title: string) =>
      `A drawing of Google’s page for “${title}”, with what to click ringed`,
    downloads: {
      title: 'Your downloads',
      ask: 'Shall Shoebox look for the file in your downloads? It looks at names only, while this guide is open.',
      yes: 'Look in my downloads',
      looking: 'Looking in your downloads for client_secret_….json',
      stop: 'Stop looking',
      found: (name: string) => `Found ${name}. Use it?`,
      use: 'Use it',
      notThis: 'Not this one',
    },
    showStep: (title: string) => `Show the step: ${title}`,
    ready: 'Client ready',
    needsChange: 'Your client needs a change',
    change: 'Change',
    keep: 'Leave it as it is',
    fileMayGo: 'You may delete the downloaded file: Shoebox keeps what is in it.',
    fileMustStay:
      'Keep the file: this computer has no keyring, so Shoebox forgets the client when it ends.',
    keepInFile: 'Keep it in a file that only you can read',
    forgotten:
      'This computer has no keyring, so Shoebox has forgotten your client and your sign-in. Give it the same client_secret_….json once more, and let it keep both in a file if you like.',
    unverified: {
      title: 'Google will warn you. That is expected',
      text: 'Google says “Google hasn’t verified this app”, because it checks only apps for many people. The app it means is the one that you made.',
      clicks: [
        'Choose “Advanced”.',
        'Choose “Go to My photo backup (unsafe)”.',
        'Leave every box ticked and choose “Continue”.',
      ],
    },
    blockedTitle: 'Google shows an error instead?',
    blockedText: 'Look for its name on Google’s page:',
    blocked,
    drawn: {
      console: 'Google Cloud',
      auth: 'Google Auth Platform',
      myProject: 'My photo backup',
      newProject: 'New Project',
      projectName: 'Project name',
      location: 'Location',
      noOrganization: 'No organization',
      create: 'Create',
      api: 'Photos Library API',
      enable: 'Enable',
      appInformation: 'App information',
      audience: 'Audience',
      external: 'External',
      internal: 'Internal',
      contact: 'Contact information',
      finish: 'Finish',
      overview: 'Overview',
      branding: 'Branding',
      clients: 'Clients',
      publishing: 'Publishing status',
      testing: 'Testing',
      publish: 'Publish app',
      type: 'Application type',
      desktop: 'Desktop app',
      created: 'OAuth client created',
      download: 'Download JSON',
      account: 'accounts.google.com',
      unverified: 'Google hasn’t verified this app',
      advanced: 'Advanced',
      goTo: 'Go to My photo backup (unsafe)',
      toSafety: 'Back to safety',
    },
  }
}
