// The album of one batch: whether the batch leaves with it, what Google's refusals come to, and what is noted with each photo.
import { describe, expect, it } from 'vitest'
import { DiskFullError } from '../../../src/main/engine/ports/catalogue-trouble.ts'
import type { AlbumKeeper, StoredAlbum } from '../../../src/main/engine/ports/albums.ts'
import type { WorkItem } from '../../../src/main/engine/ports/catalogue.ts'
import { createAlbumTroubles } from '../../../src/main/engine/queue/album-troubles.ts'
import { createBatchAlbum } from '../../../src/main/engine/queue/batch-album.ts'
import { readyAlbum } from '../../../src/main/engine/queue/ready-album.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail, ok, type Result } from '../../../src/shared/result.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

const { signal } = new AbortController()
const place = { sourceId: 1, key: 'Party' }
const inParty = (uploadId: number): WorkItem =>
  ({ uploadId, fileId: uploadId, album: { ...place, takenAt: null } }) as WorkItem
const [one, two] = [inParty(1), inParty(2)]
const noAlbum = { uploadId: 3, fileId: 3 } as WorkItem
const stored = { rowId: 7, albumId: 'google-1', ...place } as StoredAlbum
const rejected: Failure = { kind: 'rejected', code: 3, message: '' }
const gone: Failure = { kind: 'album-gone' }
const internal: Failure = { kind: 'server-error', status: 500 }

/** The album of a batch over a keeper that only remembers. */
function anAlbum(
  items: readonly WorkItem[],
  answer: Result<StoredAlbum | null, Failure> = ok(stored),
  ...looks: Awaited<ReturnType<AlbumKeeper['lookAt']>>[]
) {
  const asked: string[] = []
  const keeper: AlbumKeeper = {
    compare: () => 0,
    albumFor: async ({ sourceId, key }, photos) => {
      asked.push(`${sourceId}/${key} for ${photos}`)
      return answer
    },
    lookAt: async ({ rowId }) => {
      asked.push(`look at ${rowId}`)
      return looks.shift() ?? 'unknown'
    },
    isGone: async ({ rowId }) => void asked.push(`${rowId} is gone`),
    addDue: async () => ({ place: null, added: ok(false) }),
  }
  return { asked, album: createBatchAlbum(keeper, items) }
}

describe('a batch whose photos go into an album', () => {
  it('has it made for all of them, and is asked for in it', async () => {
    const { asked, album } = anAlbum([one, two])
    expect(album.of([one])).toBeUndefined()
    expect(await album.ready(signal)).toBeNull()
    expect(asked).toEqual(['1/Party for 2'])
    expect(album.of([one, two])).toBe('google-1')
    expect(album.changesFor(one)).toEqual([{ of: 'in-album', uploadId: 1, rowId: 7, isIn: true }])
  })

  it('goes into none where its folder wants none, or where the album takes none', async () => {
    const none = anAlbum([noAlbum])
    expect([await none.album.ready(signal), none.asked, none.album.place]).toEqual([
      ...[null, [], undefined],
    ])
    const closed = anAlbum([one], ok(null))
    for (const { album } of [none, closed]) {
      expect(await album.ready(signal)).toBeNull()
      expect([album.of([one]), album.changesFor(one), album.leaveOut([one])]).toEqual([
        ...[undefined, [], false],
      ])
      expect(await album.refused([one], rejected, signal)).toBe('blame')
    }
    expect(closed.asked).toEqual(['1/Party for 1'])
  })

  it('does not leave where the album cannot be made now', async () => {
    const { album } = anAlbum([one], fail(internal))
    expect(await album.ready(signal)).toEqual(internal)
    expect(album.of([one])).toBeUndefined()
  })

  it('is asked for once more without an album that is gone', async () => {
    const { asked, album } = anAlbum([one, two])
    await album.ready(signal)
    expect(await album.refused([one, two], gone, signal)).toBe('again')
    expect(asked.slice(1)).toEqual(['7 is gone'])
    expect([album.of([one]), album.changesFor(one)]).toEqual([undefined, []])
    expect(await album.refused([one, two], gone, signal)).toBe('blame')
  })

  it.each([
    ['gone', 'again', undefined],
    ['full', 'rest', 'google-1'],
    ['unknown', 'blame', 'google-1'],
    ['open', 'blame', 'google-1'],
  ] as const)('that is refused looks at the album: it is %s', async (look, verdict, id) => {
    const { asked, album } = anAlbum([one, two], ok(stored), look)
    await album.ready(signal)
    expect(await album.refused([one, two], internal, signal)).toBe('blame')
    expect(asked).toHaveLength(1)
    expect(await album.refused([one, two], rejected, signal)).toBe(verdict)
    expect(asked.slice(1)).toEqual(['look at 7'])
    expect(album.of([one])).toBe(id)
  })

  it('looks at it once, and again only where nobody could say', async () => {
    const { asked, album } = anAlbum([one, two], ok(stored), 'unknown', 'full', 'full')
    await album.ready(signal)
    const verdicts = []
    for (let time = 0; time < 3; time += 1)
      verdicts.push(await album.refused([one, two], rejected, signal))
    expect(verdicts).toEqual(['blame', 'rest', 'blame'])
    expect(asked).toHaveLength(3)
  })

  it('leaves out one by one what Google does not take into it, and notes that', async () => {
    const { asked, album } = anAlbum([one, two])
    await album.ready(signal)
    expect([album.leaveOut([one]), album.leaveOut([one])]).toEqual([true, false])
    expect([album.of([one]), album.of([two]), album.of([one, two])]).toEqual([
      ...[undefined, 'google-1', 'google-1'],
    ])
    expect(album.changesFor(one)).toMatchObject([{ uploadId: 1, isIn: false }])
    expect(album.changesFor(two)).toMatchObject([{ uploadId: 2, isIn: true }])
    // What is refused without the album is not refused for its sake.
    expect(await album.refused([one], gone, signal)).toBe('blame')
    expect(asked).toHaveLength(1)
    expect(album.leaveOut([one, two])).toBe(true)
  })
})

describe('an album that is made before its batch leaves', () => {
  /** Asked for while things change as `meanwhile` says. */
  async function asked(
    answer: Failure | null | Error,
    meanwhile: (world: { pause(): void; signOut(): void; abort(): void }) => void = () => undefined,
    triesBefore = 0,
  ) {
    const troubles = createAlbumTroubles(manualClock(0))
    for (let time = 0; time < triesBefore; time += 1) troubles.met('1/Party', internal)
    const abort = new AbortController()
    const bugs: unknown[] = []
    let isOpen = true
    let account: { sub: string; email: string; clientId: string } | null = {
      ...{ sub: '1', email: 'first@example.test', clientId: 'client' },
    }
    let requests = 0
    const readiness = await readyAlbum(
      {
        store: { currentAccount: () => account },
        logger: { error: (_, bug) => void bugs.push(bug) },
        troubles,
        isOpen: () => isOpen,
      },
      {
        place,
        ready: async () => {
          requests += 1
          meanwhile({
            pause: () => (isOpen = false),
            signOut: () => (account = null),
            abort: () => abort.abort(),
          })
          if (answer instanceof Error) throw answer
          return answer
        },
      },
      abort.signal,
    )
    return { readiness, bugs, requests, troubles }
  }

  it('lets the batch go, and what was wrong with it before is forgotten', async () => {
    const { readiness, troubles } = await asked(null, undefined, 2)
    expect(readiness).toEqual({ is: 'go' })
    expect([troubles.restMs('1/Party'), troubles.nextMs()]).toEqual([0, null])
  })

  it('is asked for by nobody where it was tried often enough, nor where none is wanted', async () => {
    const { readiness, requests } = await asked(null, undefined, 3)
    expect([readiness, requests]).toEqual([{ is: 'go' }, 0])
    const none = await readyAlbum(
      {} as Parameters<typeof readyAlbum>[0],
      { place: undefined, ready: () => Promise.reject(new Error('asked for')) },
      signal,
    )
    expect(none).toEqual({ is: 'go' })
  })

  it('keeps the batch where a pause, an end or another account came meanwhile', async () => {
    for (const what of ['pause', 'signOut', 'abort'] as const) {
      const made = await asked(null, (world) => world[what]())
      expect([what, made.readiness]).toEqual([what, { is: 'not-now' }])
      if (what === 'abort') continue
      const without = await asked(internal, (world) => world[what](), 2)
      expect([what, without.readiness]).toEqual([what, { is: 'not-now' }])
    }
  })

  it('keeps the batch while it rests, and lets it go without it in the end', async () => {
    expect((await asked(internal)).readiness).toEqual({ is: 'not-now' })
    expect((await asked(internal, undefined, 2)).readiness).toEqual({ is: 'go' })
  })

  it('fails with the line, and when it is ended, and is in no trouble for that', async () => {
    for (const [failure, meanwhile] of [
      [{ kind: 'offline' }, undefined],
      [internal, (world: { abort(): void }) => world.abort()],
    ] as const) {
      const { readiness, troubles } = await asked(failure, meanwhile)
      expect(readiness).toEqual({ is: 'failed', failure })
      expect(troubles.nextMs()).toBeNull()
    }
  })

  it('meets a bug: that is logged, and is trouble of this album alone', async () => {
    const bug = new TypeError('a bug')
    const { readiness, bugs, troubles } = await asked(bug)
    expect([readiness, bugs]).toEqual([{ is: 'not-now' }, [bug]])
    expect(troubles.restMs('1/Party')).toBeGreaterThan(0)
  })

  it('meets a store that takes nothing, or an end: whoever asked for the batch is told', async () => {
    const full = new DiskFullError('full')
    await expect(asked(full)).rejects.toBe(full)
    const ended = new TypeError('ended')
    await expect(asked(ended, (world) => world.abort())).rejects.toBe(ended)
  })
})
