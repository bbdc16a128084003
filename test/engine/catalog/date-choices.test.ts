// What somebody decided for the photos without a date of a folder: what follows it, what does not, and what it survives.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { OpenOptions } from '../../../src/main/engine/catalog/index.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { Lifecycle, SendPlan } from '../../../src/shared/model.ts'
import { undecidedUntil } from '../../../src/shared/photo-dates.ts'
import {
  aCatalog,
  aCatalogWithSource,
  addSource,
  entry,
  listing,
  noon,
  tempFolder,
  testClock,
  type TestClock,
} from './catalog-builder.ts'

const day = 24 * 60 * 60 * 1000
const waits = (kind: 'undated' | 'undecided', until = noon + day): Lifecycle => ({
  ...{ state: 'waiting', until, failure: { kind }, attempts: 0, resumesAs: 'fingerprinted' },
  ...{ plan: null, token: null, tokenAt: null },
})
const facts = { mediaKind: 'photo', mimeType: 'image/jpeg', width: 1, height: 1 } as const
const added = { at: Date.UTC(1987, 0, 1, 12), offsetMinutes: null, source: 'folder-name' } as const
const plain = { mimeType: 'image/jpeg', fileName: 'a.jpg', sizeBytes: 1000, keptOriginal: null }
const datedPlan = (name: string): SendPlan => ({
  ...{
    mimeType: 'image/jpeg',
    fileName: 'a.jpg',
    sizeBytes: 1000,
    width: 1,
    height: 1,
    date: added,
  },
  ...{ kind: 'reduced', rendition: `copy-of-${name}`, sha256: 'f'.repeat(64) },
})

const sha = (text: string): string =>
  Array.from(text)
    .reduce((sum, letter) => (sum * 31n + BigInt(letter.charCodeAt(0))) % 2n ** 250n, 7n)
    .toString(16)
    .padStart(64, '0')

interface World {
  catalog: Catalog
  sourceId: number
  clock: TestClock
  /** A scan sees these files, by folder, and each new one is read; its bytes are those of its name unless told. */
  scan(
    folders: Record<string, readonly string[]>,
    bytesOf?: (name: string) => string,
  ): Promise<void>
  /** What is read turns out to carry no date. */
  findUndated(): void
  folderId(folder: string): number
  reasons(): Record<string, string | null>
}

async function aWorld(clock = testClock(), at: Partial<OpenOptions> = {}): Promise<World> {
  const { catalog, sourceId } = await aCatalogWithSource({ clock, ...at })
  await catalog.useAccount({ sub: '1', email: 'a@example.test', clientId: 'client' })
  const world: World = {
    catalog,
    sourceId,
    clock,
    async scan(folders, bytesOf = (name) => name) {
      const names = Object.keys(folders)
      const events = [
        listing('', [], names),
        ...names.map((folder) =>
          listing(
            folder,
            (folders[folder] ?? []).map((name) => entry(name)),
          ),
        ),
      ]
      await catalog.applyWalk(sourceId, events, clock.now(), 0)
      for (const { fileId, name, stamp } of catalog.next('found', 999, clock.now(), new Set()))
        catalog.record([{ of: 'fingerprint', fileId, sha256: sha(bytesOf(name)), stamp }])
      catalog.finishScan(sourceId, clock.now(), [])
    },
    findUndated() {
      for (const { uploadId } of catalog.next('fingerprinted', 999, clock.now(), new Set()))
        catalog.record([
          {
            of: 'upload',
            uploadId: uploadId ?? 0,
            next: waits('undated', clock.now() + day),
            facts: { ...facts, takenAt: null },
          },
        ])
    },
    folderId: (folder) =>
      catalog.undatedGroups(0).groups.find((group) => group.folder === folder)?.folderId ?? -1,
    reasons: () =>
      Object.fromEntries(
        catalog
          .listHistory({}, null, 100)
          .rows.map(({ name, state, failure }) => [name, failure?.kind ?? state]),
      ),
  }
  return world
}

const due = ({ catalog, clock }: World) =>
  catalog
    .next('fingerprinted', 99, clock.now(), new Set())
    .map(({ name, undated }) => `${name} ${undated}`)

/** Two folders, each with photos that are known to carry no date. */
async function twoFolders(clock = testClock()): Promise<World> {
  const world = await aWorld(clock)
  await world.scan({ scans: ['a.jpg', 'b.jpg'], other: ['c.jpg'] })
  world.findUndated()
  return world
}

describe('groups', () => {
  it('are the folders that hold photos without a date, with what is known of them', async () => {
    const { catalog, sourceId } = await twoFolders()
    const { groups, next } = catalog.undatedGroups(0)
    expect(next).toBeNull()
    expect(groups).toMatchObject([
      {
        sourceId,
        folder: 'scans',
        choice: null,
        otherwise: 'leave',
        files: 2,
        planned: 0,
        went: 0,
      },
      { sourceId, folder: 'other', files: 1 },
    ])
    expect(groups[0]?.examples).toHaveLength(2)
    expect(catalog.undatedFigures()).toEqual({ files: 3, undecided: 0 })
    expect(catalog.verify()).toEqual([])
  })

  it('are read in pages', async () => {
    const world = await aWorld()
    const names = Array.from({ length: 130 }, (_, index) => `folder ${index}`)
    await world.scan(Object.fromEntries(names.map((name) => [name, [`${name}.jpg`]])))
    world.findUndated()
    const found: string[] = []
    const sizes: number[] = []
    for (let after: number | null = 0; after !== null;) {
      const page = world.catalog.undatedGroups(after)
      found.push(...page.groups.map(({ folder }) => folder))
      sizes.push(page.groups.length)
      after = page.next
    }
    expect(found.toSorted()).toEqual(names.toSorted())
    expect(sizes).toEqual([100, 30])
  })

  it('are read as far as that takes no longer than 20 ms, and on from there', async () => {
    let steady = 0
    let stepMs = 0
    const clock = { ...testClock(), monotonic: () => (steady += stepMs) }
    const world = await aWorld(clock)
    await world.scan(Object.fromEntries([1, 2, 3, 4, 5].map((at) => [`${at}`, [`${at}.jpg`]])))
    world.findUndated()
    for (const ms of [10, 19]) {
      stepMs = ms
      const first = world.catalog.undatedGroups(0)
      expect(first.groups.map(({ folder }) => folder)).toEqual(['1', '2'])
      const second = world.catalog.undatedGroups(first.next ?? 0)
      expect(second.groups.map(({ folder }) => folder)).toEqual(['3', '4'])
    }
  })

  it('are told in the order in which they were found, also where all of them is prepared', async () => {
    const world = await aWorld()
    const { catalog } = world
    await world.scan({ first: ['1.jpg'] })
    const other = addSource(catalog, '/second')
    await catalog.applyWalk(other, [listing('', ['2.jpg'])], noon, 0)
    await world.scan({ first: ['1.jpg'], third: ['3.jpg'] })
    for (const { uploadId, name } of catalog.next('fingerprinted', 9, noon, new Set())) {
      const next: Lifecycle = { state: 'ready', plan: datedPlan(name) }
      const undated = { ...facts, takenAt: null }
      catalog.record([{ of: 'upload', uploadId: uploadId ?? 0, next, facts: undated }])
    }
    expect(catalog.undatedGroups(0).groups).toMatchObject([
      { folder: 'first', planned: 1 },
      { sourceId: other, planned: 1 },
      { folder: 'third', planned: 1 },
    ])
  })

  it('are none where nothing waits and nothing was decided, nor of folders that take no part', async () => {
    const world = await twoFolders()
    const { catalog, sourceId } = world
    const folderId = world.folderId('scans')
    expect(catalog.undatedGroup(99)).toBeNull()
    expect(catalog.undatedGroup(1)).toBeNull()
    expect(catalog.undatedGroup(folderId)).toMatchObject({ files: 2 })
    catalog.restrictTo([addSource(catalog, '/elsewhere')])
    expect(catalog.undatedGroups(0)).toEqual({ groups: [], next: null })
    expect(catalog.undatedGroup(folderId)).toBeNull()
    expect(catalog.undatedFigures()).toEqual({ files: 0, undecided: 0 })
    catalog.restrictTo([sourceId])
    expect(catalog.undatedFigures()).toEqual({ files: 3, undecided: 0 })
    // What was decided for a folder that takes no part takes nothing from the sum of the others.
    catalog.decideDates(folderId, 'name')
    expect(catalog.undatedFigures().files).toBe(1)
    catalog.restrictTo([addSource(catalog, '/third')])
    expect(catalog.undatedFigures().files).toBe(0)
  })

  it('show four photos at the most, and tell what can carry no date', async () => {
    const world = await aWorld()
    const { catalog } = world
    await world.scan({ before: ['0.jpg'], scans: ['a.gif', 'b', 'c', 'd', 'e', 'f'], then: ['z'] })
    world.findUndated()
    const folderId = world.folderId('scans')
    expect(catalog.undatedGroup(folderId)?.examples).toHaveLength(4)
    catalog.takeUpUndated(noon)
    for (const { uploadId, name } of catalog.next('fingerprinted', 9, noon, new Set())) {
      const plan: SendPlan =
        name === 'a.gif' ? { ...plain, kind: 'original', undated: 'format' } : datedPlan(name)
      if (!['0.jpg', 'z'].includes(name))
        catalog.record([{ of: 'upload', uploadId: uploadId ?? 0, next: { state: 'ready', plan } }])
    }
    // All of it is prepared, and it is told in its place all the same.
    expect(catalog.undatedGroups(0).groups.map(({ folder }) => folder)).toEqual([
      ...['before', 'scans', 'then'],
    ])
    expect(catalog.undatedGroup(folderId)).toMatchObject({ files: 6, planned: 6, unwritable: 1 })
    expect(catalog.undatedGroup(folderId)?.examples).toHaveLength(4)
    expect(catalog.undatedFiles(folderId, 'b', 3)).toMatchObject([
      { name: 'c', isPlanned: true, isWritable: true },
      { name: 'd' },
      { name: 'e' },
    ])
    expect(catalog.undatedFiles(folderId, '', 1)).toMatchObject([
      { name: 'a.gif', isPlanned: true, isWritable: false },
    ])
    expect(catalog.undatedFiles(world.folderId('then'), '', 9)).toMatchObject([
      { name: 'z', isPlanned: false, isWritable: true },
    ])
    // A photo that can carry no date is none that a decision could give one.
    expect(catalog.undatedFigures().files).toBe(2 + 5)
    catalog.decideDates(folderId, '1987')
    expect(catalog.undatedFigures().files).toBe(2)
  })

  it('tell their photos in the order of names, prepared ones among them', async () => {
    const world = await twoFolders()
    const { catalog } = world
    const folderId = world.folderId('scans')
    catalog.takeUpUndated(noon)
    const [a] = catalog.next('fingerprinted', 9, noon, new Set())
    const plan = datedPlan('a.jpg')
    catalog.record([{ of: 'upload', uploadId: a?.uploadId ?? 0, next: { state: 'ready', plan } }])
    expect(catalog.undatedFiles(folderId, '', 9)).toMatchObject([
      { name: 'a.jpg', isPlanned: true },
      { name: 'b.jpg', isPlanned: false },
    ])
    expect(catalog.undatedFiles(folderId, '', 1)).toMatchObject([{ name: 'a.jpg' }])
    expect(catalog.undatedFiles(folderId, 'a.jpg', 1)).toMatchObject([{ name: 'b.jpg' }])
    expect(catalog.undatedGroup(folderId)).toMatchObject({ files: 2, planned: 1 })
    // What is prepared has not gone: there is still time to choose. Once it is chosen it is counted no more.
    expect(catalog.undatedFigures().files).toBe(3)
    catalog.decideDates(folderId, 'name')
    expect(catalog.undatedFigures().files).toBe(1)
  })
})

describe('a decision', () => {
  it('wins over what the source says, for its folder alone', async () => {
    const world = await twoFolders()
    const { catalog } = world
    catalog.updateSource(world.sourceId, { undated: 'file' })
    catalog.decideDates(world.folderId('scans'), '1987')
    await catalog.followDates(world.folderId('scans'))
    expect(due(world).toSorted()).toEqual(['a.jpg 1987', 'b.jpg 1987'])
    catalog.takeUpUndated(noon)
    expect(due(world)).toContain('c.jpg file')
    expect(catalog.verify()).toEqual([])
  })

  it('holds for what a scan finds later in the same folder', async () => {
    const world = await twoFolders()
    world.catalog.decideDates(world.folderId('scans'), '1987')
    await world.scan({ scans: ['a.jpg', 'b.jpg', 'new.jpg'], other: ['c.jpg'] })
    expect(due(world)).toEqual(['new.jpg 1987'])
  })

  it('to decide later lets them rest: nothing takes them up, and no time is told', async () => {
    const world = await twoFolders()
    const { catalog } = world
    const folderId = world.folderId('scans')
    catalog.decideDates(folderId, 'later')
    await catalog.followDates(folderId)
    expect(world.reasons()).toMatchObject({ 'a.jpg': 'undecided', 'c.jpg': 'undated' })
    expect(catalog.undatedFigures()).toEqual({ files: 3, undecided: 2 })
    catalog.takeUpUndated(noon)
    expect(due(world)).toEqual(['c.jpg leave'])
    for (const { uploadId } of catalog.next('fingerprinted', 9, noon, new Set()))
      catalog.record([
        {
          of: 'upload',
          uploadId: uploadId ?? 0,
          next: { state: 'ready', plan: { ...plain, kind: 'original' } },
        },
      ])
    expect(catalog.nextDueAt()).toBeNull()
    expect(catalog.takeUpUndated(noon)).toBe(false)
    // Nor does a clock that is set back.
    world.clock.set(noon - 10 * day)
    expect(due(world)).toEqual([])
    expect(catalog.verify()).toEqual([])
  })

  it('after that takes them up again', async () => {
    const world = await twoFolders()
    const { catalog } = world
    const folderId = world.folderId('scans')
    catalog.decideDates(folderId, 'later')
    await catalog.followDates(folderId)
    catalog.decideDates(folderId, 'name')
    await catalog.followDates(folderId)
    expect(due(world).toSorted()).toEqual(['a.jpg name', 'b.jpg name'])
    expect(catalog.undatedFigures()).toEqual({ files: 1, undecided: 0 })
  })

  it('is taken back to the one before it, and without one they wait until somebody decides', async () => {
    const { catalog, folderId: idOf } = await twoFolders()
    const folderId = idOf('scans')
    expect(catalog.undoDates(folderId)).toBeNull()
    catalog.decideDates(folderId, 'name')
    catalog.decideDates(folderId, '1987')
    expect(catalog.undoDates(folderId)).toEqual({ choice: 'name' })
    expect(catalog.undoDates(folderId)).toEqual({ choice: 'later' })
    expect(catalog.undoDates(folderId)).toBeNull()
    expect(catalog.forgetDates(folderId)).toBe(true)
    expect(catalog.undatedGroup(folderId)?.choice).toBeNull()
  })

  it('counts what went since', async () => {
    const world = await twoFolders()
    const { catalog } = world
    const folderId = world.folderId('scans')
    catalog.decideDates(folderId, '1987')
    await catalog.followDates(folderId)
    const [a, b] = catalog.next('fingerprinted', 9, noon, new Set())
    const done = (plan: SendPlan): Lifecycle => ({
      ...{ state: 'done', plan, mediaItemId: `item ${plan.fileName}`, productUrl: null },
    })
    catalog.record([
      { of: 'upload', uploadId: a?.uploadId ?? 0, next: done(datedPlan('a.jpg')) },
      { of: 'upload', uploadId: b?.uploadId ?? 0, next: done({ ...plain, kind: 'original' }) },
    ])
    expect(catalog.undatedGroup(folderId)).toMatchObject({ files: 0, went: 1, choice: '1987' })
  })
})

describe('what is prepared', () => {
  /** Both photos of a folder are prepared with the date of its name; `second` is what becomes of the other one. */
  async function prepared(second: (plan: SendPlan) => Lifecycle[]) {
    const world = await twoFolders()
    const { catalog } = world
    const folderId = world.folderId('scans')
    catalog.decideDates(folderId, 'name')
    await catalog.followDates(folderId)
    const items = catalog.next('fingerprinted', 9, noon, new Set())
    const idOf = (name: string): number => items.find((item) => item.name === name)?.uploadId ?? 0
    for (const name of ['a.jpg', 'b.jpg']) {
      const plan = datedPlan(name)
      for (const next of [
        { state: 'ready', plan } as const,
        ...(name === 'b.jpg' ? second(plan) : []),
      ])
        catalog.record([{ of: 'upload', uploadId: idOf(name), next }])
    }
    return { ...world, id: folderId, idOf }
  }

  it('waits again after another decision, and its copy is needed no more', async () => {
    const { catalog, id, idOf, reasons } = await prepared(() => [])
    catalog.decideDates(id, '1987')
    const { uploads, renditions } = catalog.planDatesAnew(id)
    expect([...uploads].toSorted()).toEqual([idOf('a.jpg'), idOf('b.jpg')].toSorted())
    expect(renditions.toSorted()).toEqual(['copy-of-a.jpg', 'copy-of-b.jpg'])
    expect(reasons()).toMatchObject({ 'a.jpg': 'undated', 'b.jpg': 'undated' })
    expect(catalog.renditionsInUse().size).toBe(0)
    expect(catalog.verify()).toEqual([])
  })

  it('is not brought back by a try to send it that fails only then', async () => {
    const { catalog, id, idOf, reasons } = await prepared(() => [])
    catalog.decideDates(id, '1987')
    catalog.planDatesAnew(id)
    const plan = datedPlan('a.jpg')
    const late: Lifecycle = {
      ...{ state: 'waiting', until: noon + 1, failure: { kind: 'stalled' }, attempts: 1 },
      ...{ resumesAs: 'ready', plan, token: null, tokenAt: null },
    }
    catalog.record([{ of: 'upload', uploadId: idOf('a.jpg'), next: late }])
    expect(reasons()['a.jpg']).toBe('undated')
    // What arrived by then has gone.
    const next = { state: 'sent', plan, token: 'token', tokenAt: noon } as const
    catalog.record([{ of: 'upload', uploadId: idOf('a.jpg'), next }])
    expect(reasons()['a.jpg']).toBe('sent')
    expect(catalog.verify()).toEqual([])
  })

  it('rests, where the decision is left for later', async () => {
    const { catalog, id, reasons } = await prepared(() => [])
    catalog.decideDates(id, 'later')
    catalog.planDatesAnew(id)
    expect(reasons()).toMatchObject({ 'a.jpg': 'undecided', 'b.jpg': 'undecided' })
  })

  const sent = (plan: SendPlan) => ({ state: 'sent', plan, token: 'token', tokenAt: noon }) as const
  const creating = (plan: SendPlan) => ({ ...sent(plan), state: 'creating' }) as const

  it.each([
    ['whose bytes are at Google', (plan: SendPlan) => [sent(plan)]],
    ['whose creation is under way', (plan: SendPlan) => [sent(plan), creating(plan)]],
    [
      'whose creation may have left, and whose bytes have to be sent again',
      (plan: SendPlan) => [sent(plan), creating(plan), { state: 'ready', plan } as const],
    ],
  ])('stays as it is %s, as other bytes would be a second item', async (_, second) => {
    const { catalog, id, idOf } = await prepared(second)
    catalog.decideDates(id, '1987')
    const { uploads, renditions } = catalog.planDatesAnew(id)
    expect([...uploads]).toEqual([idOf('a.jpg')])
    expect(renditions).toEqual(['copy-of-a.jpg'])
    expect([...catalog.renditionsInUse()]).toEqual(['copy-of-b.jpg'])
    // A new photo size changes as little of them.
    catalog.planAnew(null, new Set())
    expect([...catalog.renditionsInUse()]).toEqual(['copy-of-b.jpg'])
  })

  it('is told as sent, or creating, until it is done', async () => {
    const { catalog } = await prepared((plan) => [sent(plan), creating(plan)])
    catalog.resumeCreating()
    expect(catalog.tally().sent.files).toBe(1)
    expect(catalog.verify()).toEqual([])
  })

  it('without being asked whether it carries a date is asked, where it may carry none', async () => {
    const world = await aWorld()
    const { catalog, clock } = world
    await world.scan({ scans: ['a.jpg', 'dated.jpg', 'later.jpg'] })
    for (const { uploadId, name } of catalog.next('fingerprinted', 9, clock.now(), new Set())) {
      const next: Lifecycle =
        name === 'later.jpg'
          ? waits('undated')
          : { state: 'ready', plan: { ...plain, kind: 'original' } }
      const takenAt = name === 'dated.jpg' ? noon : null
      catalog.record([
        { of: 'upload', uploadId: uploadId ?? 0, next, facts: { ...facts, takenAt } },
      ])
    }
    const id = world.folderId('scans')
    catalog.decideDates(id, '1987')
    catalog.planDatesAnew(id)
    expect(world.reasons()).toMatchObject({ 'a.jpg': 'fingerprinted', 'dated.jpg': 'ready' })
  })
})

it('a photo that got no date, but could, is decided about anew, and one that can carry none is not', async () => {
  const world = await aWorld()
  const { catalog, clock } = world
  await world.scan({ scans: ['later.jpg', 'none.jpg', 'odd.gif'] })
  for (const { uploadId, name } of catalog.next('fingerprinted', 9, clock.now(), new Set())) {
    const undated = name === 'odd.gif' ? 'format' : 'no-room'
    const plan = { ...plain, kind: 'original', undated } as const
    const next: Lifecycle = name === 'later.jpg' ? waits('undated') : { state: 'ready', plan }
    const change = { next, facts: { ...facts, takenAt: null } }
    catalog.record([{ of: 'upload', uploadId: uploadId ?? 0, ...change }])
  }
  const id = world.folderId('scans')
  catalog.decideDates(id, '1987')
  expect(catalog.planDatesAnew(id).uploads.size).toBe(1)
  expect(world.reasons()).toMatchObject({ 'none.jpg': 'undated', 'odd.gif': 'ready' })
})

describe('what follows a decision', () => {
  it('is under way until all of it does', async () => {
    const world = await twoFolders()
    const { catalog } = world
    expect(catalog.isBusy()).toBe(false)
    const ids = [world.folderId('scans'), world.folderId('other')]
    for (const id of ids) catalog.decideDates(id, 'later')
    const following = ids.map((id) => catalog.followDates(id))
    expect(catalog.isBusy()).toBe(true)
    await following[1]
    await following[0]
    expect(catalog.isBusy()).toBe(false)
    void catalog.followDates(ids[0] ?? 0)
    expect(catalog.isBusy()).toBe(true)
    await expect.poll(() => catalog.isBusy()).toBe(false)
  })

  it('has not been tried yet, however often somebody changed their mind', async () => {
    const world = await twoFolders()
    const { catalog } = world
    for (const choice of ['later', '1987']) {
      catalog.decideDates(world.folderId('scans'), choice)
      await catalog.followDates(world.folderId('scans'))
    }
    const items = catalog.next('fingerprinted', 9, noon, new Set())
    expect(items.map(({ lifecycle }) => lifecycle)).toMatchObject([
      { state: 'waiting', attempts: 0 },
      { state: 'waiting', attempts: 0 },
    ])
  })

  it('keeps its place where its turn had come before', async () => {
    const world = await aWorld()
    const { catalog } = world
    await world.scan({ scans: ['a.jpg', 'b.jpg', 'c.jpg'] })
    const untils: Record<string, number> = { 'a.jpg': noon, 'b.jpg': noon - 1, 'c.jpg': noon + day }
    for (const { uploadId, name } of catalog.next('fingerprinted', 9, noon, new Set())) {
      const next = waits('undated', untils[name])
      catalog.record([{ of: 'upload', uploadId: uploadId ?? 0, next }])
    }
    catalog.decideDates(world.folderId('scans'), '1987')
    await catalog.followDates(world.folderId('scans'))
    expect(due(world)).toEqual(['b.jpg 1987', 'a.jpg 1987', 'c.jpg 1987'])
  })

  it('does so behind photos with the same bytes, too', async () => {
    const world = await aWorld()
    const { catalog } = world
    const bytesOf = (name: string): string => (name === 'c.jpg' ? name : 'the same')
    await world.scan({ scans: ['a.jpg', 'b.jpg', 'c.jpg'] }, bytesOf)
    world.findUndated()
    catalog.decideDates(world.folderId('scans'), 'later')
    await catalog.followDates(world.folderId('scans'))
    expect(catalog.undatedFigures()).toEqual({ files: 3, undecided: 3 })
  })

  it('does so after a restart, where the run before had only noted it', async () => {
    const folder = tempFolder()
    const at = { path: join(folder, 'a.sqlite'), backupFolder: join(folder, 'b') }
    const world = await aWorld(testClock(), at)
    const { catalog } = world
    // The folder of the source itself is the first of all.
    const seen = [
      listing('', ['a.jpg'], ['scans', 'other']),
      listing('scans', ['b.jpg']),
      listing('other', ['c.jpg']),
    ]
    await catalog.applyWalk(world.sourceId, seen, noon, 0)
    for (const { fileId, name, stamp } of catalog.next('found', 9, noon, new Set()))
      catalog.record([{ of: 'fingerprint', fileId, sha256: sha(name), stamp }])
    world.findUndated()
    const folders = ['', 'scans', 'other'].map(world.folderId)
    for (const id of folders) {
      catalog.decideDates(id, 'later')
      await catalog.followDates(id)
    }
    for (const id of folders.slice(0, 2)) catalog.decideDates(id, '1987')
    catalog.close()
    const again = await aCatalog(at)
    await expect.poll(() => again.isBusy()).toBe(false)
    const names = again.next('fingerprinted', 9, noon, new Set()).map(({ name }) => name)
    expect(names.toSorted()).toEqual(['a.jpg', 'b.jpg'])
    expect(again.undatedFigures().undecided).toBe(1)
  })
})

describe('a folder that is renamed', () => {
  it('keeps its decision, found at its new name after or before it is missed at the old one', async () => {
    const world = await twoFolders()
    const { catalog, clock } = world
    catalog.decideDates(world.folderId('scans'), '1987')
    clock.pass(1000)
    await world.scan({ attic: ['a.jpg', 'b.jpg'], other: ['c.jpg'] })
    expect(due(world).toSorted()).toEqual(['a.jpg 1987', 'b.jpg 1987'])
    world.findUndated()
    expect(catalog.undatedGroups(0).groups).toContainEqual(
      expect.objectContaining({ folder: 'attic', choice: '1987', files: 2 }),
    )
    await world.scan({ attic: ['a.jpg', 'b.jpg', 'new.jpg'], other: ['c.jpg'] })
    expect(due(world)).toEqual(['new.jpg 1987'])
    expect(catalog.verify()).toEqual([])
  })

  it('is not one from which a photo was moved to another', async () => {
    const world = await twoFolders()
    const { catalog, clock } = world
    catalog.decideDates(world.folderId('scans'), '1987')
    clock.pass(1000)
    await world.scan({ scans: ['a.jpg'], other: ['c.jpg', 'b.jpg'] })
    expect(due(world)).toEqual(['b.jpg leave'])
  })

  it('keeps one in another source, too', async () => {
    const world = await twoFolders()
    const { catalog, clock } = world
    catalog.decideDates(world.folderId('scans'), '1987')
    const elsewhere = addSource(catalog, '/elsewhere')
    clock.pass(1000)
    await world.scan({ other: ['c.jpg'] })
    const there = [listing('', [entry('a.jpg'), entry('b.jpg')])]
    await catalog.applyWalk(elsewhere, there, clock.now(), 0)
    for (const { fileId, name, stamp } of catalog.next('found', 9, clock.now(), new Set()))
      catalog.record([{ of: 'fingerprint', fileId, sha256: sha(name), stamp }])
    expect(due(world).toSorted()).toEqual(['a.jpg 1987', 'b.jpg 1987'])
  })
})

describe('the same photo in two folders', () => {
  it('waits for a decision only while neither has another', async () => {
    const world = await aWorld()
    const { catalog } = world
    await world.scan({ one: ['a.jpg'], two: ['b.jpg'] }, () => 'the same')
    world.findUndated()
    const [one, two] = [world.folderId('one'), world.folderId('two')]
    catalog.decideDates(one, 'later')
    await catalog.followDates(one)
    expect(catalog.undatedFigures()).toEqual({ files: 2, undecided: 2 })
    catalog.decideDates(two, '1987')
    await catalog.followDates(two)
    expect(catalog.undatedFigures().undecided).toBe(0)
    expect(due(world)).toHaveLength(1)
    expect(due(world)[0]).toContain('1987')
    expect(catalog.verify()).toEqual([])
  })

  it.each([
    [
      'is deleted',
      (catalog: Catalog, id: number) => catalog.applyWalk(id, [listing('', [])], noon, 0),
    ],
    [
      'becomes another photo',
      (catalog: Catalog, id: number) =>
        catalog.applyWalk(id, [listing('', [entry('a.jpg', { sizeBytes: 5 })])], noon, 0),
    ],
    [
      'is in a source that is taken out',
      (catalog: Catalog, id: number) => catalog.removeSource(id),
    ],
  ])('goes with the other one once the one left for later %s', async (_, leaves) => {
    const world = await aWorld()
    const { catalog } = world
    const elsewhere = addSource(catalog, '/elsewhere')
    await catalog.applyWalk(elsewhere, [listing('', [entry('a.jpg')])], noon, 0)
    await world.scan({ two: ['b.jpg'] }, () => 'the same')
    world.findUndated()
    catalog.decideDates(world.folderId(''), 'later')
    await catalog.followDates(world.folderId(''))
    expect(catalog.undatedFigures()).toEqual({ files: 2, undecided: 2 })
    await leaves(catalog, elsewhere)
    expect(catalog.undatedFigures()).toEqual({ files: 1, undecided: 0 })
    expect(due(world)).toEqual(['b.jpg leave'])
    expect(catalog.verify()).toEqual([])
  })

  it('goes with the other one that was left for later, taken back while the one there is deleted', async () => {
    const world = await aWorld()
    const { catalog, sourceId } = world
    await world.scan({ one: ['a.jpg'], two: ['b.jpg'] }, () => 'the same')
    world.findUndated()
    const one = world.folderId('one')
    catalog.decideDates(one, 'later')
    await catalog.followDates(one)
    catalog.forgetDates(one)
    const seen = [listing('', [], ['two']), listing('two', [entry('b.jpg')])]
    await catalog.applyWalk(sourceId, seen, noon, 0)
    await catalog.followDates(one)
    expect(catalog.undatedFigures()).toEqual({ files: 1, undecided: 0 })
    expect(catalog.verify()).toEqual([])
  })

  it('rests while another one is left for later, whichever of them moves or goes', async () => {
    const world = await aWorld()
    const { catalog } = world
    const same = () => 'the same'
    await world.scan({ one: ['a.jpg'], two: ['b.jpg'] }, same)
    world.findUndated()
    for (const folder of ['one', 'two']) {
      const folderId = world.folderId(folder)
      catalog.decideDates(folderId, 'later')
      await catalog.followDates(folderId)
    }
    await world.scan({ one: ['a.jpg'], two: [], three: ['c.jpg'] }, same)
    expect(catalog.undatedFigures()).toEqual({ files: 2, undecided: 2 })
    await world.scan({ one: [], two: [], three: ['c.jpg'] }, same)
    expect(catalog.undatedFigures()).toEqual({ files: 1, undecided: 0 })
  })

  it('has the decision of the folder into which it is copied later', async () => {
    const world = await aWorld()
    const { catalog } = world
    await world.scan({ one: ['a.jpg'], two: ['b.jpg'] })
    world.findUndated()
    catalog.decideDates(world.folderId('one'), 'later')
    await catalog.followDates(world.folderId('one'))
    catalog.decideDates(world.folderId('two'), '1987')
    await world.scan({ one: ['a.jpg'], two: ['b.jpg', 'a again.jpg'] }, (name) =>
      name.startsWith('a') ? 'a.jpg' : name,
    )
    expect(catalog.undatedFigures().undecided).toBe(0)
  })
})

it('no photo that waits for a decision is due before the end of days', () => {
  expect(new Date(undecidedUntil).getUTCFullYear()).toBe(9999)
})
