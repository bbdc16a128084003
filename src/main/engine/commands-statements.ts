// The commands for the receipts that people see. What is in one is statements.ts, how it is written upkeep/.
import type { EngineHandlers } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import { fail, ok } from '../../shared/result.ts'
import type { Catalog } from './ports/catalogue.ts'
import type { Statements } from './statements.ts'
import { writeStatement } from './upkeep/index.ts'

const notFound = fail<Failure>({ kind: 'not-found' })

/** Makes the handlers. */
export function statementCommands(
  catalog: Pick<Catalog, 'statements' | 'statement'>,
  statements: Pick<Statements, 'make'>,
): Pick<EngineHandlers, 'makeStatement' | 'listStatements' | 'getStatement' | 'writeStatement'> {
  return {
    makeStatement: async () => ok({ statement: statements.make('asked') }),
    listStatements: async () => ok({ statements: catalog.statements() }),
    getStatement: async ({ statementId }) => {
      const statement = catalog.statement(statementId)
      return statement === null ? notFound : ok({ statement })
    },
    writeStatement: async ({ path, statementId, format, locale }) => {
      const statement = catalog.statement(statementId)
      return statement === null ? notFound : writeStatement(path, statement, format, locale)
    },
  }
}
