// The rules that choose requests for a fault, and the faults that change an answer. Broken lines are in faults-line.test.ts.
import { expect, it } from 'vitest'
import type { FaultAction, FaultRule } from '../index.ts'
import { jsonOf, onlyId, resultsOf, send, sha256, startSignedIn, tinyJpeg } from '../testing.ts'

const granule = 262_144

it('answers a status instead of doing the work, as often as the rule says', async () => {
  const { emulator, client } = await startSignedIn()
  const action: FaultAction = {
    kind: 'status',
    status: 503,
    body: 'later',
    headers: { 'x-why': 'test' },
  }
  const id = await emulator.control.addFault({ on: 'upload.raw', times: 2, skip: 1, action })
  const statuses: number[] = []
  for (let count = 0; count < 4; count += 1)
    statuses.push((await client.raw(await tinyJpeg())).status)
  expect(statuses).toEqual([200, 503, 503, 200])
  expect(await emulator.control.faults()).toMatchObject([{ id, seen: 4, fired: 2 }])
  const rows = await emulator.control.ledger()
  expect(rows.map((row) => row.fault)).toEqual([null, id, id, null])
  expect(rows[1]).toMatchObject({ status: 503, sha256: null })
})

it.each([
  ['daily-quota', 429, 'All requests per day'],
  ['minute-quota', 429, 'Write requests per minute per user'],
  ['concurrent-write', 429, 'concurrent write request'],
  ['storage-full', 400, 'The remaining storage in the user'],
  ['unauthenticated', 401, 'Request had invalid authentication credentials.'],
  ['missing-credentials', 401, 'Request is missing required authentication credential.'],
  ['upload-session-undefined', 401, 'Authentication session is not defined.'],
  ['insufficient-scopes', 403, 'Request had insufficient authentication scopes.'],
  ['permission-denied', 403, 'The caller does not have permission'],
  ['photos-disabled', 403, 'Google Photos is disabled for the user'],
  ['api-disabled', 403, 'has not been used in project'],
  ['album-gone', 404, 'The provided ID does not match any albums.'],
  ['album-not-yours', 400, 'No permission to add media items to this album.'],
  ['invalid-upload-token', 400, 'Request must contain a valid upload token.'],
  ['invalid-argument', 400, 'Request contains an invalid argument.'],
  ['invalid-grant', 400, 'Token has been expired or revoked.'],
  ['aborted', 409, 'The operation was aborted.'],
  ['internal', 500, 'INTERNAL'],
  ['unavailable', 503, 'UNAVAILABLE'],
] as const)('answers the recorded error %s', async (name, status, words) => {
  const { emulator, client } = await startSignedIn()
  await emulator.control.addFault({ on: 'mediaItems.list', action: { kind: 'error', name } })
  const reply = await client.call('GET', '/v1/mediaItems')
  expect(reply.status).toBe(status)
  expect(reply.text).toContain(words)
  expect((await client.call('GET', '/v1/mediaItems')).status).toBe(200)
})

it('sends Retry-After when told to, by rule or by setting', async () => {
  const { emulator, client } = await startSignedIn()
  const list = async (): Promise<string | undefined> =>
    (await client.call('GET', '/v1/mediaItems')).headers['retry-after']
  const error = { kind: 'error', name: 'unavailable' } as const
  await emulator.control.addFault({ on: 'mediaItems', action: { ...error, retryAfterSeconds: 45 } })
  expect(await list()).toBe('45')
  await emulator.control.addFault({ on: 'mediaItems', times: 'always', action: error })
  expect(await list()).toBeUndefined()
  await emulator.control.changeSettings({ retryAfterSeconds: 30 })
  expect(await list()).toBe('30')
})

it('answers garbage with status 200, without doing the work unless told', async () => {
  const { emulator, client } = await startSignedIn()
  const garbage = { kind: 'garbage' } as const
  await emulator.control.addFault({ on: 'upload.raw', action: garbage })
  const portal = await client.raw(await tinyJpeg())
  expect(portal.status).toBe(200)
  expect(portal.headers['content-type']).toContain('text/html')
  const token = await client.upload(await tinyJpeg())
  const empty: FaultAction = { ...garbage, body: '{}', contentType: 'application/json' }
  await emulator.control.addFault({ on: 'batchCreate', action: empty })
  expect(jsonOf(await client.create([token]))).toEqual({})
  expect(await emulator.control.library()).toHaveLength(0)
  await emulator.control.addFault({
    on: 'batchCreate',
    action: { ...empty, body: '{"new', doWork: true },
  })
  expect((await client.create([token])).text).toBe('{"new')
  expect(await emulator.control.library()).toHaveLength(1)
})

it('fails chosen items of a batch with a code', async () => {
  const { emulator, client } = await startSignedIn()
  const bytes = await Promise.all([tinyJpeg(), tinyJpeg(), tinyJpeg(), tinyJpeg()])
  const tokens: string[] = []
  for (const one of bytes) tokens.push(await client.upload(one))
  const itemCode = (code: number): FaultAction => ({ kind: 'itemCode', code })
  const rules: FaultRule[] = [
    { on: 'batchCreate', match: { itemIndex: 1 }, action: itemCode(13) },
    { on: 'batchCreate', match: { fileName: 'photo-2.jpg' }, action: itemCode(14) },
    {
      on: 'batchCreate',
      match: { contentSha256: sha256(bytes[3]) },
      action: itemCode(3),
    },
  ]
  for (const rule of rules) await emulator.control.addFault(rule)
  const codes = resultsOf(await client.create(tokens)).map((result) => result.status.code ?? 0)
  expect(codes).toEqual([0, 13, 14, 3])
  expect(await emulator.control.library()).toHaveLength(1)
  const again = resultsOf(await client.create(tokens)).map((result) => result.status.code ?? 0)
  expect(again).toEqual([0, 0, 0, 0])
})

it('leaves a result out of the answer though the item is made', async () => {
  const { emulator, client } = await startSignedIn()
  const tokens = [await client.upload(await tinyJpeg()), await client.upload(await tinyJpeg())]
  await emulator.control.addFault({ on: 'batchCreate', action: { kind: 'dropResult' } })
  expect(resultsOf(await client.create(tokens)).map((result) => result.uploadToken)).toEqual([
    tokens[0],
  ])
  expect(await emulator.control.library()).toHaveLength(2)
})

it('answers 207 on demand', async () => {
  const { emulator, client } = await startSignedIn()
  await emulator.control.addFault({ on: 'batchCreate', action: { kind: 'status207' } })
  const reply = await client.create([await client.upload(await tinyJpeg())])
  expect(reply.status).toBe(207)
  expect(onlyId(reply)).not.toBe('')
})

it('lets the access token die in mid-upload, with this request or after it', async () => {
  const { emulator, client } = await startSignedIn()
  const address = await client.start()
  const action: FaultAction = { kind: 'expireToken', thisRequest: 'finish' }
  await emulator.control.addFault({ on: 'upload.chunk', action })
  const chunk = await client.session(address, 'upload', {
    offset: 0,
    body: Buffer.alloc(granule, 1),
  })
  expect(chunk.status).toBe(200)
  const query = await client.session(address, 'query')
  expect(query.status).toBe(401)
  expect(query.text).toContain('"code": 16')

  const { accessToken } = await emulator.control.signIn()
  const authorization = `Bearer ${accessToken}`
  const after = await client.session(address, 'query', { headers: { authorization } })
  expect(after.headers['x-goog-upload-size-received']).toBe(String(granule))
  await emulator.control.addFault({ on: 'upload.raw', action: { kind: 'expireToken' } })
  expect((await client.raw(await tinyJpeg(), { authorization })).status).toBe(401)
})

it('meets an upload by file name before its bytes, and by content after them', async () => {
  const { emulator, client } = await startSignedIn()
  const bytes = await tinyJpeg()
  const action: FaultAction = { kind: 'status', status: 500 }
  await emulator.control.addFault({ on: 'upload', match: { fileName: 'bad.jpg' }, action })
  await emulator.control.addFault({ on: 'upload', match: { contentSha256: sha256(bytes) }, action })
  expect((await client.raw(await tinyJpeg())).status).toBe(200)
  expect(
    (await client.raw(await tinyJpeg(), { 'x-goog-upload-file-name': 'bad.jpg' })).status,
  ).toBe(500)
  expect((await client.raw(bytes)).status).toBe(500)
  expect((await client.raw(bytes)).status).toBe(200)
})

it('refuses a whole batch for as long as one photo is in it', async () => {
  const { emulator, client } = await startSignedIn()
  const bytes = await Promise.all([tinyJpeg(), tinyJpeg(), tinyJpeg()])
  const tokens: string[] = []
  for (const one of bytes) tokens.push(await client.upload(one))
  await emulator.control.addFault({
    on: 'batchCreate',
    times: 'always',
    match: { contentSha256: sha256(bytes[1]) },
    action: { kind: 'error', name: 'invalid-argument' },
  })
  expect((await client.create(tokens)).status).toBe(400)
  expect((await client.create(tokens.slice(1, 2))).status).toBe(400)
  expect(await emulator.control.library()).toHaveLength(0)
  expect((await client.create([tokens[0] ?? '', tokens[2] ?? ''])).status).toBe(200)
  expect(await emulator.control.library()).toHaveLength(2)
})

it('answers a failure though the bytes were kept, when the rule does the work', async () => {
  const { emulator, client } = await startSignedIn()
  const address = await client.start()
  await emulator.control.addFault({
    on: 'upload.chunk',
    action: { kind: 'status', status: 502, doWork: true },
  })
  const body = Buffer.alloc(granule)
  expect((await client.session(address, 'upload', { offset: 0, body })).status).toBe(502)
  const query = await client.session(address, 'query')
  expect(query.headers['x-goog-upload-size-received']).toBe(String(granule))
})

it('repeats the same chances for the same seed', async () => {
  const { emulator, client } = await startSignedIn()
  const run = async (): Promise<number[]> => {
    const action: FaultAction = { kind: 'status', status: 500 }
    const rule: FaultRule = { on: 'any', times: 'always', probability: 0.5, seed: 42, action }
    const id = await emulator.control.addFault(rule)
    const statuses: number[] = []
    for (let count = 0; count < 12; count += 1) {
      statuses.push((await client.call('GET', '/v1/mediaItems')).status)
    }
    await emulator.control.removeFaults(id)
    return statuses
  }
  const first = await run()
  expect(new Set(first)).toEqual(new Set([200, 500]))
  expect(await run()).toEqual(first)
})

it('breaks sign-in and identity too', async () => {
  const { emulator, client } = await startSignedIn()
  await emulator.control.addFault({ on: 'token', action: { kind: 'error', name: 'invalid-grant' } })
  const token = await send(`${emulator.origin}/token`, { body: 'grant_type=refresh_token' })
  expect(token.text).toContain('invalid_grant')
  await emulator.control.addFault({
    on: ['userinfo', 'drive.about'],
    times: 2,
    action: { kind: 'status', status: 500 },
  })
  expect((await client.call('GET', '/v1/userinfo')).status).toBe(500)
  expect((await client.call('GET', '/drive/v3/about?fields=*')).status).toBe(500)
})
