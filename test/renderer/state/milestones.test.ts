import { expect, it } from 'vitest'
import type { Hero } from '../../../src/renderer/state/hero.ts'
import { milestone, nothingSaid } from '../../../src/renderer/state/milestones.ts'

const uploading: Hero = { kind: 'uploading' }

/** What is said along a way of cards and shares. */
function saidAlong(steps: [Hero, number][]): (string | null)[] {
  let said = nothingSaid
  return steps.map(([hero, share]) => {
    const next = milestone(said, hero, share)
    said = next.said
    return next.announce
  })
}

it('says a new card once, then every tenth, and nothing in between', () => {
  const steps: [Hero, number][] = [0.01, 0.02, 0.09, 0.1, 0.13, 0.2].map((share) => [
    uploading,
    share,
  ])
  expect(saidAlong(steps)).toEqual(['card', null, null, 'share', null, 'share'])
})

it('does not repeat a tenth when the share falls back a little', () => {
  expect(
    saidAlong([
      [uploading, 0.2],
      [uploading, 0.19],
      [uploading, 0.21],
    ]),
  ).toEqual(['card', null, null])
})

it('says another condition as another card', () => {
  expect(
    saidAlong([
      [{ kind: 'condition', condition: { kind: 'offline', until: null } }, 0],
      [{ kind: 'condition', condition: { kind: 'offline', until: null } }, 0],
      [{ kind: 'condition', condition: { kind: 'on-battery', until: null } }, 0],
      [{ kind: 'complete' }, 1],
    ]),
  ).toEqual(['card', null, 'card', 'card'])
})
