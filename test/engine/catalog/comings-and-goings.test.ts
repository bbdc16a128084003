// Files that go and come back, lie in a cloud meanwhile or belong to an account that is not used now: what they are then.
import { describe, expect, it } from 'vitest'
import type { Entry } from '../../../src/main/engine/ports/files.ts'
import type { Lifecycle } from '../../../src/shared/model.ts'
import {
  aCatalogWithSource,
  addSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  reach,
  statesOf,
  testClock,
  unsentKinds,
} from './catalog-builder.ts'

const none: ReadonlySet<number> = new Set()
const one = { sub: 'one', email: 'one@example.test', clientId: 'c' }
const two = { sub: 'two', email: 'two@example.test', clientId: 'c' }
const cloud = entry('a.jpg', { isOnlineOnly: true })

async function world() {
  const clock = testClock()
  const { catalog, sourceId } = await aCatalogWithSource({ clock })
  const scan = (...entries: (Entry | string)[]) =>
    catalog.applyWalk(sourceId, [listing('', entries)], clock.now(), 5_000)
  return { catalog, sourceId, clock, scan }
}

describe('a file that comes back', () => {
  it('is what its copy is', async () => {
    const { catalog, scan } = await world()
    await scan('a.jpg', 'b.jpg')
    const uploadId = fingerprint(catalog, 'a.jpg', 'same')
    fingerprint(catalog, 'b.jpg', 'same')
    await scan('b.jpg')
    catalog.record([{ of: 'upload', uploadId, next: as.failed() }])
    expect(statesOf(catalog)).toEqual(['a.jpg: gone', 'b.jpg: failed'])
    expect(await scan('a.jpg', 'b.jpg')).toMatchObject({ returned: 1 })
    expect(statesOf(catalog)).toEqual(['a.jpg: failed', 'b.jpg: failed'])
    expect(catalog.listHistory({ reason: 'item-error' }, null, 9).rows).toHaveLength(2)
    expect(catalog.verify()).toEqual([])
  })

  it('under its name on another disk keeps its row, though a copy has stayed where it was', async () => {
    const { catalog, scan, clock } = await world()
    const card = addSource(catalog, '/card')
    await scan('a.jpg', 'copy.jpg')
    fingerprint(catalog, 'a.jpg', 'same')
    fingerprint(catalog, 'copy.jpg', 'same')
    await scan('copy.jpg')
    const elsewhere = listing('', [entry('a.jpg', { inode: 4_711 })])
    await catalog.applyWalk(card, [elsewhere], clock.now(), 0)
    fingerprint(catalog, 'a.jpg', 'same')
    expect(catalog.fileById(1)).toMatchObject({ name: 'a.jpg', sourceId: card })
    expect(statesOf(catalog)).toEqual(['a.jpg: fingerprinted', 'copy.jpg: fingerprinted'])
    expect(catalog.verify()).toEqual([])
  })

  it('with a source that was taken out begins where it can', async () => {
    const { catalog, sourceId, scan } = await world()
    await scan('a.jpg')
    const uploadId = fingerprint(catalog, 'a.jpg', 'A')
    catalog.record([{ of: 'upload', uploadId, next: as.ready() }])
    await catalog.removeSource(sourceId)
    const again = addSource(catalog, '/photos')
    await catalog.applyWalk(again, [listing('', ['a.jpg'])], noon, 0)
    expect(fingerprint(catalog, 'a.jpg', 'A')).toBe(uploadId)
    expect(statesOf(catalog)).toEqual(['a.jpg: fingerprinted'])
    expect(catalog.next('fingerprinted', 9, noon, none)).toMatchObject([{ uploadId }])
    expect(catalog.verify()).toEqual([])
  })

  it('and is not to be sent, by the wish of the user, stays so before its bytes are known', async () => {
    const { catalog, scan } = await world()
    await scan('a.jpg')
    const failure = { kind: 'file-unreadable', code: 'EIO' } as const
    catalog.record([{ of: 'file', fileId: 1, next: { state: 'failed', failure, attempts: 1 } }])
    expect(await catalog.ignoreReason('file-unreadable')).toBe(1)
    await scan()
    await scan('a.jpg')
    expect(catalog.listHistory({}, null, 9).rows).toMatchObject([
      { state: 'skipped', skip: { kind: 'ignored-by-user' } },
    ])
    await scan(entry('a.jpg', { sizeBytes: 7 }))
    await scan()
    await scan(entry('a.jpg', { sizeBytes: 7 }))
    expect(statesOf(catalog)).toEqual(['a.jpg: found'])
    expect(catalog.verify()).toEqual([])
  })

  it('and was left out for another reason is decided about anew', async () => {
    const { catalog, scan } = await world()
    await scan('a.jpg')
    const uploadId = fingerprint(catalog, 'a.jpg', 'A')
    catalog.record([{ of: 'upload', uploadId, next: as.skipped() }])
    await scan()
    await scan('a.jpg')
    expect(statesOf(catalog)).toEqual(['a.jpg: fingerprinted'])
    expect(catalog.verify()).toEqual([])
  })

  it('is in the library all the while where it was, and nothing of that is new', async () => {
    const { catalog, scan } = await world()
    await scan('a.jpg')
    const uploadId = fingerprint(catalog, 'a.jpg', 'A')
    catalog.record([{ of: 'upload', uploadId, next: as.done() }])
    const seq = catalog.lastHistorySeq()
    await scan()
    expect(statesOf(catalog)).toEqual(['a.jpg: done'])
    expect(await scan('a.jpg')).toMatchObject({ returned: 1 })
    expect(catalog.lastHistorySeq()).toBe(seq)
  })

  it.each([
    ['known by its bytes', true],
    ['not known by its bytes', false],
  ])('without its bytes is told of as lying in a cloud: %s', async (_, isKnown) => {
    const { catalog, scan } = await world()
    await scan('a.jpg')
    if (isKnown) fingerprint(catalog, 'a.jpg', 'A')
    await scan()
    expect(await scan(cloud)).toMatchObject({ returned: 1 })
    expect(catalog.problems()).toMatchObject([{ reason: 'online-only', files: 1 }])
    expect(catalog.verify()).toEqual([])
    await scan()
    expect(catalog.problems()).toEqual([])
    await scan(cloud)
    await scan('a.jpg')
    expect(statesOf(catalog)).toEqual(['a.jpg: found'])
    expect(catalog.verify()).toEqual([])
  })

  it('from a cloud has its turn once it is quiet', async () => {
    const { catalog, scan } = await world()
    await scan(cloud)
    await scan(entry('a.jpg', { ctimeUs: noon * 1_000 }))
    expect(statesOf(catalog)).toEqual(['a.jpg: found'])
    expect(catalog.next('found', 9, noon + 4_999, none)).toEqual([])
    expect(catalog.next('found', 9, noon + 5_000, none)).toHaveLength(1)
  })
})

describe('a file that is still being written', () => {
  it('has no news but its size', async () => {
    const { catalog, clock, scan } = await world()
    await scan('a.jpg')
    const seq = catalog.lastHistorySeq()
    const foundAt = clock.now()
    for (const sizeBytes of [2_000, 3_000]) {
      clock.pass(1_000)
      expect(await scan(entry('a.jpg', { sizeBytes }))).toMatchObject({ changed: 1 })
      expect(catalog.tally().found).toEqual({ files: 1, bytes: sizeBytes })
    }
    expect(catalog.lastHistorySeq()).toBe(seq)
    expect(catalog.listHistory({}, null, 9).rows).toMatchObject([{ changedAt: foundAt }])
  })
})

describe('a file whose kind its bytes told', () => {
  it.each([
    ['clip', 'video', 1],
    ['scan', 'photo', 0],
    ['wrong.mp4', 'photo', 0],
    ['wrong.jpg', 'video', 1],
  ] as const)('%s counts as a %s', async (name, mediaKind, videos) => {
    const { catalog, scan } = await world()
    await scan(entry(name, { mediaKind }))
    const { photos, videos: counted } = unsentKinds(catalog)
    expect([photos.files, counted.files]).toEqual([1 - videos, videos])
  })
})

describe('a photo of an account that is not used now', () => {
  it.each<[string, Lifecycle]>([
    ['is found changed', { state: 'found' }],
    ['is to be read again later', as.waiting(noon, 'found')],
  ])('that %s begins anew when the account is used again', async (_, next) => {
    const { catalog, scan } = await world()
    await catalog.useAccount(one)
    await scan('a.jpg')
    const uploadId = fingerprint(catalog, 'a.jpg', 'A')
    catalog.record([{ of: 'upload', uploadId, next: as.ready() }])
    await catalog.useAccount(two)
    catalog.record([{ of: 'upload', uploadId, next }])
    expect(statesOf(catalog)).toEqual(['a.jpg: fingerprinted'])
    await catalog.useAccount(one)
    expect(catalog.fileById(1)).toMatchObject({ uploadId, lifecycle: { state: 'fingerprinted' } })
    expect(catalog.verify()).toEqual([])
  })

  it('is as it was when nothing came of it meanwhile', async () => {
    const { catalog, scan } = await world()
    await catalog.useAccount(one)
    await scan('a.jpg')
    const uploadId = fingerprint(catalog, 'a.jpg', 'A')
    catalog.record([{ of: 'upload', uploadId, next: as.failed() }])
    const before = catalog.listHistory({}, null, 9).rows
    await catalog.useAccount(two)
    await catalog.useAccount(one)
    expect(catalog.listHistory({}, null, 9).rows).toEqual(before)
  })

  it('that was being created at a crash shows nothing of it to the other', async () => {
    const { catalog, scan } = await world()
    await catalog.useAccount(one)
    await scan('a.jpg')
    const uploadId = fingerprint(catalog, 'a.jpg', 'A')
    catalog.record([{ of: 'upload', uploadId, next: as.creating() }])
    await catalog.useAccount(two)
    expect(catalog.resumeCreating()).toBe(1)
    expect(statesOf(catalog)).toEqual(['a.jpg: fingerprinted'])
    await catalog.useAccount(one)
    expect(statesOf(catalog)).toEqual(['a.jpg: sent'])
    expect(catalog.verify()).toEqual([])
  })
})

describe('what is stored of an upload', () => {
  it.each<[string, Lifecycle]>([
    ['ready', as.ready()],
    ['sent', as.sent()],
    ['sent again', { ...as.sent(), attempts: 3 } as Lifecycle],
    ['in creation again', { ...as.creating(), attempts: 2 } as Lifecycle],
    ['put off without a try', { ...as.waiting(noon + 7), attempts: 0 } as Lifecycle],
    ['waiting with its bytes sent', as.waiting(noon + 7, 'sent')],
    ['waiting to be sent', as.waiting(noon + 7, 'ready')],
    ['skipped', as.skipped()],
    ['failed', as.failed()],
    ['done', as.done()],
  ])('%s is what was said, no more and no less', async (_, next) => {
    const { catalog, scan } = await world()
    await scan('a.jpg')
    const uploadId = fingerprint(catalog, 'a.jpg', 'A')
    catalog.record(reach(uploadId, next))
    expect(catalog.fileById(1)?.lifecycle).toEqual(next)
    expect(catalog.verify()).toEqual([])
  })
})
