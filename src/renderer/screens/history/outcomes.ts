// The outcomes a user chooses from, and the states each stands for.
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
