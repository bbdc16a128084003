/**
 * One request and its reply on a real socket, with whatever fault meets them: bodies that stop, lines that drip,
 * answers that never arrive. It fills in the request's ledger row. What the answer says is left to the handlers.
 */
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Refusal, type Answer, type FileBody } from './answer.ts'
import type { Context } from './context.ts'
import { errorFacts } from './context.ts'
import { byteAt, type FaultAction } from './fault-rule.ts'
import type { FiredFault } from './faults.ts'
import { googleError } from './google-errors.ts'
import type { LedgerRow } from './ledger.ts'

/** Thrown when the connection is gone and nothing more can be said on it. */
export class ConnectionLost extends Error {
  readonly outcome: string

  constructor(outcome: string) {
    super(`the connection ended: ${outcome}`)
    this.outcome = outcome
  }
}

type StopAction = Extract<FaultAction, { kind: 'cut' | 'stall' | 'halfOpen' }>

/** A request being answered. */
export class Exchange {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly row: LedgerRow
  readonly contentLength: number | null
  readonly closed: Promise<void>
  readonly #context: Context
  readonly #startedMs = performance.now()
  #stop: { fault: FiredFault; action: StopAction; atByte: number } | null = null
  #replyEffects: FaultAction[] = []
  #bytesPerSecond: number | null = null
  #hasBodyBegun = false
  #isBodyDone = false

  constructor(context: Context, req: IncomingMessage, res: ServerResponse, row: LedgerRow) {
    this.#context = context
    this.req = req
    this.res = res
    this.row = row
    const length = req.headers['content-length']
    this.contentLength = length === undefined ? null : Number(length)
    this.closed = new Promise((resolve) => {
      res.on('close', () => {
        this.row.durationMs = Math.round((performance.now() - this.#startedMs) * 10) / 10
        if (!res.writableFinished && (row.outcome === 'open' || row.outcome === 'answered')) {
          row.outcome = 'lost'
        }
        context.ledger.changed()
        resolve()
      })
    })
  }

  /** Takes in a fault that is known before the body; returns the answer to give instead of doing the work. */
  meetEarly(fault: FiredFault): Answer | null {
    this.row.fault = fault.id
    const { action } = fault
    if (action.kind === 'stall' || action.kind === 'halfOpen' || isRequestCut(action)) {
      const point = action.afterRequestBytes ?? 'all'
      this.#stop = { fault, action, atByte: byteAt(point, this.contentLength ?? 0) }
      return null
    }
    if (action.kind === 'slow') this.#bytesPerSecond = action.bytesPerSecond
    const instead = this.#answerInstead(action)
    if (instead !== null && !('doWork' in action && action.doWork === true)) return instead
    this.#replyEffects.push(action)
    return null
  }

  /** Takes in a fault that is known only after the body, before the work is done. */
  async meetLate(fault: FiredFault): Promise<void> {
    this.row.fault = fault.id
    const { action } = fault
    if (action.kind === 'stall' || action.kind === 'halfOpen' || isRequestCut(action)) {
      await this.#halt(fault, action)
      return
    }
    const instead = this.#answerInstead(action)
    if (instead !== null && !('doWork' in action && action.doWork === true)) {
      throw new Refusal(instead)
    }
    this.#replyEffects.push(action)
  }

  /** Whether the request announces a body. */
  hasBody(): boolean {
    return this.req.headers['transfer-encoding'] !== undefined || (this.contentLength ?? 0) > 0
  }

  /** The body as it arrives; ends in ConnectionLost when the line does. */
  async *body(): AsyncGenerator<Buffer, void> {
    this.#hasBodyBegun = true
    const stop = this.#stop
    let isHalted = false
    let received = 0
    const isUpload = this.row.operation.startsWith('upload.')
    try {
      if (stop !== null && stop.atByte === 0 && this.contentLength !== 0) {
        isHalted = true
        await this.#halt(stop.fault, stop.action)
      }
      // The default iterator would destroy the socket of a handler that stops reading early.
      const chunks = this.req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
      for await (const chunk of chunks) {
        this.row.requestBytes += chunk.length
        if (isUpload) await this.#context.line.carry(chunk.length)
        if (this.#bytesPerSecond !== null) {
          await this.#context.clock.wait((chunk.length / this.#bytesPerSecond) * 1000)
        }
        if (stop !== null && !isHalted && received + chunk.length > stop.atByte) {
          const before = chunk.subarray(0, stop.atByte - received)
          if (before.length > 0) yield before
          isHalted = true
          await this.#halt(stop.fault, stop.action)
          yield chunk.subarray(before.length)
        } else {
          yield chunk
        }
        received += chunk.length
      }
      if (stop !== null && !isHalted) await this.#halt(stop.fault, stop.action)
      this.#isBodyDone = true
    } catch (error) {
      if (error instanceof ConnectionLost || error instanceof Refusal) throw error
      throw new ConnectionLost('lost')
    }
  }

  /** The whole body in memory. */
  async readAll(): Promise<Buffer> {
    const chunks: Buffer[] = []
    for await (const chunk of this.body()) chunks.push(chunk)
    return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
  }

  /** Reads and drops what is left of the body, so that the answer does not meet a client still sending. */
  async drain(): Promise<void> {
    if (!this.#hasBodyBegun) {
      const rest = this.body()
      while ((await rest.next()).done !== true);
    } else if (!this.#isBodyDone && !this.req.readableEnded) {
      this.#isBodyDone = true
      this.req.resume()
      await Promise.race([once(this.req, 'end'), this.closed])
    }
  }

  /** Ends the connection at once: politely, or with a reset. */
  cut(outcome: string, reset = false): void {
    this.row.outcome = outcome
    const { socket } = this.req
    if (reset) socket.resetAndDestroy()
    else socket.destroy()
  }

  /** Sends an answer, as far as the faults let it. */
  async deliver(answer: Answer): Promise<void> {
    const effects = this.#replyEffects
    if (effects.length === 0 && this.#bytesPerSecond === null && !isFile(answer.body)) {
      this.#sendHead(answer, Buffer.byteLength(answer.body))
      this.res.end(answer.body)
      return
    }
    let final = answer
    let cutAt: { bytes: number; reset: boolean } | null = null
    let extraBytes = 0
    for (const action of effects) {
      final = this.#answerInstead(action) ?? final
      if (action.kind === 'loseAnswer') {
        this.cut('loseAnswer', action.reset)
        return
      }
      if (action.kind === 'status207') final = { ...final, status: 207 }
      if (action.kind === 'wrongContentLength') extraBytes = action.extraBytes ?? 10
      if (action.kind === 'cut') {
        const bytes = byteAt(action.afterResponseBytes ?? 0, bodyBytes(final))
        cutAt = { bytes, reset: action.reset === true }
      }
    }
    const length = bodyBytes(final)
    this.#sendHead(final, length + extraBytes)
    this.res.flushHeaders()
    if (this.req.method !== 'HEAD') await this.#sendBody(final, cutAt?.bytes ?? length)
    if (cutAt !== null) this.cut('cut', cutAt.reset)
    else if (extraBytes !== 0) this.cut('wrongContentLength')
    else this.res.end()
  }

  #sendHead(answer: Answer, contentLength: number): void {
    this.row.status = answer.status
    this.row.outcome = 'answered'
    this.row.responseBytes = contentLength
    // Google's own time, which clients may trust more than their own.
    const date = new Date(this.#context.clock.now()).toUTCString()
    this.res.writeHead(answer.status, { date, ...answer.headers, 'content-length': contentLength })
  }

  async #sendBody(answer: Answer, limit: number): Promise<void> {
    let sent = 0
    // A slow line drips in pieces of a tenth of a second.
    const pieceBytes =
      this.#bytesPerSecond === null ? 1 << 16 : Math.max(1, Math.floor(this.#bytesPerSecond / 10))
    for await (const part of partsOf(answer)) {
      for (let start = 0; start < part.length && sent < limit; start += pieceBytes) {
        const piece = part.subarray(start, Math.min(start + pieceBytes, start + limit - sent))
        sent += piece.length
        if (this.res.destroyed) throw new ConnectionLost('lost')
        await Promise.race([
          new Promise<void>((resolve) => {
            this.res.write(piece, () => {
              resolve()
            })
          }),
          this.closed,
        ])
        if (this.#bytesPerSecond !== null) {
          await this.#context.clock.wait((piece.length / this.#bytesPerSecond) * 1000)
        }
      }
    }
  }

  async #halt(fault: FiredFault, action: StopAction): Promise<void> {
    if (action.kind === 'cut') {
      this.cut('cut', action.reset)
      throw new ConnectionLost('cut')
    }
    this.row.outcome = action.kind
    this.#context.ledger.changed()
    if (action.kind === 'stall') {
      const { clock, faults } = this.#context
      const over = action.forMs === undefined ? faults.released(fault.id) : clock.wait(action.forMs)
      await Promise.race([over, this.closed])
    } else {
      await this.closed
    }
    if (this.res.destroyed || this.req.socket.destroyed) throw new ConnectionLost(action.kind)
    this.row.outcome = 'open'
  }

  #answerInstead(action: FaultAction): Answer | null {
    if (action.kind === 'status') {
      const headers = { 'content-type': 'text/plain; charset=utf-8', ...action.headers }
      return { status: action.status, headers, body: action.body ?? '' }
    }
    if (action.kind === 'error') {
      const facts = errorFacts(this.#context, null)
      return googleError(action.name, {
        ...facts,
        retryAfterSeconds: action.retryAfterSeconds ?? facts.retryAfterSeconds,
      })
    }
    if (action.kind === 'garbage') {
      return {
        status: 200,
        headers: { 'content-type': action.contentType ?? 'text/html; charset=utf-8' },
        body:
          action.body ?? '<!doctype html><title>Welcome</title><p>Accept the terms to go on.</p>',
      }
    }
    return null
  }
}

function isRequestCut(
  action: FaultAction,
): action is Extract<FaultAction, { kind: 'cut' | 'stall' | 'halfOpen' }> {
  return action.kind === 'cut' && action.afterResponseBytes === undefined
}

function isFile(body: Answer['body']): body is FileBody {
  return typeof body !== 'string' && !Buffer.isBuffer(body)
}

function bodyBytes({ body }: Answer): number {
  return isFile(body) ? body.end - body.start : Buffer.byteLength(body)
}

async function* partsOf({ body }: Answer): AsyncGenerator<Buffer, void> {
  if (!isFile(body)) {
    yield Buffer.from(body)
    return
  }
  const { path, start, end } = body
  if (end <= start) return
  yield* createReadStream(path, { start, end: end - 1 }) as AsyncIterable<Buffer>
}
