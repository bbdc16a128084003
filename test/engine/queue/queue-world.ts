// The queue over a real catalogue in memory, the fake library and the real conditions: what its tests share. Time stands
// still unless a test moves it; a turn of the event loop is all that work needs.
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { onTestFinished } from 'vitest'
import { createAlbumKeeper } from '../../../src/main/engine/albums/index.ts'
import { createQueue, type Queue } from '../../../src/main/engine/queue/queue.ts'
import type { QueueOptions } from '../../../src/main/engine/queue/queue-options.ts'
import { permissionUnder, unmetConditions } from '../../../src/main/engine/conditions/conditions.ts'
import type { Permission } from '../../../src/main/engine/ports/resting.ts'
import type { Catalog, WorkStore } from '../../../src/main/engine/ports/catalogue.ts'
import type { Fingerprinter } from '../../../src/main/engine/ports/files.ts'
import type { SystemFacts } from '../../../src/main/engine/ports/outside.ts'
import type { Preparer } from '../../../src/main/engine/ports/prepare.ts'
import type { Caption } from '../../../src/shared/captions.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { defaultSettings } from '../../../src/shared/model.ts'
import { fail, ok } from '../../../src/shared/result.ts'
import { fakePhotos, type FakePhotos } from '../../fakes/fake-photos.ts'
import { manualClock, type ManualClock } from '../../fakes/manual-clock.ts'
import { aCatalogWithSource, entry, listing, noon } from '../catalog/catalog-builder.ts'

/** A queue and everything around it. */
export interface World {
  catalog: Catalog
  sourceId: number
  photos: FakePhotos
  clock: ManualClock
  queue: Queue
  permission: Permission
  signedOut: number
  /** How often a damaged catalogue was told. */
  damaged: number
  stale: string[]
  /** Ends the queue and starts another one over the same catalogue. */
  restart(): Promise<void>
  /** Lets everything run that can run without time passing. */
  settle(): Promise<void>
  count(state: 'done' | 'sent' | 'ready' | 'failed' | 'waiting' | 'found'): number
}

const contentOf = (path: string): Buffer => Buffer.from(`bytes of ${path}`)
const fingerprinter: Fingerprinter = {
  fingerprint: async (path, stamp) =>
    ok({ sha256: createHash('sha256').update(contentOf(path)).digest('hex'), stamp }),
  close: async () => undefined,
}
const preparer: Preparer = {
  prepare: async ({ name, sizeBytes }) => {
    if (name.startsWith('bug')) throw new Error('a bug in prepare')
    if (name.startsWith('text'))
      return ok({ kind: 'skip', reason: { kind: 'not-a-photo', detected: null }, facts: null })
    return ok({
      kind: 'send',
      plan: {
        kind: 'original',
        mimeType: 'image/jpeg',
        fileName: name,
        sizeBytes,
        keptOriginal: null,
      },
      facts: { mediaKind: 'photo', mimeType: 'image/jpeg', width: 1, height: 1, takenAt: null },
    })
  },
  renditionPath: (name) => name,
  discard: async () => undefined,
  keepOnly: async () => undefined,
  thumbnail: async () => null,
  close: async () => undefined,
}

const unknownFacts: SystemFacts = {
  isOnline: null,
  network: null,
  isMetered: null,
  isOnBattery: null,
  isAsleep: false,
}

/** A queue with these photos in one folder; it rests until it is started. */
export async function aWorld(
  names: readonly string[],
  change: Partial<Preparer> = {},
  /** Photos whose bytes never arrive, and why. */
  troubled: Readonly<Record<string, Failure>> = {},
  more: {
    fingerprint?: Fingerprinter['fingerprint']
    beforeSending?: (name: string) => Promise<unknown>
    /** Whether the folder is there; it is unless told otherwise. */
    isSourceThere?: () => Promise<boolean>
    /** Whether a file that was missing is found when it is looked for once more; it is not unless told otherwise. */
    isFileThere?: () => Promise<boolean | null>
    /** Whether folders are being scanned; none is unless told otherwise. */
    isScanning?: () => boolean
    /** Whether photos may wait for company; they may unless told otherwise. */
    isPatient?: () => boolean
    /** The date of a photo without one; there is none unless told otherwise. */
    dateOf?: QueueOptions['dateOf']
    /** The caption of an upload; there is none unless told otherwise. */
    captionOf?: (uploadId: number, catalog: Catalog) => Caption | null | undefined
    /** The window is told that something changed. */
    onChange?: () => void
    /** Bytes that left this computer. */
    onBytes?: (bytes: number) => void
    /** The store as the queue sees it. */
    storeOf?: (catalog: Catalog) => WorkStore
  } = {},
): Promise<World> {
  const clock = manualClock(noon + 1_000)
  const { catalog, sourceId } = await aCatalogWithSource({ clock })
  await catalog.useAccount({ sub: '1', email: 'first@example.test', clientId: 'client' })
  const entries = names.map((name, index) =>
    entry(name, { inode: index + 1, sizeBytes: contentOf(`/photos/${name}`).length }),
  )
  await catalog.applyWalk(sourceId, [listing('', entries)], clock.now(), 0)
  const photos = fakePhotos({
    read: async ({ path }) => {
      await more.beforeSending?.(basename(path))
      const failure = troubled[basename(path)]
      return failure === undefined ? ok(contentOf(path)) : fail(failure)
    },
  })
  /** What the real conditions make of the stops in force. */
  const allowed = (): Permission => {
    const unmet = unmetConditions({
      settings: { ...defaultSettings, isBackupOn: true },
      system: unknownFacts,
      signIn: { kind: 'signed-in', email: '', name: '', picture: null, isKept: true },
      sources: catalog.sources().map((source) => ({ ...source, name: source.path })),
      holds: world.queue.holds(),
      nowMs: clock.now(),
    })
    return permissionUnder(unmet)
  }
  let before: Permission = { mayRead: true, maySend: true, mayFinish: true }
  const makeQueue = (): Queue =>
    createQueue({
      store: more.storeOf?.(catalog) ?? catalog,
      bornAt: async () => ok(null),
      partnersOf: async () => [],
      renditionsInUse: () => catalog.renditionsInUse(),
      photos,
      fingerprinter: {
        ...fingerprinter,
        fingerprint: more.fingerprint ?? fingerprinter.fingerprint,
      },
      preparer: { ...preparer, ...change },
      clock,
      random: () => 0,
      logger: { info: () => undefined, error: () => undefined },
      checkpoint: () => undefined,
      settings: () => ({ ...defaultSettings, isBackupOn: true }),
      permission: () => {
        const { mayRead, maySend } = allowed()
        return {
          ...world.permission,
          mayRead: world.permission.mayRead && mayRead,
          maySend: world.permission.maySend && maySend && world.signedOut === 0,
        }
      },
      onFileChanged: (item) => world.stale.push(item.name),
      isScanning: more.isScanning ?? (() => false),
      isPatient: more.isPatient ?? (() => true),
      albumsOver: (recorder) =>
        createAlbumKeeper({
          ...{ store: more.storeOf?.(catalog) ?? catalog, photos, recorder, clock },
          checkpoint: () => undefined,
          sources: () => catalog.sources(),
        }),
      dateOf: more.dateOf ?? (async () => null),
      wordsBeside: async () => ({ sidecar: null, modifiedAt: 0, picasa: null }),
      captionOf: (uploadId) => more.captionOf?.(uploadId, catalog),
      isSourceThere: more.isSourceThere ?? (async () => true),
      isFileThere: more.isFileThere ?? (async () => false),
      onSignedOut: () => {
        world.signedOut += 1
      },
      onHoldsChange: () => {
        const now = allowed()
        if ((before.mayFinish && !now.mayFinish) || (before.mayRead && !now.mayRead))
          world.queue.rest(now)
        before = now
      },
      onChange: () => more.onChange?.(),
      onBytes: (bytes) => more.onBytes?.(bytes),
      onDamaged: () => {
        world.damaged += 1
      },
    })
  const world: World = {
    catalog,
    sourceId,
    photos,
    clock,
    permission: { mayRead: true, maySend: true, mayFinish: true },
    signedOut: 0,
    damaged: 0,
    stale: [],
    queue: makeQueue(),
    async restart() {
      await world.queue.stop()
      world.queue = makeQueue()
      world.queue.start()
    },
    async settle() {
      for (let turns = 0; turns < 2_000; turns += 1)
        await new Promise((resolve) => setImmediate(resolve))
    },
    count: (state) => catalog.tally()[state].files,
  }
  onTestFinished(() => world.queue.stop())
  return world
}

/** So many names of photos. */
export const many = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${String(index).padStart(4, '0')}.jpg`)
/** The sizes of the batches that were asked for. */
export const creates = (photos: FakePhotos): number[] =>
  photos.calls.flatMap((call) => (call.method === 'create' ? [call.items.length] : []))
