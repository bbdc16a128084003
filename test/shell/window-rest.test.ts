// When a window that was closed to the tray ends: the rule as a table, and the minute before it.
import { describe, expect, it } from 'vitest'
import { createWindowRest, restOf, type RestFacts } from '../../src/main/shell/window-rest.ts'
import { manualClock } from '../fakes/manual-clock.ts'

const minute = 60_000
const truths = [false, true]
const pages = ['finished', 'unfinished', 'silent'] as const

const everyCase: RestFacts[] = truths.flatMap((isShown) =>
  truths.flatMap((isQuitting) =>
    truths.flatMap((hasDialog) => pages.map((page) => ({ isShown, isQuitting, hasDialog, page }))),
  ),
)

describe('what becomes of a closed window', () => {
  it.each(everyCase.filter(({ isShown, isQuitting }) => isShown || isQuitting))(
    'is nothing where it is wanted again or everything ends: %o',
    (facts) => expect(restOf(facts)).toBe('live'),
  )

  const left = everyCase.filter(({ isShown, isQuitting }) => !isShown && !isQuitting)
  it.each([
    { hasDialog: false, page: 'finished', rest: 'end' },
    // A page that hangs holds nothing that anybody could get back.
    { hasDialog: false, page: 'silent', rest: 'end' },
    { hasDialog: false, page: 'unfinished', rest: 'wait' },
    { hasDialog: true, page: 'finished', rest: 'wait' },
    { hasDialog: true, page: 'silent', rest: 'wait' },
    { hasDialog: true, page: 'unfinished', rest: 'wait' },
  ] as const)('is $rest with a dialog: $hasDialog, and a page that is $page', (wanted) => {
    const { rest, ...facts } = wanted
    expect(left).toContainEqual({ isShown: false, isQuitting: false, ...facts })
    expect(restOf({ isShown: false, isQuitting: false, ...facts })).toBe(rest)
  })
})

function bench(lingerMs: number | null = null) {
  const clock = manualClock()
  const facts = { isShown: false, isQuitting: false, hasDialog: false }
  const done: string[] = []
  const rest = createWindowRest({
    clock,
    lingerMs,
    facts: () => facts,
    ask: () => done.push('asked'),
    end: (place) => done.push(`ended at ${place ?? 'no place'}`),
  })
  return { clock, facts, done, rest }
}

const finished = { place: 'here', isUnfinished: false }
const unfinished = { place: 'here', isUnfinished: true }

describe('the rest of a window', () => {
  it('asks the page after a minute, and ends with its answer', () => {
    const { clock, done, rest } = bench()
    rest.hidden()
    clock.advance(minute - 1)
    expect(done).toEqual([])
    clock.advance(1)
    expect(done).toEqual(['asked'])
    rest.answered(finished)
    expect(done).toEqual(['asked', 'ended at here'])
    expect(clock.pending()).toBe(0)
  })

  it('waits as long as it is told to', () => {
    const { clock, done, rest } = bench(50)
    rest.hidden()
    clock.advance(50)
    expect(done).toEqual(['asked'])
  })

  it('is over where the window is asked for, before the minute is over and while the page is asked', () => {
    const { clock, done, rest } = bench()
    rest.hidden()
    clock.advance(minute - 1)
    rest.over()
    clock.advance(minute)
    expect(done).toEqual([])
    rest.hidden()
    clock.advance(minute)
    rest.over()
    rest.answered(finished)
    clock.advance(minute)
    expect(done).toEqual(['asked'])
  })

  it('asks again a minute later while something is unfinished on the page', () => {
    const { clock, done, rest } = bench()
    rest.hidden()
    clock.advance(minute)
    rest.answered(unfinished)
    clock.advance(minute)
    expect(done).toEqual(['asked', 'asked'])
    rest.answered(finished)
    expect(done.at(-1)).toBe('ended at here')
  })

  it('asks no page while a dialog of the system waits', () => {
    const { clock, facts, done, rest } = bench()
    facts.hasDialog = true
    rest.hidden()
    clock.advance(2 * minute)
    expect(done).toEqual([])
    facts.hasDialog = false
    clock.advance(minute)
    expect(done).toEqual(['asked'])
  })

  it('ends a page that does not answer, without a place', () => {
    const { clock, done, rest } = bench()
    rest.hidden()
    clock.advance(minute + 4_999)
    expect(done).toEqual(['asked'])
    clock.advance(1)
    expect(done).toEqual(['asked', 'ended at no place'])
    rest.answered(finished)
    expect(done).toHaveLength(2)
  })

  it('leaves it to quitting once that is under way', () => {
    const { clock, facts, done, rest } = bench()
    rest.hidden()
    facts.isQuitting = true
    clock.advance(2 * minute)
    expect(done).toEqual([])
    expect(clock.pending()).toBe(0)
  })

  it('takes no answer that it has not asked for', () => {
    const { clock, done, rest } = bench()
    rest.answered(finished)
    rest.hidden()
    rest.answered(finished)
    clock.advance(minute - 1)
    expect(done).toEqual([])
  })
})
