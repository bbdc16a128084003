// The words of a receipt, for the window, the saved page and the notification alike. Pure; numbers come written.
import type { StatementFigures, StatementHead } from './statement.ts'

/** How numbers are written and counted. */
export interface StatementFormatting {
  number(value: number): string
  plural(count: number, forms: { one: string; other: string }): string
}

/** Figures without a file. */
export const noFigures: StatementFigures = {
  safe: 0,
  safeBytes: 0,
  needYou: 0,
  waiting: 0,
  leftOut: 0,
  noPhotos: 0,
}

/** What one statement or folder comes to, true whatever the figures are. */
export function statementLine(
  total: StatementFigures,
  { plural }: StatementFormatting,
  isWhole = true,
): string {
  const { safe, needYou, waiting, leftOut } = total
  const rest = [
    ...(needYou > 0 ? [plural(needYou, { one: '# needs you', other: '# need you' })] : []),
    ...(waiting > 0
      ? [plural(waiting, { one: '# is on its way', other: '# are on their way' })]
      : []),
    ...(leftOut > 0 ? [plural(leftOut, { one: '# is left out', other: '# are left out' })] : []),
  ]
  if (safe === 0 && rest.length === 0) return 'No photos yet'
  if (rest.length > 0)
    return [plural(safe, { one: '# photo safe', other: '# photos safe' }), ...rest].join(', ')
  if (!isWhole) return plural(safe, { one: '# photo safe', other: '# photos safe' })
  return safe === 1
    ? 'The one photo is safe'
    : plural(safe, { one: '', other: 'All # photos are safe' })
}

type Told = Pick<StatementHead, 'total' | 'unread' | 'away' | 'doubtful'>

/** The sentence of a whole statement: never "all" while something could not be looked into. */
export const statementTitle = (
  { total, unread, away, doubtful = 0 }: Told,
  format: StatementFormatting,
): string => statementLine(total, format, unread + away.length + doubtful === 0)

/** What stands below the figures. */
export function statementNotes(
  { total, unread, away, doubtful = 0 }: Told,
  { plural }: StatementFormatting,
): string[] {
  return [
    ...(unread > 0
      ? [
          plural(unread, {
            one: '# place could not be looked into, so whether photos lie there is not known.',
            other: '# places could not be looked into, so whether photos lie there is not known.',
          }),
        ]
      : []),
    ...(doubtful > 0
      ? [
          plural(doubtful, {
            one: '# of the safe ones may be damaged: it is in Google Photos as it is here.',
            other: '# of the safe ones may be damaged: they are in Google Photos as they are here.',
          }),
        ]
      : []),
    ...away.map((name) => `“${name}” was not connected: it is counted as it was seen last.`),
    ...(total.noPhotos > 0
      ? [
          plural(total.noPhotos, {
            one: '# file is no photo or video, or empty.',
            other: '# files are no photos or videos, or empty.',
          }),
        ]
      : []),
  ]
}

/** The other words of a receipt. */
export const statementWords = {
  title: 'Receipt',
  of: (account: string | null) =>
    account === null ? 'Nobody was signed in.' : `In the Google Photos of ${account}.`,
  meaning:
    '“Safe” means that Google answered for the photo and gave it a place in the library. Photos and videos are counted by file.',
  columns: {
    folder: 'Folder',
    safe: 'Safe',
    needYou: 'Need you',
    waiting: 'On their way',
    leftOut: 'Left out',
    noPhotos: 'No photos',
    size: 'Size of what is safe',
  },
  whole: 'All folders',
} as const
