// Nothing that the app says contradicts what is so: every stop with every count, folders that are away, and thousands of
// states by chance, each sentence judged by a rule of what it claims. The rules themselves are shown to be able to fail.
import { describe, expect, it } from 'vitest'
import type { ConditionKind } from '../../../src/shared/status.ts'
import { claims, liesOf, matchOf, needsSomebody, never } from './claims.ts'
import { sayingOf, type Saying } from './sentences.ts'
import { allWorlds, countOf, unfinished, type World } from './worlds.ts'

const worlds = allWorlds(3_000)
const told: { world: World; saying: Saying }[] = worlds.map((world) => ({
  world,
  saying: sayingOf(world),
}))
/** Cards that ask or tell something else first. */
const asksFirst: ConditionKind[] = [
  'account-unconfirmed',
  'no-folders',
  'source-unfamiliar',
  'catalogue-unwritable',
  'unexpected',
]
const asText = (world: World): string =>
  JSON.stringify({ ...world, settings: undefined }).slice(0, 900)

describe('what is said', () => {
  it('is asked of some thousand different states', () => {
    expect(new Set(worlds.map((world) => JSON.stringify(world))).size).toBeGreaterThan(2_500)
  })

  it('contradicts nothing that is so', () => {
    const lies = told.flatMap(({ world, saying }) =>
      liesOf(world, saying).map((lie) => `${lie} in ${asText(world)}`),
    )
    expect(lies.slice(0, 12)).toEqual([])
  })

  it('calls for attention only where somebody is needed', () => {
    for (const { world, saying } of told) {
      if (saying.tray.state === 'attention') expect(needsSomebody(world), asText(world)).toBe(true)
      const isTold = saying.said.some(({ text }) => text === 'Backup needs your attention')
      if (isTold) expect(needsSomebody(world), asText(world)).toBe(true)
    }
  })

  it('is the same in the tray and on the card', () => {
    for (const { world, saying } of told) {
      const { hero, tray } = saying
      const isComplete = hero.kind === 'complete'
      expect(tray.state === 'complete', asText(world)).toBe(isComplete)
      expect(tray.state === 'uploading', asText(world)).toBe(hero.kind === 'uploading')
      expect(tray.progress !== null && !isComplete).toBe(hero.kind === 'uploading')
    }
  })

  it('names what waits wherever something does', () => {
    const silent = ['signing-in', 'uploading', 'scanning']
    for (const { world, saying } of told) {
      const { hero, said } = saying
      if (unfinished(world) === 0 || silent.includes(hero.kind)) continue
      if (hero.kind === 'condition' && asksFirst.includes(hero.condition.kind)) continue
      const text = said
        .filter(({ place }) => place === 'card' || place === 'line')
        .map((one) => one.text)
        .join(' ')
      expect(text, asText(world)).toMatch(/\d photos? (?:in it |elsewhere )?waits?/)
    }
  })
})

describe.each(claims.map((claim) => [claim.name, claim] as const))('the rule “%s”', (_, claim) => {
  const made = told.flatMap(({ world, saying }) =>
    saying.said.flatMap((said) => {
      const match = matchOf(claim, said)
      return match === null ? [] : [{ world, match, saying }]
    }),
  )

  it('is about something that is said', () => {
    expect(made.length).toBeGreaterThan(0)
  })

  it('refuses what is said where it is not so', () => {
    // What is true of one state is a lie of another one.
    const isCaught = made.some(({ match }) =>
      told.some(({ world, saying }) => !claim.isTrue(world, match, saying)),
    )
    expect(isCaught).toBe(true)
  })
})

describe.each(never)('“$name”', ({ pattern, sample }) => {
  it('is known where it is said', () => {
    expect(sample).toMatch(pattern)
  })
})

describe('the counts of the states', () => {
  it('reach from nothing to a million', () => {
    const done = told.map(({ world }) => countOf(world, 'done'))
    expect(Math.min(...done)).toBe(0)
    expect(Math.max(...done)).toBeGreaterThan(1_000_000)
  })
})
