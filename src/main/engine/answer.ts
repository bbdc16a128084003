// Answers a command of the contract: parses its input, calls its handler, and takes what keeps the catalogue from storing or
// telling anything as the failure that it is. What each command does is commands.ts.
import {
  parseInput,
  type EngineHandlers,
  type Output,
  type ParsedInput,
} from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import type { EngineCommandName } from '../../shared/names.ts'
import { fail, type Result } from '../../shared/result.ts'
import type { Engine } from './engine.ts'
import { storeTrouble, type StoreTrouble } from './ports/catalogue-trouble.ts'

/** Makes the engine's `call` over the handlers; `onTrouble` is told of what stops more than the one command. */
export function createAnswer(
  handlers: EngineHandlers,
  onTrouble: (trouble: StoreTrouble) => void,
): Engine['call'] {
  return async (name, input) => {
    const parsed = parseInput(name, input)
    if (!parsed.ok) return parsed
    try {
      return await callHandler(handlers, name, parsed.value)
    } catch (thrown) {
      const trouble = storeTrouble(thrown)
      if (trouble === null) throw thrown
      onTrouble(trouble)
      return fail(trouble)
    }
  }
}

/** The contract pairs each name with its input; the compiler cannot follow that through a lookup by name. */
function callHandler<K extends EngineCommandName>(
  handlers: EngineHandlers,
  name: K,
  input: ParsedInput<K>,
): Promise<Result<Output<K>, Failure>> {
  const handler = handlers[name] as (input: ParsedInput<K>) => Promise<Result<Output<K>, Failure>>
  return handler(input)
}
