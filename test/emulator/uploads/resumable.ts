/**
 * Resumable uploads: start, chunks, query, finalize and cancel (photos-api.md 2b), with every error row of that table.
 * Where the bytes go is left to sessions.ts.
 */
import { Refusal, text, type Answer } from '../core/answer.ts'
import type { SignedInCall } from '../core/call.ts'
import type { Context } from '../core/context.ts'
import { uploadError } from '../core/google-errors.ts'
import { ConnectionLost } from '../core/exchange.ts'
import type { Session } from '../core/model.ts'
import { newSessionId } from '../core/secrets.ts'
import { uploadCommands, uploadFileName, uploadHeader } from './headers.ts'
import { emptyUpload, issueToken, sizeLimit, tooLarge } from './raw.ts'
import { granularityBytes, type SessionBytes, type Sessions, type Writer } from './sessions.ts'

/** The handlers of the resumable protocol. */
export type Resumable = {
  start(context: Context, call: SignedInCall): Answer
  request(context: Context, call: SignedInCall): Promise<Answer>
}

/** Makes the handlers around one keeper of session files. */
export function createResumable(sessions: Sessions): Resumable {
  return {
    start,
    request: (context, call) => answerSession(context, call, sessions),
  }
}

function start(context: Context, call: SignedInCall): Answer {
  const mimeType = uploadHeader(call, 'x-goog-upload-content-type') ?? 'application/octet-stream'
  const declared = parseBytes(uploadHeader(call, 'x-goog-upload-raw-size'))
  if (declared !== null && declared > sizeLimit(context, mimeType)) throw tooLarge()
  if (declared === 0 && context.settings.refuseEmptyUploads) throw emptyUpload()
  const session: Session = {
    id: newSessionId(),
    email: call.caller.email,
    clientId: call.caller.client.clientId,
    mimeType,
    fileName: uploadFileName(call),
    declaredSizeBytes: declared,
    startedAtMs: context.clock.now(),
    status: 'active',
    uploadToken: null,
  }
  context.store.put({ t: 'session', v: session })
  const address = `${context.origin}/v1/uploads?upload_id=${session.id}&upload_protocol=resumable`
  return text('', 200, {
    'x-goog-upload-status': 'active',
    'x-goog-upload-url': address,
    'x-goog-upload-control-url': address,
    'x-goog-upload-chunk-granularity': String(granularityBytes),
    'x-guploader-uploadid': session.id,
  })
}

async function answerSession(
  context: Context,
  call: SignedInCall,
  sessions: Sessions,
): Promise<Answer> {
  const session = findSession(context, call)
  const commands = uploadCommands(call.exchange.req, call.url)
  if (commands.includes('query')) return query(context, session, sessions)
  if (commands.includes('cancel')) {
    if (session.status === 'active') {
      await (await sessions.bytesOf(session)).takeOver()
      await sessions.forget(session)
      context.store.put({ t: 'session', v: { ...session, status: 'cancelled' } })
    }
    const status = session.status === 'final' ? 'final' : 'cancelled'
    return text('', 200, { 'x-goog-upload-status': status })
  }
  const isLast = commands.includes('finalize')
  if (!isLast && !commands.includes('upload')) {
    throw new Refusal(uploadError(400, 'Unknown upload command.', session.status))
  }
  if (session.status !== 'active') {
    throw new Refusal(uploadError(400, `The upload is already ${session.status}.`, session.status))
  }
  const bytes = await sessions.bytesOf(session)
  const hasBytes = commands.includes('upload')
  if (hasBytes) checkPlace(call, bytes, isLast)
  const writer = await bytes.takeOver()
  if (hasBytes) await receive(context, call, session, writer)
  if (isLast) return finalize(context, call, session, writer, sessions)
  const total = writer.totalBytes()
  await writer.settle()
  if (total % granularityBytes !== 0) throw notGranular()
  return text('', 200, {
    'x-goog-upload-status': 'active',
    'x-goog-upload-size-received': String(bytes.receivedBytes()),
  })
}

function findSession(context: Context, call: SignedInCall): Session {
  const session = context.store.sessions.get(call.url.searchParams.get('upload_id') ?? '')
  const lifeMs = context.settings.sessionLifeSeconds * 1000
  const isGone =
    session === undefined ||
    session.email !== call.caller.email ||
    session.startedAtMs + lifeMs <= context.clock.now()
  if (isGone) throw new Refusal(uploadError(404, 'Upload session not found.'))
  return session
}

async function query(context: Context, session: Session, sessions: Sessions): Promise<Answer> {
  if (session.status === 'cancelled')
    return uploadError(410, 'The upload was cancelled.', 'cancelled')
  if (session.status === 'final') {
    const token = context.settings.queryRepeatsToken ? session.uploadToken : null
    return text(token ?? '', 200, { 'x-goog-upload-status': 'final' })
  }
  const bytes = await sessions.bytesOf(session)
  // Who asks has given up on the request before; bytes it still delivers must not move the offset we tell.
  await bytes.takeOver()
  return text('', 200, {
    'x-goog-upload-status': 'active',
    'x-goog-upload-size-received': String(bytes.receivedBytes()),
    'x-goog-upload-chunk-granularity': String(granularityBytes),
  })
}

function checkPlace(call: SignedInCall, bytes: SessionBytes, isLast: boolean): void {
  const offset = parseBytes(uploadHeader(call, 'x-goog-upload-offset'))
  if (offset === null) {
    throw new Refusal(uploadError(400, 'X-Goog-Upload-Offset is missing.', 'active'))
  }
  if (offset !== bytes.receivedBytes()) {
    const message = `The offset does not match the ${String(bytes.receivedBytes())} bytes received.`
    throw new Refusal(uploadError(409, message, 'active'))
  }
  const length = call.exchange.contentLength
  if (!isLast && length !== null && length % granularityBytes !== 0) throw notGranular()
}

function notGranular(): Refusal {
  const message = `Every chunk but the last must be a multiple of ${String(granularityBytes)} bytes.`
  return new Refusal(uploadError(400, message, 'active'))
}

async function receive(
  context: Context,
  call: SignedInCall,
  session: Session,
  writer: Writer,
): Promise<void> {
  const limit = session.declaredSizeBytes ?? sizeLimit(context, session.mimeType)
  try {
    for await (const chunk of call.exchange.body()) {
      if (writer.totalBytes() + chunk.length > limit) {
        if (session.declaredSizeBytes === null) throw tooLarge()
        const message = 'The upload is longer than X-Goog-Upload-Raw-Size says.'
        throw new Refusal(uploadError(400, message, 'active'))
      }
      await writer.add(chunk)
    }
  } catch (error) {
    if (error instanceof ConnectionLost) await keepWhatCame(writer)
    throw error
  }
}

async function keepWhatCame(writer: Writer): Promise<void> {
  try {
    await writer.settle()
  } catch (error) {
    // A newer request owns the session; what this one still held is lost, as on a dead line.
    if (!(error instanceof Refusal)) throw error
  }
}

async function finalize(
  context: Context,
  call: SignedInCall,
  session: Session,
  writer: Writer,
  sessions: Sessions,
): Promise<Answer> {
  const total = writer.totalBytes()
  if (session.declaredSizeBytes !== null && total !== session.declaredSizeBytes) {
    await writer.settle()
    const message = `The upload ended at ${String(total)} of ${String(session.declaredSizeBytes)} bytes.`
    throw new Refusal(uploadError(400, message, 'active'))
  }
  if (total === 0 && context.settings.refuseEmptyUploads) throw emptyUpload('active')
  const content = await writer.finish()
  const uploadToken = await issueToken(context, call, content, session.fileName)
  context.store.put({ t: 'session', v: { ...session, status: 'final', uploadToken } })
  await sessions.forget(session)
  return text(uploadToken, 200, { 'x-goog-upload-status': 'final' })
}

function parseBytes(value: string | null): number | null {
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : null
}
