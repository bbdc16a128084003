// Opens catalogues for tests and says in few words what a walk saw and what the queue decided.
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openCatalog, type OpenOptions } from '../../../src/main/engine/catalog/index.ts'
import type { AlbumOwner } from '../../../src/main/engine/ports/albums.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { Entry, FileStamp, WalkEvent } from '../../../src/main/engine/ports/files.ts'
import type { Clock } from '../../../src/main/engine/ports/outside.ts'
import type { Lifecycle, SendPlan } from '../../../src/shared/model.ts'
import type { Tally } from '../../../src/shared/status.ts'

/** Noon in California on a summer's day. */
export const noon = Date.UTC(2026, 6, 1, 19, 0, 0)

/** A clock that stands until it is told otherwise; its delays run when it passes them. */
export interface TestClock extends Clock {
  set(now: number): void
  pass(ms: number): void
}

/** Makes a {@link TestClock}. */
export function testClock(start = noon): TestClock {
  let wall = start
  let steady = 0
  let delays: { at: number; call: () => void }[] = []
  return {
    now: () => wall,
    monotonic: () => steady,
    after: (delayMs, call) => {
      const delay = { at: steady + delayMs, call }
      delays.push(delay)
      return () => {
        delays = delays.filter((one) => one !== delay)
      }
    },
    set: (now) => {
      wall = now
    },
    pass: (ms) => {
      wall += ms
      steady += ms
      for (const delay of delays.filter((one) => one.at <= steady)) {
        delays = delays.filter((one) => one !== delay)
        delay.call()
      }
    },
  }
}

/** A folder that is removed after the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shoebox-catalog-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Options of a catalogue that logs nowhere. */
export function openOptions(change: Partial<OpenOptions> = {}): OpenOptions {
  return {
    path: ':memory:',
    backupFolder: '',
    clock: testClock(),
    logger: { info: () => undefined, error: () => undefined },
    checkpoint: () => undefined,
    ...change,
  }
}

/** Opens a catalogue, closed after the test. */
export async function aCatalog(change: Partial<OpenOptions> = {}): Promise<Catalog> {
  const opened = await openCatalog(openOptions(change))
  if (!opened.ok) throw new Error(opened.failure.kind)
  onTestFinished(() => opened.value.close())
  return opened.value
}

/** A catalogue with one source at /photos. */
export async function aCatalogWithSource(
  change: Partial<OpenOptions> = {},
): Promise<{ catalog: Catalog; sourceId: number }> {
  const catalog = await aCatalog(change)
  return { catalog, sourceId: addSource(catalog, '/photos') }
}

/** Adds a source. */
export function addSource(catalog: Catalog, path: string): number {
  const identity = { volumeId: null, pathInVolume: null, isNetwork: false }
  return catalog.addSource({ path, identity, now: noon })
}

/** An entry of a listing: old and quiet unless said otherwise. */
export function entry(name: string, change: Partial<Entry> = {}): Entry {
  return {
    name,
    sizeBytes: 1000,
    mtimeUs: (noon - 86_400_000) * 1000,
    ctimeUs: (noon - 86_400_000) * 1000,
    inode: Array.from(name).reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1_000_003,
    isOnlineOnly: false,
    isNameUnusable: false,
    ...change,
  }
}

/** A listing event. */
export function listing(
  folder: string,
  entries: (Entry | string)[],
  subfolders: string[] = [],
): WalkEvent {
  return {
    kind: 'listing',
    listing: {
      folder,
      entries: entries.map((one) => (typeof one === 'string' ? entry(one) : one)),
      subfolders,
    },
  }
}

/** The SHA-256 of a word, as the fingerprint of bytes that stand for it. */
export function sha(word: string): string {
  return createHash('sha256').update(word).digest('hex')
}

/** A plan to send the original. */
export function originalPlan(fileName = 'IMG.jpg', sizeBytes = 1000): SendPlan {
  return { kind: 'original', mimeType: 'image/jpeg', fileName, sizeBytes, keptOriginal: null }
}

/** A plan to send a reduced copy. */
export function reducedPlan(rendition: string, sizeBytes = 400): SendPlan {
  return {
    kind: 'reduced',
    mimeType: 'image/jpeg',
    fileName: 'IMG.jpg',
    sizeBytes,
    rendition,
    width: 4000,
    height: 3000,
  }
}

/** Lifecycles by their names, with the least that each needs. */
export const as = {
  ready: (plan = originalPlan()): Lifecycle => ({ state: 'ready', plan }),
  sent: (plan = originalPlan(), tokenAt = noon): Lifecycle => ({
    state: 'sent',
    plan,
    token: 'token',
    tokenAt,
  }),
  creating: (plan = originalPlan(), tokenAt = noon): Lifecycle => ({
    state: 'creating',
    plan,
    token: 'token',
    tokenAt,
  }),
  done: (mediaItemId = 'item'): Lifecycle => ({
    state: 'done',
    plan: originalPlan(),
    mediaItemId,
    productUrl: `https://photos.example.test/${mediaItemId}`,
  }),
  waiting: (
    until: number,
    resumesAs: 'found' | 'fingerprinted' | 'ready' | 'sent' = 'fingerprinted',
  ): Lifecycle => ({
    state: 'waiting',
    until,
    failure: { kind: 'server-error', status: 500 },
    attempts: 1,
    resumesAs,
    plan: resumesAs === 'ready' || resumesAs === 'sent' ? originalPlan() : null,
    token: resumesAs === 'sent' ? 'token' : null,
    tokenAt: resumesAs === 'sent' ? noon : null,
  }),
  skipped: (): Lifecycle => ({
    state: 'skipped',
    reason: { kind: 'too-large', sizeBytes: 2, limitBytes: 1 },
  }),
  failed: (): Lifecycle => ({
    state: 'failed',
    failure: { kind: 'item-error', code: 3 },
    attempts: 2,
  }),
}

/** How an upload whose bytes are known comes to stand so: what waits to be sent was ready before. */
export function reach(
  uploadId: number,
  next: Lifecycle,
): { of: 'upload'; uploadId: number; next: Lifecycle }[] {
  const isPlannedFirst = next.state === 'waiting' && next.resumesAs === 'ready'
  const steps = isPlannedFirst ? [as.ready(), next] : [next]
  return steps.map((step) => ({ of: 'upload', uploadId, next: step }))
}

/** Fingerprints the next found file of this name with bytes that stand for `word`; answers its upload id. */
export function fingerprint(catalog: Catalog, name: string, word: string, now = noon): number {
  const item = catalog.next('found', 1000, now, new Set()).find((one) => one.name === name)
  if (item === undefined) throw new Error(`${name} is not found`)
  const stamp: FileStamp = item.stamp
  catalog.record([{ of: 'fingerprint', fileId: item.fileId, sha256: sha(word), stamp }])
  const row = catalog.fileById(item.fileId) ?? rowNamed(catalog, name)
  if (row.uploadId === null) throw new Error(`${name} was not linked`)
  return row.uploadId
}

function rowNamed(catalog: Catalog, name: string): { uploadId: number | null } {
  const found = catalog.listHistory({}, null, 500).rows.find((row) => row.name === name)
  const item = found === undefined ? null : catalog.fileById(Number(found.fileId))
  if (item === null) throw new Error(`${name} is not in the catalogue`)
  return item
}

/** The states of all files by path, as 'folder/name: state'. */
export function statesOf(catalog: Catalog): string[] {
  return [...catalog.allHistory()]
    .map((row) => `${row.folder === '' ? '' : `${row.folder}/`}${row.name}: ${row.state}`)
    .sort()
}

/** The number of files in all states. */
export function foundCount(catalog: Catalog): number {
  return Object.values(catalog.tally()).reduce((sum, tally) => sum + tally.files, 0)
}

const everyId = (catalog: Catalog) => ({ from: 1, to: catalog.lastFileId() })

/** The paths of the photos, without the videos, that would still be sent. */
export function unsentPhotos(catalog: Catalog): string[] {
  return catalog
    .unsentFiles(everyId(catalog))
    .filter(({ isVideo }) => !isVideo)
    .map(({ fileId }) => catalog.fileById(fileId)?.path ?? '')
}

/** How many photos and videos would still be sent, and how large they are. */
export function unsentKinds(catalog: Catalog): Record<'photos' | 'videos', Tally> {
  const kinds = { photos: { files: 0, bytes: 0 }, videos: { files: 0, bytes: 0 } }
  for (const { isVideo, sizeBytes } of catalog.unsentFiles(everyId(catalog))) {
    const kind = kinds[isVideo ? 'videos' : 'photos']
    kind.files += 1
    kind.bytes += sizeBytes
  }
  return kinds
}

/** Whose albums are made now. */
export function ownerOf(catalog: Pick<Catalog, 'albumOwner'>): AlbumOwner {
  const owner = catalog.albumOwner()
  if (owner === null) throw new Error('Nobody is signed in')
  return owner
}
