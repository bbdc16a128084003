// How full the Google account is, from Drive's `about` (photos-api.md, section 8). A figure to show; whether
// there is room is decided by Google alone.
import * as z from 'zod'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { isFromSomeoneElse } from '../line-failure.ts'
import type { Clock } from '../ports/outside.ts'
import { failureOf, isSuccess, jsonOf } from './answers.ts'
import type { Line } from './authorised-line.ts'

/** Decimal strings of bytes; no limit means unlimited. */
const bytes = z
  .string()
  .regex(/^\d{1,16}$/)
  .transform(Number)
const aboutSchema = z.object({
  storageQuota: z.object({ limit: bytes.optional(), usage: bytes }),
})

/** Asks Drive for the account's figures; `line` leads to Drive's own host. */
export async function driveStorage(
  { line, clock }: { line: Line; clock: Clock },
  signal: AbortSignal,
): Promise<Result<{ limitBytes: number | null; usedBytes: number }, Failure>> {
  const answer = await line.send({
    operation: 'storage',
    method: 'GET',
    path: '/drive/v3/about?fields=storageQuota',
    headers: {},
    body: null,
    signal,
  })
  if (!answer.ok) return answer
  if (!isSuccess(answer.value)) return fail(failureOf(answer.value, clock.now()))
  if (isFromSomeoneElse(answer.value)) return fail({ kind: 'offline' })
  const about = aboutSchema.safeParse(jsonOf(answer.value))
  if (!about.success) return fail({ kind: 'unexpected-answer' })
  const { limit, usage } = about.data.storageQuota
  return ok({ limitBytes: limit ?? null, usedBytes: usage })
}
