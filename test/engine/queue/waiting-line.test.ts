// The line of photos that wait to be made: one alone waits for company, counted from when it came; where folders have albums,
// only while several of them get photos.
import { expect, it } from 'vitest'
import { drainedWaitMs, longestWaitMs } from '../../../src/main/engine/queue/create-turn.ts'
import { companyMs } from '../../../src/main/engine/queue/album-turn.ts'
import { createWaitingLine } from '../../../src/main/engine/queue/waiting-line.ts'
import type { WorkItem } from '../../../src/main/engine/ports/catalogue.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

const item = { uploadId: 1, fileId: 1 } as WorkItem

function aLine(isDrained = false) {
  const clock = manualClock()
  clock.advance(10 * longestWaitMs)
  const line = createWaitingLine({
    store: {
      next: () => [item],
      wantsAlbums: () => false,
      waitingForAlbums: () => [],
      sentItems: () => [],
    },
    clock,
    albums: { compare: () => 0 },
    busy: () => new Set(),
    isUpstreamDrained: () => isDrained,
    isPatient: () => false,
    isScanning: () => false,
    albumRestMs: () => 0,
  })
  return { clock, line }
}

it('lets one wait for others from when it came, and then go alone', () => {
  const { clock, line } = aLine()
  expect(line.turn(50)).toEqual({ do: 'wait', forMs: longestWaitMs })
  clock.advance(longestWaitMs - 1)
  expect(line.turn(50)).toEqual({ do: 'wait', forMs: 1 })
  clock.advance(1)
  expect(line.turn(50)).toEqual({ do: 'go', items: [item] })
})

it('counts anew after a batch left', () => {
  const { clock, line } = aLine()
  line.turn(50)
  clock.advance(longestWaitMs)
  line.left([item])
  expect(line.turn(50)).toEqual({ do: 'rest' })
  line.arrived(item)
  expect(line.turn(50)).toEqual({ do: 'wait', forMs: longestWaitMs })
})

it('lets it go nearly at once where no other comes', () => {
  expect(aLine(true).line.turn(50)).toEqual({ do: 'wait', forMs: drainedWaitMs })
})

it('waits for company in an album only while others got photos within those ten minutes', () => {
  const clock = manualClock()
  const inAlbum = (key: string, uploadId: number) =>
    ({
      uploadId,
      fileId: uploadId,
      name: `${uploadId}.jpg`,
      album: { sourceId: 1, key, takenAt: null },
    }) as WorkItem
  const items = new Map(
    [inAlbum('Party', 1), inAlbum('Trip', 2), inAlbum('Trip', 3)].map((one) => [one.uploadId, one]),
  )
  const line = createWaitingLine({
    store: {
      next: () => [],
      wantsAlbums: () => true,
      waitingForAlbums: () => [],
      sentItems: (ids) => ids.flatMap((id) => items.get(id) ?? []),
    },
    clock,
    albums: { compare: () => 0 },
    busy: () => new Set(),
    isUpstreamDrained: () => true,
    isPatient: () => true,
    isScanning: () => false,
    albumRestMs: () => 0,
  })
  const goes = (uploadId: number): void => {
    const item = items.get(uploadId)
    if (item === undefined) throw new Error('unknown')
    line.turn(50)
    line.arrived(item)
    clock.advance(drainedWaitMs)
    const turn = line.turn(50)
    expect(turn.do).toBe('go')
    if (turn.do === 'go') line.left(turn.items)
    line.wentThrough()
  }
  goes(1)
  clock.advance(companyMs - 1_000)
  goes(2)
  const third = items.get(3)
  if (third !== undefined) line.arrived(third)
  clock.advance(drainedWaitMs)
  expect(line.turn(50).do).toBe('wait')
  // Ten minutes after the other album got one, what goes into this one alone waits for nobody.
  clock.advance(1_000)
  expect(line.turn(50).do).toBe('go')
})
