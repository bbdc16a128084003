// How often this machine is looked at: the rule of when that matters, and the one timer for all of it.
import { describe, expect, it } from 'vitest'
import { createBeat, isCalm } from '../../src/main/shell/beat.ts'
import type { Condition, Status } from '../../src/shared/status.ts'
import { manualClock } from '../fakes/manual-clock.ts'
import { aStatus } from './a-status.ts'

const calm = 30_000
const usual = 5_000

describe('whether anything depends on this machine', () => {
  const off: Condition = { kind: 'backup-off', until: null }
  const paused: Condition = { kind: 'paused', until: null }
  const offline: Condition = { kind: 'offline', until: null }
  const onBattery: Condition = { kind: 'on-battery', until: null }
  const cases: [boolean, Status['activity'], Condition[]][] = [
    [true, 'complete', []],
    [true, 'resting', [off]],
    [true, 'resting', [paused, offline]],
    [false, 'uploading', []],
    [false, 'scanning', []],
    // These end when the machine says so.
    [false, 'resting', [offline]],
    [false, 'resting', [onBattery]],
  ]
  it.each(cases)('is calm: %s, while %s under %o', (wanted, activity, conditions) => {
    const status = { ...aStatus(), activity, conditions }
    expect(isCalm(status, false)).toBe(wanted)
    expect(isCalm(status, true)).toBe(false)
  })

  it('is not known before the engine has said anything', () => {
    expect(isCalm(null, false)).toBe(false)
  })
})

describe('the beat', () => {
  function bench() {
    const clock = manualClock()
    const state = { isCalm: false }
    const beat = createBeat(clock, () => state.isCalm)
    const looks: number[] = []
    beat.each((sinceMs) => looks.push(sinceMs))
    return { clock, state, beat, looks }
  }

  it('is one for all who look, and slow where it is calm', () => {
    const { clock, state, beat, looks } = bench()
    let others = 0
    const end = beat.each(() => {
      others += 1
    })
    expect(clock.pending()).toBe(1)
    clock.advance(usual)
    state.isCalm = true
    clock.advance(usual)
    expect(looks).toEqual([usual, usual])
    clock.advance(calm - 1)
    expect(looks).toHaveLength(2)
    clock.advance(1)
    expect(looks).toEqual([usual, usual, calm])
    end()
    clock.advance(calm)
    expect([looks.length, others]).toEqual([4, 3])
  })

  it('looks at once when the calm is over, and at no other word', () => {
    const { clock, state, beat, looks } = bench()
    beat.follow()
    expect(looks).toEqual([])
    state.isCalm = true
    clock.advance(usual)
    beat.follow()
    expect(looks).toHaveLength(1)
    state.isCalm = false
    beat.follow()
    beat.follow()
    expect(looks).toHaveLength(2)
    clock.advance(usual)
    expect(looks).toHaveLength(3)
    expect(clock.pending()).toBe(1)
  })

  it('ends', () => {
    const { clock, beat, looks } = bench()
    beat.stop()
    beat.follow()
    clock.advance(calm)
    expect([looks.length, clock.pending()]).toEqual([0, 0])
  })
})
