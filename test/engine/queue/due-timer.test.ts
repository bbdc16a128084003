// When the store is asked what falls due next, and when that is told.
import { describe, expect, it } from 'vitest'
import { createDueTimer } from '../../../src/main/engine/queue/due-timer.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

function open() {
  const clock = manualClock()
  const state = { next: null as number | null, asked: 0, due: 0, missed: 0 }
  const timer = createDueTimer({
    store: {
      nextDueAt: () => {
        state.asked += 1
        return state.next
      },
    },
    clock,
    onDue: () => (state.due += 1),
    onMissed: () => (state.missed += 1),
  })
  return { clock, state, timer }
}

describe('the timer', () => {
  it('asks the store once, and again only after something was stored', () => {
    const { timer, state } = open()
    timer.plan()
    timer.plan()
    expect(state.asked).toBe(1)
    timer.lookAgain()
    timer.plan()
    expect(state.asked).toBe(2)
  })

  it('goes off when the next item is due, and not before', () => {
    const { timer, state, clock } = open()
    state.next = clock.now() + 60_000
    timer.plan()
    clock.advance(60_000)
    expect(state.due).toBe(0)
    clock.advance(1)
    expect([state.due, clock.pending()]).toEqual([1, 0])
  })

  it('never goes off more often than each 50 ms', () => {
    const { timer, state, clock } = open()
    state.next = clock.now()
    timer.plan()
    clock.advance(49)
    expect(state.due).toBe(0)
    clock.advance(1)
    expect(state.due).toBe(1)
  })

  it('has one time only, and none after the end', () => {
    const { timer, state, clock } = open()
    for (const minutes of [1, 2, 3]) {
      state.next = clock.now() + minutes * 60_000
      timer.lookAgain()
      timer.plan()
    }
    expect(clock.pending()).toBe(1)
    timer.stop()
    expect(clock.pending()).toBe(0)
  })

  it.each([
    [59_999, 0],
    [60_000, 1],
  ])('says that it was late where %i of 60000 ms had passed: %i', (passedMs, missed) => {
    const { timer, state, clock } = open()
    state.next = clock.now() + 60_000
    timer.plan()
    clock.jump(passedMs)
    timer.lookAgain()
    timer.plan()
    expect(state.missed).toBe(missed)
  })

  it('says once that the time had come before it, as when the clock is set', () => {
    const { timer, state, clock } = open()
    state.next = clock.now() + 60_000
    timer.plan()
    clock.jump(60_000)
    state.next = null
    timer.lookAgain()
    timer.plan()
    expect(state.missed).toBe(1)
    timer.lookAgain()
    timer.plan()
    expect(state.missed).toBe(1)
  })
})
