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
/** One of the outcomes: those that states tell, and what is backed up and may be damaged. */
export type Outcome = keyof typeof outcomeStates | 'doubtful'
/** All of them, in the order in which they are offered. */
export const outcomes: readonly Outcome[] = [
  'all',
  'done',
  'doubtful',
  'inLine',
  'waiting',
  'skipped',
  'failed',
  'gone',
]

/** Of what is backed up, what could not be decoded here; a filter names it by its reason. */
export const doubtfulFilter = {
  states: ['done'],
  reason: 'undecodable',
} satisfies Partial<HistoryFilter>

/** What a filter asks for by an outcome. */
export const filterFor = (outcome: Outcome): Pick<Partial<HistoryFilter>, 'states' | 'reason'> =>
  outcome === 'doubtful' ? doubtfulFilter : { states: [...outcomeStates[outcome]], reason: null }

/** The outcome that a filter asks for; `all` when it is none of them. */
export function outcomeOf({ states, reason }: Partial<HistoryFilter>): Outcome {
  if (reason === doubtfulFilter.reason) return 'doubtful'
  const key = [...(states ?? [])].sort().join()
  const names = Object.keys(outcomeStates) as (keyof typeof outcomeStates)[]
  return names.find((name) => [...outcomeStates[name]].sort().join() === key) ?? 'all'
}

/** Whether a part of the filter narrows anything. */
export function isGiven<T>(part: T | null | undefined): part is T {
  return part !== null && part !== undefined
}

/** Whether the filter narrows the history at all. */
export function isNarrowed(filter: Partial<HistoryFilter>): boolean {
  return Object.entries(filter).some(
    ([name, part]) =>
      // How files are shown leaves none of them out.
      name !== 'isFolded' &&
      isGiven(part) &&
      part !== '' &&
      !(Array.isArray(part) && part.length === 0),
  )
}

/** Typing rests this long before a search is asked. */
export const searchRestMs = 180
