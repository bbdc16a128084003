// One question to Google that is answered in JSON: what every caller does with an answer before it reads its own part of it.
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { isFromSomeoneElse } from '../line-failure.ts'
import type { Clock } from '../ports/outside.ts'
import { failureOf, isSuccess, jsonOf } from './answers.ts'
import type { Line } from './authorised-line.ts'
import type { Answer, Call } from './transport.ts'

/** What a question needs: the way there, and wall time for dates in refusals. */
export interface AskTools {
  line: Line
  clock: Clock
}

/**
 * Sends `call` and reads its answer; `read` makes null of what it does not understand, which is `unexpected-answer`. What an
 * answer that is no success means is `failed`'s; one that is not Google's is `offline`.
 */
export async function ask<T>(
  { line, clock }: AskTools,
  call: Call,
  read: (answer: unknown) => T | null,
  failed: (answer: Answer, now: number) => Failure = failureOf,
): Promise<Result<T, Failure>> {
  const answer = await line.send(call)
  if (!answer.ok) return answer
  if (!isSuccess(answer.value)) return fail(failed(answer.value, clock.now()))
  if (isFromSomeoneElse(answer.value)) return fail({ kind: 'offline' })
  const value = read(jsonOf(answer.value))
  return value === null ? fail({ kind: 'unexpected-answer' }) : ok(value)
}

/** What a call without a body carries. */
export const noBody = { headers: {}, body: null }

/** What a call with a JSON body carries. */
export const jsonBody = (body: unknown) => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
