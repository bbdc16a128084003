// Network and power as a test wants them.
import type { Surroundings, SystemFacts } from '../../src/main/engine/ports/outside.ts'

/** Surroundings that a test changes. */
export interface SwitchableSurroundings extends Surroundings {
  /** Changes some facts and tells every listener. */
  change(facts: Partial<SystemFacts>): void
}

/** Online by cable, on mains, awake, unless told otherwise. */
export function switchableSurroundings(start: Partial<SystemFacts> = {}): SwitchableSurroundings {
  let facts: SystemFacts = {
    isOnline: true,
    network: 'cable',
    isMetered: false,
    isOnBattery: false,
    isInUse: null,
    isAsleep: false,
    ...start,
  }
  const listeners = new Set<(facts: SystemFacts) => void>()
  return {
    facts: () => facts,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    change: (change) => {
      facts = { ...facts, ...change }
      for (const listener of listeners) listener(facts)
    },
  }
}
