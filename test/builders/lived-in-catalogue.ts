// The catalogue of somebody who has backed up for a long time: as many files as asked for, in every outcome, made by
// the catalogue's own code. What each file is follows from its number, so that a test knows it without asking. The
// photos themselves are not there: to the app their folder is a drive that is not connected, and nothing is sent.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { openCatalog } from '../../src/main/engine/catalog/index.ts'
import type { Catalog, Change } from '../../src/main/engine/ports/catalogue.ts'
import type { Entry } from '../../src/main/engine/ports/files.ts'
import type { ContentFacts, FileState, Lifecycle, Settings } from '../../src/shared/model.ts'
import { manualClock, type ManualClock } from '../fakes/manual-clock.ts'
import { aPlan } from './items.ts'

const filesPerAlbum = 100
const albumsPerDay = 20
const dayMs = 24 * 3_600_000
/** Noon, so that the days are the same in every zone that people live in. */
const firstDay = Date.UTC(2024, 0, 1, 12)

/** A file of the catalogue, by its number from 1, the oldest first. */
export interface LivedInFile {
  readonly name: string
  readonly folder: string
  readonly state: FileState
  readonly mediaKind: 'photo' | 'video'
  readonly hasDate: boolean
  /** When it came into its state (ms since 1970). */
  readonly changedAt: number
}

/** What a catalogue is to hold. */
export interface LivedIn {
  readonly files: number
  /** The source; nothing need be there. */
  readonly photoFolder: string
  readonly settings?: Partial<Settings>
}

const padded = (number: number, width: number): string => String(number).padStart(width, '0')

/** What the file of a number is, in a catalogue of so many. */
export function livedInFile(number: number, files: number): LivedInFile {
  const album = Math.floor((number - 1) / filesPerAlbum)
  const isVideo = number % 20 === 0
  return {
    name: `${isVideo ? 'MVI' : 'IMG'}_${padded(number, 7)}.${isVideo ? 'mp4' : 'jpg'}`,
    folder: `${2004 + (album % 20)}/Album ${padded(album, 5)}`,
    state: stateOf(number, files),
    mediaKind: isVideo ? 'video' : 'photo',
    hasDate: number % 10 !== 3,
    changedAt: firstDay + Math.floor(album / albumsPerDay) * dayMs,
  }
}

function stateOf(number: number, files: number): FileState {
  // The newest hundredth is still in line.
  if (number > files - Math.floor(files / 100)) return 'found'
  if (number % 50 === 7) return 'skipped'
  if (number % 200 === 11) return 'failed'
  return number % 500 === 13 ? 'waiting' : 'done'
}

/** Makes the catalogue of a data folder. */
export async function makeLivedInCatalogue(dataFolder: string, wanted: LivedIn): Promise<void> {
  const clock = manualClock(firstDay)
  const opened = await openCatalog({
    path: join(dataFolder, 'catalogue.sqlite'),
    backupFolder: join(dataFolder, 'backups'),
    clock,
    logger: { info: () => undefined, error: () => undefined },
    checkpoint: () => undefined,
  })
  if (!opened.ok) throw new Error(`The catalogue was not made: ${opened.failure.kind}`)
  const catalog = opened.value
  const identity = { volumeId: null, pathInVolume: null, isNetwork: false }
  const sourceId = catalog.addSource({ path: wanted.photoFolder, identity, now: clock.now() })
  const perDay = filesPerAlbum * albumsPerDay
  let nextUpload = 1
  for (let done = 0; done < wanted.files; done += perDay) {
    const span = { from: done + 1, to: Math.min(done + perDay, wanted.files) }
    nextUpload = await liveOneDay(catalog, sourceId, clock, span, wanted.files, nextUpload)
    clock.advance(dayMs)
  }
  catalog.finishScan(sourceId, clock.now(), [])
  catalog.changeSettings({ firstRunStep: 'done', ...wanted.settings })
  catalog.close()
}

interface Span {
  readonly from: number
  readonly to: number
}

/** Lives through one day; says which number the next upload has. */
async function liveOneDay(
  catalog: Catalog,
  sourceId: number,
  clock: ManualClock,
  { from, to }: Span,
  files: number,
  firstUpload: number,
): Promise<number> {
  const numbers = Array.from({ length: to - from + 1 }, (_, at) => from + at)
  const albums = Map.groupBy(numbers, (number) => livedInFile(number, files).folder)
  const events = [...albums].map(([folder, inside]) => ({
    kind: 'listing' as const,
    listing: { folder, entries: inside.map((number) => entryOf(number, files)), subfolders: [] },
  }))
  await catalog.applyWalk(sourceId, events, clock.now(), 0)
  const known = numbers.filter((number) => livedInFile(number, files).state !== 'found')
  const ids = known.map((number, at) => ({ number, fileId: number, uploadId: firstUpload + at }))
  catalog.record(
    ids.map(({ number, fileId }): Change => {
      const { name, sizeBytes, mtimeUs, ctimeUs, inode } = entryOf(number, files)
      const sha256 = createHash('sha256').update(name).digest('hex')
      return { of: 'fingerprint', fileId, sha256, stamp: { sizeBytes, mtimeUs, ctimeUs, inode } }
    }),
  )
  for (const one of [ids.at(0), ids.at(-1)]) if (one) expectIds(catalog, one, files)
  catalog.record(
    ids.map(({ number, uploadId }): Change => ({
      of: 'upload',
      uploadId,
      next: lifecycleOf(number, livedInFile(number, files).state),
      facts: factsOf(livedInFile(number, files)),
    })),
  )
  return firstUpload + ids.length
}

/** The rows of a new catalogue are numbered as they come. Asking for each would take longer than making them. */
function expectIds(
  catalog: Catalog,
  { number, fileId, uploadId }: { number: number; fileId: number; uploadId: number },
  files: number,
): void {
  const found = catalog.fileById(fileId)
  if (found?.name !== livedInFile(number, files).name || found.uploadId !== uploadId)
    throw new Error(`File ${number} is not where it should be in the catalogue`)
}

const sizeOf = (number: number): number => 2_000_000 + ((number * 7_919) % 6_000_000)

function entryOf(number: number, files: number): Entry {
  const { name, changedAt } = livedInFile(number, files)
  const atUs = (changedAt - dayMs) * 1_000
  return {
    name,
    sizeBytes: sizeOf(number),
    mtimeUs: atUs,
    ctimeUs: atUs,
    inode: number,
    isOnlineOnly: false,
    isNameUnusable: false,
  }
}

const factsOf = ({ mediaKind, hasDate, changedAt }: LivedInFile): ContentFacts => ({
  mediaKind,
  mimeType: mediaKind === 'video' ? 'video/mp4' : 'image/jpeg',
  width: 4_000,
  height: 3_000,
  takenAt: hasDate ? changedAt - dayMs : null,
})

function lifecycleOf(number: number, state: FileState): Lifecycle {
  const sizeBytes = sizeOf(number)
  switch (state) {
    case 'skipped':
      return { state, reason: { kind: 'too-large', sizeBytes, limitBytes: sizeBytes - 1 } }
    case 'failed':
      return { state, failure: { kind: 'item-error', code: 3 }, attempts: 2 }
    case 'waiting':
      return {
        state,
        until: Date.UTC(2100, 0, 1),
        failure: { kind: 'server-error', status: 503 },
        attempts: 1,
        resumesAs: 'fingerprinted',
        plan: null,
        token: null,
        tokenAt: null,
      }
    default:
      return {
        state: 'done',
        plan: aPlan({ sizeBytes }),
        mediaItemId: `item-${number}`,
        productUrl: `https://photos.example.test/${number}`,
      }
  }
}
