// What one row of the history says about its file: the outcome, its reason, and the whole of it for copying.
import type { HistoryRow } from '../../../shared/contract.ts'
import type { FailureKind } from '../../../shared/failure.ts'
import type { AddedDate } from '../../../shared/photo-date-schemas.ts'
import type { IconName } from '../../parts/icon.tsx'
import type { Format } from '../../format.ts'
import type { Language } from '../../words.ts'

/** How an outcome is drawn. */
export type OutcomeTone = 'good' | 'quiet' | 'warn'

interface OutcomeWords {
  name: string
  reason: string | null
  text: string | null
  tone: OutcomeTone
  icon: IconName
}

/** The files that a row stands for beside its own: what belongs to a still. */
const folded = ({ partners }: HistoryRow): HistoryRow['partners'] =>
  partners.filter(({ is }) => is !== 'still')

/** What stands for a row: the name of its file, and of what belongs to that. */
export const rowTitle = (row: HistoryRow): string =>
  [row.name, ...folded(row).map(({ name }) => name)].join(' + ')

/** The same in short: of a name that begins alike only its end. */
export function shortTitle(row: HistoryRow): string {
  const stem = row.name.slice(0, row.name.lastIndexOf('.') + 1).toLowerCase()
  const ends = folded(row).map(({ name }) =>
    stem !== '' && name.toLowerCase().startsWith(stem) ? name.slice(stem.length) : name,
  )
  return [row.name, ...ends].join(' + ')
}

/** What became of each file that is one picture with it; null: there is none. */
export const partnersText = ({ partners }: HistoryRow, { words }: Language): string | null =>
  partners.length === 0
    ? null
    : partners
        .map(({ name, state, reason }) =>
          words.history.partner(
            name,
            words.stateNames[state],
            reason === null ? null : words.reason(reason, null),
          ),
        )
        .join(' ')

/** The outcome in short, its reason, and how it is drawn. */
export function outcomeWords(row: HistoryRow, language: Language): OutcomeWords {
  const outcome = ownOutcome(row, language)
  // A reason of its own says it already.
  if (row.olderVersion === null || row.skip?.kind === 'changed-version') return outcome
  const { newerVersion } = language.words.history
  return {
    ...outcome,
    text: [newerVersion, outcome.text].filter((part) => part !== null).join(' '),
  }
}

/** Nothing went wrong with these: they wait for others, and go when those have, or for the user. */
const waitsForOthers: ReadonlySet<FailureKind> = new Set([
  'undated',
  'undecided',
  'type-on-trial',
  'copy-on-its-way',
])

function ownOutcome(row: HistoryRow, { words }: Language): OutcomeWords {
  const isInTurn = row.failure !== null && waitsForOthers.has(row.failure.kind)
  const name = words.stateNames[row.state === 'waiting' && isInTurn ? 'ready' : row.state]
  if (row.skip !== null) {
    const { title, text } = words.skip(row.skip)
    return { name, reason: title, text, tone: 'quiet', icon: 'minus' }
  }
  if (row.failure !== null && row.state !== 'done') {
    const { title, text } = words.failure(row.failure)
    const isFinal = row.state === 'failed'
    const next = row.until === null || isInTurn ? null : words.history.retriesAt(row.until)
    return {
      name,
      reason: title,
      text: [text, next].filter((part) => part !== null).join(' '),
      tone: isFinal ? 'warn' : 'quiet',
      icon: isFinal ? 'alert' : 'clock',
    }
  }
  if (isDoubtful(row)) {
    const { title, text } = words.history.doubtful
    return { name: title, reason: null, text, tone: 'warn', icon: 'alert' }
  }
  if (row.state === 'done') {
    const text = row.isDuplicate
      ? words.history.copy
      : !row.isPresent
        ? words.history.notPresent
        : row.keptOriginal !== null && row.keptOriginal !== 'small-enough'
          ? row.lost === null
            ? words.keptOriginal(row.keptOriginal, row.addedDate !== null)
            : words.keptForTags(row.lost, row.addedDate !== null)
          : null
    return { name, reason: null, text, tone: 'good', icon: 'check' }
  }
  return { name, reason: null, text: null, tone: 'quiet', icon: 'clock' }
}

/** In the library, and nobody here could look at it. */
const isDoubtful = ({ state, keptOriginal }: HistoryRow): boolean =>
  state === 'done' && keptOriginal === 'undecodable'

/** What the list says of the date of a photo that carries none; null: nothing. */
export function dateWords(row: HistoryRow, { words, format }: Language): string | null {
  const { addedDate, undated } = row
  if (addedDate !== null)
    return words.history.dateAdded(addedDateText(addedDate, format), addedDate.source)
  return undated === null ? null : words.history.dateNotAdded(undated)
}

/** When a photo was taken, by itself or by the date that was added; null: its bytes were not read yet. */
export function takenWords(row: HistoryRow, { words, format }: Language): string | null {
  const own = words.history.details
  const { facts, addedDate, undated } = row
  if (facts === null) return null
  // What a clock that was never set has written is a date, too, and none to show beside the one that was added.
  if (addedDate !== null) return own.takenAdded(addedDateText(addedDate, format), addedDate.source)
  if (facts.takenAt !== null) return format.wall.dateTime(facts.takenAt)
  return undated === null ? own.noTaken : own.takenNotAdded(undated)
}

/** What people wrote of a photo, and what became of that; null: nothing went. */
export function captionWords(
  { caption }: HistoryRow,
  { words }: Language,
): { text: string; note: string } | null {
  if (caption === null) return null
  const own = words.history.details
  const note = caption.isRefused ? own.captionRefused : own.captionFrom(caption.source)
  return { text: caption.text, note }
}

/** The albums that have a photo, and why it is not in that of its folder; null: nothing is to be said of albums. */
export function albumWords(
  { albums, notInAlbum }: HistoryRow,
  { words }: Language,
): { text: string; note?: string } | null {
  const own = words.history.details
  const why = notInAlbum === null ? null : own.notInAlbum(notInAlbum)
  if (albums.length === 0) return why === null ? null : { text: why }
  const text = own.inAlbums(albums.map(({ title }) => title))
  return why === null ? { text } : { text, note: why }
}

/** The others name a day, or less: the time that is added to it is made up. */
const withTime: ReadonlySet<AddedDate['source']> = new Set([
  'sidecar',
  'takeout',
  'name-time',
  'file-time',
])

/** The date that is added, as far as it is told. */
export const addedDateText = ({ at, source }: AddedDate, { wall }: Format): string =>
  withTime.has(source) ? wall.dateTime(at) : wall.date(at)

/** The `kind` that retry-all and the reason filter go by. */
export function reasonKind(row: HistoryRow): string | null {
  if (isDoubtful(row)) return row.keptOriginal
  return row.skip?.kind ?? (row.state === 'done' ? null : (row.failure?.kind ?? null))
}

/** Everything worth telling somebody who helps. */
export function reasonToCopy(row: HistoryRow, language: Language): string {
  const { name, reason, text } = outcomeWords(row, language)
  return [
    row.name,
    [name, reason, text].filter((part) => part !== null).join(' – '),
    ...(row.failure === null ? [] : [JSON.stringify(row.failure)]),
    ...(row.skip === null ? [] : [JSON.stringify(row.skip)]),
  ].join('\n')
}

/** Whether trying again can change anything. */
export function canRetry(row: HistoryRow): boolean {
  // A new try finds no date again, and puts it behind the others again.
  if (row.failure?.kind === 'undated' || row.failure?.kind === 'undecided') return false
  // Its folder decides, and decides the same again.
  if (row.skip?.kind === 'older-than-start' || row.skip?.kind === 'left-to-partner') return false
  return row.state === 'failed' || row.state === 'waiting' || row.state === 'skipped'
}
