// The line of photos that wait to be made, where no folder wants albums: one alone waits for company, counted from when it came.
import { expect, it } from 'vitest'
import { drainedWaitMs, longestWaitMs } from '../../../src/main/engine/queue/create-turn.ts'
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
