// Goes through folders as a backup would, and tells of each file what would become of it. It opens files to read them, keeps
// nothing on any disk, and knows neither the catalogue nor the network. Which folders, and what is known of them, it is told.
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Rehearsal, RehearsedFile } from '../../../shared/rehearsal-schemas.ts'
import {
  countCopies,
  countFile,
  countUnlooked,
  noRehearsal,
  type RequestRules,
} from '../../../shared/rehearsal-sums.ts'
import type { WorkStore } from '../ports/catalogue.ts'
import type { Entry, FileReader, Listing, Recalled, WalkEvent, Walker } from '../ports/files.ts'
import type { CopyEstimate } from '../ports/foresight.ts'
import type { RehearsalListener, RehearsedFolder } from '../ports/rehearsal.ts'
import { createCopyFinder, type CopyFinder } from './copies.ts'
import { createPartners, type JudgePair } from './partners.ts'
import { look, withDate, type Around, type Looked, type LookRules } from './look.ts'

/** Files that are looked at together: enough for the threads that read, few enough to stop soon. */
const atOnce = 16
/** Noting takes a microsecond or two. */
const notedAtOnce = 2_000

/** What a rehearsal needs. */
export interface RehearsalParts extends LookRules {
  walker: Pick<Walker, 'walk'>
  reader: Pick<FileReader, 'readStart' | 'fingerprint'>
  estimate: CopyEstimate
  judgePair: JudgePair
  /** Looks around files, over what is known of their folder. */
  around(store: Pick<WorkStore, 'besides'>): Around
  /** The app's own folders, and which of them lie in this one. */
  ownFolders: readonly string[]
  ownFoldersIn(root: string): string[]
  /** What is known of a file whose name claims nothing. */
  recall?: (root: string, folder: string, entry: Entry) => Recalled | null
  rules: RequestRules
}

/** Runs it. The sums grow while it goes on; an abort ends it early, and then they are not whole. */
export async function rehearse(
  folders: readonly RehearsedFolder[],
  parts: RehearsalParts,
  listener: RehearsalListener,
  signal: AbortSignal,
  sums: Rehearsal = noRehearsal(),
): Promise<Rehearsal> {
  const isOver = (): boolean => signal.aborted
  const copies = createCopyFinder(parts.reader)
  for (const folder of folders) await noteDone(folder, copies)
  listener.stage({ does: 'looking' })
  for (const folder of folders) {
    if (isOver()) return sums
    await goThrough(folder, parts, { listener, sums, copies }, signal)
  }
  if (sums.reduced.files > 0 && !isOver()) {
    const copiesOf = await parts.estimate.result(signal, (measured, of) =>
      listener.stage({ does: 'measuring', measured, of }),
    )
    if (!isOver()) countCopies(sums, copiesOf)
  }
  sums.isWhole = !isOver()
  return sums
}

/** What is in the library already may be what another file brings. */
async function noteDone({ path, known }: RehearsedFolder, copies: CopyFinder): Promise<void> {
  let noted = 0
  for (const [inside, { state, sizeBytes }] of known ?? []) {
    if (state === 'done') copies.note(join(path, inside), sizeBytes)
    if ((noted += 1) % notedAtOnce === 0) await nextTurn()
  }
}

interface Run {
  listener: RehearsalListener
  sums: Rehearsal
  copies: CopyFinder
}

async function goThrough(
  folder: RehearsedFolder,
  parts: RehearsalParts,
  run: Run,
  signal: AbortSignal,
): Promise<void> {
  const { sums } = run
  const { path: root, includeSubfolders, ignorePatterns } = folder
  if (folder.isAway) {
    sums.away.push(root)
    return
  }
  const { ownFolders, recall } = parts
  const walked = await parts.walker.walk(
    {
      ...{ root, folders: [''], isRecursive: true, includeSubfolders, ignorePatterns, signal },
      leftOut: [...parts.ownFoldersIn(root), ...folder.leftOut],
      ...(folder.followLinks ? { followLinks: { ownFolders } } : {}),
      ...(recall && { recall: (inside, entry) => recall(root, inside, entry) }),
    },
    async (events: WalkEvent[]) => {
      for (const event of events) {
        if (signal.aborted) return
        if (event.kind === 'unreadable')
          countUnlooked(sums, { path: join(root, event.folder), code: event.code }, true)
        if (event.kind === 'listing')
          await goThroughListing(folder, event.listing, parts, run, signal)
      }
    },
  )
  if (walked.ok || signal.aborted) return
  const { failure } = walked
  if (failure.kind === 'folder-missing') sums.away.push(root)
  else {
    const code = failure.kind === 'folder-unreadable' ? failure.code : failure.kind
    countUnlooked(sums, { path: root, code }, true)
  }
}

async function goThroughListing(
  folder: RehearsedFolder,
  listing: Listing,
  parts: RehearsalParts,
  run: Run,
  signal: AbortSignal,
): Promise<void> {
  const { sums } = run
  sums.otherFiles += listing.others?.files ?? 0
  sums.links += listing.links ?? 0
  for (const { name, code } of listing.unreadable ?? [])
    countUnlooked(sums, { path: join(folder.path, listing.folder, name), code }, false)
  const wanting: Looked[] = []
  const facts = new Map<string, Looked['facts']>()
  const partners = createPartners(folder, listing, parts.judgePair)
  const around = { ...parts.around(besides(folder, listing, facts)), leftTo: partners.leftTo }
  const batches = partners.groups.flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / atOnce) }, (_, batch) =>
      group.slice(batch * atOnce, (batch + 1) * atOnce),
    ),
  )
  for (const batch of batches) {
    const looked = await Promise.all(
      batch.map((entry) => look(folder, listing.folder, entry, parts, around, signal)),
    )
    for (const one of looked) {
      if (one === null) return
      facts.set(one.entry.name, one.facts)
      partners.note(one.entry.name, one.row.outcome)
      // Photos without a date come last: the dates of the others may tell theirs.
      if (one.wantsDate === null) await tell(one, one.row, parts, run, signal)
      else wanting.push(one)
    }
    await nextTurn()
  }
  const isOver = (): boolean => signal.aborted
  if (wanting.length === 0 || isOver()) return
  for (const one of wanting) {
    const { path, entry } = one
    const item = { fileId: 0, path, name: entry.name, stamp: entry, undated: folder.undated }
    const tells = await around.dateOf(item, signal)
    const row = await withDate(one, tells, parts.foreseer, signal)
    if (isOver()) return
    await tell(one, row, parts, run, signal)
  }
}

/** Counts and tells one file, once it is known whether another one brings its bytes. */
async function tell(
  { path, entry }: Looked,
  row: RehearsedFile,
  { estimate, rules }: RehearsalParts,
  { copies, sums, listener }: Run,
  signal: AbortSignal,
): Promise<void> {
  const isCopy = row.outcome === 'goes' && (await copies.isCopy(path, entry.sizeBytes, signal))
  if (signal.aborted) return
  const told: RehearsedFile = isCopy ? { ...row, outcome: 'copy', sentBytes: null } : row
  if (told.outcome === 'goes' && told.isReduced)
    estimate.add({ path, name: entry.name, sizeBytes: entry.sizeBytes })
  countFile(sums, told, rules)
  listener.file(told)
}

/** What is known of the files of a folder by now, as the catalogue would tell it. */
function besides(
  { path: root }: RehearsedFolder,
  { folder, entries }: Listing,
  facts: ReadonlyMap<string, Looked['facts']>,
): Pick<WorkStore, 'besides'> {
  const fileAt = ({ name, mtimeUs }: Entry) => ({
    name,
    mtimeUs,
    mediaKind: facts.get(name)?.mediaKind ?? null,
    takenAt: facts.get(name)?.takenAt ?? null,
  })
  let places: ReadonlyMap<string, number> | null = null
  return {
    besides(_, after, limit) {
      places ??= new Map(entries.map(({ name }, at) => [name, at]))
      const from = after === '' ? 0 : (places.get(after) ?? entries.length) + 1
      return {
        root,
        folder,
        files: entries.slice(from, from + limit).map(fileAt),
      }
    },
  }
}
