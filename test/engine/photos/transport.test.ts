import { createServer, type RequestListener } from 'node:http'
import { once } from 'node:events'
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net'
import { createServer as createTlsServer } from 'node:https'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  BodyProblem,
  createTransport,
  type Call,
  type PhotosOperation,
} from '../../../src/main/engine/photos/transport.ts'
import { untrustedCertificate } from '../../builders/certificate.ts'

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    if ('closeAllConnections' in server) (server.closeAllConnections as () => void)()
  })
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`
}

const httpServer = async (listener: RequestListener): Promise<string> =>
  `http://${await listen(createServer(listener))}`

function aTransport(origin: string, noProgressMs = 5_000) {
  const operations: PhotosOperation[] = []
  const onRequest = (operation: PhotosOperation) => operations.push(operation)
  const transport = createTransport({ origin, noProgressMs, onRequest })
  onTestFinished(() => transport.close())
  return { transport, operations }
}

const aCall = (part: Partial<Call> = {}): Call => ({
  operation: 'upload',
  method: 'POST',
  path: '/v1/uploads',
  headers: {},
  body: null,
  signal: new AbortController().signal,
  ...part,
})

describe('one request', () => {
  it('brings back any answer whole', async () => {
    const origin = await httpServer((request, response) => {
      response.writeHead(418, { 'X-Goog-Upload-Status': 'active' }).end(request.url)
    })
    const { transport, operations } = aTransport(origin)
    expect(await transport.send(aCall())).toMatchObject({
      ok: true,
      value: { status: 418, text: '/v1/uploads', headers: { 'x-goog-upload-status': 'active' } },
    })
    expect(operations).toEqual(['upload'])
  })

  it('goes over the connections that are there', async () => {
    const ports = new Set<number | undefined>()
    const origin = await httpServer((request, response) => {
      ports.add(request.socket.remotePort)
      response.end()
    })
    const { transport } = aTransport(origin)
    for (let time = 0; time < 10; time += 1) await transport.send(aCall({ body: 'x' }))
    // A connection may be a moment late to be free again.
    expect(ports.size).toBeLessThanOrEqual(2)
  })

  it('follows no redirect', async () => {
    const origin = await httpServer((_, response) => {
      response.writeHead(302, { location: 'http://elsewhere.test/' }).end()
    })
    const { transport } = aTransport(origin)
    expect(await transport.send(aCall())).toMatchObject({ ok: true, value: { status: 302 } })
  })

  it('is no request at Google when nobody could be reached', async () => {
    const origin = await httpServer(() => undefined)
    const { port } = new URL(origin)
    const gone = createTcpServer()
    await listen(gone)
    const free = (gone.address() as AddressInfo).port
    await new Promise((resolve) => gone.close(resolve))
    expect(String(free)).not.toBe(port)
    const { transport, operations } = aTransport(`http://127.0.0.1:${String(free)}`)
    expect(await transport.send(aCall())).toEqual({ ok: false, failure: { kind: 'offline' } })
    expect(operations).toEqual([])
  })

  it('is cut off when the connection breaks, and counts, because Google may have seen it', async () => {
    const origin = await httpServer((request) => {
      request.socket.destroy()
    })
    const { transport, operations } = aTransport(origin)
    expect(await transport.send(aCall())).toEqual({ ok: false, failure: { kind: 'cut-off' } })
    expect(operations).toEqual(['upload'])
  })

  it('is cut off when the answer is cut short', async () => {
    const origin = await httpServer((request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half')
      setImmediate(() => request.socket.destroy())
    })
    const { transport } = aTransport(origin)
    expect(await transport.send(aCall())).toEqual({ ok: false, failure: { kind: 'cut-off' } })
  })

  it('is stalled when no answer comes', async () => {
    const { transport } = aTransport(await httpServer(() => undefined), 200)
    expect(await transport.send(aCall())).toEqual({ ok: false, failure: { kind: 'stalled' } })
  })

  it('is stalled when the other side stops reading in the middle of a large body', async () => {
    const server = createTcpServer((socket) => {
      socket.pause()
      socket.on('error', () => undefined)
      onTestFinished(() => void socket.destroy())
    })
    const { transport } = aTransport(`http://${await listen(server)}`, 200)
    // More than both sides of a loopback connection buffer.
    const body = Buffer.alloc(64 * 2 ** 20)
    expect(await transport.send(aCall({ body }))).toEqual({
      ok: false,
      failure: { kind: 'stalled' },
    })
  })

  it('understands only HTTP', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined)
      socket.end('SSH-2.0-hello\r\n')
    })
    const { transport } = aTransport(`http://${await listen(server)}`)
    const answer = await transport.send(aCall())
    expect(answer).toEqual({ ok: false, failure: { kind: 'unexpected-answer' } })
  })

  it.each([
    ['8 MiB', 8 * 2 ** 20, { ok: true, value: { status: 200 } }],
    ['more', 8 * 2 ** 20 + 1, { ok: false, failure: { kind: 'unexpected-answer' } }],
  ])('takes no endless answer: one of %s', async (_, bytes, outcome) => {
    const origin = await httpServer((_request, response) => {
      response.end(Buffer.alloc(bytes))
    })
    const { transport } = aTransport(origin)
    expect(await transport.send(aCall())).toMatchObject(outcome)
  })

  it('is offline when somebody else shows a certificate of their own', async () => {
    const server = createTlsServer(untrustedCertificate(), (_, response) => response.end('secret'))
    const { transport, operations } = aTransport(`https://${await listen(server)}`)
    expect(await transport.send(aCall())).toEqual({ ok: false, failure: { kind: 'offline' } })
    expect(operations).toEqual([])
  })

  it('ends with the failure of its body', async () => {
    const { transport } = aTransport(await httpServer((request) => void request.resume()))
    const body = async function* () {
      yield Buffer.alloc(10)
      await Promise.resolve()
      throw new BodyProblem({ kind: 'file-changed' })
    }
    const answer = await transport.send(aCall({ body, headers: { 'content-length': '20' } }))
    expect(answer).toEqual({ ok: false, failure: { kind: 'file-changed' } })
  })

  it('does not hide a bug of its body', async () => {
    const { transport } = aTransport(await httpServer((request) => void request.resume()))
    const body = async function* () {
      yield Buffer.alloc(10)
      await Promise.resolve()
      throw new TypeError('a bug')
    }
    const call = aCall({ body, headers: { 'content-length': '20' } })
    await expect(transport.send(call)).rejects.toThrow('a bug')
  })

  it('writes nothing more after its signal aborts', async () => {
    let received = 0
    const { promise: isGone, resolve: gone } = Promise.withResolvers<undefined>()
    const { promise: isOpen, resolve: open } = Promise.withResolvers<undefined>()
    const origin = await httpServer((request) => {
      request.on('data', (part: Buffer) => {
        received += part.length
        open(undefined)
      })
      request.on('error', () => undefined)
      request.socket.on('close', () => {
        gone(undefined)
      })
    })
    const { transport } = aTransport(origin)
    const stop = new AbortController()
    const reason = new Error('stopped by the test')
    let given = 0
    const body = async function* () {
      for (;;) {
        given += 1000
        yield Buffer.alloc(1000)
        await isOpen
        // Two pieces at most are on their way when the signal aborts.
        stop.abort(reason)
      }
    }
    const call = aCall({ body, headers: { 'content-length': '1000000' }, signal: stop.signal })
    await expect(transport.send(call)).rejects.toBe(reason)
    await isGone
    expect(received).toBeLessThanOrEqual(2000)
    expect(given).toBeLessThanOrEqual(3000)
  })

  it('leaves no connection behind once it is closed', async () => {
    const sockets = new Set<Socket>()
    const origin = await httpServer((request, response) => {
      sockets.add(request.socket)
      response.end()
    })
    const { transport } = aTransport(origin)
    await transport.send(aCall())
    await transport.close()
    for (const socket of sockets) if (!socket.destroyed) await once(socket, 'close')
    expect(sockets.size).toBe(1)
  })
})
