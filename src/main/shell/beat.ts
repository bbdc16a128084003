// One timer for everything that is looked at again and again on this machine, so that it is woken once for all of it: often
// while something depends on it, seldom in the tray with nothing to do. What is looked at is surroundings.ts.
import type { Status } from '../../shared/status.ts'
import type { Clock } from '../engine/ports/outside.ts'

/** A change of the network or the charger is noticed within this time while photos go up or somebody looks. */
const usualMs = 5_000
/** Nothing goes up and nobody looks: the first photo that comes is a look of its own. */
const calmMs = 30_000

/** What only the user ends: no charger, network or absence makes anything go up meanwhile. */
const lasting: readonly string[] = ['backup-off', 'paused', 'signed-out', 'no-folders']

/** Whether nothing depends on what this machine is connected to. */
export function isCalm(status: Status | null, isWindowShown: boolean): boolean {
  if (isWindowShown || status === null) return false
  return (
    status.activity === 'complete' || status.conditions.some(({ kind }) => lasting.includes(kind))
  )
}

/** The beat. */
export interface Beat {
  /** Calls at each beat until what it returns is called; with how long ago the one before was at the most, in ms. */
  each(look: (sinceMs: number) => void): () => void
  /** Something may depend on it now: if it was calm, everything is looked at at once. */
  follow(): void
  stop(): void
}

/** Makes it; it beats once somebody looks. */
export function createBeat(clock: Clock, isCalmNow: () => boolean): Beat {
  const looks = new Set<(sinceMs: number) => void>()
  let pauseMs = usualMs
  let cancel: (() => void) | null = null
  const wait = (): void => {
    pauseMs = isCalmNow() ? calmMs : usualMs
    cancel = clock.after(pauseMs, beat)
  }
  const beat = (): void => {
    for (const look of looks) look(pauseMs)
    wait()
  }
  return {
    each(look) {
      looks.add(look)
      if (cancel === null) wait()
      return () => looks.delete(look)
    },
    follow() {
      if (cancel === null || pauseMs === usualMs || isCalmNow()) return
      cancel()
      beat()
    },
    stop() {
      cancel?.()
      cancel = null
      looks.clear()
    },
  }
}
