// Waiting for what comes about by itself: as long as a busy machine may take, and no longer than needed.
import { vi } from 'vitest'

const patienceMs = 60_000

/** Tries again until it no longer throws. */
export const eventually = <T>(look: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(look, { timeout: patienceMs })
