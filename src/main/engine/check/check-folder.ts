// Looks whether everything in a folder is in Google Photos, whether the folder is backed up or not: walks it as a scan does,
// reads every file again, asks the catalogue what became of its bytes, and Google whether its photo is there. Opens files to
// read them, changes nothing, keeps nothing but what waits for an answer. Who wants to know, and in what pieces, is told by the
// listener.
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type {
  CheckedFile,
  CheckSums,
  UnsafeReason,
  Verdict,
} from '../../../shared/check-schemas.ts'
import { noCheck } from '../../../shared/check-sums.ts'
import type { Failure } from '../../../shared/failure.ts'
import type { SkipReason } from '../../../shared/model.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { CheckStore, KnownBytes, KnownPlace } from '../ports/check.ts'
import { writtenPath } from '../ports/disk-names.ts'
import type { Entry, FileReader, Listing, WalkEvent, Walker } from '../ports/files.ts'
import type { Clock } from '../ports/outside.ts'
import type { ItemAnswer, Photos } from '../ports/photos.ts'
import { askedAtOnce, createAsker, type Asker } from './ask.ts'
import { verdictOf } from './verdict.ts'

/** Files that are read together: enough for the threads that read, few enough to stop soon. */
const readAtOnce = 8

/** What a check needs. */
export interface CheckParts {
  walker: Pick<Walker, 'walk'>
  reader: Pick<FileReader, 'fingerprint'>
  store: CheckStore
  photos: Pick<Photos, 'readItems'>
  clock: Pick<Clock, 'after'>
  /** Why a file is left out for what its entry in a folder says; null: it can be read. */
  atFirstSight(entry: Entry): SkipReason | null
  /** The app's own folders that lie in this one. */
  ownFoldersIn(root: string): string[]
}

/** Who hears of each file, and is waited for. */
export type CheckListener = (file: CheckedFile) => Promise<void> | void

/** A file that was read, until its verdict. */
interface Seen {
  path: string
  sizeBytes: number
  atFirstSight: SkipReason | null
  read: Result<{ sha256: string }, Failure>
  bytes: KnownBytes | null
  place: KnownPlace
}

const nowhere: KnownPlace = { lifecycle: null, hasSentBefore: false }

/** Runs it. The sums grow while it goes on; an abort ends it early, and then they are not whole. */
export async function checkFolder(
  root: string,
  parts: CheckParts,
  listener: CheckListener,
  signal: AbortSignal,
  sums: CheckSums = noCheck(),
): Promise<CheckSums> {
  const isOver = (): boolean => signal.aborted
  const own = parts.ownFoldersIn(root)
  const walk = (take: (events: WalkEvent[]) => Promise<void> | void) =>
    parts.walker.walk(
      {
        ...{ root, folders: [''], isRecursive: true, includeSubfolders: true },
        ...{ ignorePatterns: [], leftOut: own, signal },
      },
      take,
    )
  let of = 0
  let ofBytes = 0
  await walk((events) => {
    for (const event of events) {
      if (event.kind !== 'listing') continue
      of += filesIn(event.listing)
      for (const { sizeBytes } of event.listing.entries) ofBytes += sizeBytes
    }
  })
  if (isOver()) return sums
  sums.of = of
  sums.ofBytes = ofBytes

  const run: Run = {
    root,
    parts,
    listener,
    sums,
    signal,
    ask: createAsker(parts, signal),
    waiting: [],
  }
  const walked = await walk(async (events) => {
    for (const event of events) {
      if (isOver()) return
      if (event.kind === 'listing') await goThrough(run, event.listing)
      else {
        const code = event.kind === 'unreadable' ? event.code : 'ENOENT'
        await tellFolder(run, event.folder, { kind: 'unreadable', code })
      }
    }
  })
  if (!isOver()) await answerWaiting(run)
  if (isOver()) return sums
  if (!walked.ok) {
    const { failure } = walked
    const code = failure.kind === 'folder-unreadable' ? failure.code : failure.kind
    await tellFolder(run, '', { kind: 'unreadable', code })
    return sums
  }
  const { passedBy, libraries = [] } = walked.value
  for (const library of libraries) await tellFolder(run, library, { kind: 'library' })
  sums.passedBy = [...own, ...(passedBy?.folders ?? [])]
  sums.morePassedBy = passedBy?.moreFolders ?? 0
  sums.ownFiles = passedBy?.files ?? 0
  sums.isWhole = true
  return sums
}

interface Run {
  root: string
  parts: CheckParts
  listener: CheckListener
  sums: CheckSums
  signal: AbortSignal
  ask: Asker
  /** Files of which Google has to be asked. */
  waiting: { seen: Seen; mediaItemId: string }[]
}

const filesIn = ({ entries, unreadable = [] }: Listing): number =>
  entries.length + unreadable.length

async function goThrough(run: Run, listing: Listing): Promise<void> {
  const { sums, signal } = run
  sums.otherFiles += listing.others?.files ?? 0
  sums.links += listing.links ?? 0
  for (const { name, code } of listing.unreadable ?? []) {
    const path = join(writtenPath(run.root), listing.folder, name)
    const verdict: Verdict = { is: 'not-safe', reason: { kind: 'unreadable', code } }
    sums.read += 1
    await tellFile(run, { path, isFolder: false, sizeBytes: null, verdict })
  }
  for (let at = 0; at < listing.entries.length; at += readAtOnce) {
    const some = listing.entries.slice(at, at + readAtOnce)
    const seen = await Promise.all(some.map((entry) => look(run, listing.folder, entry)))
    for (const one of seen) {
      if (signal.aborted) return
      sums.read += 1
      sums.readBytes += one.sizeBytes
      await judge(run, one)
    }
    await nextTurn()
  }
}

/** Reads a file as it is now, and what is known of it. */
async function look({ root, parts, signal }: Run, folder: string, entry: Entry): Promise<Seen> {
  const path = join(writtenPath(root), folder, entry.name)
  const { sizeBytes } = entry
  const atFirstSight = parts.atFirstSight(entry)
  const read =
    atFirstSight === null
      ? await parts.reader.fingerprint(path, entry, signal)
      : fail<Failure>({ kind: 'file-unreadable', code: atFirstSight.kind })
  if (!read.ok || signal.aborted)
    return { path, sizeBytes, atFirstSight, read, bytes: null, place: nowhere }
  const bytes = parts.store.knownBytes(read.value.sha256)
  const isKnown = bytes !== null && bytes.lifecycle.state !== 'gone'
  const place = isKnown ? nowhere : parts.store.knownPlace(path, read.value.stamp)
  return { path, sizeBytes, atFirstSight, read, bytes, place }
}

/** Tells the verdict, or waits until Google can be asked about enough of them at once. */
async function judge(run: Run, seen: Seen): Promise<void> {
  const lifecycle = seen.bytes?.lifecycle
  if (lifecycle?.state !== 'done') {
    await tell(run, seen, null)
    return
  }
  run.waiting.push({ seen, mediaItemId: lifecycle.mediaItemId })
  if (run.waiting.length >= askedAtOnce) await answerWaiting(run)
}

async function answerWaiting(run: Run): Promise<void> {
  const waiting = run.waiting.splice(0)
  // Copies of one photo are one photo there.
  const ids = [...new Set(waiting.map(({ mediaItemId }) => mediaItemId))]
  const answered = await run.ask(ids)
  if (answered.ok) run.sums.asked += waiting.length
  for (const { seen, mediaItemId } of waiting) {
    if (run.signal.aborted) return
    await tell(run, seen, answered.ok ? itemOf(answered.value[ids.indexOf(mediaItemId)]) : answered)
  }
}

const itemOf = (answer: ItemAnswer | undefined): Result<ItemAnswer, Failure> =>
  answer === undefined ? fail({ kind: 'missing-result' }) : ok(answer)

async function tell(run: Run, seen: Seen, item: Result<ItemAnswer, Failure> | null): Promise<void> {
  const { path, sizeBytes } = seen
  const verdict = verdictOf({ ...seen, item })
  await tellFile(run, { path, isFolder: false, sizeBytes, verdict })
}

async function tellFolder(run: Run, inside: string, reason: UnsafeReason): Promise<void> {
  const path = join(writtenPath(run.root), inside)
  await tellFile(run, {
    path,
    isFolder: true,
    sizeBytes: null,
    verdict: { is: 'not-safe', reason },
  })
}

async function tellFile({ sums, listener }: Run, file: CheckedFile): Promise<void> {
  const { verdict } = file
  if (file.isFolder) sums.unlookedFolders += 1
  else sums.checked += 1
  if (verdict.is === 'safe') {
    sums.safe += 1
    if (verdict.dateAdded !== null) sums.datesAdded += 1
  }
  await listener(file)
}
