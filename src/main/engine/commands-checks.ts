// The commands for checks: those of the command, each of which begins one and tells how far it is, or ends it, and those of the
// window, by source. What is checked is checks.ts and source-checks.ts.
import type { EngineHandlers } from '../../shared/contract.ts'
import { ok } from '../../shared/result.ts'
import type { LooksAhead } from './looks-ahead.ts'

const done = ok({})

/** Makes the handlers. */
export function checkCommands({
  checks,
  sourceChecks,
}: Pick<LooksAhead, 'checks' | 'sourceChecks'>): Pick<
  EngineHandlers,
  | 'checkFolder'
  | 'endCheck'
  | 'startSourceCheck'
  | 'stopSourceCheck'
  | 'sourceChecks'
  | 'unsafeFiles'
  | 'writeSourceCheck'
> {
  return {
    checkFolder: (ask) => checks.look(ask),
    endCheck: async ({ checkId }) => {
      await checks.end(checkId)
      return done
    },
    startSourceCheck: ({ sourceId }) => sourceChecks.start(sourceId),
    stopSourceCheck: async ({ sourceId }) => {
      await sourceChecks.stop(sourceId)
      return done
    },
    sourceChecks: async () => ok({ checks: sourceChecks.list() }),
    unsafeFiles: async (ask) => sourceChecks.files(ask),
    writeSourceCheck: (ask) => sourceChecks.write(ask),
  }
}
