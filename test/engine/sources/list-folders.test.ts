// The folders inside one folder of a source: what is asked of the disk, and what is told of each.
import { describe, expect, it } from 'vitest'
import type { Catalog, StoredSource } from '../../../src/main/engine/ports/catalogue.ts'
import type { WalkEvent, WalkRequest } from '../../../src/main/engine/ports/files.ts'
import { listFolders } from '../../../src/main/engine/sources/list-folders.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail, ok, type Result } from '../../../src/shared/result.ts'
import { aFile, bench } from './sources-bench.ts'

/** The source at /a. */
const source: StoredSource = {
  ...{ sourceId: 7, path: '/a', photoSize: null, includeSubfolders: true, followLinks: false },
  ...{
    changedVersions: 'send',
    undated: 'leave',
    isUndatedChosen: false,
    already: '',
    albums: '',
    pairs: '',
  },
  ...{ ignorePatterns: ['*.png'], leftOut: ['b'], goesFirst: false, isConnected: true },
  ...{ addedAt: 0, lastScanAt: null, firstScanAt: null },
  identity: { volumeId: null, pathInVolume: null, isNetwork: false },
}

type Row = ReturnType<Catalog['coverage']>[number]

const listing = (folder: string, ...subfolders: string[]): WalkEvent => ({
  kind: 'listing',
  listing: { folder, subfolders, entries: [] },
})

/** What is told of a folder of the source at /a where the disk answers so. */
async function listed(
  folder: string,
  answer: WalkEvent | Failure | null,
  { rows = [] as Partial<Row>[], followLinks = false } = {},
) {
  const requests: WalkRequest[] = []
  const asked: unknown[] = []
  const result = await listFolders({ ...source, followLinks }, folder, {
    catalog: {
      coverage: (...of) => {
        asked.push(of)
        return rows as Row[]
      },
    },
    walker: {
      walk: async (request, take): Promise<Result<{ files: number; folders: number }, Failure>> => {
        requests.push(request)
        if (answer !== null && 'kind' in answer && !isEvent(answer)) return fail(answer)
        if (answer !== null) await take([answer])
        return ok({ files: 0, folders: 1 })
      },
    },
    ownFolders: ['/a/data', '/elsewhere'],
  })
  return { result, requests, asked }
}

const isEvent = (answer: WalkEvent | Failure): answer is WalkEvent =>
  ['listing', 'unreadable', 'missing'].includes(answer.kind)

describe('the folders inside one', () => {
  it('are read from that one alone, those that the user left out as well, and no file is opened', async () => {
    const { requests, asked } = await listed('2026', listing('2026'))
    expect(requests).toEqual([
      {
        root: '/a',
        folders: ['2026'],
        isRecursive: false,
        includeSubfolders: true,
        ignorePatterns: ['*.png'],
        leftOut: ['data'],
        recall: expect.any(Function) as unknown,
        signal: expect.any(AbortSignal) as unknown,
      },
    ])
    expect(requests[0]?.recall?.('2026', aFile('letter'))).toEqual({ isMedia: false, isSame: true })
    expect(asked).toEqual([[7, '2026']])
  })

  it('may be behind links where the source follows them, and never our own', async () => {
    const { requests } = await listed('', listing(''), { followLinks: true })
    expect(requests[0]?.followLinks).toEqual({ ownFolders: ['/a/data', '/elsewhere'] })
  })

  it('are told in the order of people, each with what the catalogue knows of it', async () => {
    const rows = [
      { name: '2', files: 7, done: 3, hasChildren: true },
      { name: 'gone', files: 1 },
    ]
    const { result } = await listed('', listing('', '10', 'b', '2'), { rows })
    const unknown = { files: 0, done: 0, hasChildren: false }
    expect(result).toEqual(
      ok({
        folders: [
          { folder: '2', name: '2', files: 7, done: 3, hasChildren: true },
          { folder: '10', name: '10', ...unknown },
          { folder: 'b', name: 'b', ...unknown },
        ],
        more: 0,
      }),
    )
  })

  it('are told by their paths from the source', async () => {
    const { result } = await listed('2026/May', listing('2026/May', 'x'))
    expect(result).toMatchObject({ value: { folders: [{ folder: '2026/May/x', name: 'x' }] } })
  })

  it.each([
    [0, 0, 0],
    [499, 499, 0],
    [500, 500, 0],
    [501, 500, 1],
    [750, 500, 250],
  ])('are %i: %i are told, and that there are %i more', async (count, told, more) => {
    const names = Array.from({ length: count }, (_, index) => `f${index}`)
    const { result } = await listed('', listing('', ...names))
    if (!result.ok) throw new Error('no folders')
    expect([result.value.folders.length, result.value.more]).toEqual([told, more])
  })

  it.each<[string, WalkEvent | Failure | null, Failure]>([
    [
      'the one cannot be read',
      { kind: 'unreadable', folder: '2026', code: 'EACCES' },
      { kind: 'folder-unreadable', path: '2026', code: 'EACCES' },
    ],
    ['the one is gone', { kind: 'missing', folder: '2026' }, { kind: 'not-found' }],
    ['the disk says nothing of it', null, { kind: 'not-found' }],
    [
      'the source is not there',
      { kind: 'folder-missing', path: '/a' },
      { kind: 'folder-missing', path: '/a' },
    ],
  ])('are none where %s', async (_, answer, failure) => {
    expect((await listed('2026', answer)).result).toEqual(fail(failure))
  })

  it('are told of a source that takes part, and of no other', async () => {
    const { sources, disks, ids, start } = await bench(['/a', '/b'], {
      isWanted: (sourceId) => sourceId === 1,
    })
    disks.set('/a', [listing('', 'x')])
    await start()
    const [a = 0, b = 0] = ids
    expect(await sources.listFolders(a, '')).toMatchObject({ value: { folders: [{ name: 'x' }] } })
    expect(await sources.listFolders(b, '')).toEqual(fail({ kind: 'not-found' }))
  })
})
