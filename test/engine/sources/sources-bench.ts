// The bench of the tests of all sources together: a real catalogue, a clock that stands still, and disks that say what the
// test wants.
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openCatalog } from '../../../src/main/engine/catalog/index.ts'
import { DiskFullError } from '../../../src/main/engine/ports/catalogue-trouble.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { WalkEvent, WalkRequest, Watcher } from '../../../src/main/engine/ports/files.ts'
import { createSources, type SourcesOptions } from '../../../src/main/engine/sources/sources.ts'
import { fail, ok } from '../../../src/shared/result.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { tempFolder } from '../scan/temp-folder.ts'

type Watch = Parameters<Watcher['watch']>[0]

/** Lets everything happen that follows. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** An entry of a listing. */
export const aFile = (name: string, inode = name.length) => ({
  ...{ name, sizeBytes: 1_000, mtimeUs: 1, ctimeUs: 1, inode },
  ...{ isOnlineOnly: false, isNameUnusable: false },
})
/** A listing of files by their names. */
export const aListing = (folder: string, ...names: string[]): WalkEvent => ({
  kind: 'listing',
  listing: { folder, subfolders: [], entries: names.map((name) => aFile(name)) },
})

/** Sources at these paths, each on a volume of its own, and what they ask of the disks. */
export async function bench(paths: readonly string[], change: Partial<SourcesOptions> = {}) {
  const clock = manualClock()
  const folder = tempFolder()
  const opened = await openCatalog({
    path: join(folder, 'catalogue.sqlite'),
    backupFolder: join(folder, 'backups'),
    clock,
    logger: { info: () => undefined, error: () => undefined },
    checkpoint: () => undefined,
  })
  if (!opened.ok) throw new Error('no catalogue')
  const catalog: Catalog = opened.value
  const identityOf = (path: string) => ({
    ...{ volumeId: `uuid:${path}`, pathInVolume: '/', isNetwork: false },
  })
  const add = (path: string) =>
    catalog.addSource({ path, identity: identityOf(path), now: clock.now() })
  const ids = paths.map(add)
  const disks = new Map<string, WalkEvent[]>()
  const away = new Set<string>()
  const walks: WalkRequest[] = []
  const watches: (Watch & { isClosed: boolean })[] = []
  const told = {
    changes: 0,
    found: 0,
    away: [] as number[],
    troubles: [] as string[],
    lines: [] as string[],
    errors: [] as unknown[],
  }
  const world = {
    failure: null as 'folder-unreadable' | null,
    isFull: false,
    hold: null as Promise<unknown> | null,
  }
  const sources = createSources({
    catalog,
    walker: {
      walk: async (request, take) => {
        walks.push(request)
        if (world.failure !== null)
          return fail({ kind: world.failure, path: request.root, code: 'EACCES' })
        await world.hold
        if (world.isFull) throw new DiskFullError()
        const events = disks.get(request.root) ?? []
        await take(
          events.filter(
            (event) =>
              request.isRecursive ||
              event.kind !== 'listing' ||
              request.folders.includes(event.listing.folder),
          ),
        )
        return ok({ files: 0, folders: 1 })
      },
      close: () => Promise.resolve(),
    },
    watcher: {
      watch: (request) => {
        const one = { ...request, isClosed: false }
        watches.push(one)
        return {
          close: () => {
            one.isClosed = true
            return Promise.resolve()
          },
        }
      },
    },
    reader: { readStart: () => Promise.resolve(fail({ kind: 'file-gone' })) },
    ownFolders: [],
    clock,
    random: () => 0.5,
    logger: {
      info: (line) => told.lines.push(line),
      error: (_, thrown) => told.errors.push(thrown),
    },
    checkpoint: () => undefined,
    mode: 'watch',
    isWanted: () => true,
    isReachable: (path) => Promise.resolve(!away.has(path)),
    isEmpty: () => Promise.resolve(false),
    identifyFolder: (path) => Promise.resolve(identityOf(path)),
    placesOf: () => Promise.resolve([]),
    onFound: () => (told.found += 1),
    onAway: (sourceId) => told.away.push(sourceId),
    onStoreTrouble: ({ kind }) => told.troubles.push(kind),
    onChange: () => (told.changes += 1),
    ...change,
  })
  onTestFinished(async () => {
    await sources.stop()
    catalog.close()
  })
  const start = async (): Promise<void> => {
    await sources.start()
    await settle()
  }
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms)
    await settle()
  }
  return {
    sources,
    catalog,
    clock,
    add,
    ids,
    disks,
    away,
    walks,
    watches,
    told,
    world,
    start,
    pass,
  }
}

/** Where walks began. */
export const roots = (walks: readonly WalkRequest[]): string[] => walks.map(({ root }) => root)
