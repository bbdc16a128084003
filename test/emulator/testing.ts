/**
 * What the emulator's own tests share: a plain client of the API over real sockets, and tiny real pictures.
 * Tests of the product do not use it; they have the product's client.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { request, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach } from 'vitest'
import { startEmulator, type Emulator, type EmulatorOptions } from './index.ts'

/** What came back; `error` is set when the connection died first. */
export type Reply = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly error: string | null
}

/** What to send. */
export type Sending = {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: Buffer | string
  /** Drop the connection once so many bytes of the body are sent. */
  readonly dropAfterBytes?: number
  /** Called once the headers are on their way; ends the request from outside. */
  readonly onOpen?: (abort: () => void) => void
}

/** Sends one request on a connection of its own. */
export function send(address: string, sending: Sending = {}): Promise<Reply> {
  return new Promise((resolve) => {
    const body = Buffer.from(sending.body ?? '')
    const hasBody = sending.body !== undefined
    let status = 0
    let headers: IncomingHttpHeaders = {}
    const parts: Buffer[] = []
    const finish = (error: string | null): void => {
      resolve({ status, headers, text: Buffer.concat(parts).toString('utf8'), error })
    }
    const req = request(address, {
      agent: false,
      method: sending.method ?? (hasBody ? 'POST' : 'GET'),
      headers: { ...(hasBody ? { 'content-length': body.length } : {}), ...sending.headers },
    })
    req.on('response', (res) => {
      status = res.statusCode ?? 0
      headers = res.headers
      res.on('data', (chunk: Buffer) => parts.push(chunk))
      res.on('end', () => {
        finish(res.complete ? null : 'cut')
      })
      res.on('error', (error) => {
        finish(error.message)
      })
    })
    req.on('error', (error) => {
      finish(error.message)
    })
    sending.onOpen?.(() => req.destroy())
    if (sending.dropAfterBytes === undefined) {
      req.end(body)
    } else {
      // The end of the stream lets the bytes out before the connection goes.
      req.write(body.subarray(0, sending.dropAfterBytes), () => {
        req.socket?.end(() => req.destroy())
      })
    }
  })
}

/** A signed-in client of one emulator. */
export type TestClient = {
  readonly token: string
  call(method: string, path: string, body?: unknown): Promise<Reply>
  raw(bytes: Buffer, headers?: Record<string, string>): Promise<Reply>
  /** Uploads and returns the upload token. */
  upload(bytes: Buffer): Promise<string>
  start(headers?: Record<string, string>): Promise<string>
  session(address: string, command: string, options?: { offset?: number } & Sending): Promise<Reply>
  create(tokens: readonly string[], extra?: Record<string, unknown>): Promise<Reply>
}

/** Makes a client that holds a token. */
export function clientOf(emulator: Pick<Emulator, 'origin'>, token: string): TestClient {
  const authorization = `Bearer ${token}`
  const client: TestClient = {
    token,
    call: (method, path, body) =>
      send(emulator.origin + path, {
        method,
        headers: { authorization, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    raw: (bytes, headers = {}) =>
      send(`${emulator.origin}/v1/uploads`, {
        body: bytes,
        headers: {
          authorization,
          'content-type': 'application/octet-stream',
          'x-goog-upload-protocol': 'raw',
          'x-goog-upload-content-type': 'image/jpeg',
          ...headers,
        },
      }),
    upload: async (bytes) => {
      const reply = await client.raw(bytes)
      if (reply.status !== 200) throw new Error(`upload: ${String(reply.status)} ${reply.text}`)
      return reply.text
    },
    start: async (headers = {}) => {
      const reply = await send(`${emulator.origin}/v1/uploads`, {
        body: '',
        headers: {
          authorization,
          'x-goog-upload-protocol': 'resumable',
          'x-goog-upload-command': 'start',
          'x-goog-upload-content-type': 'image/jpeg',
          ...headers,
        },
      })
      const address = reply.headers['x-goog-upload-url']
      if (typeof address !== 'string') throw new Error(`start: ${reply.text}`)
      return address
    },
    session: (address, command, { offset, ...sending } = {}) =>
      send(address, {
        body: '',
        ...sending,
        method: 'POST',
        headers: {
          authorization,
          'x-goog-upload-command': command,
          ...(offset === undefined ? {} : { 'x-goog-upload-offset': String(offset) }),
          ...sending.headers,
        },
      }),
    create: (tokens, extra = {}) =>
      client.call('POST', '/v1/mediaItems:batchCreate', {
        newMediaItems: tokens.map((uploadToken, index) => ({
          simpleMediaItem: { uploadToken, fileName: `photo-${String(index)}.jpg` },
        })),
        ...extra,
      }),
  }
  return client
}

/** Starts an emulator that is stopped after the test, and signs a client in. */
export async function startSignedIn(
  options: EmulatorOptions = {},
): Promise<{ emulator: Emulator; client: TestClient }> {
  const emulator = await startForTest(options)
  const { accessToken } = await emulator.control.signIn()
  return { emulator, client: clientOf(emulator, accessToken) }
}

const running: Emulator[] = []
const folders: string[] = []
afterEach(async () => {
  for (const emulator of running.splice(0)) await emulator.stop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A folder that is gone after the test. */
export function tempDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-test-'))
  folders.push(folder)
  return folder
}

/** Starts an emulator that is stopped after the test. */
export async function startForTest(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options)
  running.push(emulator)
  return emulator
}

let colour = 0

/** A real picture, different at each call. */
export function tinyJpeg(size: { width?: number; height?: number } = {}): Promise<Buffer> {
  colour += 7919
  const background = { r: colour & 255, g: (colour >> 8) & 255, b: (colour >> 16) & 255 }
  const { width = 16, height = 12 } = size
  const create = { width, height, channels: 3, background } as const
  // JPEG would make neighbouring colours the same bytes.
  const ImageDescription = `picture ${String(colour)}`
  return sharp({ create }).withExif({ IFD0: { ImageDescription } }).jpeg().toBuffer()
}

/** A real picture followed by so many bytes that it has the length wanted. */
export async function jpegOfLength(lengthBytes: number): Promise<Buffer> {
  const picture = await tinyJpeg()
  const filler = Buffer.alloc(lengthBytes - picture.length)
  for (let index = 0; index < filler.length; index += 1) filler[index] = (index * 31) & 255
  return Buffer.concat([picture, filler])
}

/** SHA-256 in hex. */
export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** The JSON of a reply. */
export const jsonOf = (reply: Reply): unknown => JSON.parse(reply.text)

/** One result of batchCreate. */
export type CreateResult = {
  readonly uploadToken: string
  readonly status: { readonly code?: number; readonly message: string }
  readonly mediaItem?: {
    readonly id: string
    readonly filename: string
    readonly productUrl: string
    readonly description?: string
    readonly mediaMetadata: Record<string, unknown>
  }
}

/** The results of a batchCreate. */
export function resultsOf(reply: Reply): CreateResult[] {
  return (jsonOf(reply) as { newMediaItemResults: CreateResult[] }).newMediaItemResults
}

/** The id of the item a batchCreate of one token made. */
export function onlyId(reply: Reply): string {
  return resultsOf(reply)[0]?.mediaItem?.id ?? ''
}
