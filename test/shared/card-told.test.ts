// What is said of a card, over every combination of what is known of it.
import { describe, expect, it } from 'vitest'
import {
  tellingOfQuestion,
  tellingOfRun,
  type CardTelling,
  type RunFacts,
} from '../../src/shared/card-told.ts'

const done: RunFacts = {
  ...{ isWanted: true, isIn: true, isLookedAfter: true, isLookedThrough: true },
  ...{ isBeingChecked: false, waiting: 0, unreadable: 0 },
}

const either = [true, false]
const all: RunFacts[] = either.flatMap((isWanted) =>
  either.flatMap((isIn) =>
    either.flatMap((isLookedAfter) =>
      either.flatMap((isLookedThrough) =>
        either.flatMap((isBeingChecked) =>
          [0, 3].flatMap((waiting) =>
            [0, 2].map((unreadable) => ({
              ...{ isWanted, isIn, isLookedAfter, isLookedThrough },
              ...{ isBeingChecked, waiting, unreadable },
            })),
          ),
        ),
      ),
    ),
  ),
)

describe('a card that is asked about', () => {
  it.each<[number, boolean, CardTelling | null]>([
    [0, true, null],
    [0, false, null],
    [412, true, 'counting'],
    [412, false, 'asked'],
  ])('with %i new files, counting %s, is told as %s', (files, isCounting, telling) => {
    expect(tellingOfQuestion({ files, isCounting })).toBe(telling)
  })
})

describe('a card that is backed up', () => {
  it.each<[string, Partial<RunFacts>, CardTelling | null]>([
    ['in, with all of it done', {}, 'sent'],
    ['in, with part of it waiting', { waiting: 3 }, 'going'],
    ['in, being looked through', { isLookedThrough: false }, 'looking'],
    [
      'in, being looked through, with part of it known',
      { isLookedThrough: false, waiting: 3 },
      'going',
    ],
    ['in, being checked', { isBeingChecked: true }, 'checking'],
    ['in, with a folder that cannot be read', { unreadable: 1 }, 'unread'],
    ['in, as an engine that only looks knows it', { isLookedAfter: false }, null],
    ['in, the same, with part of it waiting', { isLookedAfter: false, waiting: 3 }, 'going'],
    ['out, with part of it waiting', { isIn: false, waiting: 3 }, 'away'],
    ['out before it was looked through', { isIn: false, isLookedThrough: false }, 'away'],
    ['out, with all of it done', { isIn: false }, null],
    ['in, and nobody wants it', { isWanted: false, waiting: 3 }, null],
  ])('%s, is told as it is', (_, facts, telling) => {
    expect(tellingOfRun({ ...done, ...facts })).toBe(telling)
  })

  it('can be taken out only where nothing on it is open or needed', () => {
    const free = all.filter((facts) => tellingOfRun(facts) === 'sent')
    expect(free).toEqual([done])
  })

  it('is not spoken of once it is out and done, or nobody wants it', () => {
    for (const facts of all) {
      const { isWanted, isIn, isLookedThrough, waiting } = facts
      const isOver = !isWanted || (!isIn && isLookedThrough && waiting === 0)
      if (isOver) expect(tellingOfRun(facts)).toBeNull()
      else if (!isIn) expect(tellingOfRun(facts)).toBe('away')
    }
  })
})
