// Randomness that comes again with its seed (mulberry32, public domain).
import type { Random } from '../../../src/main/engine/ports/outside.ts'

/** Numbers between 0 and 1, the same for the same seed. */
export function seededRandom(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number between two, both included. */
export const within = (random: Random, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1))

/** True as often as said. */
export const chance = (random: Random, share: number): boolean => random() < share

/** One of a list; nothing of an empty one. */
export function oneOf<T>(random: Random, list: readonly [T, ...T[]]): T
export function oneOf<T>(random: Random, list: readonly T[]): T | undefined
export function oneOf<T>(random: Random, list: readonly T[]): T | undefined {
  return list[Math.floor(random() * list.length)]
}

/** One of a list whose parts come as often as their weights say. */
export function weighted<T>(random: Random, list: readonly (readonly [number, T])[]): T {
  let left = random() * list.reduce((sum, [weight]) => sum + weight, 0)
  for (const [weight, one] of list) {
    left -= weight
    if (left < 0) return one
  }
  throw new Error('Nothing to choose from')
}
