// The single door for everything the window asks: who is asking, what is asked, with which input. Refuses
// strangers by throwing; everything foreseen is answered with a Result, and a bug never crosses as a throw.
import * as z from 'zod'
import { parseInput, type Output, type ParsedInput } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import {
  shellCommandNames,
  windowEngineCommandNames,
  type WindowCommandName,
} from '../../shared/names.ts'
import { fail, type Result } from '../../shared/result.ts'
import { isAppPage } from './app-address.ts'

/** Who sent a message, as Electron knows it and not as the sender says. */
export interface Caller {
  /** The top frame of the app's own window, not a frame inside it and not another window. */
  isMainFrame: boolean
  url: string
}

/** One function for each command that the window may call. */
export type WindowHandlers = {
  [K in WindowCommandName]: (input: ParsedInput<K>) => Promise<Result<Output<K>, Failure>>
}

/** Every command that the window may call. */
export const windowCommandNames: readonly WindowCommandName[] = [
  ...windowEngineCommandNames,
  ...shellCommandNames,
]

const requestSchema = z.object({ name: z.enum(windowCommandNames), input: z.unknown() })

/** Answers one request of the window. */
export async function answer(
  handlers: WindowHandlers,
  caller: Caller,
  request: unknown,
  onBug: (error: unknown) => void,
): Promise<Result<unknown, Failure>> {
  if (!caller.isMainFrame || !isAppPage(caller.url)) throw new Error('Refused.')
  const parsed = requestSchema.safeParse(request)
  if (!parsed.success)
    return fail({ kind: 'bad-request', problem: z.prettifyError(parsed.error).slice(0, 500) })
  return run(handlers, parsed.data.name, parsed.data.input, onBug)
}

async function run(
  handlers: WindowHandlers,
  name: WindowCommandName,
  input: unknown,
  onBug: (error: unknown) => void,
): Promise<Result<unknown, Failure>> {
  const checked = parseInput(name, input)
  if (!checked.ok) return checked
  try {
    // parseInput gave this name's own input; the table cannot say so to the compiler.
    const handle = handlers[name] as (value: unknown) => Promise<Result<unknown, Failure>>
    return await handle(checked.value)
  } catch (error) {
    onBug(error)
    return fail({ kind: 'unexpected', message: `${name} failed.` })
  }
}
