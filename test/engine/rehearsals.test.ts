// The rehearsal that the window looks at: read in pages while it goes on, bounded however many files there are, and given up
// when nobody wants it any more.
import { describe, expect, it } from 'vitest'
import type { HistoryRow } from '../../src/shared/contract.ts'
import { defaultSettings } from '../../src/shared/model.ts'
import { ok } from '../../src/shared/result.ts'
import type { StoredSource } from '../../src/main/engine/ports/catalogue.ts'
import type { Entry, WalkRequest } from '../../src/main/engine/ports/files.ts'
import {
  createRehearsals,
  type RehearsalCatalog,
  type Rehearsals,
} from '../../src/main/engine/rehearsals.ts'
import type { RehearsalTools } from '../../src/main/engine/rehearsing.ts'
import { fileReader } from '../builders/file-reader.ts'
import { manualClock } from '../fakes/manual-clock.ts'

const source: StoredSource = {
  sourceId: 1,
  path: '/photos',
  identity: { volumeId: null, pathInVolume: null, isNetwork: false },
  photoSize: 'original',
  includeSubfolders: true,
  followLinks: false,
  changedVersions: 'send',
  undated: 'leave',
  isUndatedChosen: false,
  already: 'some',
  firstScanAt: null,
  albums: 'none',
  pairs: 'both',
  ignorePatterns: [],
  leftOut: [],
  goesFirst: false,
  addedAt: 0,
  lastScanAt: null,
  isConnected: true,
}
const entry = (at: number): Entry => ({
  name: `IMG_${at}.jpg`,
  sizeBytes: 1_000 + at,
  mtimeUs: 5_000_000,
  ctimeUs: 5_000_000,
  inode: at,
  isOnlineOnly: false,
  isNameUnusable: false,
})
const doneRow = (at: number): HistoryRow =>
  ({
    folder: '',
    name: `IMG_${at}.jpg`,
    state: 'done',
    sizeBytes: 1_000 + at,
    modifiedAt: 5_000,
    skip: null,
    failure: null,
    facts: null,
    olderVersion: null,
  }) as HistoryRow

/** One folder of so many photos, of which so many are done; `stopAt` lets the look at one file hang until it is given up. */
function world({
  files,
  done = 0,
  stopAt,
  isConnected = true,
  albums = 'none',
}: {
  files: number
  done?: number
  stopAt?: number
  isConnected?: boolean
  albums?: string
}) {
  const clock = manualClock()
  const catalog: RehearsalCatalog = {
    sources: () => [{ ...source, isConnected, albums }],
    allAlbums: () => [],
    albumFolders: () => [],
    settings: () => defaultSettings,
    recall: () => null,
    requestsToday: () => ({ used: 0, resetsAt: 0 }),
    listHistory: (_, after, limit) => {
      const from = after === null ? 0 : Number(after.fileId)
      const rows = Array.from({ length: Math.min(limit, done - from) }, (__, at) =>
        doneRow(from + at),
      )
      const next = from + rows.length < done ? { key: 0, fileId: String(from + rows.length) } : null
      return { rows, next }
    },
  }
  let mostInATurn = 0
  let inThisTurn = 0
  const looked = (): void => {
    if ((inThisTurn += 1) === 1)
      setImmediate(() => {
        inThisTurn = 0
      })
    mostInATurn = Math.max(mostInATurn, inThisTurn)
  }
  const signals: AbortSignal[] = []
  const facts = { mediaKind: 'photo', mimeType: 'image/jpeg', width: 4, height: 3 } as const
  const parts: RehearsalTools & Parameters<typeof createRehearsals>[0] = {
    catalog,
    clock,
    signal: new AbortController().signal,
    config: { dataFolder: '/data', cacheFolder: '/data/cache' },
    reader: fileReader,
    walker: {
      walk: async (request: WalkRequest, take) => {
        signals.push(request.signal)
        const entries = Array.from({ length: files }, (_, at) => entry(at))
        const listing = { folder: '', entries, subfolders: [] }
        await take([{ kind: 'listing', listing }])
        return ok({ files, folders: 1 })
      },
    },
    preparer: {
      foresee: async ({ name }, signal) => {
        looked()
        if (name === `IMG_${stopAt}.jpg`)
          await new Promise((resolve) => signal.addEventListener('abort', resolve))
        return ok({
          kind: 'send',
          facts: { ...facts, takenAt: null },
          isReduced: false,
          keptOriginal: null,
          carried: { date: null, inside: null },
          isDateWritable: true,
          caption: null,
        })
      },
      dated: async () => ok({ reason: null }),
      measure: async () => [],
    },
  }
  return { rehearsals: createRehearsals(parts), clock, signals, most: () => mostInATurn }
}

const begin = (rehearsals: Rehearsals): string => {
  const started = rehearsals.start(['1'])
  if (!started.ok) throw new Error(started.failure.kind)
  return started.value.rehearsalId
}
const page = (rehearsals: Rehearsals, rehearsalId: string, from = 0, limit = 0) => {
  const read = rehearsals.read({ rehearsalId, outcome: 'goes', from, limit })
  if (!read.ok) throw new Error(read.failure.kind)
  return read.value
}
const ended = (rehearsals: Rehearsals, id: string) =>
  expect.poll(() => page(rehearsals, id).isDone, { timeout: 60_000 }).toBe(true)

describe('a rehearsal', () => {
  it('is read in pages, by what becomes of the files', async () => {
    const { rehearsals } = world({ files: 1_200, done: 700 })
    const id = begin(rehearsals)
    await ended(rehearsals, id)
    const { rehearsal, listed, rows } = page(rehearsals, id, 100, 50)
    expect(rehearsal).toMatchObject({ found: 1_200, isWhole: true, uploads: 500, creates: 10 })
    expect(listed).toEqual({ goes: 500, copy: 0, done: 700, skipped: 0, failed: 0 })
    expect(rows.map(({ path }) => path)).toEqual(
      Array.from({ length: 50 }, (_, at) => `IMG_${800 + at}.jpg`),
    )
    expect(page(rehearsals, id, 490, 500).rows).toHaveLength(10)
  })

  it('tells which albums would be made once all is looked at, and nothing where none is wanted', async () => {
    const { rehearsals } = world({ files: 120, done: 70, albums: 'source' })
    const id = begin(rehearsals)
    await ended(rehearsals, id)
    // What is in the library already goes into a new album, too.
    expect(page(rehearsals, id).albums).toEqual({
      albums: [{ title: 'photos', files: 120, isMade: false, isTold: false }],
      ...{ more: 0, new: 1, there: 0, creates: 1, batches: 3 },
    })
    const plain = world({ files: 3 }).rehearsals
    const other = begin(plain)
    await ended(plain, other)
    expect(page(plain, other).albums).toBeNull()
    const half = world({ files: 500, stopAt: 300, albums: 'source' }).rehearsals
    const begun = begin(half)
    await expect.poll(() => page(half, begun).rehearsal.found).toBeGreaterThan(200)
    expect(page(half, begun)).toMatchObject({ isDone: false, albums: null })
    half.end(begun)
  })

  it('keeps no more rows than anybody reads, counts all, and never looks at many without a pause', async () => {
    const { rehearsals, most } = world({ files: 120_000 })
    const id = begin(rehearsals)
    await ended(rehearsals, id)
    const { rehearsal, listed } = page(rehearsals, id)
    expect(rehearsal).toMatchObject({ found: 120_000, outcomes: { goes: { files: 120_000 } } })
    expect(listed.goes).toBe(100_000)
    expect(most()).toBeLessThanOrEqual(16)
  })

  it('can be read before its end, and is given up at once when it is ended', async () => {
    const { rehearsals, signals } = world({ files: 500, stopAt: 300 })
    const id = begin(rehearsals)
    await expect.poll(() => page(rehearsals, id).rehearsal.found).toBeGreaterThan(200)
    expect(page(rehearsals, id, 0, 10)).toMatchObject({ isDone: false, rows: { length: 10 } })
    rehearsals.end(id)
    expect(signals[0]?.aborted).toBe(true)
    const none = { ok: false, failure: { kind: 'not-found' } }
    expect(rehearsals.read({ rehearsalId: id, outcome: 'goes', from: 0, limit: 1 })).toEqual(none)
  })

  it('gives way to the next one', async () => {
    const { rehearsals, signals } = world({ files: 500, stopAt: 300 })
    const id = begin(rehearsals)
    await expect.poll(() => signals).toHaveLength(1)
    const next = begin(rehearsals)
    expect(signals[0]?.aborted).toBe(true)
    expect(rehearsals.read({ rehearsalId: id, outcome: 'goes', from: 0, limit: 1 }).ok).toBe(false)
    expect(page(rehearsals, next).isDone).toBe(false)
    // Ending one that is over already ends no other.
    rehearsals.end(id)
    expect(page(rehearsals, next).isDone).toBe(false)
  })

  it('is forgotten a while after nobody asks any more', async () => {
    const { rehearsals, clock, signals } = world({ files: 500, stopAt: 300 })
    const id = begin(rehearsals)
    await expect.poll(() => signals).toHaveLength(1)
    clock.advance(89_000)
    expect(page(rehearsals, id).isDone).toBe(false)
    clock.advance(89_000)
    expect(signals[0]?.aborted).toBe(false)
    clock.advance(1_000)
    expect(signals[0]?.aborted).toBe(true)
  })

  it('finds nothing in a folder that is away, or in whose place another seems to lie', async () => {
    const { rehearsals, signals } = world({ files: 5, isConnected: false })
    const id = begin(rehearsals)
    await ended(rehearsals, id)
    expect(page(rehearsals, id).rehearsal).toMatchObject({ found: 0, away: ['/photos'] })
    expect(signals).toEqual([])
  })

  it('of a folder that is none is refused', () => {
    const { rehearsals } = world({ files: 1 })
    expect(rehearsals.start(['1', '7'])).toEqual({ ok: false, failure: { kind: 'not-found' } })
  })
})
