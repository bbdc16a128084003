// When the engine gives memory back: once after each time of work, and not while it works.
import { describe, expect, it } from 'vitest'
import { createGivingBack, restMs } from '../../src/main/engine/giving-back.ts'
import { manualClock } from '../fakes/manual-clock.ts'

function bench() {
  const clock = manualClock()
  let given = 0
  const givingBack = createGivingBack({
    clock,
    giveBack: () => {
      given += 1
    },
  })
  return { clock, givingBack, given: () => given }
}

describe('giving memory back', () => {
  it('happens once when nothing was done for a while, and costs nothing after that', () => {
    const { clock, givingBack, given } = bench()
    givingBack.worked()
    clock.advance(restMs - 1)
    expect(given()).toBe(0)
    clock.advance(1)
    expect([given(), clock.pending()]).toEqual([1, 0])
    clock.advance(100 * restMs)
    expect(given()).toBe(1)
  })

  it('waits for the end of what goes on, with one call of the clock at a time', () => {
    const { clock, givingBack, given } = bench()
    for (let at = 0; at < 10; at += 1) {
      givingBack.worked()
      expect(clock.pending()).toBe(1)
      clock.advance(restMs / 2)
    }
    expect(given()).toBe(0)
    clock.advance(restMs / 2)
    expect(given()).toBe(1)
  })

  it('waits long enough for time to pass where a call comes by a hair too early', () => {
    const waits: number[] = []
    let moment = 0.1
    const givingBack = createGivingBack({
      clock: {
        now: () => 0,
        monotonic: () => moment,
        after: (delayMs, call) => {
          waits.push(delayMs)
          // Sums of such moments are a little off.
          if (waits.length === 1) {
            moment = 0.1 + restMs - 1e-9
            call()
          }
          return () => undefined
        },
      },
      giveBack: () => undefined,
    })
    givingBack.worked()
    expect(waits).toEqual([restMs, 1])
  })

  it('happens again after more work, and not after the end', () => {
    const { clock, givingBack, given } = bench()
    givingBack.worked()
    clock.advance(restMs)
    givingBack.worked()
    clock.advance(restMs)
    expect(given()).toBe(2)
    givingBack.worked()
    givingBack.stop()
    clock.advance(restMs)
    expect([given(), clock.pending()]).toEqual([2, 0])
  })
})
