// The line of photos that wait to be made: one alone waits for company, counted from when it came; where folders have albums,
// only while several of them get photos.
import { describe, expect, it } from 'vitest'
import { inAlbumOrder } from '../../../src/main/engine/albums/index.ts'
import { drainedWaitMs, longestWaitMs } from '../../../src/main/engine/queue/create-turn.ts'
import { companyMs } from '../../../src/main/engine/queue/album-turn.ts'
import {
  createWaitingLine,
  type WaitingLineOptions,
} from '../../../src/main/engine/queue/waiting-line.ts'
import type { WorkItem } from '../../../src/main/engine/ports/catalogue.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

const photo = (uploadId: number, album?: string, takenAt: number | null = null): WorkItem =>
  ({
    ...{ uploadId, fileId: uploadId, name: `${uploadId}.jpg` },
    ...(album === undefined ? {} : { album: { sourceId: 1, key: album, takenAt } }),
  }) as WorkItem

/** A line over what `waiting` holds; with `wantsAlbums`, folders have albums. */
function aLine(change: Partial<WaitingLineOptions> & { wantsAlbums?: boolean } = {}) {
  const clock = manualClock()
  clock.advance(10 * longestWaitMs)
  const waiting: WorkItem[] = []
  const is = { wantsAlbums: change.wantsAlbums ?? false, looks: 0 }
  const nameOf = ({ album }: WorkItem): string => (album === undefined ? '' : `1/${album.key}`)
  const line = createWaitingLine({
    store: {
      next: (_, limit) => {
        is.looks += 1
        return waiting.slice(0, limit)
      },
      wantsAlbums: () => is.wantsAlbums,
      waitingForAlbums: (limit) => {
        is.looks += 1
        return waiting
          .slice(0, limit)
          .map((item) => ({ uploadId: item.uploadId ?? 0, name: nameOf(item) }))
      },
      sentItems: (ids) =>
        ids.flatMap((id) => waiting.find(({ uploadId }) => uploadId === id) ?? []),
    },
    clock,
    albums: { compare: inAlbumOrder },
    busy: () => new Set(),
    isUpstreamDrained: () => true,
    isPatient: () => true,
    isScanning: () => false,
    albumRestMs: () => 0,
    ...change,
  })
  return {
    ...{ clock, line, waiting, is },
    /** Its bytes came to Google just now. */
    comes(...items: WorkItem[]) {
      waiting.push(...items)
      for (const item of items) line.arrived(item)
    },
    /** A batch leaves, and is made unless `isMade` is false; which uploads were in it. */
    goes(isMade = true): number[] {
      const turn = line.turn(50)
      if (turn.do !== 'go') throw new Error(`no batch leaves: ${JSON.stringify(turn)}`)
      const batch = turn.items.slice(0, 50)
      line.left(batch)
      if (isMade) {
        waiting.splice(0, waiting.length, ...waiting.filter((item) => !batch.includes(item)))
        line.wentThrough()
      }
      line.lookAgain()
      return batch.map(({ uploadId }) => uploadId ?? 0)
    },
  }
}

describe('without albums', () => {
  it('lets one wait for others from when it came, and then go alone', () => {
    const { clock, line, waiting } = aLine({ isUpstreamDrained: () => false })
    waiting.push(photo(1))
    expect(line.turn(50)).toEqual({ do: 'wait', forMs: longestWaitMs })
    clock.advance(longestWaitMs - 1)
    expect(line.turn(50)).toEqual({ do: 'wait', forMs: 1 })
    clock.advance(1)
    expect(line.turn(50)).toEqual({ do: 'go', items: [photo(1)] })
  })

  it('counts anew after a batch left', () => {
    const { clock, line, waiting } = aLine({ isUpstreamDrained: () => false })
    waiting.push(photo(1))
    line.turn(50)
    clock.advance(longestWaitMs)
    line.left([photo(1)])
    expect(line.turn(50)).toEqual({ do: 'rest' })
    line.arrived(photo(1))
    expect(line.turn(50)).toEqual({ do: 'wait', forMs: longestWaitMs })
  })

  it('lets it go nearly at once where no other comes', () => {
    const { line, waiting } = aLine()
    waiting.push(photo(1))
    expect(line.turn(50)).toEqual({ do: 'wait', forMs: drainedWaitMs })
  })

  it('counts anew after what waited went away otherwise', () => {
    const { clock, line, waiting } = aLine({ isUpstreamDrained: () => false })
    waiting.push(photo(1))
    line.turn(50)
    waiting.length = 0
    line.lookAgain()
    expect(line.turn(50)).toEqual({ do: 'rest' })
    clock.advance(longestWaitMs)
    line.arrived(photo(2))
    expect(line.turn(50)).toEqual({ do: 'wait', forMs: longestWaitMs })
  })

  it('asks the store once for a batch that goes at once', () => {
    const { line, waiting, is } = aLine()
    waiting.push(...Array.from({ length: 60 }, (_, at) => photo(at)))
    expect(line.turn(50)).toEqual({ do: 'go', items: waiting.slice(0, 50) })
    expect(is.looks).toBe(1)
  })

  it('goes at once where as many wait as one batch takes, with what came since the store was asked', () => {
    const { line, waiting, comes } = aLine({ isUpstreamDrained: () => false })
    waiting.push(...Array.from({ length: 49 }, (_, at) => photo(at)))
    expect(line.turn(50)).toEqual({ do: 'wait', forMs: longestWaitMs })
    comes(photo(49))
    expect(line.turn(50)).toEqual({ do: 'go', items: waiting })
  })
})

describe.each([false, true])('how many wait, where albums are wanted: %j', (wantsAlbums) => {
  it('is asked of the store once, counted from then on, and asked again when it may be otherwise', () => {
    const { line, waiting, comes, is } = aLine({ wantsAlbums })
    // Not known yet: what comes now is in the answer of the store.
    comes(photo(1, 'Party'))
    waiting.push(photo(2, 'Trip'))
    expect([line.howMany(), line.howMany(), is.looks]).toEqual([2, 2, 1])
    comes(photo(3, 'Trip'), photo(4, 'Trip'))
    expect([line.howMany(), is.looks]).toEqual([4, 1])
    line.turn(50)
    expect(is.looks).toBe(1)
    waiting.length = 1
    expect(line.howMany()).toBe(4)
    line.lookAgain()
    expect([line.howMany(), is.looks]).toEqual([1, 2])
    line.left([photo(1, 'Party')])
    expect(line.howMany()).toBe(0)
  })
})

it('goes by albums, and no longer, from when somebody wants them to when nobody does', () => {
  const { clock, line, waiting, is } = aLine({ isUpstreamDrained: () => false })
  waiting.push(...Array.from({ length: 50 }, (_, at) => photo(at, at < 10 ? 'Party' : 'Trip')))
  expect(line.howMany()).toBe(50)
  is.wantsAlbums = true
  // Two albums: neither fills a batch yet.
  expect(line.turn(50)).toEqual({ do: 'wait', forMs: companyMs })
  expect(line.howMany()).toBe(50)
  clock.advance(1_000)
  is.wantsAlbums = false
  line.lookAgain()
  expect(line.turn(50)).toEqual({ do: 'go', items: waiting })
  // And once more: they wait from now on.
  is.wantsAlbums = true
  expect(line.turn(50)).toEqual({ do: 'wait', forMs: companyMs })
})

describe('a batch of an album', () => {
  it('has none of another album, in the order of the dates, and goes where it is full', () => {
    const { line, waiting, goes } = aLine({ wantsAlbums: true, isUpstreamDrained: () => false })
    waiting.push(photo(1), photo(100, 'Trip'))
    const party = Array.from({ length: 50 }, (_, at) => photo(10 + at, 'Party', 1_000 - at))
    waiting.push(...party)
    expect(goes()).toEqual(party.map(({ uploadId }) => uploadId).toReversed())
    expect(line.turn(50)).toEqual({ do: 'wait', forMs: longestWaitMs })
  })

  it('is chosen by date among the first two hundred that wait for it: not all of very many are looked at', () => {
    const { line, waiting } = aLine({ wantsAlbums: true })
    waiting.push(...Array.from({ length: 300 }, (_, at) => photo(at, 'Party', 1_000 - at)))
    const turn = line.turn(50)
    const ids = turn.do === 'go' ? turn.items.map(({ uploadId }) => uploadId) : []
    expect(ids).toEqual(Array.from({ length: 200 }, (_, at) => 199 - at))
  })

  it('of those that go into none keeps the order in which they came', () => {
    const { clock, waiting, goes } = aLine({ wantsAlbums: true })
    waiting.push(photo(10), photo(9), photo(11, 'Party'))
    expect(() => goes()).toThrow('300')
    clock.advance(drainedWaitMs)
    expect(goes()).toEqual([10, 9])
  })

  it('leaves out what lies in another folder by now, and looks again where nothing is left', () => {
    const { clock, line, waiting, is } = aLine({ wantsAlbums: true })
    waiting.push(photo(1, 'Party'), photo(2, 'Party'))
    line.howMany()
    clock.advance(drainedWaitMs)
    waiting[1] = photo(2, 'Trip')
    expect(line.turn(50)).toEqual({ do: 'go', items: [photo(1, 'Party')] })
    waiting.length = 0
    expect(line.turn(50)).toEqual({ do: 'wait', forMs: drainedWaitMs })
    expect([line.howMany(), is.looks]).toEqual([0, 2])
  })

  it('waits as long as its album rests', () => {
    const { clock, waiting, line } = aLine({
      ...{ wantsAlbums: true, albumRestMs: (name) => (name === '1/Party' ? 60_000 : 0) },
    })
    waiting.push(photo(1, 'Party'), photo(2, 'Trip'))
    line.howMany()
    clock.advance(drainedWaitMs)
    expect(line.turn(50)).toEqual({ do: 'go', items: [photo(2, 'Trip')] })
    line.left([photo(2, 'Trip')])
    expect(line.turn(50)).toEqual({ do: 'wait', forMs: 60_000 })
  })

  it('is that of the first to come where a thousand wait, and full or ten minutes old below that', () => {
    for (const [many, isCrowded] of [
      [999, false],
      [1_000, true],
      [1_001, true],
    ] as const) {
      const { clock, line, waiting } = aLine({ wantsAlbums: true, isUpstreamDrained: () => false })
      waiting.push(...Array.from({ length: many }, (_, at) => photo(at, `${at}`)))
      // None is there twice: all came at once, and the first by name goes.
      expect(line.turn(50)).toEqual(
        isCrowded ? { do: 'go', items: [photo(0, '0')] } : { do: 'wait', forMs: companyMs },
      )
      expect(line.howMany()).toBe(Math.min(many, 1_000))
      clock.advance(companyMs - 1)
      if (!isCrowded) expect(line.turn(50)).toEqual({ do: 'wait', forMs: 1 })
    }
  })

  it('waits from when the first of it was seen, however often the store is asked again', () => {
    const { clock, line, waiting } = aLine({ wantsAlbums: true, isUpstreamDrained: () => false })
    waiting.push(photo(1, 'Party'))
    expect(line.turn(50)).toEqual({ do: 'wait', forMs: companyMs })
    clock.advance(1_000)
    waiting.push(photo(2, 'Party'))
    line.lookAgain()
    expect(line.turn(50)).toEqual({ do: 'wait', forMs: companyMs - 1_000 })
  })
})

describe('company in an album', () => {
  const party = photo(1, 'Party')
  const another = photo(2, 'Party')
  const trip = photo(3, 'Trip')
  const more = photo(4, 'Trip')

  /** A batch of one left for each album, the second a while after the first. */
  function trickled(apartMs: number, change: Partial<WaitingLineOptions> = {}) {
    const world = aLine({ wantsAlbums: true, ...change })
    const { clock, line, comes, goes } = world
    for (const [one, ms] of [
      [party, 0],
      [trip, apartMs],
    ] as const) {
      clock.advance(ms)
      line.howMany()
      comes(one)
      clock.advance(drainedWaitMs)
      expect(goes()).toEqual([one.uploadId])
    }
    line.howMany()
    return world
  }

  it('is waited for only while others got photos within those ten minutes', () => {
    const { clock, line, comes } = trickled(companyMs - 1_000)
    comes(more)
    clock.advance(drainedWaitMs)
    expect(line.turn(50)).toEqual({ do: 'wait', forMs: companyMs - drainedWaitMs })
    clock.advance(1_000 - 3 * drainedWaitMs + drainedWaitMs - 1)
    expect(line.turn(50).do).toBe('wait')
    // Ten minutes after the other album got one, what goes into this one alone waits for nobody.
    clock.advance(1)
    expect(line.turn(50)).toEqual({ do: 'go', items: [more] })
  })

  it('is waited for where another album waits as well, and not for what goes into none', () => {
    for (const [other, does] of [
      [trip, 'wait'],
      [photo(5), 'go'],
    ] as const) {
      const { clock, line, comes, goes } = aLine({ wantsAlbums: true })
      line.howMany()
      comes(party)
      clock.advance(drainedWaitMs)
      expect(goes()).toEqual([1])
      line.howMany()
      clock.advance(1_000)
      comes(another)
      clock.advance(drainedWaitMs)
      comes(other)
      expect([other.album?.key, line.turn(50).do]).toEqual([other.album?.key, does])
    }
  })

  it('is waited for ten minutes from the batch before, and comes in one request', () => {
    const { clock, line, comes, goes } = trickled(1_000)
    comes(another)
    clock.advance(60_000)
    comes(more)
    const sinceParty = 1_000 + drainedWaitMs + 60_000
    expect(line.turn(50)).toEqual({ do: 'wait', forMs: companyMs - sinceParty })
    clock.advance(companyMs - sinceParty)
    expect(goes()).toEqual([2])
    expect(line.turn(50)).toEqual({ do: 'wait', forMs: 1_000 + drainedWaitMs })
  })

  it('is not waited for after a batch that was not made, that was full or that left some behind', () => {
    const failed = aLine({ wantsAlbums: true })
    failed.waiting.push(party, trip)
    failed.line.howMany()
    failed.clock.advance(drainedWaitMs)
    expect(failed.goes(false)).toEqual([1])
    expect(failed.goes()).toEqual([3])
    failed.line.howMany()
    failed.clock.advance(drainedWaitMs)
    expect(failed.goes()).toEqual([1])

    const full = aLine({ wantsAlbums: true })
    const fifty = Array.from({ length: 50 }, (_, at) => photo(100 + at, 'Party'))
    full.waiting.push(...fifty, trip)
    expect(full.goes()).toHaveLength(50)
    full.comes(another)
    full.line.howMany()
    full.clock.advance(drainedWaitMs)
    expect(full.goes()).toEqual([2])

    const small = aLine({ wantsAlbums: true })
    small.waiting.push(party, another, trip)
    small.line.howMany()
    small.clock.advance(drainedWaitMs)
    small.line.left([party])
    small.line.wentThrough()
    small.waiting.shift()
    small.line.lookAgain()
    small.line.howMany()
    small.clock.advance(drainedWaitMs)
    expect([small.goes(), small.goes()]).toEqual([[3], [2]])
  })

  it('is not waited for when nobody may wait, nor in what somebody asked for', () => {
    const once = trickled(1_000, { isPatient: () => false })
    once.comes(another)
    once.clock.advance(drainedWaitMs)
    expect(once.goes()).toEqual([2])

    let isScanning = false
    const { clock, line, comes, goes } = trickled(1_000, { isScanning: () => isScanning })
    line.hurry()
    const next = (uploadId: number, album: string): 'go' | 'wait' => {
      line.howMany()
      comes(photo(uploadId, album))
      clock.advance(drainedWaitMs)
      if (line.turn(50).do === 'wait') return 'wait'
      goes()
      return 'go'
    }
    const round = (uploadId: number): string[] => [
      next(uploadId, 'Party'),
      next(uploadId + 1, 'Trip'),
    ]
    expect(round(10)).toEqual(['go', 'go'])
    // What was asked for takes a while to be found.
    clock.advance(companyMs - 4 * drainedWaitMs - 1)
    expect(round(20)).toEqual(['go', 'go'])
    isScanning = true
    clock.advance(2 * drainedWaitMs)
    expect(round(30)).toEqual(['go', 'go'])
    isScanning = false
    expect(round(40)).toEqual(['wait', 'wait'])
    // And that is over for good.
    isScanning = true
    expect(round(50)).toEqual(['wait', 'wait'])
  })

  it('is waited for again as soon as what was asked for is ten minutes old', () => {
    const { clock, line, comes, goes } = trickled(1_000)
    line.hurry()
    comes(party, trip)
    clock.advance(companyMs - drainedWaitMs - 1)
    expect([goes(), goes()]).toEqual([[1], [3]])
    line.howMany()
    comes(another)
    clock.advance(drainedWaitMs)
    expect(line.turn(50).do).toBe('go')
    clock.advance(1)
    expect(line.turn(50).do).toBe('wait')
  })
})
