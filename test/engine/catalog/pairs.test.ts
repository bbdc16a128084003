// Files that are one picture together, as the rows tell it: which may be, what is left out for which, and what takes that back to
// work.
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { Entry } from '../../../src/main/engine/ports/files.ts'
import type { Lifecycle } from '../../../src/shared/model.ts'
import {
  aCatalog,
  addSource,
  as,
  entry,
  fingerprint,
  listing,
  noon,
  statesOf,
  tempFolder,
} from './catalog-builder.ts'

const dayMs = 86_400_000
const out: Lifecycle = { state: 'skipped', reason: { kind: 'left-to-partner', is: 'raw' } }

let catalog: Catalog
let sourceId: number
let place = { path: '', backupFolder: '' }

beforeEach(async () => {
  const folder = tempFolder()
  place = { path: join(folder, 'catalogue.sqlite'), backupFolder: join(folder, 'backups') }
  catalog = await aCatalog(place)
  sourceId = addSource(catalog, '/photos')
})

const scan = async (entries: (Entry | string)[], at = noon, id = sourceId): Promise<void> => {
  await catalog.applyWalk(id, [listing('', entries)], at, 0)
  catalog.finishScan(id, at, [])
}
const found = (name: string) => {
  const item = catalog.next('found', 99, noon + dayMs, new Set()).find((one) => one.name === name)
  if (item === undefined) throw new Error(`${name} is not found`)
  return item
}
const idOf = (name: string): number => {
  const known = catalog
    .listHistory({ search: name }, null, 9)
    .rows.find((row) => row.name === name && row.isPresent)
  if (known === undefined) throw new Error(`There is no ${name}`)
  return Number(known.fileId)
}
const candidatesOf = (name: string): string[] =>
  catalog.pairCandidates({ fileId: idOf(name), name }).map((one) => one.name)
const pair = (name: string, still: string, role: 'raw' | 'film' | null = 'raw'): void =>
  catalog.record([{ of: 'pair', fileId: idOf(name), stillId: idOf(still), role }])
/** Leaves out what is found and to be left out, as the queue does. */
const leaveOut = (): void => {
  for (const item of catalog.next('found', 99, noon + dayMs, new Set()))
    if (catalog.leftToPartner(item) !== null)
      catalog.record([{ of: 'file', fileId: item.fileId, next: out }])
}
const isLeft = (name: string): boolean => catalog.leftToPartner(found(name)) !== null
const choose = (pairs: string, id = sourceId) => catalog.changePairs(id, pairs)

describe('what may be one picture', () => {
  test('is what is called alike in its folder, in whatever letters', async () => {
    await scan([
      ...['IMG_1.JPG', 'IMG_1.CR2', 'img_1.dng', 'IMG_1.MOV', 'IMG_1_HEVC.MOV', 'IMG_1.HEIC'],
      ...[
        'IMG_10.CR2',
        'IMG_1 (1).CR2',
        'IMG_1-edited.JPG',
        'IMG_E1.MOV',
        'IMG_1.png',
        'IMG_1.AVI',
      ],
    ])
    const seconds = ['IMG_1.CR2', 'IMG_1.MOV', 'IMG_1_HEVC.MOV', 'img_1.dng']
    expect(candidatesOf('IMG_1.JPG').toSorted()).toEqual(seconds)
    expect(candidatesOf('IMG_1.HEIC').toSorted()).toEqual(seconds)
    for (const name of seconds)
      expect([name, ...candidatesOf(name).toSorted()]).toEqual([name, 'IMG_1.HEIC', 'IMG_1.JPG'])
    for (const name of [
      'IMG_10.CR2',
      'IMG_1 (1).CR2',
      'IMG_1-edited.JPG',
      'IMG_E1.MOV',
      'IMG_1.png',
    ])
      expect([name, ...candidatesOf(name)]).toEqual([name])
    expect(catalog.pairCandidates(found('IMG_1.CR2'))).toEqual([
      { fileId: idOf('IMG_1.HEIC'), name: 'IMG_1.HEIC', path: join('/photos/IMG_1.HEIC') },
      { fileId: idOf('IMG_1.JPG'), name: 'IMG_1.JPG', path: join('/photos/IMG_1.JPG') },
    ])
  })

  test('is none that lies in another folder, is gone, or is only in the cloud', async () => {
    const cloud = entry('B.JPG', { isOnlineOnly: true })
    await catalog.applyWalk(
      sourceId,
      [listing('', ['A.JPG', 'C.CR2', cloud, 'B.CR2', 'D.JPG'], ['in']), listing('in', ['A.CR2'])],
      noon,
      0,
    )
    await catalog.applyWalk(
      sourceId,
      [listing('', ['A.JPG', cloud, 'B.CR2', 'D.JPG'], ['in'])],
      noon,
      0,
    )
    for (const name of ['A.JPG', 'A.CR2', 'B.CR2']) expect(candidatesOf(name)).toEqual([])
  })

  test('is asked about once, and anew when one of them has other bytes', async () => {
    await scan(['A.JPG', 'A.CR2', 'A.MOV'])
    pair('A.CR2', 'A.JPG')
    expect(candidatesOf('A.CR2')).toEqual([])
    expect(candidatesOf('A.JPG')).toEqual(['A.MOV'])
    await scan([entry('A.JPG', { sizeBytes: 2 }), 'A.CR2', 'A.MOV'])
    expect(candidatesOf('A.CR2')).toEqual(['A.JPG'])
    expect(candidatesOf('A.JPG')).toEqual(['A.CR2', 'A.MOV'])
  })
})

describe('a file beside its still', () => {
  beforeEach(async () => {
    await scan(['A.JPG', 'A.CR2'])
    pair('A.CR2', 'A.JPG')
  })

  test.each([
    ['both', 'raw', false],
    ['jpeg', 'raw', true],
    ['still', 'raw', false],
    ['jpeg,still', 'raw', true],
    ['both', 'film', false],
    ['jpeg', 'film', false],
    ['still', 'film', true],
    ['jpeg,still', 'film', true],
  ] as const)('of a folder with %s, as its %s: left out %s', async (pairs, role, isOut) => {
    pair('A.CR2', 'A.JPG', role)
    await choose(pairs)
    expect(isLeft('A.CR2')).toBe(isOut)
    expect(catalog.leavesPairsOut(sourceId)).toBe(pairs !== 'both')
    expect(isLeft('A.JPG')).toBe(false)
  })

  test.each<[string, () => void | Promise<void>]>([
    [
      'is left out itself',
      () => catalog.record([{ of: 'file', fileId: idOf('A.JPG'), next: as.skipped() }]),
    ],
    [
      'is given up unread',
      () => catalog.record([{ of: 'file', fileId: idOf('A.JPG'), next: as.failed() }]),
    ],
    [
      'is refused',
      () =>
        catalog.record([
          { of: 'upload', uploadId: fingerprint(catalog, 'A.JPG', 'J'), next: as.failed() },
        ]),
    ],
    [
      'is left out by what it is',
      () =>
        catalog.record([
          { of: 'upload', uploadId: fingerprint(catalog, 'A.JPG', 'J'), next: as.skipped() },
        ]),
    ],
    ['is deleted', () => scan(['A.CR2'])],
    [
      'is deleted once it is in the library',
      async () => {
        const uploadId = fingerprint(catalog, 'A.JPG', 'J')
        catalog.record([{ of: 'upload', uploadId, next: as.ready() }])
        catalog.record([{ of: 'upload', uploadId, next: as.sent() }])
        catalog.record([{ of: 'upload', uploadId, next: as.creating() }])
        catalog.record([{ of: 'upload', uploadId, next: as.done() }])
        expect(statesOf(catalog)).toContain('A.CR2: skipped')
        await scan(['A.CR2'])
      },
    ],
    [
      'moves away',
      async () => {
        fingerprint(catalog, 'A.JPG', 'J')
        await catalog.applyWalk(
          sourceId,
          [listing('', ['A.CR2'], ['in']), listing('in', ['A.JPG'])],
          noon,
          0,
        )
        fingerprint(catalog, 'A.JPG', 'J')
      },
    ],
    [
      'moves away, and is met there first',
      async () => {
        fingerprint(catalog, 'A.JPG', 'J')
        await catalog.applyWalk(sourceId, [listing('in', ['A.JPG'])], noon + 1, 0)
        fingerprint(catalog, 'A.JPG', 'J', noon + 1)
        expect(statesOf(catalog)).toContain('A.CR2: skipped')
        await catalog.applyWalk(sourceId, [listing('', ['A.CR2'], ['in'])], noon + 2, 0)
        expect(statesOf(catalog)).toContain('in/A.JPG: fingerprinted')
      },
    ],
    ['turns out to be another picture', () => pair('A.CR2', 'A.JPG', null)],
    ['is wanted together with it after all', () => choose('both')],
    ['is of a folder that leaves out films now', () => choose('still')],
    [
      'is ignored',
      () => {
        const reason = { kind: 'ignored-by-user' } as const
        catalog.record([{ of: 'file', fileId: idOf('A.JPG'), next: { state: 'skipped', reason } }])
      },
    ],
  ])('goes as soon as that %s', async (_, happens) => {
    await choose('jpeg')
    leaveOut()
    expect(statesOf(catalog)).toContain('A.CR2: skipped')
    await happens()
    expect(statesOf(catalog)).toContain('A.CR2: found')
    expect(isLeft('A.CR2')).toBe(false)
    expect(catalog.verify()).toEqual([])
  })

  test.each<[string, () => void | Promise<void>]>([
    [
      'waits',
      () =>
        catalog.record([
          { of: 'file', fileId: idOf('A.JPG'), next: as.waiting(noon + 5, 'found') },
        ]),
    ],
    [
      'is on its way',
      () =>
        catalog.record([
          { of: 'upload', uploadId: fingerprint(catalog, 'A.JPG', 'J'), next: as.ready() },
        ]),
    ],
    ['is written anew', () => scan([entry('A.JPG', { sizeBytes: 2 }), 'A.CR2'])],
  ])('stays out while that %s', async (_, happens) => {
    await choose('jpeg')
    leaveOut()
    await happens()
    expect(statesOf(catalog)).toContain('A.CR2: skipped')
    expect(catalog.verify()).toEqual([])
  })

  test('goes where its partner came to rest in the moment in which it is left out', async () => {
    await choose('jpeg')
    const raw = idOf('A.CR2')
    catalog.record([
      { of: 'file', fileId: idOf('A.JPG'), next: as.failed() },
      { of: 'file', fileId: raw, next: out },
    ])
    expect(statesOf(catalog)).toContain('A.CR2: found')
    const uploadId = fingerprint(catalog, 'A.CR2', 'R')
    catalog.record([{ of: 'upload', uploadId, next: out }])
    expect(statesOf(catalog)).toContain('A.CR2: fingerprinted')
  })

  test('is left out for all files with its bytes, or not at all', async () => {
    const other = addSource(catalog, '/copies')
    await choose('jpeg')
    const uploadId = fingerprint(catalog, 'A.CR2', 'R')
    const item = { fileId: idOf('A.CR2'), sourceId, contentId: 1 }
    expect(catalog.leftToPartner(item)).toBe('raw')
    catalog.record([{ of: 'upload', uploadId, next: out }])
    expect(statesOf(catalog)).toContain('A.CR2: skipped')
    await scan(['B.CR2'], noon, other)
    fingerprint(catalog, 'B.CR2', 'R')
    expect(catalog.leftToPartner(item)).toBeNull()
    expect(statesOf(catalog)).toEqual([
      'A.CR2: fingerprinted',
      'A.JPG: found',
      'B.CR2: fingerprinted',
    ])
    expect(catalog.verify()).toEqual([])
  })

  test('that moves with its still stays out', async () => {
    await choose('jpeg')
    fingerprint(catalog, 'A.JPG', 'J')
    const uploadId = fingerprint(catalog, 'A.CR2', 'R')
    catalog.record([{ of: 'upload', uploadId, next: out }])
    await catalog.applyWalk(sourceId, [listing('in', ['A.JPG', 'A.CR2'])], noon, 0)
    const [still, raw] = ['A.JPG', 'A.CR2'].map((name) => found(name).fileId)
    catalog.record([{ of: 'pair', fileId: raw ?? 0, stillId: still ?? 0, role: 'raw' }])
    await catalog.applyWalk(sourceId, [listing('', [], ['in'])], noon, 0)
    fingerprint(catalog, 'A.JPG', 'J')
    fingerprint(catalog, 'A.CR2', 'R')
    leaveOut()
    for (const item of catalog.next('fingerprinted', 9, noon + dayMs, new Set()))
      if (item.name === 'A.CR2') {
        expect(catalog.leftToPartner(item)).toBe('raw')
        catalog.record([{ of: 'upload', uploadId, next: out }])
      }
    expect(statesOf(catalog)).toEqual(['in/A.CR2: skipped', 'in/A.JPG: fingerprinted'])
    expect(catalog.verify()).toEqual([])
  })

  test('is no trouble: it is not counted as not looked at', async () => {
    await choose('jpeg')
    leaveOut()
    expect(catalog.skippedSince(0)).toBe(0)
    expect(catalog.tally().skipped.files).toBe(1)
  })

  test('is counted by what leaving it out saves, as long as it is not in the library', async () => {
    const nothing = { files: 0, bytes: 0 }
    expect(catalog.pairFigures(sourceId)).toEqual({ raw: { files: 1, bytes: 1000 }, film: nothing })
    await choose('jpeg')
    leaveOut()
    expect(catalog.pairFigures(sourceId)).toEqual({ raw: { files: 1, bytes: 1000 }, film: nothing })
    const ends = { from: 1, to: catalog.lastFileId() }
    expect(catalog.unsentFiles(ends).map(({ fileId }) => fileId)).toEqual([idOf('A.JPG')])
    await choose('both')
    expect(catalog.unsentFiles(ends)).toHaveLength(2)
    catalog.record([{ of: 'file', fileId: idOf('A.JPG'), next: as.failed() }])
    expect(catalog.pairFigures(sourceId)).toEqual({ raw: nothing, film: nothing })
  })

  test('leaves with its folder', async () => {
    await choose('jpeg')
    leaveOut()
    await catalog.removeSource(sourceId)
    expect(statesOf(catalog)).toEqual([])
    expect(catalog.verify()).toEqual([])
  })
})

test('what was chosen is kept, and a change that broke off is gone on with', async () => {
  await scan(['A.JPG', 'A.CR2'])
  pair('A.CR2', 'A.JPG')
  await choose('jpeg')
  leaveOut()
  // The app ends before the first slice.
  const change = choose('both').catch(() => undefined)
  catalog.close()
  await change
  catalog = await aCatalog(place)
  expect(catalog.sources()[0]?.pairs).toBe('both')
  await expect.poll(() => statesOf(catalog)).toContain('A.CR2: found')
})

describe('a partner that is not there yet', () => {
  const now = { mtimeUs: noon * 1000, ctimeUs: noon * 1000 }
  const names = (at: number): string[] =>
    catalog
      .next('found', 99, at, new Set())
      .map(({ name }) => name)
      .toSorted()

  test('is waited for only where one would be left out, and as long as it may still be written', async () => {
    await scan([entry('A.CR2', now), entry('A.JPG', now), entry('B.MOV', now)])
    expect(names(noon)).toEqual(['A.CR2', 'A.JPG', 'B.MOV'])
    await choose('jpeg')
    const old = entry('OLD.CR2')
    await scan([
      entry('A.CR2', now),
      entry('A.JPG', now),
      entry('C.CR2', now),
      entry('D.MOV', now),
      old,
    ])
    expect(names(noon)).toEqual(['A.CR2', 'A.JPG', 'D.MOV', 'OLD.CR2'])
    expect(names(noon + 29_999)).not.toContain('C.CR2')
    expect(names(noon + 30_000)).toContain('C.CR2')
    await choose('still')
    await scan([
      entry('E.MOV', now),
      entry('E.HEIC', now),
      entry('F.MOV', now),
      entry('G_HEVC.MOV', now),
      entry('G.HEIC', now),
    ])
    expect(names(noon)).toEqual(['E.HEIC', 'E.MOV', 'G.HEIC', 'G_HEVC.MOV'])
    expect(names(noon + 30_000)).toContain('F.MOV')
  })

  test('is waited for no longer than thirty seconds, whatever the clock of a share says', async () => {
    await choose('jpeg')
    await scan([entry('A.CR2', { mtimeUs: now.mtimeUs, ctimeUs: (noon + dayMs) * 1000 })])
    expect(names(noon + 30_000)).toEqual(['A.CR2'])
  })

  test('holds its RAW until it is written', async () => {
    await choose('jpeg')
    await catalog.applyWalk(
      sourceId,
      [
        listing('', [
          entry('A.CR2', { ctimeUs: (noon - 60_000) * 1000, mtimeUs: 1 }),
          entry('A.JPG', now),
        ]),
      ],
      noon,
      2_000,
    )
    expect(names(noon)).toEqual([])
    expect(names(noon + 2_000)).toEqual(['A.CR2', 'A.JPG'])
  })
})
