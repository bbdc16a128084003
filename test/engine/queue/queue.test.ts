// The queue as a whole over a real catalogue: what must not be forgotten between two looks.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openCatalog } from '../../../src/main/engine/catalog/index.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { SideEffect } from '../../../src/main/engine/ports/outside.ts'
import { createQueue, type Queue } from '../../../src/main/engine/queue/index.ts'
import { defaultSettings } from '../../../src/shared/model.ts'
import { ok } from '../../../src/shared/result.ts'
import { fakePhotos, type FakePhotos } from '../../fakes/fake-photos.ts'
import { manualClock, type ManualClock } from '../../fakes/manual-clock.ts'
import { eventually } from '../../builders/eventually.ts'
import { noAlbums } from '../../builders/no-albums.ts'

interface Bench {
  catalog: Catalog
  photos: FakePhotos
  clock: ManualClock
  queue: Queue
  /** Reduced copies that were removed. */
  discarded: string[]
}

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** A queue with one photo that is found; `onCheckpoint` is told of every side effect. */
async function bench(
  onCheckpoint: (effect: SideEffect, clock: ManualClock) => void = () => undefined,
): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'shoebox-queue-'))
  closers.push(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'one.jpg'), 'bytes')
  const clock = manualClock()
  const logger = { info: () => undefined, error: () => undefined }
  const opened = await openCatalog({
    path: ':memory:',
    backupFolder: join(folder, 'backups'),
    clock,
    logger,
    checkpoint: () => undefined,
  })
  if (!opened.ok) throw new Error('The catalogue cannot be opened')
  const catalog = opened.value
  const identity = { volumeId: null, pathInVolume: null, isNetwork: false }
  const sourceId = catalog.addSource({ path: folder, identity, now: clock.now() })
  const stamp = { sizeBytes: 5, mtimeUs: 1_000, ctimeUs: 1_000, inode: 1 }
  const entry = { name: 'one.jpg', ...stamp, isOnlineOnly: false, isNameUnusable: false }
  const listing = { folder: '', entries: [entry], subfolders: [] }
  await catalog.applyWalk(sourceId, [{ kind: 'listing', listing }], clock.now(), 0)
  const photos = fakePhotos({ read: async () => ok(Buffer.from('bytes')) })
  const plan = {
    kind: 'reduced' as const,
    mimeType: 'image/jpeg',
    fileName: 'one.jpg',
    sizeBytes: 5,
    rendition: 'reduced-one',
    width: 1,
    height: 1,
  }
  const discarded: string[] = []
  const facts = {
    mediaKind: 'photo' as const,
    mimeType: 'image/jpeg',
    width: 1,
    height: 1,
    takenAt: null,
  }
  const queue = createQueue({
    store: catalog,
    bornAt: async () => ok(null),
    partnersOf: async () => [],
    photos,
    fingerprinter: {
      fingerprint: async () => ok({ sha256: 'ab'.repeat(32), stamp }),
      close: async () => undefined,
    },
    preparer: {
      prepare: async () => ok({ kind: 'send', plan, facts }),
      renditionPath: (name) => name,
      discard: async (name) => {
        discarded.push(name)
      },
      keepOnly: async () => undefined,
      thumbnail: async () => null,
      close: async () => undefined,
    },
    clock,
    random: () => 0,
    logger,
    checkpoint: (effect) => {
      onCheckpoint(effect, clock)
    },
    settings: () => ({ ...defaultSettings, isBackupOn: true }),
    permission: () => ({ mayRead: true, maySend: true, mayFinish: true }),
    onFileChanged: () => undefined,
    renditionsInUse: () => catalog.renditionsInUse(),
    isScanning: () => false,
    isPatient: () => true,
    albumsOver: () => noAlbums,
    dateOf: async () => null,
    wordsBeside: async () => ({ sidecar: null, modifiedAt: 0, picasa: null }),
    captionOf: () => undefined,
    isSourceThere: async () => true,
    isFileThere: async () => false,
    onSignedOut: () => undefined,
    onChange: () => undefined,
    onHoldsChange: () => undefined,
    onBytes: () => undefined,
    onDamaged: () => undefined,
  })
  closers.push(async () => {
    await queue.stop()
    catalog.close()
  })
  return { catalog, photos, clock, queue, discarded }
}

describe('an item that waits for its next try', () => {
  it('is met even when its time comes before anybody has looked when that is', async () => {
    const { catalog, photos, clock, queue } = await bench((effect, at) => {
      if (effect === 'failure-stored') at.advance(60_000)
    })
    photos.failItem('one.jpg', { kind: 'missing-result' })
    queue.start()
    await eventually(() => {
      // The batch waits a moment for company.
      clock.advance(1_000)
      expect(catalog.tally().done.files).toBe(1)
    })
    expect(photos.calls.filter(({ method }) => method === 'create')).toHaveLength(2)
  })
})

describe('a reduced copy', () => {
  it('is removed when its photo is in the library', async () => {
    const { catalog, clock, queue, discarded } = await bench()
    queue.start()
    await eventually(() => {
      clock.advance(1_000)
      expect(catalog.tally().done.files).toBe(1)
      expect(discarded).toEqual(['reduced-one'])
    })
  })

  it('stays while its photo is to be tried again, and is removed when it is given up', async () => {
    const { catalog, photos, clock, queue, discarded } = await bench()
    photos.failNext('sendBytes', { kind: 'stalled' })
    photos.failNext('sendBytes', { kind: 'rejected', code: 3, message: 'no photo' })
    queue.start()
    await eventually(() => {
      expect(catalog.tally().waiting.files).toBe(1)
    })
    expect(discarded).toEqual([])
    await eventually(() => {
      clock.advance(1_000)
      expect(catalog.tally().failed.files).toBe(1)
      expect(discarded).toEqual(['reduced-one'])
    })
  })
})
