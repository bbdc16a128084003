// Raw uploads over real sockets: photos-api.md 2a and 2c.
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { onlyId, resultsOf, send, sha256, startSignedIn, tinyJpeg } from '../testing.ts'

it('takes bytes and answers an upload token as plain text', async () => {
  const { emulator, client } = await startSignedIn()
  const bytes = await tinyJpeg()
  const reply = await client.raw(bytes)
  expect(reply.status).toBe(200)
  expect(reply.headers['content-type']).toContain('text/plain')
  expect(reply.text.length).toBeGreaterThan(50)
  const [row] = await emulator.control.ledger()
  expect(row).toMatchObject({
    operation: 'upload.raw',
    status: 200,
    requestBytes: bytes.length,
    sha256: sha256(bytes),
    user: 'first@example.test',
    outcome: 'answered',
  })
  const id = onlyId(await client.create([reply.text]))
  expect((await emulator.control.file(id)).equals(bytes)).toBe(true)
})

it('keeps bodies too large for memory byte for byte', async () => {
  const { emulator, client } = await startSignedIn()
  const bytes = Buffer.concat([await tinyJpeg(), Buffer.alloc(9 << 20, 'large body ')])
  const id = onlyId(await client.create([await client.upload(bytes)]))
  expect(sha256(await emulator.control.file(id))).toBe(sha256(bytes))
})

it('accepts the slash, the token and the headers as query parameters', async () => {
  const { emulator, client } = await startSignedIn()
  const query = new URLSearchParams({
    access_token: client.token,
    'X-Goog-Upload-Protocol': 'raw',
    'Content-type': 'application/octet-stream',
  })
  const address = `${emulator.origin}/v1/uploads/?${query.toString()}`
  expect((await send(address, { body: await tinyJpeg() })).status).toBe(200)
  const [row] = await emulator.control.ledger()
  expect(row?.path).toBe('/v1/uploads/')
})

it('checks X-Goog-Hash', async () => {
  const { client } = await startSignedIn()
  const bytes = await tinyJpeg()
  const good = createHash('sha1').update(bytes).digest('base64')
  expect((await client.raw(bytes, { 'x-goog-hash': `sha1=${good}` })).status).toBe(200)
  const bad = await client.raw(bytes, { 'x-goog-hash': 'sha1=AAAAAAAAAAAAAAAAAAAAAAAAAAA=' })
  expect(bad.status).toBe(400)
  expect(bad.text).toBe('User-provided checksum does not match received payload content.')
})

it('refuses empty bytes, bytes over the limit and a missing protocol', async () => {
  const { client } = await startSignedIn({ settings: { maxPhotoBytes: 1000, maxVideoBytes: 2000 } })
  expect(await client.raw(Buffer.alloc(0))).toMatchObject({
    status: 400,
    text: 'Payload must not be empty',
  })
  expect((await client.raw(Buffer.alloc(1001, 1))).status).toBe(413)
  const asVideo = { 'x-goog-upload-content-type': 'video/mp4' }
  expect((await client.raw(Buffer.alloc(1001, 1), asVideo)).status).toBe(200)
  const other = { 'x-goog-upload-protocol': 'multipart' }
  expect((await client.raw(Buffer.alloc(10, 1), other)).status).toBe(400)
})

it('takes file names in ASCII or URL-encoded, and refuses others', async () => {
  const { client } = await startSignedIn()
  const named = (name: string): Promise<string> =>
    tinyJpeg()
      .then((bytes) => client.raw(bytes, { 'x-goog-upload-file-name': name }))
      .then((reply) => (reply.status === 200 ? reply.text : String(reply.status)))
  const token = await named(encodeURIComponent('Zürich.jpg'))
  const created = await client.call('POST', '/v1/mediaItems:batchCreate', {
    newMediaItems: [{ simpleMediaItem: { uploadToken: token } }],
  })
  expect(resultsOf(created)[0]?.mediaItem?.filename).toBe('Zürich.jpg')
  expect(await named('Z\u00fcrich.jpg')).toBe('400')
})

it('answers the odd code-16 body without a token, with an expired one, and without the scope', async () => {
  const { emulator, client } = await startSignedIn()
  const odd = { status: 401, text: expect.stringContaining('"code": 16') as string }
  const headers = { 'x-goog-upload-protocol': 'raw' }
  const bytes = await tinyJpeg()
  expect(await send(`${emulator.origin}/v1/uploads`, { body: bytes, headers })).toMatchObject(odd)
  const scopes = ['https://www.googleapis.com/auth/photoslibrary.readonly.appcreateddata']
  const { accessToken } = await emulator.control.signIn({ scopes })
  const authorization = `Bearer ${accessToken}`
  expect(await client.raw(bytes, { authorization })).toMatchObject(odd)
  await emulator.control.changeSettings({ clockOffsetMs: 3_600_000 })
  expect(await client.raw(bytes)).toMatchObject(odd)
  expect((await client.raw(bytes)).text).not.toContain('"error"')
})

it('forgets a raw upload whose connection dropped', async () => {
  const { emulator, client } = await startSignedIn()
  const bytes = Buffer.alloc(600_000, 7)
  await send(`${emulator.origin}/v1/uploads`, {
    body: bytes,
    dropAfterBytes: 300_000,
    headers: { authorization: `Bearer ${client.token}`, 'x-goog-upload-protocol': 'raw' },
  })
  const row = await emulator.control.waitFor((one) => one.outcome === 'lost')
  expect(row).toMatchObject({ operation: 'upload.raw', status: null, sha256: null })
})
