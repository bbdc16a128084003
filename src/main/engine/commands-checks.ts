// The commands for checks: one that begins a check and tells how far it is, and one that ends it. What is checked is checks.ts.
import type { EngineHandlers } from '../../shared/contract.ts'
import { ok } from '../../shared/result.ts'
import type { Checks } from './checks.ts'

/** Makes the handlers. */
export function checkCommands(checks: Checks): Pick<EngineHandlers, 'checkFolder' | 'endCheck'> {
  return {
    checkFolder: (ask) => checks.look(ask),
    endCheck: async ({ checkId }) => {
      await checks.end(checkId)
      return ok({})
    },
  }
}
