// Words of the page of photos without a date: what carries none, which date is proposed and why, and what was decided.
import type { DateCertainty, FoundSource } from '../../shared/photo-dates.ts'
import type { UndatedGroup, UndatedSummary } from '../../shared/undated-schemas.ts'
import type { Format } from '../format.ts'
import { dateFrom } from './history.ts'

const certainties: Record<DateCertainty, string | null> = {
  sure: null,
  likely: 'very likely',
  guess: 'a guess',
}

const why = (source: FoundSource, certainty: DateCertainty): string => {
  const sure = certainties[certainty]
  return sure === null ? dateFrom[source] : `${dateFrom[source]}, ${sure}`
}

/** The words of the page. */
export function undatedWords(f: Format) {
  const photos = (count: number): string => f.plural(count, { one: '# photo', other: '# photos' })
  return {
    title: 'Photos without a date',
    lead: 'Google Photos shows a photo that carries no date on the day of its upload, and nothing can change that later. Choose before they go. A date goes into a copy made for the upload; the picture in it and your file stay as they are.',
    empty: {
      title: 'No photo waits for a date',
      text: 'Photos and videos that carry no date appear here before they are backed up, by folder, with the date that we would give them.',
    },
    loadFailed: 'These photos cannot be shown right now.',
    home: (count: number) =>
      f.plural(count, { one: '# photo carries no date', other: '# photos carry no date' }),
    homeText: 'See which date is proposed, and choose before they go.',
    homeUndecided: (count: number) =>
      f.plural(count, {
        one: '# of them waits for your decision.',
        other: '# of them wait for your decision.',
      }),
    open: 'Look at them',
    openFromFolder: 'Photos without a date',
    place: (source: string, folder: string) =>
      folder === '' ? source : `${source} / ${folder.replaceAll('/', ' / ')}`,
    count: photos,
    planned: (count: number, files: number) =>
      count === files
        ? 'Ready, and next to go.'
        : f.plural(count, {
            one: '# of them is ready and next to go.',
            other: '# of them are ready and next to go.',
          }),
    went: (count: number) =>
      f.plural(count, {
        one: '# has gone already and stays as it went.',
        other: '# have gone already and stay as they went.',
      }),
    /** What would become of them, where nothing is decided; what does, where it is. */
    looking: (looked: number, files: number) =>
      `Looking for dates: ${f.number(looked)} of ${f.number(files)}.`,
    span: ({ dated, from, to, looked }: UndatedSummary): string | null => {
      if (from === null || to === null) return null
      const [first, last] = [f.wall.date(from), f.wall.date(to)]
      const days = first === last ? first : `${first} – ${last}`
      return dated === looked ? days : `${f.number(dated)} of ${f.number(looked)}: ${days}`
    },
    sources: ({ sources }: UndatedSummary): string | null => {
      const [only] = sources
      if (only === undefined) return null
      const texts = sources.map(({ source, certainty, files }) =>
        sources.length === 1
          ? why(source, certainty)
          : `${f.number(files)} ${why(source, certainty)}`,
      )
      const text = sources.length === 1 ? texts.join('') : f.list(texts)
      return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
    },
    unknown: (count: number, files: number) =>
      count === files
        ? 'Nothing tells when they were taken. Left so, Google Photos shows them on the day of their upload.'
        : f.plural(count, {
            one: '# has no date that we could find, and goes as it is.',
            other: '# have no date that we could find, and go as they are.',
          }),
    unwritable: (count: number) =>
      f.plural(count, {
        one: '# is of a type that takes no date: Google Photos shows it on the day of its upload.',
        other:
          '# are of a type that takes no date: Google Photos shows them on the day of their upload.',
      }),
    proposed: (isDecided: boolean) => (isDecided ? 'Dates:' : 'Proposed:'),
    withFile: {
      title: 'Also by the time of the file',
      text: 'Only where nothing else tells a date, and where that time can be trusted.',
    },
    use: 'Use these dates',
    set: 'Set a date…',
    leave: 'Leave without a date',
    later: 'Decide later',
    undo: 'Undo',
    forget: 'Ask again next time',
    showAll: 'Show each photo',
    actionOn: (action: string, place: string) => `${action}: ${place}`,
    /** What was decided; `files`: for how many that have not gone. */
    decided: (choice: UndatedGroup['choice'], files: number): string | null => {
      switch (choice) {
        case null:
          return null
        case 'later':
          return f.plural(files, {
            one: 'It waits until you decide.',
            other: 'They wait until you decide.',
          })
        case 'leave':
          return f.plural(files, {
            one: 'You decided: it goes without a date.',
            other: 'You decided: they go without a date.',
          })
        case 'name':
        case 'file':
          return 'You decided: they get the dates that were found.'
        default:
          return `You decided: they get the date ${choice}.`
      }
    },
    /** All of a folder have gone, and its decision stays. */
    standing: (choice: string) =>
      choice === 'leave'
        ? 'Photos without a date that are found here later go without one, too.'
        : choice === 'later'
          ? 'Photos without a date that are found here later wait for you.'
          : 'Photos without a date that are found here later get theirs in the same way.',
    said: {
      decided: (count: number) =>
        f.plural(count, { one: 'Decided for # photo.', other: 'Decided for # photos.' }),
      later: (count: number) =>
        f.plural(count, {
          one: '# photo waits until you decide.',
          other: '# photos wait until you decide.',
        }),
      undone: (count: number) =>
        f.plural(count, {
          one: 'Undone. # photo waits until you decide.',
          other: 'Undone. # photos wait until you decide.',
        }),
      undoneTo: 'Undone. What you decided before holds again.',
      tooLate: 'All of them have gone by now. Photos that have gone stay as they went.',
    },
    dialog: {
      title: (place: string) => `Set a date: ${place}`,
      label: 'Date',
      text: 'A year, a month or a day: 1987, 1987-07 or 1987-07-14',
      meaning: (count: number) =>
        f.plural(count, {
          one: 'The photo here that carries no date gets it, and so do those found here later.',
          other:
            'All # photos here that carry no date get it, a second apart in the order of their names, and so do those found here later.',
        }),
      notADate: 'This is not a date. Type a year, a month or a day: 1987, 1987-07 or 1987-07-14.',
      future: 'This date is still to come. No photo can be of it.',
      set: 'Set this date',
    },
    list: {
      label: 'Photos without a date',
      position: (at: number, count: number) => `${f.number(at)} of ${f.number(count)}`,
      loading: 'Looking…',
      none: 'No date found: goes as it is',
      left: 'Goes without a date',
      carried: 'Carries a date after all',
      unwritable: 'Its type takes no date',
      found: (date: string, source: FoundSource, certainty: DateCertainty) =>
        `${date}, ${why(source, certainty)}`,
    },
  }
}
