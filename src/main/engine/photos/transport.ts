// One HTTP request to the library and its whole answer, over reused connections. Turns a broken line into a
// Failure; what an answer means is answers.ts and the callers, and tokens are authorised-line.ts.
import { Readable } from 'node:stream'
import type { buildConnector, Pool } from 'undici'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { lineFailure, StalledError } from '../line-failure.ts'

/** What each request is for, so that the daily budget can be counted. All but `storage` cost a Library request. */
export type PhotosOperation =
  | 'upload'
  | 'start'
  | 'chunk'
  | 'query'
  | 'cancel'
  | 'create'
  | 'list'
  | 'items-read'
  | 'probe'
  | 'storage'
  | 'album-create'
  | 'album-read'
  | 'album-list'
  | 'album-rename'
  | 'album-add'

/** A body that can be made again when the request has to be repeated. */
export type MakeBody = () => AsyncIterable<Buffer>

/** One request. */
export interface Call {
  operation: PhotosOperation
  method: 'GET' | 'POST' | 'PATCH'
  /** Path and query; the host is the transport's own, so that no token ever goes to another. */
  path: string
  headers: Record<string, string>
  body: Buffer | string | MakeBody | null
  signal: AbortSignal
}

/** An answer of whatever status. Header names are in lower case. */
export interface Answer {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  text: string
}

/** Thrown by a body that cannot go on; the request ends with this failure. */
export class BodyProblem extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.kind)
    this.failure = failure
  }
}

/** Sends requests to one origin. */
export interface Transport {
  /** Rejects with the signal's reason when that aborts; then nothing more is written to the network. */
  send(call: Call): Promise<Result<Answer, Failure>>
  close(): Promise<void>
}

/** The largest answer is a list of 100 items, about 200 kB; anything far above is not Google's. */
const maxAnswerBytes = 8 * 2 ** 20

/** Opens connections to one origin as they are needed. */
export function createTransport(options: {
  origin: string
  /** Without a byte accepted or received for so long, a request counts as stalled. */
  noProgressMs: number
  onRequest: (operation: PhotosOperation) => void
}): Transport {
  // Not before the first request: the library is the largest of all, and whoever only looks asks nothing.
  let pool: Promise<Pool> | null = null
  const open = async (): Promise<Pool> => {
    const { buildConnector, Pool } = await import('undici')
    return new Pool(options.origin, {
      // One request on each connection, so that a stalled one can be dropped without the others.
      allowH2: false,
      pipelining: 1,
      connect: watched(buildConnector, options.noProgressMs),
      // The connection's own watch covers both.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: maxAnswerBytes,
    })
  }

  return {
    send: async (call) => {
      call.signal.throwIfAborted()
      const opened = await (pool ??= open())
      call.signal.throwIfAborted()
      const { method, path, headers, signal } = call
      // One piece is read ahead while the one before it leaves.
      const body =
        typeof call.body === 'function'
          ? Readable.from(call.body(), { highWaterMark: 1 })
          : call.body
      try {
        const response = await opened.request({ method, path, headers, body, signal })
        const text = await response.body.text()
        options.onRequest(call.operation)
        return ok({ status: response.statusCode, headers: response.headers, text })
      } catch (error) {
        const broken = lineFailure(error)
        // Attempts that found no way to Google cost no request there: hours offline must not use up the day's budget.
        if (broken === null || broken.hasReachedGoogle) options.onRequest(call.operation)
        signal.throwIfAborted()
        if (error instanceof BodyProblem) return fail(error.failure)
        if (broken === null) throw error
        return fail(broken.failure)
      }
    },
    close: async () => (await pool)?.destroy(),
  }
}

/**
 * Connects as undici does, and drops a connection on which nothing moved for a while. Node's socket timer is the one
 * that knows: it also sees the system accept parts of a single large write, which nothing above the socket does.
 */
function watched(build: typeof buildConnector, noProgressMs: number): buildConnector.connector {
  const connect = build({
    allowH2: false,
    timeout: Math.min(10_000, noProgressMs),
    // Said, because otherwise a variable of the environment decides.
    rejectUnauthorized: true,
  })
  return (target, done) => {
    connect(target, (...outcome) => {
      const [error, socket] = outcome
      if (error === null) {
        socket.setTimeout(noProgressMs, () => {
          socket.destroy(new StalledError())
        })
      }
      done(...outcome)
    })
  }
}
