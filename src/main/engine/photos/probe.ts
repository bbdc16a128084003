// Whether the way to the library and back works at all: one request without a body, the smallest that there is. What
// follows from the answer is the queue's.
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { isFromSomeoneElse } from '../line-failure.ts'
import type { Clock } from '../ports/outside.ts'
import { failureOf, isSuccess } from './answers.ts'
import type { Line } from './authorised-line.ts'

/** Asks for one item; any answer of Google's to just this request shows that the way is free. */
export async function probe(
  { line, clock }: { line: Line; clock: Clock },
  signal: AbortSignal,
): Promise<Result<null, Failure>> {
  const answer = await line.send({
    operation: 'probe',
    method: 'GET',
    path: '/v1/mediaItems?pageSize=1',
    headers: {},
    body: null,
    signal,
  })
  if (!answer.ok) return answer
  if (isSuccess(answer.value)) {
    return isFromSomeoneElse(answer.value) ? fail({ kind: 'offline' }) : ok(null)
  }
  const failure = failureOf(answer.value, clock.now())
  return failure.kind === 'rejected' ? ok(null) : fail(failure)
}
