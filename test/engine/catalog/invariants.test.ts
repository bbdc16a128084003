// Random disks, scans and queues: whatever happens in whatever order, every promise of the catalogue
// holds after each step.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { Entry, WalkEvent } from '../../../src/main/engine/ports/files.ts'
import { versionChoices, type Lifecycle } from '../../../src/shared/model.ts'
import {
  aCatalog,
  addSource,
  as,
  entry,
  foundCount,
  noon,
  originalPlan,
  ownerOf,
  reducedPlan,
  sha,
  testClock,
} from './catalog-builder.ts'

interface Disk {
  /** Contents by full path; the inode goes with a rename. */
  files: Map<string, { word: string; inode: number; changedAt: number; isOnlineOnly: boolean }>
  nextInode: number
}

const roots = ['/one', '/two'] as const
const names = ['a.jpg', 'b.jpg', 'x/a.jpg', 'x/c.jpg', 'x/y/d.jpg']
const words = ['A', 'BB', 'CCC']
const accounts = ['first', 'first again', 'second'].map((name) => ({
  sub: name.split(' ')[0] ?? '',
  email: `${name}@example.test`,
  // The first account comes back with another client.
  clientId: `client-${name}`,
}))

const aPath = fc
  .tuple(fc.constantFrom(...roots), fc.constantFrom(...names))
  .map((parts) => parts.join('/'))
const anUploadStep = fc.constantFrom(
  'ready',
  'reduced',
  'sent',
  'creating',
  'done',
  'waiting',
  'waiting-as-found',
  'waiting-as-sent',
  'undated',
  'dated',
  'skipped',
  'changed-version',
  'failed',
  'found',
  'gone',
)
const aStep = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      path: aPath,
      word: fc.constantFrom(...words),
      isOnlineOnly: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), path: aPath }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('rename' as const), path: aPath, to: aPath }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('scan' as const), root: fc.constantFrom(...roots) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('hint' as const),
      root: fc.constantFrom(...roots),
      folder: fc.constantFrom('', 'x', 'x/y'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('fingerprint' as const),
      limit: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('upload' as const), pick: fc.nat(), to: anUploadStep }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('file' as const),
      pick: fc.nat(),
      to: fc.constantFrom('skipped', 'failed', 'gone', 'waiting', 'found'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('account' as const),
      account: fc.constantFrom(...accounts),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('connect' as const),
      root: fc.constantFrom(...roots),
      isConnected: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('replace' as const), root: fc.constantFrom(...roots) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('versions' as const),
      root: fc.constantFrom(...roots),
      choice: fc.constantFrom(...versionChoices),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('albums' as const),
      root: fc.constantFrom(...roots),
      choice: fc.constantFrom('none', 'source', 'folders', 'folders:1'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('fill' as const),
      to: fc.constantFrom('in', 'in', 'refused', 'intended', 'made', 'full', 'deleted', 'again'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('dates' as const),
      pick: fc.nat(),
      choice: fc.constantFrom('later', 'later', '1987', 'leave', 'undo', 'forget'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('retry' as const),
      reason: fc.constantFrom(
        'too-large',
        'item-error',
        'server-error',
        'ignored-by-user',
        'online-only',
        'changed-version',
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('ignore' as const),
      reason: fc.constantFrom('too-large', 'item-error', 'server-error'),
    }),
  },
)
type Step = typeof aStep extends fc.Arbitrary<infer T> ? T : never

function listingOf(disk: Disk, root: string, folder: string): WalkEvent {
  const prefix = folder === '' ? `${root}/` : `${root}/${folder}/`
  const entries: Entry[] = []
  const subfolders = new Set<string>()
  for (const [path, file] of disk.files) {
    if (!path.startsWith(prefix)) continue
    const rest = path.slice(prefix.length)
    const slash = rest.indexOf('/')
    if (slash >= 0) subfolders.add(rest.slice(0, slash))
    else {
      entries.push(
        entry(rest, {
          sizeBytes: file.word.length,
          inode: file.inode,
          mtimeUs: file.changedAt * 1000,
          ctimeUs: file.changedAt * 1000,
          isOnlineOnly: file.isOnlineOnly,
        }),
      )
    }
  }
  return { kind: 'listing', listing: { folder, entries, subfolders: [...subfolders] } }
}

function uploadStep(to: string, uploadId: number, tick: number): Lifecycle {
  switch (to) {
    case 'ready':
      return as.ready()
    case 'reduced':
      return as.ready(reducedPlan(`${uploadId}-${tick}.jpg`))
    case 'sent':
      return as.sent()
    case 'creating':
      return as.creating(originalPlan(), noon)
    case 'done':
      return as.done(`item-${uploadId}`)
    case 'waiting':
      return as.waiting(noon + tick)
    case 'waiting-as-found':
      return as.waiting(noon + tick, 'found')
    case 'waiting-as-sent':
      return as.waiting(noon + tick, 'sent')
    case 'undated':
      return {
        ...as.waiting(noon + tick + 1e9),
        failure: { kind: 'undated' },
        attempts: 0,
      } as Lifecycle
    case 'dated':
      return as.ready({
        ...{ kind: 'dated', mimeType: 'image/jpeg', fileName: 'IMG.jpg', sizeBytes: 1000 },
        ...{ keptOriginal: null, splices: [], sha256: sha(String(tick)) },
        date: { at: noon, offsetMinutes: null, source: 'folder-name' },
      })
    case 'skipped':
      return as.skipped()
    case 'changed-version':
      return { state: 'skipped', reason: { kind: 'changed-version' } }
    case 'failed':
      return as.failed()
    case 'found':
      return { state: 'found' }
    default:
      return { state: 'gone' }
  }
}

async function take(catalog: Catalog, disk: Disk, step: Step, tick: number): Promise<void> {
  const sourceOf = (root: string): number | undefined =>
    catalog.sources().find((source) => source.path === root)?.sourceId
  switch (step.do) {
    case 'write': {
      const known = disk.files.get(step.path)
      const inode = known?.inode ?? disk.nextInode++
      disk.files.set(step.path, {
        word: step.word,
        inode,
        changedAt: noon - 1_000_000 + tick,
        isOnlineOnly: step.isOnlineOnly && tick % 5 === 0,
      })
      break
    }
    case 'delete':
      disk.files.delete(step.path)
      break
    case 'rename': {
      const file = disk.files.get(step.path)
      if (file === undefined || step.path === step.to) break
      disk.files.delete(step.path)
      disk.files.set(step.to, file)
      break
    }
    case 'scan':
    case 'hint': {
      const sourceId = sourceOf(step.root)
      const source = catalog.sources().find((one) => one.sourceId === sourceId)
      if (sourceId === undefined || source?.isConnected !== true) break
      const pending: string[] = [step.do === 'hint' ? step.folder : '']
      const events: WalkEvent[] = []
      for (let folder = pending.shift(); folder !== undefined; folder = pending.shift()) {
        const event = listingOf(disk, step.root, folder)
        if (event.kind !== 'listing') break
        const isThere =
          folder === '' || event.listing.entries.length + event.listing.subfolders.length > 0
        events.push(isThere ? event : { kind: 'missing', folder })
        if (step.do === 'hint') break
        for (const name of event.listing.subfolders)
          pending.push(folder === '' ? name : `${folder}/${name}`)
      }
      await catalog.applyWalk(sourceId, events, noon + tick, 0)
      if (step.do === 'scan') catalog.finishScan(sourceId, noon + tick, [])
      break
    }
    case 'fingerprint':
      for (const item of catalog.next('found', step.limit, noon + 1e6, new Set())) {
        const file = disk.files.get(item.path)
        if (file === undefined) {
          catalog.record([{ of: 'file', fileId: item.fileId, next: { state: 'gone' } }])
        } else {
          catalog.record([
            {
              of: 'fingerprint',
              fileId: item.fileId,
              sha256: sha(file.word),
              stamp: { ...item.stamp, sizeBytes: file.word.length },
            },
          ])
        }
      }
      break
    case 'upload': {
      const uploadId = 1 + (step.pick % 8)
      catalog.record([
        {
          of: 'upload',
          uploadId,
          next: uploadStep(step.to, uploadId, tick),
          facts:
            tick % 2 === 0
              ? null
              : { mediaKind: 'photo', mimeType: 'image/jpeg', width: 1, height: 1, takenAt: null },
        },
      ])
      break
    }
    case 'file':
      catalog.record([
        {
          of: 'file',
          fileId: 1 + (step.pick % 12),
          next: uploadStep(step.to === 'waiting' ? 'waiting-as-found' : step.to, 0, tick),
        },
      ])
      break
    case 'account':
      await catalog.useAccount(step.account)
      break
    case 'connect': {
      const sourceId = sourceOf(step.root)
      if (sourceId !== undefined) catalog.updateSource(sourceId, { isConnected: step.isConnected })
      break
    }
    case 'versions': {
      const sourceId = sourceOf(step.root)
      if (sourceId === undefined) break
      catalog.updateSource(sourceId, { changedVersions: step.choice })
      if (step.choice === 'send') await catalog.retryReason('changed-version', sourceId)
      break
    }
    case 'replace': {
      const sourceId = sourceOf(step.root)
      if (sourceId !== undefined) await catalog.removeSource(sourceId)
      addSource(catalog, step.root)
      break
    }
    case 'restart':
      catalog.resumeCreating()
      break
    case 'albums': {
      const sourceId = sourceOf(step.root)
      if (sourceId !== undefined) await catalog.changeAlbums(sourceId, step.choice)
      break
    }
    case 'fill':
      await fillAlbum(catalog, step.to, tick)
      break
    case 'dates': {
      // What is read turns out to carry no date.
      for (const { uploadId } of catalog.next('fingerprinted', 3, noon + 1e6, new Set())) {
        const next = uploadStep('undated', 0, tick)
        catalog.record([{ of: 'upload', uploadId: uploadId ?? 0, next }])
      }
      const { groups } = catalog.undatedGroups(0)
      const folderId = groups[step.pick % Math.max(1, groups.length)]?.folderId
      if (folderId === undefined) break
      const { choice } = step
      if (choice === 'undo') catalog.undoDates(folderId)
      else if (choice === 'forget') catalog.forgetDates(folderId)
      else catalog.decideDates(folderId, choice)
      catalog.planDatesAnew(folderId)
      await catalog.followDates(folderId)
      break
    }
    case 'retry':
      await catalog.retryReason(step.reason)
      break
    case 'ignore':
      await catalog.ignoreReason(step.reason)
      break
  }
}

/** What the queue does with what is due for an album, or what becomes of one. */
async function fillAlbum(catalog: Catalog, to: string, tick: number): Promise<void> {
  const due = catalog.nextForAlbum(2)
  const place = due?.place ?? catalog.allAlbums()[0]
  if (place === undefined) return
  const here = { sourceId: place.sourceId, key: place.key }
  const last = catalog.albumsAt(here).at(-1)
  if (to === 'again') {
    if (last !== undefined) await catalog.remakeAlbum(last.rowId)
    return
  }
  if (to === 'in' || to === 'refused') {
    if (last?.state !== 'made') return
    catalog.record(
      (due?.photos ?? []).map(({ uploadId }) => ({
        ...{ of: 'in-album', uploadId, rowId: last.rowId, isIn: to === 'in' },
      })),
    )
    return
  }
  const isNew = last === undefined || last.state === 'full'
  const part = isNew ? (last?.part ?? 0) + 1 : last.part
  const albumId = to === 'intended' ? null : isNew ? `album-${tick}` : (last.albumId ?? `${tick}`)
  const album = { title: here.key, name: here.key, productUrl: null, isRenamed: false, albumId }
  const state = to as 'intended' | 'made' | 'full' | 'deleted'
  catalog.record([
    { of: 'album', owner: ownerOf(catalog), place: here, part, album: { ...album, state } },
  ])
}

const runs = Number(process.env['CATALOG_RUNS'] ?? 60)

test(
  'every promise holds after each of any steps',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aStep, { minLength: 5, maxLength: 60, size: 'max' }),
        async (steps) => {
          const disk: Disk = { files: new Map(), nextInode: 1 }
          const clock = testClock()
          const catalog = await aCatalog({ clock })
          for (const root of roots) addSource(catalog, root)
          for (const [index, step] of steps.entries()) {
            clock.set(noon + index)
            await take(catalog, disk, step, index)
            expect(catalog.verify()).toEqual([])
            // Nothing waits for a decision where none is left for later.
            const isLeft = catalog.undatedGroups(0).groups.some(({ choice }) => choice === 'later')
            if (!isLeft) expect(catalog.undatedFigures().undecided).toBe(0)
          }
          const rows = [...catalog.allHistory()]
          expect(foundCount(catalog)).toBe(rows.length)
          const sending = catalog.sources().filter((one) => one.changedVersions === 'send')
          const isLeftOutThere = (row: (typeof rows)[number]): boolean =>
            row.skip?.kind === 'changed-version' &&
            sending.some(({ sourceId }) => String(sourceId) === row.sourceId)
          expect(rows.filter(isLeftOutThere)).toEqual([])
          // Once everything is scanned, exactly what is on the disk is shown as present.
          for (const root of roots) {
            const source = catalog.sources().find((one) => one.path === root)
            if (source !== undefined) catalog.updateSource(source.sourceId, { isConnected: true })
            await take(catalog, disk, { do: 'scan', root }, 1000)
          }
          const present = [...catalog.allHistory()].filter((row) => row.isPresent)
          const paths = present.map((row) =>
            ['', row.sourceName, row.folder, row.name]
              .filter((part, at) => at === 0 || part !== '')
              .join('/'),
          )
          expect(paths.sort()).toEqual([...disk.files.keys()].sort())
          expect(catalog.verify()).toEqual([])
          catalog.close()
        },
      ),
      { numRuns: runs },
    )
  },
  Math.max(180_000, runs * 1_000),
)
