// Google's resumable protocol (photos-api.md, section 2b): a session that takes a file in chunks. The server is the
// truth: after any doubt it is asked how much it has, and the upload goes on from there.
// Storing the session is the caller's, through onSession; waiting before another try is the queue's.
import { assertNever, fail, ok, type Result } from '../../../shared/result.ts'
import type { Failure } from '../../../shared/failure.ts'
import { isFromSomeoneElse } from '../line-failure.ts'
import type { SendBytes, UploadSession } from '../ports/photos.ts'
import { failureOf, headerOf, isSuccess } from './answers.ts'
import type { SourceFile } from './source-file.ts'
import type { Answer, Call } from './transport.ts'
import { uploadPath, uploadToken, type UploadTools } from './upload-tools.ts'

/** Doubts in a row without a byte gained, after which the queue takes over. */
const maxDoubts = 3

/** The granularity that the documentation shows, for a session whose start was in an earlier run. */
const usualGranularity = 262_144

/** How a session stands after a request. */
type Standing =
  | { kind: 'active'; offset: number }
  | { kind: 'finished'; token: string }
  /** Ended, cancelled or unknown to the server. */
  | { kind: 'dead' }
  /** It may have taken some bytes or none. The failure is for the case that asking does not help. */
  | { kind: 'doubt'; failure: Failure }

interface OpenSession {
  url: URL
  offset: number
  openedAt: number
  granularity: number
}

/** Continues or begins a session and sends the whole file through it. */
export async function sendResumable(
  tools: UploadTools,
  request: SendBytes,
  file: SourceFile,
): Promise<Result<{ token: string }, Failure>> {
  const upload = createUpload(tools, request, file)
  let session = storedSession(request.session, tools.origin)
  if (session === null && request.session !== null) await request.onSession(null)
  // Whatever was stored may be out of date.
  let isSure = session === null
  let doubts = 0
  let deaths = 0
  /** A session that this try did not open may be refused for what it is, and not for the file. */
  let isResumed = session !== null

  for (;;) {
    if (session === null) {
      const started = await upload.start()
      if (!started.ok) return started
      session = started.value
      isSure = true
    }
    const step: Result<Standing, Failure> = isSure
      ? await upload.sendNext(session)
      : await upload.query(session)
    const isRefused = !step.ok && step.failure.kind === 'rejected' && isResumed
    if (!step.ok && !isRefused) return step

    // A new session, once: refused again, the file itself is meant.
    const standing: Standing = step.ok ? step.value : { kind: 'dead' }
    if (isRefused) isResumed = false
    switch (standing.kind) {
      case 'finished':
        return ok({ token: standing.token })
      case 'dead':
        session = null
        await request.onSession(null)
        deaths += 1
        if (deaths > 1) return fail({ kind: 'session-lost' })
        break
      case 'doubt':
        doubts += 1
        if (doubts > maxDoubts) return fail(standing.failure)
        isSure = false
        isResumed = true
        break
      case 'active':
        if (isSure) tools.checkpoint('chunk-sent')
        if (standing.offset > session.offset) doubts = 0
        // A chunk that was taken and is not there: no server may go on so for ever.
        else if (isSure) doubts += 1
        if (doubts > maxDoubts) return fail({ kind: 'unexpected-answer' })
        if (standing.offset !== session.offset) {
          session = { ...session, offset: standing.offset }
          await upload.store(session)
          request.onProgress(session.offset)
        }
        isSure = true
        break
      default:
        assertNever(standing)
    }
  }
}

function storedSession(stored: UploadSession | null, origin: string): OpenSession | null {
  const url = stored === null ? null : URL.parse(stored.url)
  if (stored === null || url?.origin !== origin) return null
  return { url, offset: stored.offset, openedAt: stored.openedAt, granularity: usualGranularity }
}

interface Upload {
  start(): Promise<Result<OpenSession, Failure>>
  sendNext(session: OpenSession): Promise<Result<Standing, Failure>>
  query(session: OpenSession): Promise<Result<Standing, Failure>>
  store(session: OpenSession): Promise<void>
}

function createUpload(tools: UploadTools, request: SendBytes, file: SourceFile): Upload {
  const { line, clock, checkpoint, speedLimit } = tools
  const { sizeBytes, signal } = request

  const command = (
    session: OpenSession,
    part: Pick<Call, 'operation' | 'headers' | 'body'>,
  ): Promise<Result<Answer, Failure>> =>
    line.send({ ...part, method: 'POST', path: session.url.pathname + session.url.search, signal })

  const store = async (session: OpenSession): Promise<void> => {
    const { url, offset, openedAt } = session
    await request.onSession({ url: url.href, offset, openedAt })
    signal.throwIfAborted()
  }

  /** Ends a session whose file is no longer the one it was begun for. */
  const abandon = async (session: OpenSession): Promise<void> => {
    await command(session, {
      operation: 'cancel',
      headers: { 'x-goog-upload-command': 'cancel' },
      body: null,
    })
    await request.onSession(null)
  }

  return {
    store,

    start: async () => {
      const answer = await line.send({
        operation: 'start',
        method: 'POST',
        path: uploadPath,
        headers: {
          'x-goog-upload-protocol': 'resumable',
          'x-goog-upload-command': 'start',
          'x-goog-upload-content-type': request.mimeType,
          'x-goog-upload-raw-size': String(sizeBytes),
        },
        body: null,
        signal,
      })
      if (!answer.ok) return answer
      if (!isSuccess(answer.value)) return fail(failureOf(answer.value, clock.now()))
      if (isFromSomeoneElse(answer.value)) return fail({ kind: 'offline' })
      if (statusOf(answer.value) === 'final') {
        // A session that ends as it begins refuses the file.
        return fail({ kind: 'rejected', code: 3, message: answer.value.text.slice(0, 500) })
      }
      const url = URL.parse(headerOf(answer.value, 'x-goog-upload-url') ?? '')
      if (url?.origin !== tools.origin) return fail({ kind: 'unexpected-answer' })
      const stated = wholeNumber(answer.value, 'x-goog-upload-chunk-granularity')
      const granularity = stated === null || stated === 0 ? usualGranularity : stated
      const session = { url, offset: 0, openedAt: clock.now(), granularity }
      checkpoint('session-opened')
      await store(session)
      return ok(session)
    },

    sendNext: async (session) => {
      const from = session.offset
      const to = chunkEnd(session, sizeBytes, tools.chunkBytes)
      const problem = from === to ? await file.checkWhole() : null
      const { onProgress } = request
      const sent: Result<Answer, Failure> =
        problem === null
          ? await command(session, {
              operation: 'chunk',
              headers: {
                'content-type': 'application/octet-stream',
                'content-length': String(to - from),
                'x-goog-upload-command': to === sizeBytes ? 'upload, finalize' : 'upload',
                'x-goog-upload-offset': String(from),
              },
              body:
                from === to
                  ? null
                  : () => file.pieces({ from, to, speedLimit, onProgress, signal }),
            })
          : fail(problem)
      if (sent.ok) return chunkStanding(sent.value, to, clock.now())
      if (sent.failure.kind === 'file-changed') await abandon(session)
      return isDoubt(sent.failure) ? ok({ kind: 'doubt', failure: sent.failure }) : sent
    },

    query: async (session) => {
      const answer = await command(session, {
        operation: 'query',
        headers: { 'x-goog-upload-command': 'query' },
        body: null,
      })
      return answer.ok ? queryStanding(answer.value, sizeBytes, clock.now()) : answer
    },
  }
}

/**
 * Chunks end on a multiple of the granularity counted from where they begin. From an offset between two multiples
 * only the whole rest is sure to be taken: a last chunk may have any length.
 */
function chunkEnd(
  { offset, granularity }: OpenSession,
  sizeBytes: number,
  chunkBytes: number,
): number {
  if (offset % granularity !== 0) return sizeBytes
  const length = Math.max(granularity, chunkBytes - (chunkBytes % granularity))
  return Math.min(sizeBytes, offset + length)
}

function chunkStanding(answer: Answer, to: number, now: number): Result<Standing, Failure> {
  const status = statusOf(answer)
  if (isDead(answer)) return ok({ kind: 'dead' })
  if (isSuccess(answer)) {
    const token = status === 'final' ? uploadToken(answer) : null
    if (token !== null) return ok({ kind: 'finished', token })
    if (status === 'active') {
      const offset = wholeNumber(answer, 'x-goog-upload-size-received') ?? to
      return ok({ kind: 'active', offset: Math.min(offset, to) })
    }
    if (isFromSomeoneElse(answer)) return fail({ kind: 'offline' })
    return ok({ kind: 'doubt', failure: { kind: 'unexpected-answer' } })
  }
  const failure = failureOf(answer, now)
  // Refused, but the session lives on or is complete: it knows better than we do how far it is.
  const isOpen = answer.status < 500 && (status === 'active' || status === 'final')
  return isOpen ? ok({ kind: 'doubt', failure }) : fail(failure)
}

function queryStanding(answer: Answer, sizeBytes: number, now: number): Result<Standing, Failure> {
  const status = statusOf(answer)
  if (isDead(answer)) return ok({ kind: 'dead' })
  if (!isSuccess(answer)) return fail(failureOf(answer, now))
  if (status === 'active') {
    const offset = wholeNumber(answer, 'x-goog-upload-size-received')
    // A session that does not know its size, or holds more than the file, is no use.
    return ok(offset === null || offset > sizeBytes ? { kind: 'dead' } : { kind: 'active', offset })
  }
  if (status === 'final') {
    // Google's own fetcher takes the token from here; a server that does not repeat it needs the bytes again.
    const token = uploadToken(answer)
    return ok(token === null ? { kind: 'dead' } : { kind: 'finished', token })
  }
  return fail({ kind: isFromSomeoneElse(answer) ? 'offline' : 'unexpected-answer' })
}

function isDead(answer: Answer): boolean {
  const status = statusOf(answer)
  // Both spellings are in use (photos-api.md, section 2b).
  const isCancelled = status === 'cancelled' || status === 'canceled'
  return isCancelled || answer.status === 404 || answer.status === 410
}

function isDoubt(failure: Failure): boolean {
  return ['cut-off', 'offline', 'stalled', 'unexpected-answer'].includes(failure.kind)
}

function statusOf(answer: Answer): string | undefined {
  return headerOf(answer, 'x-goog-upload-status')?.trim().toLowerCase()
}

function wholeNumber(answer: Answer, header: string): number | null {
  const value = headerOf(answer, header)
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : null
}
