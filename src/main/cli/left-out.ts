// How many files were left out, by reason, for the summary of a run and for `status --json`: no number without a word.
import type { Askable } from './running-engine.ts'

/** Asks whoever runs the backup. Left out: nothing is, or nobody answers. */
export async function leftOutFor(engine: Pick<Askable, 'call'>): Promise<Record<string, number>> {
  const problems = await engine.call('problems', {})
  const groups = problems.ok ? problems.value.groups : []
  return Object.fromEntries(
    groups.filter(({ state }) => state === 'skipped').map(({ reason, files }) => [reason, files]),
  )
}
