// The emulator in a process of its own, with a signed-in account, and how much it can take at all: a row
// says something of an uploader only as long as it stays below that.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { Pool } from 'undici'
import { giveWay } from '../../src/main/shell/hosted-process.ts'
import { createControlClient, type Control } from '../emulator/index.ts'
import type { Kept } from './engine-process.ts'
import { secondsOf } from './measure.ts'

/** A running emulator. */
export interface EmulatorProcess {
  readonly origin: string
  readonly port: number
  /** The OAuth client as a maker's build carries it. */
  readonly clientFile: string
  readonly kept: Kept
  readonly control: Control
  /** An empty library, no requests counted. */
  empty(): Promise<void>
  /** Requests to the library since it was emptied. */
  requests(): Promise<number>
  stop(): Promise<void>
}

const main = join(import.meta.dirname, '..', 'emulator', 'main.ts')
const scopes = ['appendonly', 'readonly.appcreateddata', 'edit.appcreateddata'].map(
  (name) => `https://www.googleapis.com/auth/photoslibrary.${name}`,
)
const account = { sub: '100000000000000000211', email: 'first@example.test', name: 'First Tester' }
/** No quota, no full account, and nobody who has to consent. */
const unbounded = { dailyQuota: null, storageLimitBytes: null, autoConsent: true }

/** What it says once it listens. */
interface Listening {
  origin: string
  clientFile: string
}

/** Starts it on a free port. */
export async function startEmulatorProcess(dataFolder: string): Promise<EmulatorProcess> {
  const child = spawn(process.execPath, [main, '--json', '--data', dataFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  // The far side has a machine of its own: here it must not go before the engine, which gives way to others.
  giveWay(child.pid)
  const { origin, clientFile } = await new Promise<Listening>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => {
      resolve(JSON.parse(line) as Listening)
    })
    void exited.then(() => reject(new Error('The emulator did not start')))
  })
  const control = createControlClient(origin)
  await control.changeSettings(unbounded)
  const client = (await control.clients())[0]
  if (client === undefined) throw new Error('The emulator has no client')
  const { refreshToken } = await control.signIn({ user: account.email })
  const { clientId, clientSecret } = client
  return {
    origin,
    port: Number(new URL(origin).port),
    clientFile,
    control,
    kept: {
      client: { clientId, clientSecret },
      signIn: { refreshToken, clientId, scopes, account: { ...account, pictureUrl: null } },
    },
    async empty() {
      await control.reset()
      await control.changeSettings(unbounded)
    },
    requests: async () => (await control.counters()).requestsToday,
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

/** What it takes from the plainest client there is. */
export interface Ceiling {
  /** Small photos a second: bytes on eight connections, then made fifty at a time. */
  photos(count: number, sizeBytes: number): Promise<number>
  /** Bytes a second of one large file. */
  bytes(sizeBytes: number): Promise<number>
}

const widest = 8
const batchSize = 50
const pieceBytes = 2 ** 20
/** Google takes no larger photo (photos-api.md), and the rate is the same. */
const mostBytes = 150 * pieceBytes
/** As much of a JPEG as the emulator looks at. */
const jpegHead = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex')

/** Measures an emulator, which is emptied first. */
export function ceilingOf(emulator: EmulatorProcess): Ceiling {
  const withLine = async (
    work: (post: (call: Call) => Promise<string>) => Promise<void>,
  ): Promise<number> => {
    await emulator.empty()
    const { accessToken } = await emulator.control.signIn({ user: account.email })
    const pool = new Pool(emulator.origin, { connections: widest })
    const seconds = await secondsOf(() =>
      work(async ({ path, headers, body }) => {
        const answer = await pool.request({
          path,
          method: 'POST',
          headers: { authorization: `Bearer ${accessToken}`, ...headers },
          body,
        })
        const text = await answer.body.text()
        if (answer.statusCode !== 200) throw new Error(`Refused: ${text.slice(0, 300)}`)
        return text
      }),
    )
    await pool.close()
    return seconds
  }
  const upload = (body: Call['body'], sizeBytes: number): Call => ({
    path: '/v1/uploads',
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(sizeBytes),
      'x-goog-upload-protocol': 'raw',
      'x-goog-upload-content-type': 'image/jpeg',
    },
    body,
  })

  return {
    async photos(count, sizeBytes) {
      const seconds = await withLine(async (post) => {
        const tokens: string[] = []
        let left = count
        const send = async (): Promise<void> => {
          while (left > 0) {
            left -= 1
            const body = Buffer.alloc(sizeBytes, left)
            body.set(jpegHead)
            body.writeUInt32BE(left, sizeBytes - 4)
            tokens.push(await post(upload(body, sizeBytes)))
          }
        }
        await Promise.all(Array.from({ length: widest }, send))
        for (let from = 0; from < count; from += batchSize) {
          const newMediaItems = tokens.slice(from, from + batchSize).map((uploadToken, at) => ({
            simpleMediaItem: { uploadToken, fileName: `${from + at}.jpg` },
          }))
          await post({
            path: '/v1/mediaItems:batchCreate',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ newMediaItems }),
          })
        }
      })
      return count / seconds
    },
    async bytes(sizeBytes) {
      const piece = Buffer.alloc(pieceBytes, 7)
      const pieces = Array.from(
        { length: Math.ceil(Math.min(sizeBytes, mostBytes) / pieceBytes) },
        () => piece,
      )
      const length = pieces.length * pieceBytes
      const seconds = await withLine(async (post) => {
        await post(upload(Readable.from(pieces), length))
      })
      return length / seconds
    },
  }
}

interface Call {
  path: string
  headers: Record<string, string>
  body: Buffer | string | Readable
}
