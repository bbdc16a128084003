// The truth table of the batch that leaves, and of sending that waits for it.
import { describe, expect, it } from 'vitest'
import { grown, letsSend, shrunk, turnOf } from '../../../src/main/engine/queue/create-turn.ts'

const go = { do: 'go' }
const rest = { do: 'rest' }
const wait = (forMs: number) => ({ do: 'wait', forMs })

describe('a batch', () => {
  it.each([
    // waiting, most, waited, upstream drained
    [0, 50, 0, true, rest],
    [0, 50, 60_000, false, rest],
    [0, 1, 0, true, rest],
    [1, 50, 0, true, wait(300)],
    [1, 50, 299, true, wait(1)],
    [1, 50, 300, true, go],
    [1, 50, 300, false, wait(19_700)],
    [49, 50, 19_999, false, wait(1)],
    [49, 50, 20_000, false, go],
    [50, 50, 0, false, go],
    [1, 1, 0, false, go],
    [3, 4, 0, false, wait(20_000)],
    [5, 4, 0, false, go],
  ] as const)(
    'of %i waiting and at most %i, after %i ms, drained: %s',
    (waiting, most, waitedMs, isUpstreamDrained, turn) => {
      expect(turnOf({ waiting, most, waitedMs, isUpstreamDrained })).toEqual(turn)
    },
  )

  it('is twice as large after one that went through, up to 50', () => {
    expect([1, 2, 16, 32, 50].map(grown)).toEqual([2, 4, 32, 50, 50])
  })

  it('is half as large after one that failed, and one photo after a stop', () => {
    expect([50, 25, 3, 1].map((size) => shrunk(size, false))).toEqual([25, 12, 1, 1])
    expect(shrunk(50, true)).toBe(1)
  })
})

describe('one more photo', () => {
  it.each([
    // most, on its way, held by Google
    [50, 8, 1_000, true],
    [49, 8, 41, false],
    [49, 8, 40, true],
    [1, 0, 0, true],
    [1, 1, 0, false],
    [1, 0, 1, false],
    [4, 2, 1, true],
  ])(
    'where %i may go in a batch, %i are on their way and %i are held: %s',
    (most, sending, held, is) => {
      expect(letsSend(most, sending, () => held)).toBe(is)
    },
  )

  it('costs no question of the store where batches are whole', () => {
    letsSend(50, 8, () => expect.fail('asked'))
  })
})
