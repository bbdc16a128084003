// What `shoebox backup --dry-run` says: how far it is, a line for each file where a list is wanted, and what all of it comes to.
import { wallDay } from '../../shared/days.ts'
import type { Settings } from '../../shared/model.ts'
import type { Outcome } from '../../shared/rehearsal.ts'
import type { Rehearsal, RehearsalStage, RehearsedFile } from '../../shared/rehearsal-schemas.ts'
import { sizeWords } from '../../shared/size-words.ts'
import { linkWords, otherFilesWords } from './words.ts'

/** The word for so many. */
const by = (count: number, one: string, other: string): string =>
  `${count} ${count === 1 ? one : other}`

const filesWords = (count: number): string => by(count, 'file', 'files')

/** How far it is. */
export const stageLine = (stage: RehearsalStage, seen: number): string =>
  stage.does === 'looking'
    ? `Looking through the folders: ${seen} photos and videos so far`
    : `Measuring smaller copies: ${stage.measured} of ${stage.of}`

const outcomeWords: Record<Outcome, string> = {
  goes: 'send',
  copy: 'same as another',
  done: 'done already',
  skipped: 'leave out',
  failed: 'failed',
}

/** One file: what would become of it, its size, its day and why. */
export function fileLine(file: RehearsedFile): string {
  const { outcome, sizeBytes, sentBytes, isReduced, date, undated, skip, failure, caption } = file
  const size = isReduced
    ? `${sizeWords(sizeBytes)}, made smaller`
    : sizeWords(sentBytes ?? sizeBytes)
  const day =
    outcome !== 'goes'
      ? null
      : date === null
        ? `no date${undated === null || undated === 'left' ? '' : ` (${undated})`}`
        : `${wallDay(date.at)} (${date.isAdded ? `date added: ${date.source}` : date.source})`
  const beside = [
    size,
    day,
    caption === null ? null : 'caption',
    skip?.kind ?? failure?.kind ?? null,
  ]
  const words = beside.filter((part) => part !== null).join(', ')
  return `${outcomeWords[outcome].padEnd(15)}  ${JSON.stringify(file.path)}  ${words}`
}

/** What all of it comes to. */
export function dryRunSummary(sums: Rehearsal, settings: Pick<Settings, 'photoSize'>): string[] {
  const { found, outcomes, reduced, unreadable, otherFiles, links } = sums
  const { goes, copy, done, skipped, failed } = outcomes
  const all = Object.values(outcomes).reduce((sum, { bytes }) => sum + bytes, 0)
  return [
    'What a backup would do; nothing was sent or made:',
    `  ${by(found, 'photo or video', 'photos and videos')} found, ${sizeWords(all)}`,
    `  ${goes.files} would be sent: ${bytesWords(sums)}`,
    ...(reduced.files > 0
      ? [`    ${reduced.files} of them as a smaller copy, from ${sizeWords(reduced.bytes)}`]
      : settings.photoSize === 'high' && goes.files > 0
        ? ['    none of them is large enough to be made smaller']
        : []),
    ...(done.files > 0 ? [`  ${by(done.files, 'is', 'are')} in Google Photos already`] : []),
    ...(copy.files > 0
      ? [`  ${by(copy.files, 'has', 'have')} the same bytes as another, which is sent for both`]
      : []),
    ...(skipped.files > 0 ? [`  ${skipped.files} would be left out`] : []),
    ...(failed.files > 0 ? [`  ${failed.files} failed before, or cannot be read`] : []),
    ...Object.entries(sums.reasons).map(([reason, files]) => `    ${reason}: ${filesWords(files)}`),
    ...(unreadable > 0 ? [`  ${by(unreadable, 'place', 'places')} could not be looked into`] : []),
    ...(otherFiles > 0 ? [`  ${otherFilesWords(otherFiles)}`] : []),
    ...(links > 0 ? [`  ${linkWords(links)}`] : []),
    ...(goes.files > 0 ? datesWords(sums) : []),
    ...(goes.files > 0 ? [requestsWords(sums)] : []),
    ...(goes.files > 0 ? unknownWords(sums) : []),
  ]
}

/** Exactly, or about and between what. */
function bytesWords({ bytes, spreadBytes }: Rehearsal): string {
  if (spreadBytes === 0) return sizeWords(bytes)
  const [least, most] = [Math.max(0, bytes - spreadBytes), bytes + spreadBytes]
  return `about ${sizeWords(bytes)} (${sizeWords(least)} to ${sizeWords(most)})`
}

function datesWords({ outcomes, datesAdded, undated, captions }: Rehearsal): string[] {
  const carried = outcomes.goes.files - datesAdded - undated
  return [
    `Dates: ${by(carried, 'carries', 'carry')} one, ${datesAdded} would get one, ${undated} would lie on the day of the upload`,
    ...(captions > 0 ? [`Captions: ${captions}`] : []),
  ]
}

function requestsWords({ uploads, creates, days }: Rehearsal): string {
  const requests = `${uploads + creates} (${uploads} for the bytes, at least ${creates} to make the photos)`
  const time = days === 1 ? "which one day's requests allow" : `which take ${days} days`
  return `Requests to Google: about ${requests}, ${time}`
}

/** What only the backup itself finds out. */
const unknownWords = ({ reduced }: Rehearsal): string[] => [
  'Not known before: what is in Google Photos from elsewhere; whether Google takes each file; tries after trouble, and reading',
  `the library back after a lost catalogue, take more requests.${reduced.files > 0 ? ' A smaller copy that would lose something is not sent; then the photo goes as it is.' : ''}`,
]
