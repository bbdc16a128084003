// One batch by itself, with an album that answers as the test says: what is stored when it does not leave, and whom its failures
// are told.
import { describe, expect, it } from 'vitest'
import type { AlbumKeeper, StoredAlbum } from '../../../src/main/engine/ports/albums.ts'
import type { WorkItem } from '../../../src/main/engine/ports/catalogue.ts'
import type { Photos } from '../../../src/main/engine/ports/photos.ts'
import { createAlbumTroubles } from '../../../src/main/engine/queue/album-troubles.ts'
import type { Recorder } from '../../../src/main/engine/queue/recorder.ts'
import { createBatchSender } from '../../../src/main/engine/queue/send-batch.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail, ok } from '../../../src/shared/result.ts'
import { aLifecycle, anItem } from '../../builders/items.ts'
import { noAlbums } from '../../builders/no-albums.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

const rejected: Failure = { kind: 'rejected', code: 3, message: 'no' }
const offline: Failure = { kind: 'offline' }
const party: StoredAlbum = {
  ...{ rowId: 7, sourceId: 1, key: 'Party', part: 1, owner: { accountId: 1, clientId: 'client' } },
  ...{ state: 'made', albumId: 'album', productUrl: null, title: 'Party', name: 'Party' },
  ...{ isRenamed: false, count: 0, refused: 0 },
}

/** So many photos whose bytes Google holds; of one folder with an album, or of none. */
const photos = (count: number, isOfParty = false): WorkItem[] =>
  Array.from({ length: count }, (_, index) =>
    anItem({
      ...{ fileId: index + 1, uploadId: index + 1, lifecycle: aLifecycle('sent') },
      ...(isOfParty ? { album: { sourceId: 1, key: 'Party', takenAt: null } } : {}),
    }),
  )

/** A sender, and all that it does in its order. */
function bench(answers: {
  create?: (size: number, albumId: string | undefined) => Failure | null
  /** What Google says of each photo of a request that it took; made, unless told otherwise. */
  outcome?: (index: number) => Failure | null
  albums?: Partial<AlbumKeeper>
  caption?: string
}) {
  const log: string[] = []
  const state = { isOpen: true }
  const ids = (items: readonly WorkItem[]): string => items.map(({ fileId }) => fileId).join(' ')
  const record: Recorder['record'] = async (changes) => {
    for (const change of changes)
      if (change.of === 'upload') log.push(`${change.uploadId} ${change.next.state}`)
  }
  const create: Photos['create'] = async (items, _, albumId) => {
    log.push(`request for ${items.length}${albumId === undefined ? '' : ` into ${albumId}`}`)
    const failure = answers.create?.(items.length, albumId) ?? null
    if (failure !== null) return fail(failure)
    return ok(
      items.map((_item, index) => {
        const refusal = answers.outcome?.(index) ?? null
        return refusal === null ? ok({ mediaItemId: 'made', productUrl: null }) : fail(refusal)
      }),
    )
  }
  const recorder: Pick<Recorder, 'record' | 'recordSoon'> = { record, recordSoon: record }
  const library: Pick<Photos, 'create'> = { create }
  const clock = manualClock()
  const sender = createBatchSender(
    {
      albums: { ...noAlbums, ...answers.albums },
      ...{ store: { currentAccount: () => null }, clock, troubles: createAlbumTroubles(clock) },
      photos: library as Photos,
      recorder: recorder as Recorder,
      logger: { error: () => undefined },
      checkpoint: (effect) => log.push(`(${effect})`),
      isOpen: () => state.isOpen,
      captionOf: () =>
        answers.caption === undefined
          ? undefined
          : { text: answers.caption, source: 'exif', isRefused: false },
      onDone: async (items) => void log.push(`done ${ids(items)}`),
      onFailure: async (items, { kind }, isAnswered) =>
        void log.push(`${kind} ${ids(items)}${isAnswered ? ', answered' : ''}`),
      onBug: async (items) => void log.push(`bug ${ids(items)}`),
    },
    {
      wentThrough: () => log.push('went through'),
      failed: (size, isStopped) => log.push(`${size} failed${isStopped ? ', all rests' : ''}`),
    },
  )
  return { sender, log, state, signal: new AbortController().signal }
}

const leaves = (count: number): string[] => [
  ...Array.from({ length: count }, (_, index) => `${index + 1} creating`),
  '(creating-stored)',
]
const undone = (count: number): string[] => [
  ...Array.from({ length: count }, (_, index) => `${index + 1} sent`),
  '(failure-stored)',
]

describe('a batch whose album', () => {
  it.each([
    [true, '2 failed'],
    [false, '2 failed, all rests'],
  ])('cannot be made for the line is a batch that failed; work goes on: %s', async (is, line) => {
    const { sender, log, state, signal } = bench({
      albums: {
        albumFor: async () => {
          state.isOpen = is
          return fail(offline)
        },
      },
    })
    await sender.send(photos(2, true), signal)
    expect(log).toEqual([...leaves(2), 'offline 1 2', line])
  })

  it('is being made when all is stopped is as it was before', async () => {
    const stop = new AbortController()
    const { sender, log } = bench({
      albums: {
        albumFor: async () => {
          stop.abort()
          throw new Error('stopped')
        },
      },
    })
    await expect(sender.send(photos(2, true), stop.signal)).rejects.toThrow('stopped')
    expect(log).toEqual([...leaves(2), ...undone(2)])
  })

  it('is in trouble alone is as it was before', async () => {
    const { sender, log, signal } = bench({
      albums: { albumFor: async () => fail({ kind: 'server-error', status: 500 }) },
    })
    await sender.send(photos(1, true), signal)
    expect(log).toEqual([...leaves(1), ...undone(1)])
  })

  it('is full comes again for its next part', async () => {
    const { sender, log, signal } = bench({
      create: () => rejected,
      albums: { albumFor: async () => ok(party), lookAt: async () => 'full' },
    })
    await sender.send(photos(2, true), signal)
    expect(log).toEqual([...leaves(2), 'request for 2 into album', ...undone(2)])
  })

  it('is gone is asked for once more without it', async () => {
    const { sender, log, signal } = bench({
      create: (_, albumId) => (albumId === undefined ? null : { kind: 'album-gone' }),
      albums: { albumFor: async () => ok(party) },
    })
    await sender.send(photos(2, true), signal)
    expect(log.slice(3, 7)).toEqual([
      'request for 2 into album',
      'request for 2',
      '(items-created)',
      'went through',
    ])
  })

  it('takes one photo not has it go without', async () => {
    const { sender, log, signal } = bench({
      create: (_, albumId) => (albumId === undefined ? null : rejected),
      albums: { albumFor: async () => ok(party), lookAt: async () => 'open' },
    })
    await sender.send(photos(1, true), signal)
    expect(log.slice(2, 4)).toEqual(['request for 1 into album', 'request for 1'])
    expect(log.at(-1)).toBe('done 1')
  })
})

describe('a batch that is halved', () => {
  it('leaves the rest as it was once all is to rest', async () => {
    const { sender, log, state, signal } = bench({
      create: () => {
        state.isOpen = false
        return rejected
      },
    })
    await sender.send(photos(3), signal)
    expect(log).toEqual([...leaves(3), 'request for 3', '3 failed, all rests', ...undone(3)])
  })

  it.each([
    [true, '3 failed'],
    [false, '3 failed, all rests'],
  ])('fails as a whole where the line breaks; work goes on: %s', async (is, line) => {
    const { sender, log, state, signal } = bench({
      create: (size) => {
        if (size === 3) return rejected
        state.isOpen = is
        return offline
      },
    })
    await sender.send(photos(3), signal)
    expect(log.slice(4)).toEqual(['request for 3', 'request for 2', 'offline 1 2 3', line])
  })

  it('has the one that stands alone told as refused without a word of its own', async () => {
    const { sender, log, signal } = bench({ create: () => rejected })
    await sender.send(photos(2), signal)
    expect(log.slice(3)).toEqual([
      ...['request for 2', 'request for 1', 'rejected 1', 'request for 1', 'rejected 2'],
    ])
  })
})

it('a photo of a batch that Google took and refused by itself is told as answered', async () => {
  const { sender, log, signal } = bench({ outcome: (index) => (index === 0 ? rejected : null) })
  await sender.send(photos(2), signal)
  expect(log.slice(3)).toEqual([
    ...['request for 2', '(items-created)', 'went through'],
    ...['2 done', '(results-stored)', 'done 2', 'rejected 1, answered'],
  ])
})

describe('a photo that is refused with its caption', () => {
  it('by itself is asked for once more without, and is no failure', async () => {
    const refusals = [rejected]
    const { sender, log, signal } = bench({
      caption: 'words',
      outcome: () => refusals.shift() ?? null,
    })
    await sender.send(photos(1), signal)
    expect(log.slice(2)).toEqual([
      ...['request for 1', '(items-created)', 'went through', '(failure-stored)'],
      ...['request for 1', '(items-created)', 'went through'],
      ...['1 done', '(results-stored)', 'done 1'],
    ])
  })

  it('as a request of its own is asked for once more without, before it is given up', async () => {
    const { sender, log, signal } = bench({ caption: 'words', create: () => rejected })
    await sender.send(photos(1), signal)
    expect(log.filter((line) => !line.startsWith('('))).toEqual([
      ...['1 creating', 'request for 1', 'request for 1', 'rejected 1'],
    ])
  })
})
