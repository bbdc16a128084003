// Words that many screens share: navigation, buttons, sizes, dates.
// Words of one screen alone live in that screen's file.
import type { Format } from '../format.ts'

/** The words that many screens share. */
export function commonWords(f: Format) {
  return {
    appName: 'Shoebox',
    standIn: (origin: string) => `Not Google: a stand-in at ${origin}`,
    skipToContent: 'Skip to content',
    mainNavigation: 'Main',
    nav: {
      home: 'Home',
      history: 'History',
      folders: 'Folders',
      problems: 'Problems',
      settings: 'Settings',
      about: 'About',
      safety: 'Is everything safe?',
      troubleshoot: 'Troubleshooting',
    },
    problemsBadge: (count: number) => f.plural(count, { one: '# problem', other: '# problems' }),
    signedOut: 'Signed out',
    back: 'Back',
    continue: 'Continue',
    cancel: 'Cancel',
    close: 'Close',
    change: 'Change',
    remove: 'Remove',
    retry: 'Try again',
    dismiss: 'Dismiss',
    loading: 'One moment…',
    /** A control named after what it does and to what: "Change: Folders". */
    actionOn: (action: string, what: string) => `${action}: ${what}`,
    pageTitle: (screen: string) => `${screen} – Shoebox`,
    unknown: 'unknown',
    files: (count: number) => f.plural(count, { one: '# file', other: '# files' }),
    countAndSize: (count: number, bytes: number) =>
      `${f.plural(count, { one: '# photo', other: '# photos' })}, ${f.bytes(bytes)}`,
    counting: 'still counting',
    /** A count of which a part could not be read. */
    atLeast: (what: string) => `at least ${what}`,
    photo: 'Photo',
    video: 'Video',
    photoSize: { original: 'Original', high: 'High quality' },
    notice: 'Notice',
  }
}
