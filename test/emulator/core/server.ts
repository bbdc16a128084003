/**
 * The loopback server: takes each request through faults, admission and its handler, and sends the answer.
 * Which request is which is left to routes.ts; the control API and the gallery stand beside, free of faults and ledger.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { admit, bearerToken, isRefused, liveToken } from './access.ts'
import { json, Refusal, text, type Answer } from './answer.ts'
import type { Context } from './context.ts'
import { ConnectionLost, Exchange } from './exchange.ts'
import type { FiredFault } from './faults.ts'
import { jsonError } from './google-errors.ts'
import { newRow } from './ledger.ts'
import type { Route, Router } from './routes.ts'
import { uploadFileName } from '../uploads/headers.ts'

/** Answers requests that are not to Google: the control API and the gallery. Null when it is not for them. */
export type SideDoor = (req: IncomingMessage, url: URL) => Promise<Answer> | null

/** Makes the server; it does not listen yet. */
export function createEmulatorServer(context: Context, router: Router, sideDoor: SideDoor): Server {
  const server = createServer(
    { keepAliveTimeout: 65_000, requestTimeout: 0, headersTimeout: 0 },
    (req, res) => {
      void answer(context, router, sideDoor, req, res)
    },
  )
  // A slow or stalled upload is a case to be tested, not one to be ended by the server.
  server.timeout = 0
  return server
}

async function answer(
  context: Context,
  router: Router,
  sideDoor: SideDoor,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const url = URL.parse(req.url ?? '/', 'http://127.0.0.1')
  if (url === null || !isLoopbackName(req.headers.host)) {
    res.writeHead(400, { 'content-type': 'text/plain' }).end('Bad Request')
    return
  }
  const beside = sideDoor(req, url)
  if (beside !== null) {
    await answerBeside(context, beside, req, res)
    return
  }
  const route = router(req, url)
  const operation = route?.operation ?? 'unknown'
  context.quota.countOperation(operation)
  const method = req.method ?? 'GET'
  // Query strings carry tokens, so the ledger has the path alone.
  const row = context.ledger.open({ operation, method, path: url.pathname })
  const exchange = new Exchange(context, req, res, row)
  try {
    let given: Answer
    try {
      given = await run(context, exchange, url, route)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      given = error.answer
    }
    await exchange.drain()
    await exchange.deliver(given)
  } catch (error) {
    await giveUp(context, exchange, error)
  }
}

async function run(
  context: Context,
  exchange: Exchange,
  url: URL,
  route: Route | null,
): Promise<Answer> {
  exchange.row.user = liveToken(context, bearerToken(exchange, url))?.email ?? null
  const fault = context.faults.early(exchange.row.operation, {
    fileName: fileNameOf(context, exchange, url),
    lengthBytes: exchange.contentLength ?? 0,
  })
  if (fault !== null) {
    const instead = exchange.meetEarly(fault)
    if (instead !== null) return instead
    if (isExpiry(fault, 'refuse')) expireToken(context, exchange, url)
    // Without a body there is no later point at which the line could break before the work.
    if (!exchange.hasBody()) await exchange.drain()
  }
  if (route === null) return text('Not Found', 404)
  const call = { exchange, url, params: route.params }
  if (route.demand === null) return route.handler(context, call)
  const caller = admit(context, exchange, url, route.demand)
  if (isRefused(caller)) return caller
  if (fault !== null && isExpiry(fault, 'finish')) expireToken(context, exchange, url)
  return route.handler(context, { ...call, caller })
}

/** The file name an upload tells with its headers, or told when its session started. */
function fileNameOf(context: Context, exchange: Exchange, url: URL): string | null {
  if (!exchange.row.operation.startsWith('upload.')) return null
  const session = context.store.sessions.get(url.searchParams.get('upload_id') ?? '')
  return session === undefined ? uploadFileName({ exchange, url }) : session.fileName
}

function isExpiry(fault: FiredFault, thisRequest: 'refuse' | 'finish'): boolean {
  const { action } = fault
  return action.kind === 'expireToken' && (action.thisRequest ?? 'refuse') === thisRequest
}

function expireToken(context: Context, exchange: Exchange, url: URL): void {
  const token = bearerToken(exchange, url)
  if (token !== null && context.store.accessTokens.has(token)) {
    context.store.put({ t: 'accessTokenGone', v: token })
  }
}

async function giveUp(context: Context, exchange: Exchange, error: unknown): Promise<void> {
  if (error instanceof ConnectionLost) {
    exchange.row.outcome = error.outcome
    exchange.req.socket.destroy()
    return
  }
  if (context.stopped.aborted) return
  // A mistake of the emulator's own must not pass for an answer of Google's.
  exchange.row.outcome = 'bug'
  console.error('emulator:', error)
  if (exchange.res.headersSent) exchange.req.socket.destroy()
  else await exchange.deliver(jsonError(500, 'INTERNAL', 'The emulator failed; see its output.'))
}

async function answerBeside(
  context: Context,
  pending: Promise<Answer>,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  // A row that no ledger holds: what tests and people look at is not what the product asked.
  const row = newRow(0, 'beside', req.method ?? 'GET', '')
  const exchange = new Exchange(context, req, res, row)
  try {
    await exchange.deliver(await pending)
  } catch (error) {
    if (context.stopped.aborted || error instanceof ConnectionLost) return
    console.error('emulator:', error)
    if (!res.headersSent) await exchange.deliver(json({ error: String(error) }, 500))
  }
}

/** Other names may be a page that had its own name resolved to this machine. */
function isLoopbackName(host: string | undefined): boolean {
  return host === undefined || /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(host)
}
