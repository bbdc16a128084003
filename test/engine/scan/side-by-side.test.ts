// Calls side by side, with a place that answers when the test says so: how many are on their way, whose calls they are, and what
// happens where none is free or nobody wants them any more.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCallBudget, type CallBudget } from '../../../src/main/engine/scan/call-budget.ts'
import { createSideBySide } from '../../../src/main/engine/scan/side-by-side.ts'

/** A place at which calls by themselves take so long, and others until they are answered. */
function open(budget: CallBudget = createCallBudget(32)) {
  const holder = budget.enter()
  const seen = { answers: 0, direct: 0 }
  const place = createSideBySide({ holder, onAnswer: () => (seen.answers += 1) })
  const onTheirWay: ((value: number) => void)[] = []
  const told: number[] = []
  /** Three trials, which it takes to be believed. */
  const alone = (ms: number): void => {
    for (let trial = 0; trial < 3; trial += 1)
      place.alone(4, () => void vi.advanceTimersByTime(4 * ms))
  }
  const ask = (count: number): void => {
    for (let at = 0; at < count; at += 1)
      void place
        .together<number>(
          (answer) => onTheirWay.push((value) => answer(null, value)),
          () => (seen.direct += 1),
        )
        .then((value) => told.push(value))
  }
  /** Answers so many calls, the oldest first, each so long after the one before. */
  const answer = (count: number, ms = 0): void => {
    for (let at = 0; at < count; at += 1) {
      vi.advanceTimersByTime(ms)
      onTheirWay.shift()?.(at)
    }
  }
  return { budget, holder, place, alone, ask, answer, onTheirWay, told, seen }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('calls to a place', () => {
  it('are made alone while they are quick, and two at a time once they take long', () => {
    const { place, alone, ask, onTheirWay } = open()
    for (let trial = 0; trial < 50; trial += 1) alone(0.1)
    expect(place.isAlone()).toBe(true)
    alone(2)
    expect([place.isAlone(), place.hasRoom()]).toEqual([false, true])
    ask(5)
    expect([onTheirWay.length, place.hasRoom()]).toEqual([2, false])
  })

  it('are never made side by side where nobody gives the threads for it', () => {
    const { place, alone } = open(createCallBudget(0))
    for (let trial = 0; trial < 50; trial += 1) alone(20)
    expect(place.isAlone()).toBe(true)
  })

  it('grow to thirty-two while that pays, each answer making room for the next in line', () => {
    const { alone, ask, answer, onTheirWay, budget, seen } = open()
    alone(20)
    ask(1_000)
    const widths = new Set<number>()
    for (let round = 0; round < 20; round += 1) {
      widths.add(onTheirWay.length)
      // All that are on their way take 20 ms.
      vi.advanceTimersByTime(20)
      answer(onTheirWay.length)
    }
    expect([...widths]).toEqual([2, 4, 8, 16, 32])
    expect(budget.free()).toBe(0)
    expect(seen.answers).toBeGreaterThan(300)
  })

  it('go back where they only wait for one another', () => {
    const { place, alone, ask, answer } = open()
    alone(20)
    ask(20)
    // One is answered every 20 ms, however many wait.
    answer(10, 20)
    expect(place.isAlone()).toBe(true)
  })

  it('tell nothing of the width in company that they do not have, nor over a rest of their thread', () => {
    const { place, alone, ask, answer } = open()
    alone(20)
    for (let times = 0; times < 20; times += 1) {
      ask(1)
      answer(1, 500)
      expect(place.isAlone()).toBe(false)
    }
    for (let times = 0; times < 20; times += 1) {
      ask(2)
      place.pause()
      answer(2, 500)
      expect(place.isAlone()).toBe(false)
    }
  })

  it('give an error to whoever asked', async () => {
    const { place, alone } = open()
    alone(20)
    const asked = place.together(
      (answer) => answer(new Error('bad sector')),
      () => 0,
    )
    await expect(asked).rejects.toThrow('bad sector')
  })
})

describe('the calls of all', () => {
  it('are shared: who finds none makes its calls by itself, one after another', async () => {
    const budget = createCallBudget(2)
    const [one, other] = [open(budget), open(budget)]
    for (const { alone } of [one, other]) alone(20)
    one.ask(2)
    expect(budget.free()).toBe(0)
    other.ask(3)
    await vi.advanceTimersByTimeAsync(0)
    expect([other.seen.direct, other.told]).toEqual([3, [1, 2, 3]])
    one.answer(2)
    other.ask(2)
    expect([budget.free(), other.onTheirWay.length, other.seen.direct]).toEqual([0, 2, 3])
  })

  it('are waited for by who has one of its own on its way', () => {
    const budget = createCallBudget(2)
    const [one, other] = [open(budget), open(budget)]
    for (const { alone } of [one, other]) alone(20)
    one.ask(1)
    other.ask(2)
    expect([other.onTheirWay.length, other.seen.direct]).toEqual([1, 0])
    one.answer(1)
    other.answer(1)
    expect([other.onTheirWay.length, other.seen.direct]).toEqual([1, 0])
  })

  it('come back from one whose thread has ended, as many as it had', () => {
    const { budget, holder, alone, ask } = open()
    alone(20)
    ask(2)
    expect(budget.free()).toBe(30)
    budget.leave(holder)
    expect(budget.free()).toBe(32)
  })

  it('go to sixteen at a time, and to the next once one leaves', () => {
    const budget = createCallBudget(32)
    const holders = Array.from({ length: 17 }, () => budget.enter())
    expect(holders.map((holder) => holder !== undefined)).toEqual([
      ...Array.from({ length: 16 }, () => true),
      false,
    ])
    budget.leave(undefined)
    budget.leave(holders[3])
    expect(budget.enter()).toEqual(holders[3])
  })
})

describe('the end', () => {
  it('begins nothing more, and comes when all that is on its way is answered', async () => {
    const { place, alone, ask, answer, onTheirWay, told, budget } = open()
    alone(20)
    ask(9)
    let isOver = false
    void place.end().then(() => (isOver = true))
    answer(1)
    await vi.advanceTimersByTimeAsync(0)
    expect([isOver, onTheirWay.length]).toEqual([false, 1])
    answer(1)
    await vi.advanceTimersByTimeAsync(0)
    expect([isOver, told, budget.free()]).toEqual([true, [0, 0], 32])
  })

  it('comes at once where nothing is on its way', async () => {
    await expect(open().place.end()).resolves.toBeUndefined()
  })
})
