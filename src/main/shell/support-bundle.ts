// The report that a user may send to someone who helps: versions, settings, status, checks, the last log lines.
// Built from named parts only, then scrubbed: no tokens, no e-mail addresses, no folder names, no home paths.
import type { Output } from '../../shared/contract.ts'
import { isOfOneSource } from '../../shared/fixes.ts'
import type { Settings } from '../../shared/model.ts'
import type { Status } from '../../shared/status.ts'
import { scrub } from '../engine/log-line.ts'

/** What the report is made from; null where the engine could not say. */
export interface SupportFacts {
  versions: Readonly<Record<string, string>>
  at: Date
  settings: Settings | null
  status: Status | null
  checks: Output<'diagnose'>['checks'] | null
  engineState: string
  logLines: readonly string[]
}

/** The report as text. */
export function supportBundle(facts: SupportFacts): string {
  const part = (title: string, value: unknown): string =>
    `== ${title} ==\n${JSON.stringify(value, null, 2)}\n`
  return scrubLines(
    [
      `Shoebox report, ${facts.at.toISOString()}\n`,
      part('Versions', facts.versions),
      part('Engine', facts.engineState),
      part('Settings', facts.settings),
      part('Status', facts.status === null ? null : withoutNames(facts.status)),
      part('Checks', facts.checks?.map(({ name, answer }) => ({ name, answer })) ?? null),
      '== Log ==',
      ...facts.logLines,
      '',
    ].join('\n'),
  )
}

/** The status without who and which: no account, no names of files or folders. */
function withoutNames(status: Status): unknown {
  const { signIn, sources, active, conditions, statement = null, ...rest } = status
  return {
    ...rest,
    signIn: signIn.kind === 'signed-in' ? { kind: signIn.kind, isKept: signIn.isKept } : signIn,
    conditions: conditions.map((condition) =>
      isOfOneSource(condition) ? { kind: condition.kind } : condition,
    ),
    sources: sources.map((source) => ({
      ...source,
      path: null,
      name: null,
      ignorePatterns: source.ignorePatterns.length,
    })),
    statement: statement === null ? null : { at: statement.at, total: statement.total },
    active: active.map((file) => ({ ...file, name: null })),
  }
}

// The scrubber makes one line of many; a report is for reading.
const scrubLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => scrub(line))
    .join('\n')
