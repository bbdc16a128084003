/** Reads a JSON body against a schema, answering what Google's front end answers to one it cannot read. */
import type { z } from 'zod'
import { Refusal } from './answer.ts'
import type { Exchange } from './exchange.ts'
import { invalidArgument } from './google-errors.ts'

/** The body as the schema describes it; anything else is refused with 400. */
export async function readJson<T>(exchange: Exchange, schema: z.ZodType<T>): Promise<T> {
  const body = await exchange.readAll()
  let value: unknown
  try {
    value = body.length === 0 ? {} : JSON.parse(body.toString('utf8'))
  } catch {
    throw new Refusal(invalidArgument('Invalid JSON payload received. Unexpected token.'))
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new Refusal(invalidArgument(`Invalid JSON payload received. ${firstProblem(parsed.error)}`))
}

/** One sentence about what is wrong with a value. */
export function firstProblem(error: z.ZodError): string {
  const [issue] = error.issues
  if (issue === undefined) return 'Invalid value.'
  const place = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    const at = place === '' ? '' : ` at '${place}'`
    return `Unknown name "${issue.keys.join('", "')}"${at}: Cannot find field.`
  }
  return place === '' ? `${issue.message}.` : `Invalid value at '${place}': ${issue.message}.`
}
