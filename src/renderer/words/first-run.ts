// Words of the first run, step by step.
import type { End } from '../../shared/forecast.ts'
import type { Settings } from '../../shared/model.ts'
import type { Format } from '../format.ts'
import { finishingWords } from './finishing.ts'

/** Ten megabits a second, which many lines have upwards. */
const usualLine = 1_250_000

/** The words of the first run. */
export function firstRunWords(f: Format) {
  const finishing = finishingWords(f)
  return {
    title: 'Set up Shoebox',
    lost: 'The list of your photos, with your choices, was damaged and is being built anew: please choose once more. Photos that are already in Google Photos are recognised and not stored twice.',
    progress: (step: number, of: number) => `Step ${f.number(step)} of ${f.number(of)}`,
    steps: {
      'sign-in': 'Sign in',
      folders: 'Folders',
      size: 'Photo size',
      review: 'Review',
      done: 'Done',
    } satisfies Record<Settings['firstRunStep'], string>,
    stepDone: 'done',
    signIn: {
      title: 'Back up your photos to Google Photos',
      lead: 'Choose folders once. From then on new photos and videos upload by themselves.',
      promises: [
        {
          title: 'Your files stay as they are',
          text: 'Shoebox only reads. It never changes, moves or deletes anything in your folders.',
        },
        {
          title: 'It says what happened to every photo',
          text: 'What is backed up, what is not and why, is always one click away.',
        },
        {
          title: 'You sign in at Google, not here',
          text: 'Your browser opens Google’s page. Shoebox never sees your password, and may only add photos and see what it added.',
        },
      ],
    },
    folders: {
      title: 'Choose folders',
      lead: 'Photos and videos in these folders, and in the folders inside them, are backed up.',
      offers: 'Suggested folders',
      offering: 'Looking for folders with photos…',
      noOffers: 'No folders with photos were found. Add one below.',
      yours: 'Your folders',
      add: 'Add a folder',
      drop: 'or drop folders here',
      noneChosen: 'Choose at least one folder to go on.',
      alreadyNote: 'You can change this later for each folder.',
    },
    size: {
      title: 'Choose the photo size',
      lead: 'Your files on this computer stay as they are, whichever you choose.',
      highText:
        'Photos above 16 megapixels are reduced to 16 before they go up, with date, place and camera kept. On a screen you hardly see a difference. Videos are not reduced.',
      originalText:
        'Every photo and video goes up exactly as it is. A date that one lacks is added only where its folder wants that.',
      counts: 'Both count towards your Google storage.',
      estimating: 'Working out how much there is…',
      estimate: (bytes: number, isExact: boolean) =>
        isExact ? f.bytes(bytes) : `About ${f.bytes(bytes)}`,
      plusMinus: (bytes: number) => `give or take ${f.bytes(bytes)}`,
      nothingYet: 'Nothing to count yet',
      nothingNew: 'Nothing to upload',
      saves: (bytes: number) => `${f.bytes(bytes)} less to upload`,
      limitsTitle: 'Very large files',
      limitsGoogle: 'Take photos up to 200 MB and 200 megapixels, and videos up to 20 GB',
      limitsSmall: {
        original: 'Leave out photos above 75 MB or 100 megapixels, and videos above 10 GB',
        high: 'Leave out videos above 10 GB, and what cannot be reduced, such as RAW, above 75 MB or 100 megapixels',
      } satisfies Record<Settings['photoSize'], string>,
      changeLater: 'You can change this later, and per folder.',
    },
    review: {
      title: 'Ready to start',
      lead: 'All of this can be changed at any time in Settings.',
      account: 'Account',
      folders: 'Folders',
      size: 'Photo size',
      what: 'What',
      whatNew: (since: number) => `Only what is new since ${f.date(since)}`,
      whatAll: 'Everything, then every new photo',
      whatSome: 'Everything, then every new photo; some may be in Google Photos already',
      when: 'When to back up',
      startAtLogin: 'Start Shoebox with the computer',
      startAtLoginText: 'It starts quietly, without a window, so that new photos are never missed.',
      start: 'Start backup',
      notSignedIn: 'Not signed in',
      noFolders: 'No folders yet',
    },
    forecast: {
      title: 'What lies ahead',
      working: 'Working out how long it takes…',
      size: (files: number, bytes: number, isExact: boolean) =>
        files === 0
          ? 'Nothing to upload yet. New photos go up by themselves.'
          : f.plural(files, {
              one: `# photo or video, ${isExact ? '' : 'about '}${f.bytes(bytes)}.`,
              other: `# photos and videos, ${isExact ? '' : 'about '}${f.bytes(bytes)}.`,
            }),
      end: (end: End, bytes: number, requestsADay: number, now: number): string => {
        switch (end.kind) {
          case 'nothing-left':
            return ''
          case 'unknown': {
            const roughly = f.roughly((bytes / usualLine) * 1000) ?? finishing.soon
            return `How long it takes depends on your line: ${roughly} at 10 megabits a second.`
          }
          case 'open':
            return end.because === 'hours'
              ? 'No hour is allowed, so nothing is uploaded.'
              : 'It begins once you resume.'
          case 'not-before':
            return `${finishing.notBefore(end.at, now)}: Google takes about ${f.number(requestsADay)} photos a day.`
          case 'at': {
            const when = finishing.sentence(end.at, now)
            switch (end.by) {
              case 'line':
                return `${when}, at your speed.`
              case 'hours':
                return `${when}, in the hours you chose.`
              case 'requests':
                return `${when}: Google takes about ${f.number(requestsADay)} photos a day.`
            }
          }
        }
      },
      room: (freeBytes: number) => `Your account has ${f.storage(freeBytes)} free.`,
      tooLittle: (freeBytes: number, missingBytes: number) =>
        `Your account has ${f.storage(freeBytes)} free, ${f.storage(missingBytes)} too little.`,
    },
    warnings: {
      network: (everyMs: number | null) =>
        everyMs === null
          ? 'On the network: checked from time to time instead of at once.'
          : `On the network: checked every ${f.everyMinutes(everyMs)}.`,
      onlineOnly: (count: number) =>
        f.plural(count, {
          one: '# file is only in another cloud and is left out until you download it.',
          other: '# files are only in another cloud and are left out until you download them.',
        }),
      libraries: (names: string[]) =>
        `${f.list(names)}: a photo library of another app. What is inside is left out; export your photos from that app to back them up.`,
    },
  }
}
