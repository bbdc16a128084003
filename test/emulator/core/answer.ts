/**
 * An answer as a value, before it meets a socket. Handlers return answers or throw a Refusal;
 * sending them, with whatever fault applies, is left to exchange.ts.
 */

/** A stretch of a file on disk, streamed as a body. */
export type FileBody = { readonly path: string; readonly start: number; readonly end: number }

/** Status, headers and body of a reply. */
export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer | FileBody
}

/** Thrown by a handler to give its answer and stop. */
export class Refusal extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super(`refused with ${String(answer.status)}`)
    this.answer = answer
  }
}

/** A JSON answer. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=UTF-8',
      'cache-control': 'private',
      ...headers,
    },
    body: JSON.stringify(value, null, 2),
  }
}

/** A plain text answer. */
export function text(body: string, status = 200, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body }
}

/** A page; nothing but our own style sheet and pictures may load in it. */
export function html(body: string, status = 200): Answer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; base-uri 'none'",
    },
    body,
  }
}

/** A redirect to another address. */
export function redirect(location: string): Answer {
  return { status: 302, headers: { location, 'cache-control': 'no-store' }, body: '' }
}

/** Text made safe to stand in HTML. */
export function escapeHtml(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
