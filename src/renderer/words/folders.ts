// Words of the folders screen: each folder with its state and how it is watched.
import type { SourceView } from '../../shared/status.ts'
import type { Format } from '../format.ts'

/** The words of the folders. */
export function folderWords(f: Format) {
  const problems: Record<NonNullable<SourceView['watchProblem']>, string> = {
    network: 'Network folders do not report new photos by themselves.',
    removable: 'This drive is not held open between checks, so that you can eject it.',
    'watch-limit': 'The system’s limit for watched folders is reached.',
    'watch-error': 'The system does not report new photos here.',
  }
  return {
    title: 'Folders',
    lead: 'New photos in these folders are backed up by themselves. You can also drop folders anywhere on this window.',
    leadOff:
      'Backup is off: new photos in these folders wait. You can also drop folders anywhere on this window.',
    dropActive: 'Drop to add',
    add: 'Add a folder',
    empty: {
      title: 'No folders yet',
      text: 'Add the folders that hold your photos. Shoebox looks into the folders inside them, too.',
    },
    state: (source: SourceView): string => {
      switch (source.state) {
        case 'scanning':
          return 'Looking for photos…'
        case 'watching':
          return 'Watched: new photos are noticed at once'
        case 'timer':
          return `Checked every ${f.everyMinutes(source.scanEveryMs)}`
        case 'not-connected':
          return 'Not connected'
        case 'unfamiliar':
          return 'Another folder seems to be in its place'
        case 'unreadable':
          return 'Cannot be read'
      }
    },
    notLookedAfter: 'Looked at again once the backup runs',
    stateDetail: (source: SourceView): string | null => {
      if (source.state === 'not-connected' && source.card !== undefined)
        return 'It is out, or waits for your answer on Home. Nothing is lost.'
      if (source.state === 'not-connected')
        return 'The drive or folder is not there. It goes on by itself once it is back; nothing is lost.'
      if (source.state === 'unfamiliar')
        return 'None of the photos known from this folder are there. Connect the right drive and it goes on by itself; nothing is lost.'
      if (source.state === 'unreadable')
        return 'The system does not let Shoebox look in. Grant access in the system’s privacy settings.'
      if (source.watchProblem !== null) return problems[source.watchProblem]
      if (source.followLinks === true && source.state === 'watching')
        return `What links lead to does not report new photos: it is checked every ${f.everyMinutes(source.scanEveryMs)}.`
      return null
    },
    lastChecked: (at: number | null, now: number) =>
      at === null ? 'Not checked yet' : `Last checked ${f.ago(at, now) ?? 'just now'}`,
    progress: (source: SourceView) =>
      source.files === 0
        ? 'No photos found yet'
        : `${f.number(source.done)} of ${f.number(source.files)} backed up · ${f.bytes(source.bytes)}`,
    doneOf: (done: number, files: number) => `${f.number(done)} of ${f.number(files)} backed up`,
    notDone: (count: number) =>
      f.plural(count, { one: '# not backed up', other: '# not backed up' }),
    open: 'Open this folder',
    share: (name: string) => `Share of ${name} that is backed up`,
    unreadable: (count: number) =>
      f.plural(count, {
        one: '# folder inside cannot be read.',
        other: '# folders inside cannot be read.',
      }),
    unreadableFiles: (count: number) =>
      f.plural(count, {
        one: '# file that may be a photo cannot be looked at.',
        other: '# files that may be photos cannot be looked at.',
      }),
    links: (count: number, areFollowed: boolean) =>
      areFollowed
        ? f.plural(count, {
            one: '# link inside leads to nothing, or to what is looked at anyway.',
            other: '# links inside lead to nothing, or to what is looked at anyway.',
          })
        : f.plural(count, {
            one: '# link inside is not followed. The options can change that.',
            other: '# links inside are not followed. The options can change that.',
          }),
    otherFiles: (count: number) =>
      f.plural(count, {
        one: '# other file inside, neither photo nor video.',
        other: '# other files inside, neither photos nor videos.',
      }),
    confirm: 'This is my folder',
    confirmTitle: (name: string) => `Back up what is there as “${name}”?`,
    confirmText:
      'What lies there now is backed up as this folder from now on. What was backed up before stays in Google Photos.',
    options: 'Options',
    size: 'Photo size',
    sizeDefault: (size: string) => `As in Settings (${size})`,
    subfolders: 'Include folders inside',
    chooseInside: 'Choose folders inside',
    insideTitle: (name: string) => `Folders inside “${name}”`,
    insideText:
      'A folder without a tick is left out, with all that is inside it. What is in Google Photos already stays there.',
    insideDetail: (files: number, done: number): string | null =>
      files === 0
        ? null
        : done === 0
          ? f.plural(files, { one: '# photo', other: '# photos' })
          : `${f.number(done)} of ${f.number(files)} backed up`,
    insideStays: (done: number, name: string) =>
      f.plural(done, {
        one: `# photo of “${name}” is in Google Photos already and stays there.`,
        other: `# photos of “${name}” are in Google Photos already and stay there.`,
      }),
    insideCount: (count: number) =>
      count === 0
        ? 'No folder is left out.'
        : f.plural(count, { one: '# folder is left out.', other: '# folders are left out.' }),
    noneInside: 'There are no folders inside.',
    moreInside: (more: number) =>
      f.plural(more, {
        one: '# more folder is not shown. A pattern can leave it out.',
        other: '# more folders are not shown. Patterns can leave them out.',
      }),
    followLinks: 'Follow links',
    followLinksText:
      'Backs up what links inside lead to, also outside this folder. Nothing is sent twice.',
    changedVersions: 'Send changed versions',
    changedVersionsText:
      'A photo that another program changed goes up as a second one. Turned off, it is left out. The older one stays in either case.',
    undated: {
      label: 'Photos without a date',
      ways: {
        leave: {
          title: 'Leave them as they are',
          text: 'Google Photos shows them on the day they are uploaded.',
        },
        name: {
          title: 'Look in the names',
          text: 'A date from the name of the file or its folder, from notes of other programs beside it, or from the photos next to it.',
        },
        file: {
          title: 'Look in the names, then at the file',
          text: 'The same; where that gives nothing, the time of the file itself.',
        },
        date: {
          title: 'One date for the whole folder',
          text: 'Every photo here that carries no date gets this one.',
        },
      },
      date: 'Date of the folder',
      dateText: 'A year, a month or a day: 1987, 1987-07 or 1987-07-14',
      dateWrong:
        'Not a date, or one still to come. Type a year, a month or a day: 1987, 1987-07 or 1987-07-14. Nothing is changed yet.',
      note: 'The date goes into a copy made for the upload; the picture in it and your file stay as they are. Only JPEG, PNG, WebP, MP4 and MOV can take one; others go without. What is backed up already is not sent again. A photo that Google Photos has from elsewhere, without a date, arrives there a second time.',
    },
    already: {
      label: 'What is in Google Photos already?',
      ways: {
        nothing: {
          title: 'Nothing of this',
          text: 'Everything goes up, and photos that carry no date can get one.',
        },
        some: {
          title: 'Some of it',
          text: 'Everything goes up; Google recognises files that it has unchanged. So no dates are added: they would make them other files.',
        },
        since: {
          title: 'All of it: only what is new since a day',
          text: 'What was on this computer before that day is left out and listed as skipped. What is copied here, scanned or changed from then on goes up.',
        },
      },
      day: 'New since',
      today: (at: number) => `Today, ${f.date(at)}`,
      stopped: (at: number) => `${f.date(at)}, when Google’s own program stopped backing up photos`,
      other: 'Another day',
      otherLabel: 'The day',
      otherWrong: 'Choose a day no later than tomorrow. Nothing is changed yet.',
      since: (at: number) =>
        `Only what is new since ${f.date(at)}: what was here before is left out.`,
      showOlder: 'Show what is left out',
      offers: {
        look: {
          text: 'Photos without a date go up as they are, and Google Photos shows them on the day of their upload.',
          action: 'Look for their dates',
        },
        leave: {
          text: 'Photos without a date get one here. Those that Google Photos has already would arrive there a second time.',
          action: 'Add no dates',
        },
      },
    },
    pairs: {
      label: 'RAW photos and Live Photos',
      leaveOut: {
        raw: 'Leave out RAW photos beside their JPEG',
        film: 'Leave out the films of Live Photos',
      },
      meaning: {
        raw: 'Only where name, camera and time say that both are one shot; a RAW alone always goes.',
        film: 'Only where Apple’s own mark, or name, time and length, say that both belong together; other videos always go.',
      },
      saves: ({ files, bytes }: { files: number; bytes: number }, isOut: boolean) =>
        files === 0
          ? 'None that could be left out is known so far.'
          : isOut
            ? f.plural(files, {
                one: `# is left out, ${f.bytes(bytes)}.`,
                other: `# are left out, ${f.bytes(bytes)}.`,
              })
            : f.plural(files, {
                one: `So far # would be left out, which saves ${f.bytes(bytes)}.`,
                other: `So far # would be left out, which saves ${f.bytes(bytes)}.`,
              }),
      note: 'Google Photos shows the two as two items. What is left out is on this computer only. Should its JPEG or still be deleted, ignored or refused, it goes after all; what is in Google Photos already stays there.',
      without: {
        raw: 'RAW photos beside their JPEG are left out.',
        film: 'The films of Live Photos are left out.',
      },
    },
    goesFirst: 'Back up this folder first',
    goesFirstText: 'Its photos go before those of all other folders.',
    first: 'Goes first',
    ignore: 'Leave out by pattern',
    ignoreText: 'One pattern a line, for example *.png or Exports/**',
    showFiles: 'Show its files',
    remove: 'Remove from backup',
    removeTitle: (name: string) => `Remove “${name}”?`,
    removeText:
      'New photos in this folder are no longer backed up. The folder itself and what is already in Google Photos stay as they are.',
    removed: (name: string) => `“${name}” is no longer backed up.`,
    added: 'The folder is added.',
    checkNow: 'Check now',
    checking: 'The folders are being checked.',
  }
}
