// When everything will be done and whether it fits, as tables over what is known and what is in the way.
import { describe, expect, it, test } from 'vitest'
import {
  forecastEnd,
  forecastRoom,
  type End,
  type EndFacts,
  type Room,
} from '../../src/shared/forecast.ts'

const hour = 3600_000
const day = 24 * hour
/** A Monday at noon, local time. */
const noon = new Date(2026, 5, 1, 12).getTime()
const giga = 1e9

/** 100 GB in 5,000 photos, at a megabyte a second: a little under 28 hours. */
const facts = (change: Partial<EndFacts> = {}): EndFacts => ({
  nowMs: noon,
  remainingFiles: 5_000,
  remainingBytes: 100 * giga,
  bytesPerSecond: 1e6,
  requestsLeftToday: 10_000,
  requestsPerDay: 10_000,
  resetsAtMs: noon + 20 * hour,
  allowedHours: null,
  pausedUntil: null,
  ...change,
})
const byLine = noon + 100_000_000
const nights = Array.from({ length: 168 }, (_, at) => (at % 24 >= 22 || at % 24 < 7 ? '1' : '0'))
const at = (time: number, by: Extract<End, { kind: 'at' }>['by']): End => ({
  ...{ kind: 'at', at: time, by },
})

describe('the end', () => {
  test.each<[string, Partial<EndFacts>, End]>([
    ['by the line', {}, at(byLine, 'line')],
    ['of nothing', { remainingFiles: 0, remainingBytes: 0 }, { kind: 'nothing-left' }],
    ['at an unknown speed', { bytesPerSecond: null }, { kind: 'unknown' }],
    ['at no speed', { bytesPerSecond: 0 }, { kind: 'unknown' }],
    [
      'by the requests, which are the longer wait',
      { remainingFiles: 25_000 },
      at(noon + 20 * hour + day, 'requests'),
    ],
    [
      'by the requests, known before the speed is',
      { remainingFiles: 25_000, bytesPerSecond: null },
      { kind: 'not-before', at: noon + 20 * hour + day, by: 'requests' },
    ],
    [
      'by the line, although the requests do not suffice today',
      { remainingFiles: 12_000 },
      at(byLine, 'line'),
    ],
    [
      'by the requests that something else has used up today',
      { requestsLeftToday: 0, remainingBytes: giga },
      at(noon + 20 * hour, 'requests'),
    ],
    ['after a pause', { pausedUntil: noon + 5 * hour }, at(byLine + 5 * hour, 'line')],
    ['after a pause that is over', { pausedUntil: noon - hour }, at(byLine, 'line')],
    ['of a pause without an end', { pausedUntil: 'resumed' }, { kind: 'open', because: 'paused' }],
    [
      'where no hour is allowed',
      { allowedHours: '0'.repeat(168) },
      { kind: 'open', because: 'hours' },
    ],
    [
      'where every hour is allowed, as if none were chosen',
      { allowedHours: '1'.repeat(168) },
      at(byLine, 'line'),
    ],
  ])('%s', (_, change, end) => {
    expect(forecastEnd(facts(change))).toEqual(end)
  })

  it('counts only allowed hours, over midnight and over days', () => {
    // Three hours a night are 22 to 1; 28 of nine hours a night end in the fourth.
    const end = forecastEnd(facts({ allowedHours: nights.join('') }))
    const expected = new Date(2026, 5, 4, 22).getTime() + (100_000_000 - 27 * hour)
    expect(end).toEqual(at(expected, 'hours'))
    const soon = forecastEnd(facts({ allowedHours: nights.join(''), remainingBytes: 3.6 * giga }))
    expect(soon).toEqual(at(new Date(2026, 5, 1, 23).getTime(), 'hours'))
  })

  it('is the same for weeks and months, and found at once', () => {
    const months = facts({ allowedHours: nights.join(''), remainingBytes: 3.6e12 })
    const started = process.cpuUsage()
    // A thousand hours at nine a night: 111 nights and one hour.
    const end = forecastEnd(months)
    expect(end).toEqual(at(new Date(2026, 5, 1 + 111, 23).getTime(), 'hours'))
    for (let time = 0; time < 100; time += 1) forecastEnd(months)
    expect(process.cpuUsage(started).user).toBeLessThan(1_000_000)
  })

  it('by the requests waits for the next allowed hour', () => {
    const few = { remainingFiles: 25_000, remainingBytes: giga }
    const end = forecastEnd(facts({ ...few, allowedHours: nights.join('') }))
    const budget = noon + 20 * hour + day
    expect(new Date(budget).getHours()).toBe(8)
    expect(end).toEqual(at(new Date(2026, 5, 3, 22).getTime(), 'requests'))
  })

  it('inside an allowed hour begins at once', () => {
    const nowMs = new Date(2026, 5, 1, 22, 30).getTime()
    const half = facts({ nowMs, allowedHours: nights.join(''), remainingBytes: 1.8 * giga })
    expect(forecastEnd(half)).toEqual(at(nowMs + hour / 2, 'line'))
  })
})

describe('the room', () => {
  test.each<[string, Parameters<typeof forecastRoom>[0], Room]>([
    ['is not told', null, { kind: 'unknown' }],
    ['has no limit', { limitBytes: null, usedBytes: 5 }, { kind: 'unlimited' }],
    ['is enough', { limitBytes: 200, usedBytes: 100 }, { kind: 'enough', freeBytes: 100 }],
    [
      'is too little',
      { limitBytes: 150, usedBytes: 100 },
      { kind: 'too-little', freeBytes: 50, missingBytes: 11 },
    ],
    [
      'is used up and more',
      { limitBytes: 100, usedBytes: 130 },
      { kind: 'too-little', freeBytes: 0, missingBytes: 61 },
    ],
    ['is just enough', { limitBytes: 161, usedBytes: 100 }, { kind: 'enough', freeBytes: 61 }],
  ])('%s', (_, storage, room) => {
    expect(forecastRoom(storage, 61)).toEqual(room)
  })
})
