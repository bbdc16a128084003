// The one way in which this room asks over HTTP: a certificate is always checked, whatever the environment of this process
// says, and a redirect is never followed, because it would lead to a host that nobody has looked at.
import type { Agent, RequestInit } from 'undici'

let agent: Agent | null = null

/** As Node's own `fetch`, whose newer twin it is, over connections of its own. */
export async function trustedFetch(
  url: string | URL,
  init: { method?: string; headers?: unknown; body?: unknown },
  signal: AbortSignal,
): Promise<globalThis.Response> {
  // Not before something is asked: it is the largest library of all.
  const { Agent, fetch } = await import('undici')
  agent ??= new Agent({ connect: { rejectUnauthorized: true } })
  const request: RequestInit = {
    ...(init as RequestInit),
    redirect: 'manual',
    signal,
    dispatcher: agent,
  }
  const answer: unknown = await fetch(url, request)
  // One class in two places: the library's, and the one that Node has built in.
  return answer as globalThis.Response
}
