// One file of a rehearsal: what is known of it, what its name and its bytes say, and the date that it would get. Decides by the
// rules of those who would do it (ports/foresight.ts); what all files come to is rehearse.ts.
import type { ContentFacts, SkipReason } from '../../../shared/model.ts'
import type { RehearsedFile } from '../../../shared/rehearsal-schemas.ts'
import { sinceOf, wasHereBefore } from '../../../shared/already.ts'
import type { WordsBeside } from '../ports/captions.ts'
import type { WorkItem } from '../ports/catalogue.ts'
import type { Entry, FileStamp } from '../ports/files.ts'
import type { DecidingSettings, Foreseer, Foresight } from '../ports/foresight.ts'
import type { DateOf } from '../ports/prepare.ts'
import type { RehearsedFolder } from '../ports/rehearsal.ts'
import { knownFate } from './known-fate.ts'
import { pathOf, type Partners } from './partners.ts'

/** The rules of others. */
export interface LookRules {
  foreseer: Foreseer
  settings: DecidingSettings
  /** Why a file is left out for what its entry in a folder says; null: it can be read. */
  atFirstSight(entry: Entry): SkipReason | null
  /** When a file was made where it lies, in ms since 1970; null: the system does not say. */
  bornAt(path: string, signal: AbortSignal): Promise<number | null>
  now(): number
}

/** A file as what lies around it is asked for. */
export type AroundItem = Pick<WorkItem, 'fileId' | 'path' | 'name' | 'undated'> & {
  stamp: Pick<FileStamp, 'mtimeUs'>
}

/** What lies around the files of one folder and speaks of them. */
export interface Around {
  /** What tells the date of a photo without one. */
  dateOf(item: AroundItem, signal: AbortSignal): Promise<DateOf | null>
  wordsBeside(item: AroundItem, signal: AbortSignal): Promise<WordsBeside>
}

/** A file that was looked at. */
export interface Looked {
  entry: Entry
  path: string
  facts: ContentFacts | null
  row: RehearsedFile
  /** It carries no date and its folder wants one: what it says where Google does not look. */
  wantsDate: { inside: Parameters<DateOf>[0] } | null
}

/** Looks at one file of a folder; null: it was broken off. */
export async function look(
  given: RehearsedFolder,
  folder: string,
  entry: Entry,
  { foreseer, settings, atFirstSight, bornAt, now }: LookRules,
  around: Pick<Around, 'wordsBeside'> & Pick<Partners, 'leftTo'>,
  signal: AbortSignal,
): Promise<Looked | null> {
  const { path: root, known, changedVersions, photoSize, undated, firstScanAt } = given
  const inside = folder === '' ? entry.name : `${folder}/${entry.name}`
  const path = pathOf(root, folder, entry)
  const row: RehearsedFile = {
    outcome: 'goes',
    root,
    path: inside,
    sizeBytes: entry.sizeBytes,
    sentBytes: null,
    isReduced: false,
    keptOriginal: null,
    date: null,
    undated: null,
    caption: null,
    skip: null,
    failure: null,
  }
  const met = { entry, path, facts: null, wantsDate: null }
  const skipped = (skip: SkipReason, facts: ContentFacts | null = null): Looked => ({
    ...met,
    facts,
    row: { ...row, outcome: 'skipped', skip },
  })
  const before = known?.get(inside)
  const fate = knownFate(before, entry, changedVersions)
  if (fate !== null) return { ...met, facts: before?.facts ?? null, row: { ...row, ...fate } }
  const first = atFirstSight(entry)
  if (first !== null) return skipped(first)
  const is = await around.leftTo(entry, signal)
  if (is !== null) return skipped({ kind: 'left-to-partner', is })
  const since = sinceOf(given.already)
  if (since !== null) {
    const coming = {
      modifiedAt: entry.mtimeUs / 1000,
      changedAt: entry.ctimeUs / 1000,
      bornAt: await bornAt(path, signal),
      // One that is known was found by a scan before; the others would be found now.
      foundAt: before === undefined ? now() : (firstScanAt ?? 0),
      firstScanAt,
    }
    if (wasHereBefore(since, coming)) return skipped({ kind: 'older-than-start', since })
  }
  const item = { fileId: 0, path, name: entry.name, stamp: entry, undated }
  const request = {
    path,
    name: entry.name,
    sizeBytes: entry.sizeBytes,
    beside: await around.wordsBeside(item, signal),
    photoSize: photoSize ?? settings.photoSize,
    settings,
  }
  const told = await foreseer.foresee(request, signal)
  if (signal.aborted) return null
  if (!told.ok) return { ...met, row: { ...row, outcome: 'failed', failure: told.failure } }
  if (told.value.kind === 'skip') return skipped(told.value.reason, told.value.facts)
  const { caption } = told.value
  const said = { ...told.value, caption: settings.sendCaptions ? caption : null }
  return sent({ ...met, row }, said, undated)
}

/** What is known of a file that goes, as long as no date is sought for it. */
function sent(met: Looked, told: Extract<Foresight, { kind: 'send' }>, policy: string): Looked {
  const { facts, isReduced, keptOriginal, carried, caption } = told
  const { date } = carried
  const isWanted = date === null && policy !== 'leave'
  const row: RehearsedFile = {
    ...met.row,
    sentBytes: isReduced ? null : met.row.sizeBytes,
    isReduced,
    keptOriginal,
    caption,
    date:
      date === null
        ? null
        : {
            at: date.wallMs,
            offsetMinutes: date.offsetMinutes,
            source: date.source,
            isAdded: false,
          },
    undated: date !== null ? null : isWanted ? 'format' : 'left',
  }
  const wantsDate = isWanted && told.isDateWritable ? { inside: carried.inside } : null
  return { ...met, facts, row, wantsDate }
}

/** The same with the date that would be added, or why there is none. */
export async function withDate(
  { row, facts, path, wantsDate }: Looked,
  dateOf: DateOf | null,
  foreseer: Foreseer,
  signal: AbortSignal,
): Promise<RehearsedFile> {
  const date = dateOf?.(wantsDate?.inside ?? null) ?? null
  if (date === null || facts === null) return { ...row, undated: 'unknown' }
  const { at, offsetMinutes, source } = date.added
  const added = { date: { at, offsetMinutes, source, isAdded: true }, undated: null }
  // A copy of another size is made first, and the date written into that.
  if (row.isReduced) return { ...row, ...added }
  const { mediaKind } = facts
  const told = await foreseer.dated({ path, sizeBytes: row.sizeBytes, mediaKind, date }, signal)
  if (!told.ok) return { ...row, outcome: 'failed', sentBytes: null, failure: told.failure }
  if ('sizeBytes' in told.value) return { ...row, ...added, sentBytes: told.value.sizeBytes }
  return { ...row, undated: told.value.reason ?? 'unknown' }
}
