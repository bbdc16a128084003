// The one way in which this room asks over HTTP: a certificate is always checked, whatever the environment of this process
// says, and a redirect is never followed, because it would lead to a host that nobody has looked at.
import { Agent, fetch, type RequestInit, type Response } from 'undici'

let agent: Agent | null = null

/** As `fetch`, over connections of its own. */
export function trustedFetch(
  url: string,
  init: { method?: string; headers?: unknown; body?: unknown },
  signal: AbortSignal,
): Promise<Response> {
  agent ??= new Agent({ connect: { rejectUnauthorized: true } })
  const request: RequestInit = {
    ...(init as RequestInit),
    redirect: 'manual',
    signal,
    dispatcher: agent,
  }
  return fetch(url, request)
}
