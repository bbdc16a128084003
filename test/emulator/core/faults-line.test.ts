// Faults of the line over real sockets: cut, stalled, half open, slow, and answers that never arrive whole.
import { expect, it } from 'vitest'
import type { FaultAction } from '../index.ts'
import { jpegOfLength, onlyId, send, sha256, startSignedIn, tinyJpeg } from '../testing.ts'

const granule = 262_144

it.each([0, 1, 'half', 'last', 'all', 0.25] as const)(
  'cuts the connection after %s of the request, keeping whole granules',
  async (afterRequestBytes) => {
    const { emulator, client } = await startSignedIn()
    const bytes = await jpegOfLength(4 * granule + 10)
    const address = await client.start()
    await emulator.control.addFault({
      on: 'upload.finalize',
      action: { kind: 'cut', afterRequestBytes },
    })
    const cut = await client.session(address, 'upload, finalize', { offset: 0, body: bytes })
    expect(cut.error).not.toBeNull()
    expect(cut.status).toBe(0)
    const expected = { 0: 0, 1: 0, half: 2, last: 4, all: 4, 0.25: 1 }[afterRequestBytes]
    const query = await client.session(address, 'query')
    expect(query.headers['x-goog-upload-size-received']).toBe(String(expected * granule))
    const rows = await emulator.control.ledger()
    expect(rows.find((row) => row.operation === 'upload.finalize')).toMatchObject({
      outcome: 'cut',
      status: null,
    })
    const rest = await client.session(address, 'upload, finalize', {
      offset: expected * granule,
      body: bytes.subarray(expected * granule),
    })
    const id = onlyId(await client.create([rest.text]))
    expect(sha256(await emulator.control.file(id))).toBe(sha256(bytes))
  },
)

it('cuts only requests of some length, as a proxy with a limit does', async () => {
  const { emulator, client } = await startSignedIn()
  const limit = 60_000
  await emulator.control.addFault({
    on: 'upload',
    times: 'always',
    match: { minBytes: limit },
    action: { kind: 'cut', afterRequestBytes: 0.3, reset: true },
  })
  const reply = await client.raw(await jpegOfLength(limit))
  expect(reply.error).toMatch(/ECONNRESET|EPIPE|hang up/)
  expect((await client.raw(await jpegOfLength(limit - 1))).status).toBe(200)
})

it('cuts a request without a body, and can reset instead', async () => {
  const { emulator, client } = await startSignedIn()
  await emulator.control.addFault({ on: 'mediaItems.list', action: { kind: 'cut', reset: true } })
  expect((await client.call('GET', '/v1/mediaItems')).error).toMatch(/ECONNRESET|hang up/)
  await emulator.control.addFault({ on: 'mediaItems.list', action: { kind: 'cut' } })
  expect((await client.call('GET', '/v1/mediaItems')).error).not.toBeNull()
})

it('cuts the answer after some of its bytes, with the work done', async () => {
  const { emulator, client } = await startSignedIn()
  const token = await client.upload(await tinyJpeg())
  await emulator.control.addFault({
    on: 'batchCreate',
    action: { kind: 'cut', afterResponseBytes: 'half' },
  })
  const reply = await client.create([token])
  expect(reply.status).toBe(200)
  expect(reply.error).not.toBeNull()
  expect(reply.text.length).toBe(Math.floor(Number(reply.headers['content-length']) / 2))
  expect(await emulator.control.library()).toHaveLength(1)
})

it('does the work and loses the answer', async () => {
  const { emulator, client } = await startSignedIn()
  const bytes = await jpegOfLength(5000)
  const address = await client.start()
  await emulator.control.addFault({
    on: ['upload.finalize', 'batchCreate'],
    times: 2,
    action: { kind: 'loseAnswer' },
  })
  const lost = await client.session(address, 'upload, finalize', { offset: 0, body: bytes })
  expect(lost).toMatchObject({ status: 0, text: '' })
  const query = await client.session(address, 'query')
  expect(query.headers['x-goog-upload-status']).toBe('final')
  const again = await client.create([query.text])
  expect(again.error).not.toBeNull()
  const [item] = await emulator.control.library()
  expect(onlyId(await client.create([query.text]))).toBe(item?.id)
  expect(await emulator.control.library()).toHaveLength(1)
})

it('stalls for a time, or until released, and then goes on', async () => {
  const { emulator, client } = await startSignedIn()
  const bytes = await tinyJpeg()
  await emulator.control.addFault({
    on: 'upload.raw',
    action: { kind: 'stall', forMs: 20, afterRequestBytes: 10 },
  })
  const startMs = performance.now()
  expect((await client.raw(bytes)).status).toBe(200)
  expect(performance.now() - startMs).toBeGreaterThan(18)

  const id = await emulator.control.addFault({ on: 'mediaItems.list', action: { kind: 'stall' } })
  const hanging = client.call('GET', '/v1/mediaItems')
  await emulator.control.waitFor((row) => row.outcome === 'stall')
  await emulator.control.release(id)
  expect((await hanging).status).toBe(200)
  const last = (await emulator.control.ledger()).at(-1)
  expect(last).toMatchObject({ outcome: 'answered', status: 200 })
})

it('notices a client that gives up on a stalled answer', async () => {
  const { emulator, client } = await startSignedIn()
  const token = await client.upload(await tinyJpeg())
  await emulator.control.addFault({ on: 'batchCreate', action: { kind: 'stall' } })
  let abort = (): void => undefined
  const hanging = send(`${emulator.origin}/v1/mediaItems:batchCreate`, {
    body: JSON.stringify({ newMediaItems: [{ simpleMediaItem: { uploadToken: token } }] }),
    headers: { authorization: `Bearer ${client.token}` },
    onOpen: (end) => {
      abort = end
    },
  })
  await emulator.control.waitFor((row) => row.outcome === 'stall')
  abort()
  expect((await hanging).error).not.toBeNull()
  await emulator.control.waitFor((row) => row.operation === 'batchCreate' && row.durationMs > 0)
  expect(await emulator.control.library()).toHaveLength(0)
  expect((await client.create([token])).status).toBe(200)
})

it('leaves a half-open connection without a word until it stops', async () => {
  const { emulator, client } = await startSignedIn()
  const action: FaultAction = { kind: 'halfOpen', afterRequestBytes: 'half' }
  await emulator.control.addFault({ on: 'upload.raw', action })
  let isOver = false
  const hanging = client.raw(await jpegOfLength(5000)).then((reply) => {
    isOver = true
    return reply
  })
  await emulator.control.waitFor((row) => row.outcome === 'halfOpen')
  await emulator.control.release()
  // Other requests pass while this one hangs.
  expect((await client.raw(await tinyJpeg())).status).toBe(200)
  expect(isOver).toBe(false)
  await emulator.stop()
  expect((await hanging).error).not.toBeNull()
})

it('slows a request and its answer down', async () => {
  const { emulator, client } = await startSignedIn()
  await emulator.control.addFault({
    on: 'upload.raw',
    action: { kind: 'slow', bytesPerSecond: 20_000 },
  })
  const startMs = performance.now()
  expect((await client.raw(await jpegOfLength(2000))).status).toBe(200)
  expect(performance.now() - startMs).toBeGreaterThan(95)
  await emulator.control.changeSettings({ uploadBytesPerSecond: 40_000 })
  const lineMs = performance.now()
  await Promise.all([client.raw(await jpegOfLength(2000)), client.raw(await jpegOfLength(2000))])
  expect(performance.now() - lineMs).toBeGreaterThan(90)
})

it('announces more bytes than it sends', async () => {
  const { emulator, client } = await startSignedIn()
  await emulator.control.addFault({ on: 'mediaItems.list', action: { kind: 'wrongContentLength' } })
  const reply = await client.call('GET', '/v1/mediaItems')
  expect(reply.status).toBe(200)
  expect(reply.error).not.toBeNull()
  expect(Number(reply.headers['content-length'])).toBe(reply.text.length + 10)
})
