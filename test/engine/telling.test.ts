// A snapshot that cannot be taken: the catalogue tells those whom that stops, and the next one is tried all the same.
import { expect, it } from 'vitest'
import { createTelling } from '../../src/main/engine/telling.ts'
import type { Status } from '../../src/shared/status.ts'
import { manualClock } from '../fakes/manual-clock.ts'
import { storeTroubles } from '../fakes/store-troubles.ts'

function tellingOnce(thrown: Error) {
  const clock = manualClock()
  const told: unknown[] = []
  const telling = createTelling(
    clock,
    () => false,
    (revision) => {
      if (revision === 1) throw thrown
      return { revision } as Status
    },
  )
  telling.subscribe((name, payload) => told.push([name, payload]))
  return { clock, told, telling }
}

it.each(storeTroubles)('for "%s" ends nothing, and the next is told', (_, thrown) => {
  const { clock, told, telling } = tellingOnce(thrown)
  telling.statusChanged()
  clock.advance(250)
  expect(told).toEqual([])
  telling.statusChanged()
  clock.advance(250)
  expect(told).toEqual([['statusChanged', { revision: 2 }]])
})

it('for a bug is thrown', () => {
  const { clock, telling } = tellingOnce(new Error('a bug'))
  telling.statusChanged()
  expect(() => clock.advance(250)).toThrow('a bug')
})

it('goes on while rows change by themselves, and once after', () => {
  const clock = manualClock()
  let left = 2
  let told = 0
  const telling = createTelling(
    clock,
    () => (left -= 1) >= 0,
    (revision) => ({ revision }) as Status,
  )
  telling.subscribe(() => (told += 1))
  telling.statusChanged()
  clock.advance(10_000)
  expect(told).toBe(3)
})
