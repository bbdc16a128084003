// Resumable uploads over real sockets: every row of photos-api.md 2b.
import { expect, it } from 'vitest'
import {
  jpegOfLength,
  onlyId,
  sha256,
  startForTest,
  clientOf,
  startSignedIn,
  tempDir,
} from '../testing.ts'

const granule = 262_144

it('starts a session with its address and granularity', async () => {
  const { emulator, client } = await startSignedIn()
  const address = await client.start()
  expect(address).toMatch(
    /^http:\/\/127\.0\.0\.1:\d+\/v1\/uploads\?upload_id=[\w-]{60,}&upload_protocol=resumable$/,
  )
  const query = await client.session(address, 'query')
  expect(query.headers).toMatchObject({
    'x-goog-upload-status': 'active',
    'x-goog-upload-size-received': '0',
  })
  const operations = (await emulator.control.ledger()).map((row) => row.operation)
  expect(operations).toEqual(['upload.start', 'upload.query'])
})

it('takes chunks, then the last one, and stores the same bytes', async () => {
  const { emulator, client } = await startSignedIn()
  const bytes = await jpegOfLength(2 * granule + 1234)
  const address = await client.start({ 'x-goog-upload-raw-size': String(bytes.length) })
  const first = await client.session(address, 'upload', {
    offset: 0,
    body: bytes.subarray(0, 2 * granule),
  })
  expect(first.status).toBe(200)
  expect(first.headers['x-goog-upload-status']).toBe('active')
  expect(first.headers['x-goog-upload-size-received']).toBe(String(2 * granule))
  const last = await client.session(address, 'upload, finalize', {
    offset: 2 * granule,
    body: bytes.subarray(2 * granule),
  })
  expect(last.headers['x-goog-upload-status']).toBe('final')
  const id = onlyId(await client.create([last.text]))
  expect(sha256(await emulator.control.file(id))).toBe(sha256(bytes))
})

it.each(['upload,finalize', 'UPLOAD , Finalize'])(
  'understands the command "%s"',
  async (command) => {
    const { client } = await startSignedIn()
    const address = await client.start()
    const reply = await client.session(address, command, {
      offset: 0,
      body: await jpegOfLength(2000),
    })
    expect(reply.headers['x-goog-upload-status']).toBe('final')
    expect(reply.text).not.toBe('')
  },
)

it('takes a lone finalize when the size is an exact multiple', async () => {
  const { client } = await startSignedIn()
  const bytes = await jpegOfLength(granule)
  const address = await client.start()
  await client.session(address, 'upload', { offset: 0, body: bytes })
  const reply = await client.session(address, 'finalize')
  expect(reply.headers['x-goog-upload-status']).toBe('final')
  expect(reply.text).not.toBe('')
})

it('repeats the token on a query after final, unless switched off', async () => {
  const { emulator, client } = await startSignedIn()
  const address = await client.start()
  const body = await jpegOfLength(2000)
  const { text } = await client.session(address, 'upload, finalize', { offset: 0, body })
  const again = await client.session(address, 'query')
  expect(again.headers['x-goog-upload-status']).toBe('final')
  expect(again.text).toBe(text)
  await emulator.control.changeSettings({ queryRepeatsToken: false })
  expect((await client.session(address, 'query')).text).toBe('')
})

it('answers 404 for a session it does not know, or of another account', async () => {
  const { emulator, client } = await startSignedIn()
  const unknown = `${emulator.origin}/v1/uploads?upload_id=nothing`
  expect((await client.session(unknown, 'query')).status).toBe(404)
  const other = await emulator.control.signIn({ user: 'second@example.test' })
  const address = await client.start()
  const stranger = clientOf(emulator, other.accessToken)
  expect((await stranger.session(address, 'query')).status).toBe(404)
})

it('forgets a session after its life', async () => {
  const { emulator, client } = await startSignedIn({ settings: { accessTokenLifeSeconds: 1e7 } })
  const address = await client.start()
  await emulator.control.changeSettings({ clockOffsetMs: 7 * 86_400_000 })
  expect((await client.session(address, 'query')).status).toBe(404)
})

it('answers 409 and stays active when the offset is not what it has', async () => {
  const { client } = await startSignedIn()
  const address = await client.start()
  const body = Buffer.alloc(granule)
  const reply = await client.session(address, 'upload', { offset: granule, body })
  expect(reply.status).toBe(409)
  expect(reply.headers['x-goog-upload-status']).toBe('active')
  const query = await client.session(address, 'query')
  expect(query.headers['x-goog-upload-size-received']).toBe('0')
})

it('answers 400 and stays active for a chunk that is not a multiple, and for a missing offset', async () => {
  const { client } = await startSignedIn()
  const address = await client.start()
  const uneven = await client.session(address, 'upload', { offset: 0, body: Buffer.alloc(1000) })
  expect(uneven.status).toBe(400)
  expect(uneven.headers['x-goog-upload-status']).toBe('active')
  const lost = await client.session(address, 'upload', { body: Buffer.alloc(granule) })
  expect(lost.status).toBe(400)
  expect(lost.headers['x-goog-upload-status']).toBe('active')
  const odd = await client.session(address, 'dance')
  expect(odd.status).toBe(400)
})

it('answers 400 with the status after final and after cancel, and 410 to a query after cancel', async () => {
  const { client } = await startSignedIn()
  const done = await client.start()
  const body = await jpegOfLength(2000)
  await client.session(done, 'upload, finalize', { offset: 0, body })
  const late = await client.session(done, 'upload, finalize', { offset: 0, body })
  expect(late.status).toBe(400)
  expect(late.headers['x-goog-upload-status']).toBe('final')

  const address = await client.start()
  const cancelled = await client.session(address, 'cancel')
  expect(cancelled).toMatchObject({ status: 200 })
  expect(cancelled.headers['x-goog-upload-status']).toBe('cancelled')
  const after = await client.session(address, 'upload', { offset: 0, body: Buffer.alloc(granule) })
  expect(after.status).toBe(400)
  expect(after.headers['x-goog-upload-status']).toBe('cancelled')
  expect((await client.session(address, 'query')).status).toBe(410)
})

it('refuses sizes over the limit, empty uploads, and more or fewer bytes than declared', async () => {
  const { client } = await startSignedIn({ settings: { maxPhotoBytes: 10 * granule } })
  await expect(client.start({ 'x-goog-upload-raw-size': String(11 * granule) })).rejects.toThrow(
    'too large',
  )
  await expect(client.start({ 'x-goog-upload-raw-size': '0' })).rejects.toThrow('not be empty')
  const empty = await client.start()
  expect(await client.session(empty, 'finalize')).toMatchObject({
    status: 400,
    text: 'Payload must not be empty',
  })
  const address = await client.start({ 'x-goog-upload-raw-size': '2000' })
  const more = await client.session(address, 'upload, finalize', {
    offset: 0,
    body: Buffer.alloc(3000),
  })
  expect(more.status).toBe(400)
  const fewer = await client.session(address, 'upload, finalize', {
    offset: 0,
    body: Buffer.alloc(1000),
  })
  expect(fewer.status).toBe(400)
  expect(fewer.headers['x-goog-upload-status']).toBe('active')
})

it('keeps whole granules of a dropped chunk and goes on from there', async () => {
  const { emulator, client } = await startSignedIn()
  const bytes = await jpegOfLength(4 * granule + 99)
  const address = await client.start()
  await client.session(address, 'upload, finalize', {
    offset: 0,
    body: bytes,
    dropAfterBytes: 2 * granule + 5000,
  })
  await emulator.control.waitFor((row) => row.outcome === 'lost')
  const query = await client.session(address, 'query')
  expect(query.headers['x-goog-upload-size-received']).toBe(String(2 * granule))
  const rest = await client.session(address, 'upload, finalize', {
    offset: 2 * granule,
    body: bytes.subarray(2 * granule),
  })
  const id = onlyId(await client.create([rest.text]))
  expect(sha256(await emulator.control.file(id))).toBe(sha256(bytes))
})

it('lets a query take the session over from a request that hangs', async () => {
  const { emulator, client } = await startSignedIn()
  const bytes = await jpegOfLength(5 * granule)
  const address = await client.start()
  const fault = await emulator.control.addFault({
    on: 'upload.finalize',
    action: { kind: 'stall', afterRequestBytes: 4 * granule + 1 },
  })
  const hanging = client.session(address, 'upload, finalize', { offset: 0, body: bytes })
  await emulator.control.waitFor((row) => row.outcome === 'stall')
  const query = await client.session(address, 'query')
  const received = Number(query.headers['x-goog-upload-size-received'])
  expect(received % granule).toBe(0)
  await emulator.control.release(fault)
  expect(await hanging).toMatchObject({ status: 409 })
  const rest = await client.session(address, 'upload, finalize', {
    offset: received,
    body: bytes.subarray(received),
  })
  const id = onlyId(await client.create([rest.text]))
  expect(sha256(await emulator.control.file(id))).toBe(sha256(bytes))
})

it('goes on after a restart with sessions, tokens, sign-ins and library', async () => {
  const dataDir = tempDir()
  const before = await startForTest({ dataDir })
  const signIn = await before.control.signIn()
  let client = clientOf(before, signIn.accessToken)
  const bytes = await jpegOfLength(3 * granule + 7)
  const address = await client.start()
  await client.session(address, 'upload', { offset: 0, body: bytes.subarray(0, 2 * granule) })
  const kept = onlyId(await client.create([await client.upload(await jpegOfLength(3000))]))
  const waiting = await client.upload(await jpegOfLength(4000))
  const album = await client.call('POST', '/v1/albums', { album: { title: 'Kept' } })
  expect(album.status).toBe(200)
  await before.stop()

  const after = await startForTest({ dataDir })
  expect(after.client).toEqual(before.client)
  client = clientOf(after, signIn.accessToken)
  const moved = address.replace(before.origin, after.origin)
  const query = await client.session(moved, 'query')
  expect(query.headers['x-goog-upload-size-received']).toBe(String(2 * granule))
  const rest = await client.session(moved, 'upload, finalize', {
    offset: 2 * granule,
    body: bytes.subarray(2 * granule),
  })
  const created = await client.create([rest.text, waiting])
  expect(created.status).toBe(200)
  const library = await after.control.library()
  expect(library.map((item) => item.sha256)).toContain(sha256(bytes))
  expect(library.map((item) => item.id)).toContain(kept)
  expect(library).toHaveLength(3)
  expect((await client.call('GET', '/v1/albums')).text).toContain('Kept')
  // Request numbers go on, so that an item's number still names one request.
  expect((await after.control.ledger())[0]?.seq).toBeGreaterThan(
    Math.max(...library.slice(0, 1).map((item) => item.createdBySeq)),
  )
})
