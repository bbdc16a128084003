// Jitter for delays, so that many items or machines do not come back in step.
import type { Random } from '../ports/outside.ts'

/** A delay stretched by up to a quarter. Never shorter than asked: a 429 waits at least its 30 s. */
export function withJitter(delayMs: number, random: Random): number {
  return Math.round(delayMs * (1 + random() / 4))
}
