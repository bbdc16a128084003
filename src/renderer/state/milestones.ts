// What is worth saying aloud: a new card, or another tenth of the way. Never every tick.
import type { Hero } from './hero.ts'

/** What was said last. */
export type Said = { card: string; tenth: number }

/** Nothing has been said yet. */
export const nothingSaid: Said = { card: '', tenth: 0 }

/** Whether the card or a tenth of the way is new; both are remembered either way. */
export function milestone(
  said: Said,
  hero: Hero,
  share: number,
): { said: Said; announce: 'card' | 'share' | null } {
  const card = hero.kind === 'condition' ? `condition ${hero.condition.kind}` : hero.kind
  const tenth = hero.kind === 'uploading' ? Math.floor(share * 10) : 0
  if (card !== said.card) return { said: { card, tenth }, announce: 'card' }
  if (tenth > said.tenth) return { said: { card, tenth }, announce: 'share' }
  return { said, announce: null }
}
