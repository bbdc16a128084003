// What the image worker takes of machines of every size.
import { expect, it } from 'vitest'
import {
  decodeRoom,
  workerMemory,
  workerSlots,
} from '../../../src/main/engine/prepare/worker-share.ts'

const mega = 1_000_000

it.each([
  // memory and processors of the machine; the worker's memory, its jobs at a time, and what a decoder may hold
  [1_000, 1, 400, 1, 150],
  [2_000, 2, 500, 1, 250],
  [4_000, 2, 1_000, 1, 750],
  [4_001, 2, 1_000.25, 2, 750.25],
  [4_800, 2, 1_200, 2, 950],
  [16_000, 1, 1_200, 1, 950],
  [64_000, 16, 1_200, 2, 950],
])(
  'a machine with %i MB and %i processors gives %i MB to its worker, in %i jobs, %i MB for a picture',
  (total, processors, memory, slots, room) => {
    const memoryBytes = workerMemory(total * mega)
    expect(memoryBytes).toBe(memory * mega)
    expect(workerSlots(processors, total * mega)).toBe(slots)
    expect(decodeRoom(memoryBytes)).toBe(room * mega)
  },
)

it('a worker of next to no memory holds no whole picture', () => {
  expect([1, 250 * mega, 250 * mega + 1].map(decodeRoom)).toEqual([0, 0, 1])
})
