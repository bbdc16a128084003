// How full the Google account is, from Drive's `about` (photos-api.md, section 8). A figure to show; whether
// there is room is decided by Google alone.
import * as z from 'zod'
import type { Failure } from '../../../shared/failure.ts'
import type { Result } from '../../../shared/result.ts'
import { ask, noBody, type AskTools } from './ask.ts'

/** Decimal strings of bytes; no limit means unlimited. */
const bytes = z
  .string()
  .regex(/^\d{1,16}$/)
  .transform(Number)
const aboutSchema = z.object({
  storageQuota: z.object({ limit: bytes.optional(), usage: bytes }),
})

/** Asks Drive for the account's figures; `line` leads to Drive's own host. */
export function driveStorage(
  tools: AskTools,
  signal: AbortSignal,
): Promise<Result<{ limitBytes: number | null; usedBytes: number }, Failure>> {
  const path = '/drive/v3/about?fields=storageQuota'
  return ask(tools, { operation: 'storage', method: 'GET', path, ...noBody, signal }, (answer) => {
    const about = aboutSchema.safeParse(answer).data
    if (about === undefined) return null
    const { limit, usage } = about.storageQuota
    return { limitBytes: limit ?? null, usedBytes: usage }
  })
}
