// The outcomes a user chooses from with the states each stands for, and whether a filter narrows anything.
import type { HistoryFilter } from '../../../shared/contract.ts'
import type { FileState } from '../../../shared/model.ts'

/** States of files that move on by themselves. */
export const inLineStates: readonly FileState[] = [
  'found',
  'fingerprinted',
  'ready',
  'sent',
  'creating',
]

/** What the history can be narrowed to by outcome. */
export const outcomeStates = {
  all: [],
  done: ['done'],
  inLine: [...inLineStates, 'waiting'],
  waiting: ['waiting'],
  skipped: ['skipped'],
  failed: ['failed'],
  gone: ['gone'],
} as const satisfies Record<string, readonly FileState[]>
/** One of the outcomes. */
export type Outcome = keyof typeof outcomeStates

/** The outcome that stands for these states; `all` when none does. */
export function outcomeOf(states: readonly FileState[] | undefined): Outcome {
  const key = [...(states ?? [])].sort().join()
  const names = Object.keys(outcomeStates) as Outcome[]
  return names.find((name) => [...outcomeStates[name]].sort().join() === key) ?? 'all'
}

/** Whether a part of the filter narrows anything. */
export function isGiven<T>(part: T | null | undefined): part is T {
  return part !== null && part !== undefined
}

/** Whether the filter narrows the history at all. */
export function isNarrowed(filter: Partial<HistoryFilter>): boolean {
  return Object.values(filter).some(
    (part) => isGiven(part) && part !== '' && !(Array.isArray(part) && part.length === 0),
  )
}

/** Typing rests this long before a search is asked. */
export const searchRestMs = 180
