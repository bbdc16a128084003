// How full the Google account is, from Drive's `about` (photos-api.md, section 8), through Google's own client.
// A figure to show; whether there is room is decided by Google alone.
import type { drive as makeDrive } from '@googleapis/drive'
import * as z from 'zod'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { isFromSomeoneElse, lineFailure } from '../line-failure.ts'
import type { AccessTokens, Clock } from '../ports.ts'
import { failureOf, isSuccess, jsonOf } from './answers.ts'
import { createAuthorisedLine } from './authorised-line.ts'
import type { Answer, Call, PhotosOperation } from './transport.ts'

const answerTimeoutMs = 30_000

/** Decimal strings of bytes; no limit means unlimited. */
const bytes = z
  .string()
  .regex(/^\d{1,16}$/)
  .transform(Number)
const aboutSchema = z.object({
  storageQuota: z.object({ limit: bytes.optional(), usage: bytes }),
})

/** Asks Drive for the account's figures. */
export async function driveStorage(
  options: {
    driveOrigin: string
    tokens: AccessTokens
    clock: Clock
    onRequest: (operation: PhotosOperation) => void
  },
  signal: AbortSignal,
): Promise<Result<{ limitBytes: number | null; usedBytes: number }, Failure>> {
  // Loaded when first needed: it holds every method of Drive, and an idle engine should not.
  const { drive } = await import('@googleapis/drive')
  const line = createAuthorisedLine(
    { send: (call) => askDrive(drive, options, call) },
    options.tokens,
  )
  const answer = await line.send({
    operation: 'storage',
    method: 'GET',
    path: '/drive/v3/about',
    headers: {},
    body: null,
    signal,
  })
  if (!answer.ok) return answer
  if (!isSuccess(answer.value)) return fail(failureOf(answer.value, options.clock.now()))
  if (isFromSomeoneElse(answer.value)) return fail({ kind: 'offline' })
  const about = aboutSchema.safeParse(jsonOf(answer.value))
  if (!about.success) return fail({ kind: 'unexpected-answer' })
  const { limit, usage } = about.data.storageQuota
  return ok({ limitBytes: limit ?? null, usedBytes: usage })
}

async function askDrive(
  drive: typeof makeDrive,
  options: { driveOrigin: string; onRequest: (operation: PhotosOperation) => void },
  { headers, signal }: Call,
): Promise<Result<Answer, Failure>> {
  signal.throwIfAborted()
  const client = drive({
    version: 'v3',
    rootUrl: `${options.driveOrigin}/`,
    // Else an environment variable could send the token to another host.
    universeDomain: 'googleapis.com',
  })
  try {
    const response = await client.about.get(
      { fields: 'storageQuota' },
      {
        headers,
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]),
        retry: false,
        responseType: 'text',
        validateStatus: () => true,
        fetchImplementation: (input, init) => fetch(input, { ...init, redirect: 'manual' }),
      },
    )
    options.onRequest('storage')
    const text: unknown = response.data
    return ok({
      status: response.status,
      headers: response.headers,
      text: typeof text === 'string' ? text : '',
    })
  } catch (error) {
    signal.throwIfAborted()
    const broken = lineFailure(error)
    if (broken !== null) return fail(broken.failure)
    // The library's own error carries the request with its token.
    const name = error instanceof Error ? error.name : typeof error
    throw new Error(`The storage figure could not be asked for: ${name}`)
  }
}
