import { stat, utimes } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { Failure } from '../../../src/shared/failure.ts'
import { toMicroseconds } from '../../../src/shared/microseconds.ts'
import type { Result } from '../../../src/shared/result.ts'
import type { UploadSession } from '../../../src/main/engine/ports/photos.ts'
import type { LedgerRow } from '../../emulator/index.ts'
import { sha256Of, uploadBench, type UploadBench } from './upload-bench.ts'

const chunkBytes = 2 ** 19
const sizeBytes = 5 * chunkBytes + 1234

const tokenOf = (sent: Result<{ token: string }, Failure>): string => {
  if (!sent.ok) throw new Error(`Not sent: ${sent.failure.kind}`)
  return sent.value.token
}

const rowsOf = async (bench: UploadBench, operation: string): Promise<LedgerRow[]> =>
  (await bench.emulator.control.ledger()).filter((row) => row.operation === operation)

/** Bytes that the server was sent beyond the file's own length. */
const sentTwice = async (bench: UploadBench): Promise<number> => {
  const rows = (await bench.emulator.control.ledger()).filter(
    (row) => row.operation === 'upload.chunk' || row.operation === 'upload.finalize',
  )
  return rows.reduce((sum, row) => sum + row.requestBytes, 0) - sizeBytes
}

describe('sending a large file', () => {
  it('costs one request to begin and one for each chunk', async () => {
    const bench = await uploadBench()
    const { path, bytes } = await bench.aFile(sizeBytes)
    const token = tokenOf(await bench.send(path))
    expect(bench.operations).toEqual(['start', ...Array<string>(6).fill('chunk')])
    expect(await bench.createdHash(token)).toBe(sha256Of(bytes))
  })

  it('is for files from 16 MiB on, and 64 MiB at a time, where nobody says otherwise', async () => {
    const sizes = { resumableFromBytes: undefined, chunkBytes: undefined }
    const bench = await uploadBench(sizes as unknown as Parameters<typeof uploadBench>[0])
    const MiB = 2 ** 20
    for (const [lengthBytes, operations] of [
      [16 * MiB - 1, ['upload']],
      [16 * MiB, ['start', 'chunk']],
      [64 * MiB, ['start', 'chunk']],
      [64 * MiB + 1, ['start', 'chunk', 'chunk']],
    ] as const) {
      const { path } = await bench.aFile(lengthBytes)
      bench.operations.length = 0
      tokenOf(await bench.send(path))
      expect(bench.operations).toEqual(operations)
    }
  })

  it('stores the session before the first byte and its offset after each chunk', async () => {
    const bench = await uploadBench()
    const { path } = await bench.aFile(sizeBytes)
    let chunksWhenFirstStored = -1
    await bench.send(path, {
      onSession: async (session) => {
        if (bench.sessions.length === 0) {
          chunksWhenFirstStored = bench.operations.filter((name) => name === 'chunk').length
        }
        bench.sessions.push(session)
      },
    })
    expect(chunksWhenFirstStored).toBe(0)
    expect(bench.sessions.map((session) => session?.offset)).toEqual(
      [0, 1, 2, 3, 4, 5].map((chunks) => chunks * chunkBytes),
    )
    expect(bench.effects).toEqual(['session-opened', ...Array<string>(5).fill('chunk-sent')])
  })

  it('takes a file that ends on a chunk', async () => {
    const bench = await uploadBench()
    const { path, bytes } = await bench.aFile(4 * chunkBytes)
    const token = tokenOf(await bench.send(path))
    expect(bench.operations).toHaveLength(5)
    expect(await bench.createdHash(token)).toBe(sha256Of(bytes))
  })

  it('arrives whole through five cuts, sending at most a chunk again for each', async () => {
    const bench = await uploadBench()
    const { path, bytes } = await bench.aFile(sizeBytes)
    for (const [skip, afterRequestBytes] of [0, 1, 'half', 'last', 'all'].entries()) {
      await bench.emulator.control.addFault({
        on: ['upload.chunk', 'upload.finalize'],
        skip: skip * 2,
        action: { kind: 'cut', afterRequestBytes: afterRequestBytes as 'half' },
      })
    }
    const token = tokenOf(await bench.send(path))
    expect(await bench.createdHash(token)).toBe(sha256Of(bytes))
    expect(await sentTwice(bench)).toBeLessThanOrEqual(5 * chunkBytes)
    expect(await rowsOf(bench, 'upload.start')).toHaveLength(1)
  })

  it('goes on after a restart from what the server has, whatever was stored', async () => {
    const bench = await uploadBench()
    const { path, bytes } = await bench.aFile(sizeBytes)
    await bench.emulator.control.addFault({
      on: 'upload.chunk',
      skip: 2,
      times: 'always',
      action: { kind: 'error', name: 'unavailable' },
    })
    expect(await bench.send(path)).toMatchObject({ ok: false, failure: { kind: 'server-error' } })
    await bench.emulator.control.removeFaults()
    const stored = bench.sessions.at(-1) as UploadSession
    const session = { ...stored, offset: 0 }
    bench.effects.length = 0
    const told: number[] = []
    const onProgress = (sentBytes: number) => told.push(sentBytes)
    const token = tokenOf(await bench.send(path, { session, onProgress }))
    // What is there already counts as sent from the beginning.
    expect(told[0]).toBe(2 * chunkBytes)
    expect(await bench.createdHash(token)).toBe(sha256Of(bytes))
    expect(await rowsOf(bench, 'upload.start')).toHaveLength(1)
    expect(await sentTwice(bench)).toBeLessThanOrEqual(chunkBytes)
    expect(bench.effects).toEqual(Array<string>(3).fill('chunk-sent'))
  })

  it('recognises a session that ended without its answer', async () => {
    const bench = await uploadBench()
    const { path, bytes } = await bench.aFile(sizeBytes)
    await bench.emulator.control.addFault({ on: 'upload.finalize', action: { kind: 'loseAnswer' } })
    const token = tokenOf(await bench.send(path))
    expect(bench.operations.slice(-2)).toEqual(['chunk', 'query'])
    expect(await bench.createdHash(token)).toBe(sha256Of(bytes))
    expect(await sentTwice(bench)).toBe(0)
  })

  it('starts anew when an ended session does not repeat its token', async () => {
    const bench = await uploadBench({}, { queryRepeatsToken: false })
    const { path, bytes } = await bench.aFile(sizeBytes)
    await bench.emulator.control.addFault({ on: 'upload.finalize', action: { kind: 'loseAnswer' } })
    const token = tokenOf(await bench.send(path))
    expect(await rowsOf(bench, 'upload.start')).toHaveLength(2)
    expect(bench.sessions).toContain(null)
    expect(await bench.createdHash(token)).toBe(sha256Of(bytes))
  })

  it.each([
    ['unknown', 404],
    ['gone', 410],
  ])('starts anew once when its session is %s', async (_, status) => {
    const bench = await uploadBench()
    const { path, bytes } = await bench.aFile(sizeBytes)
    await bench.emulator.control.addFault({
      on: 'upload.chunk',
      skip: 1,
      action: { kind: 'status', status },
    })
    const token = tokenOf(await bench.send(path))
    expect(bench.sessions.filter((session) => session === null)).toHaveLength(1)
    expect(await bench.createdHash(token)).toBe(sha256Of(bytes))
  })

  it('leaves it to the queue when the second session is lost too', async () => {
    const bench = await uploadBench()
    const { path } = await bench.aFile(sizeBytes)
    await bench.emulator.control.addFault({
      on: 'upload.chunk',
      times: 'always',
      action: { kind: 'status', status: 404 },
    })
    expect(await bench.send(path)).toEqual({ ok: false, failure: { kind: 'session-lost' } })
    expect(bench.sessions.at(-1)).toBeNull()
    expect(await rowsOf(bench, 'upload.start')).toHaveLength(2)
  })

  it('asks and goes on after a refusal of a living session', async () => {
    const bench = await uploadBench()
    const { path, bytes } = await bench.aFile(sizeBytes)
    await bench.emulator.control.addFault({
      on: 'upload.chunk',
      skip: 1,
      action: { kind: 'status', status: 409, headers: { 'x-goog-upload-status': 'active' } },
    })
    const token = tokenOf(await bench.send(path))
    expect(bench.operations).toContain('query')
    expect(await bench.createdHash(token)).toBe(sha256Of(bytes))
  })

  it('gives up after three doubts without a byte gained', async () => {
    const bench = await uploadBench()
    const { path } = await bench.aFile(sizeBytes)
    await bench.emulator.control.addFault({
      on: 'upload.chunk',
      times: 'always',
      action: { kind: 'cut', afterRequestBytes: 0 },
    })
    expect(await bench.send(path)).toEqual({ ok: false, failure: { kind: 'cut-off' } })
    expect(bench.operations.filter((name) => name === 'query')).toHaveLength(3)
    expect(bench.sessions.at(-1)?.offset).toBe(0)
  })

  it('resumes by itself when no byte moves', async () => {
    const bench = await uploadBench({ noProgressMs: 1_000 })
    const { path, bytes } = await bench.aFile(sizeBytes)
    await bench.emulator.control.addFault({
      on: 'upload.chunk',
      skip: 1,
      action: { kind: 'halfOpen', afterRequestBytes: 'half' },
    })
    const token = tokenOf(await bench.send(path))
    expect(await bench.createdHash(token)).toBe(sha256Of(bytes))
  })

  it('goes on with a stored session only while nothing has touched the file since', async () => {
    const bench = await uploadBench()
    const { path, bytes } = await bench.aFile(3 * 2 ** 20)
    const sha256 = sha256Of(bytes)
    const { ctimeMs } = await stat(path)
    const stop = new AbortController()
    const first = await bench.request(path, {
      sha256,
      signal: stop.signal,
      onSession: async (session) => {
        bench.sessions.push(session)
        if (session !== null && session.offset >= 2 ** 20) stop.abort()
      },
    })
    await bench.photos.sendBytes(first).catch(() => undefined)
    const session = bench.sessions.at(-1) ?? null
    expect(session?.offset).toBeGreaterThan(0)
    const ctimeUs = toMicroseconds(ctimeMs)
    const touched = await bench.send(path, { sha256, session, ctimeUs: ctimeUs - 1 })
    expect(touched).toEqual({ ok: false, failure: { kind: 'file-changed' } })
    const wrong = await bench.send(path, { sha256: '0'.repeat(64), session, ctimeUs })
    expect(wrong).toEqual({ ok: false, failure: { kind: 'file-changed' } })
    const good = await bench.send(path, { sha256, session: null, ctimeUs })
    expect(good.ok && (await bench.createdHash(good.value.token))).toBe(sha256)
  })

  it('proves what an earlier run has sent before it finishes it', async () => {
    const bench = await uploadBench()
    const { path, bytes } = await bench.aFile(3 * 2 ** 20)
    const sha256 = sha256Of(bytes)
    const stop = new AbortController()
    await bench
      .send(path, {
        sha256,
        signal: stop.signal,
        onSession: async (session) => {
          bench.sessions.push(session)
          if (session !== null && session.offset >= 2 ** 20) stop.abort()
        },
      })
      .catch(() => undefined)
    const sent = await bench.send(path, { sha256, session: bench.sessions.at(-1) ?? null })
    expect(sent.ok && (await bench.createdHash(sent.value.token))).toBe(sha256)
  })

  it('cancels the session of a file that changed', async () => {
    const bench = await uploadBench()
    const { path } = await bench.aFile(sizeBytes)
    const request = await bench.request(path)
    const sent = await bench.photos.sendBytes({
      ...request,
      onSession: async (session) => {
        bench.sessions.push(session)
        if (session?.offset === chunkBytes) {
          await utimes(path, 1, 1)
        }
      },
    })
    expect(sent).toEqual({ ok: false, failure: { kind: 'file-changed' } })
    expect(await rowsOf(bench, 'upload.cancel')).toHaveLength(1)
    expect(bench.sessions.at(-1)).toBeNull()
  })

  it('never sends a token to another host that a stored session names', async () => {
    const bench = await uploadBench()
    const other = await uploadBench()
    const { path, bytes } = await bench.aFile(sizeBytes)
    const url = `${other.emulator.origin}/v1/uploads?upload_id=stolen`
    const token = tokenOf(await bench.send(path, { session: { url, offset: 0, openedAt: 0 } }))
    expect(await other.emulator.control.ledger()).toEqual([])
    expect(bench.sessions[0]).toBeNull()
    expect(await bench.createdHash(token)).toBe(sha256Of(bytes))
  })

  it('refuses a session on another host', async () => {
    const bench = await uploadBench()
    const { path } = await bench.aFile(sizeBytes)
    await bench.emulator.control.addFault({
      on: 'upload.start',
      action: {
        kind: 'status',
        status: 200,
        headers: {
          'x-goog-upload-status': 'active',
          'x-goog-upload-url': 'http://127.0.0.1:9/v1/uploads',
        },
      },
    })
    expect(await bench.send(path)).toEqual({ ok: false, failure: { kind: 'unexpected-answer' } })
    expect(bench.sessions).toEqual([])
  })

  it('writes nothing more once it is stopped', async () => {
    const bench = await uploadBench()
    const { path } = await bench.aFile(sizeBytes)
    const stop = new AbortController()
    const reason = new Error('stopped by the test')
    const sending = bench.send(path, {
      signal: stop.signal,
      onProgress: (sentBytes) => {
        if (sentBytes > 2 * chunkBytes) stop.abort(reason)
      },
    })
    await expect(sending).rejects.toBe(reason)
    const operations = [...bench.operations]
    // Another request on the same client proves that the stopped one is over.
    await bench.photos.list(null, new AbortController().signal)
    expect(bench.operations).toEqual([...operations, 'list'])
    expect(bench.sessions.at(-1)?.offset).toBe(2 * chunkBytes)
  })

  it('tells nothing more once it is stopped while its session is stored', async () => {
    const bench = await uploadBench()
    const { path } = await bench.aFile(sizeBytes)
    const stop = new AbortController()
    const reason = new Error('stopped by the test')
    const late: number[] = []
    const sending = bench.send(path, {
      signal: stop.signal,
      onSession: async (session) => {
        if (session?.offset === chunkBytes) stop.abort(reason)
      },
      onProgress: (sentBytes) => {
        if (stop.signal.aborted) late.push(sentBytes)
      },
    })
    await expect(sending).rejects.toBe(reason)
    expect(late).toEqual([])
  })

  it('keeps to a speed limit that is set while the app runs', async () => {
    const bench = await uploadBench()
    const { path } = await bench.aFile(sizeBytes)
    bench.photos.setSpeedLimit(4_000_000)
    const startedAt = performance.now()
    tokenOf(await bench.send(path))
    expect(performance.now() - startedAt).toBeGreaterThan(((sizeBytes / 4_000_000) * 1000) / 1.3)
  })

  it('keeps to the speed limit', async () => {
    const bench = await uploadBench({ speedLimit: 4_000_000 })
    const { path, bytes } = await bench.aFile(sizeBytes)
    const startedAt = performance.now()
    const token = tokenOf(await bench.send(path))
    const leastMs = ((sizeBytes / 4_000_000) * 1000) / 1.3
    expect(performance.now() - startedAt).toBeGreaterThan(leastMs)
    expect(await bench.createdHash(token)).toBe(sha256Of(bytes))
  })
})
