// Who signed in: userinfo, and the account's picture as a data: address that the window can show without the network.
// Nothing here decides whether somebody is signed in.
import * as z from 'zod'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { isFromSomeoneElse, lineFailure, ofNoFile } from '../line-failure.ts'
import type { KeptSignIn } from '../ports/outside.ts'
import type { SignInEndpoints } from './endpoints.ts'
import { trustedFetch } from './trusted-fetch.ts'

const answerTimeoutMs = 30_000
const pictureTimeoutMs = 10_000
/** Google's account pictures are 96 pixels wide and a few kilobytes; anything far above is something else. */
const maxPictureBytes = 256 * 1024
const maxUserinfoBytes = 64 * 1024

const userinfoSchema = z.object({
  sub: z.string().min(1).max(255),
  email: z.string().min(1).max(320),
  name: z.string().max(500).optional(),
  picture: z.string().max(2000).optional().catch(undefined),
})

/** Asks Google who the access token belongs to. */
export async function fetchAccount(
  endpoints: SignInEndpoints,
  accessToken: string,
  signal: AbortSignal,
): Promise<Result<KeptSignIn['account'], Failure>> {
  const answer = await get(endpoints.userinfo, {
    headers: { authorization: `Bearer ${accessToken}` },
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]),
    maxBytes: maxUserinfoBytes,
  })
  if (!answer.ok) return answer
  const { status, body } = answer.value
  const text = body.toString('utf8')
  if (isFromSomeoneElse({ status, text })) return fail({ kind: 'offline' })
  if (status >= 500) return fail({ kind: 'server-error', status })
  const parsed = status === 200 ? userinfoSchema.safeParse(jsonOf(text)) : null
  if (parsed?.success !== true) return fail({ kind: 'unexpected-answer' })
  const { sub, email, name, picture } = parsed.data
  return ok({ sub, email, name: name ?? email, pictureUrl: picture ?? null })
}

/** The picture as a data: address, or null where there is none or it cannot be had. */
export async function fetchPicture(
  endpoints: SignInEndpoints,
  pictureUrl: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  const url = pictureUrl === null ? null : URL.parse(pictureUrl)
  if (url === null || !endpoints.isPictureAddress(url)) return null
  const answer = await get(url.href, {
    headers: {},
    signal: AbortSignal.any([signal, AbortSignal.timeout(pictureTimeoutMs)]),
    maxBytes: maxPictureBytes,
  })
  if (!answer.ok || answer.value.status !== 200) return null
  const type = /^image\/(?:png|jpeg|webp|gif)(?=;|$)/.exec(answer.value.contentType)?.[0]
  return type === undefined ? null : `data:${type};base64,${answer.value.body.toString('base64')}`
}

async function get(
  url: string,
  options: { headers: Record<string, string>; signal: AbortSignal; maxBytes: number },
): Promise<Result<{ status: number; contentType: string; body: Buffer }, Failure>> {
  try {
    const { headers, signal } = options
    const response = await trustedFetch(url, { headers }, signal)
    const parts: Uint8Array[] = []
    let length = 0
    const body = response.body as AsyncIterable<Uint8Array> | null
    for await (const part of body ?? []) {
      parts.push(part)
      length += part.byteLength
      // Leaving the loop ends the download.
      if (length > options.maxBytes) return fail({ kind: 'unexpected-answer' })
    }
    return ok({
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      body: Buffer.concat(parts),
    })
  } catch (error) {
    const broken = lineFailure(error)
    // The caller's own abort needs no answer, only an end.
    if (broken === null && !options.signal.aborted) throw error
    return fail(ofNoFile(broken?.failure ?? { kind: 'offline' }))
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
