// Waits on this computer for the browser to bring Google's answer to one sign-in (RFC 8252, section 7.3). Takes exactly
// one answer, with the right state, on one path, and turns everything else away. What the answer means is sign-in.ts.
import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { answerPage, pageHeaders, type PageKind } from './answer-page.ts'
import { ownerOf, type SocketOwner } from './socket-owner.ts'

/** What Google sends back: a code, or the name of an error. */
export type RedirectAnswer = { code: string } | { error: string }

/** A listener that waits. */
export interface LoopbackListener {
  redirectUri: string
  /** Frees the port at once; an answer that is being written still reaches the browser. */
  close(): void
}

const answerPath = '/signed-in'

/** A browser asks as soon as it is connected; whoever only holds on gives way to the next. */
const mostSilent = 16

/** Long enough for one page to a browser on the same computer. */
const drainMs = 1_000

/** IPv4 first as RFC 8252 prefers; a machine without it has IPv6. Never a name, which could be made to point elsewhere. */
const addresses = ['127.0.0.1', '::1']

/** Opens the listener on a free port, or on `port` when it is not 0. */
export async function openListener(options: {
  state: string
  port: number
  /** Called once. The page shown is the outcome, so the browser waits for it. */
  onAnswer: (answer: RedirectAnswer, redirectUri: string) => Promise<PageKind>
  /** Whose the other end of a connection is; the system's own answer unless a test gives another. */
  ownerOf?: (socket: Socket) => Promise<SocketOwner>
}): Promise<Result<LoopbackListener, Failure>> {
  // Node loads its own undici with it, which no start needs.
  const { createServer } = await import('node:http')
  let code = 'unknown'
  for (const address of addresses) {
    const server = createServer({ headersTimeout: 10_000, requestTimeout: 10_000 })
    limitSilence(server)
    const listening = await listen(server, address, options.port)
    if (!listening.ok) {
      code = listening.failure
      continue
    }
    const host = `${address.includes(':') ? `[${address}]` : address}:${String(listening.value)}`
    const redirectUri = `http://${host}${answerPath}`
    const handle = createHandler(host, options.state, options.ownerOf ?? ownerOf, (answer) =>
      options.onAnswer(answer, redirectUri),
    )
    server.on('request', (request, response) => {
      void handle(request, response)
    })
    return ok({
      redirectUri,
      close: () => {
        close(server)
      },
    })
  }
  return fail({ kind: 'unexpected', message: `No loopback listener: ${code}` })
}

function createHandler(
  host: string,
  state: string,
  whose: (socket: Socket) => Promise<SocketOwner>,
  onAnswer: (answer: RedirectAnswer) => Promise<PageKind>,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  let isUsed = false

  return async (request, response) => {
    // Another Host means that a page elsewhere had its name point to this machine.
    if (request.headers.host !== host) {
      refuse(response, 421)
      return
    }
    // Taken apart by hand: a URL parser would let `//elsewhere/path` and `/a/../path` pass for the path.
    const [path, query] = splitOnce(request.url ?? '', '?')
    if (path !== answerPath) {
      refuse(response, 404)
      return
    }
    if (request.method !== 'GET') {
      refuse(response, 405, { allow: 'GET' })
      return
    }
    const parameters = new URLSearchParams(query)
    const answer = redirectAnswer(parameters)
    // A stranger who guesses wrong must not be able to end the sign-in: the listener goes on waiting.
    if (answer === null || !isSame(parameters.get('state'), state)) {
      show(response, 'not-ours')
      return
    }
    // Whoever read the address in the list of processes would sign this Shoebox in to an account of theirs.
    if ((await whose(request.socket)) === 'another') {
      show(response, 'another-user')
      return
    }
    if (isUsed) {
      show(response, 'already-used')
      return
    }
    isUsed = true
    show(response, await onAnswer(answer))
  }
}

/** Keeps the connections that have not asked anything few, by ending the oldest of them: none may keep a browser out. */
function limitSilence(server: Server): void {
  const silent = new Set<Socket>()
  server.on('connection', (socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
    const [oldest] = silent
    if (silent.size > mostSilent) oldest?.destroy()
  })
  server.on('request', ({ socket }) => silent.delete(socket))
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function redirectAnswer(query: URLSearchParams): RedirectAnswer | null {
  const code = query.get('code')
  const error = query.get('error')
  if (error !== null && error !== '') return { error }
  return code === null || code === '' ? null : { code }
}

function isSame(given: string | null, expected: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function show(response: ServerResponse, kind: PageKind): void {
  const { status, body } = answerPage(kind)
  response.writeHead(status, pageHeaders).end(body)
}

function refuse(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { ...pageHeaders, ...headers }).end(answerPage('not-ours').body)
}

function listen(server: Server, host: string, port: number): Promise<Result<number, string>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(fail(error.code ?? 'unknown'))
    })
    server.listen({ host, port, exclusive: true }, () => {
      resolve(ok((server.address() as AddressInfo).port))
    })
  })
}

function close(server: Server): void {
  server.close()
  server.closeIdleConnections()
  setTimeout(() => {
    server.closeAllConnections()
  }, drainMs).unref()
}
