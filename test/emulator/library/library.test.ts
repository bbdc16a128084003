// Media items and albums over real HTTP: photos-api.md 4 and 5.
import { expect, it } from 'vitest'
import {
  clientOf,
  jsonOf,
  resultsOf,
  startSignedIn,
  tinyJpeg,
  type Reply,
  type TestClient,
} from '../testing.ts'

type Page = { mediaItems?: { id: string }[]; albums?: { id: string }[]; nextPageToken?: string }

async function createMany(client: TestClient, count: number): Promise<string[]> {
  const tokens: string[] = []
  for (let done = 0; done < count; done += 1) tokens.push(await client.upload(await tinyJpeg()))
  return resultsOf(await client.create(tokens)).map((result) => result.mediaItem?.id ?? '')
}

async function createAlbum(client: TestClient, title = 'Album'): Promise<string> {
  const reply = await client.call('POST', '/v1/albums', { album: { title } })
  expect(reply.status).toBe(200)
  return (jsonOf(reply) as { id: string }).id
}

const pageOf = (reply: Reply): Page => jsonOf(reply) as Page

it('lists items in pages without losing or repeating any', async () => {
  const { emulator, client } = await startSignedIn()
  const made = await createMany(client, 30)
  const first = pageOf(await client.call('GET', '/v1/mediaItems'))
  expect(first.mediaItems).toHaveLength(25)
  // An item added between two pages must not shift the second.
  await createMany(client, 1)
  const token = first.nextPageToken ?? ''
  const second = pageOf(await client.call('GET', `/v1/mediaItems?pageToken=${token}`))
  const seen = [...(first.mediaItems ?? []), ...(second.mediaItems ?? [])].map((item) => item.id)
  expect(new Set(seen).size).toBe(seen.length)
  expect(made.every((id) => seen.includes(id))).toBe(true)
  expect(second.nextPageToken).toBeUndefined()
  const all = pageOf(await client.call('GET', '/v1/mediaItems?pageSize=1000'))
  expect(all.mediaItems).toHaveLength(31)
  expect((await client.call('GET', '/v1/mediaItems?pageToken=nonsense')).status).toBe(400)
  expect((await client.call('GET', '/v1/mediaItems?pageSize=-1')).status).toBe(400)
  expect((await emulator.control.counters()).byOperation['mediaItems.list']).toBe(5)
})

it('shows items and albums only to the account and client that made them', async () => {
  const { emulator, client } = await startSignedIn()
  const [id = ''] = await createMany(client, 1)
  const albumId = await createAlbum(client)
  const second = await emulator.control.putClient({})
  const signIns = [
    await emulator.control.signIn({ clientId: second.clientId }),
    await emulator.control.signIn({ user: 'second@example.test' }),
  ]
  for (const { accessToken } of signIns) {
    const stranger = clientOf(emulator, accessToken)
    expect(jsonOf(await stranger.call('GET', '/v1/mediaItems'))).toEqual({})
    expect(jsonOf(await stranger.call('GET', '/v1/albums'))).toEqual({})
    expect((await stranger.call('GET', `/v1/mediaItems/${id}`)).status).toBe(404)
    const batch = await stranger.call('GET', `/v1/mediaItems:batchGet?mediaItemIds=${id}`)
    expect(jsonOf(batch)).toEqual({
      mediaItemResults: [{ status: { code: 3, message: 'Invalid media item ID.' } }],
    })
    expect((await stranger.call('GET', `/v1/albums/${albumId}`)).status).toBe(404)
  }
})

it('gets items in a batch, in order, with a status for unknown ones', async () => {
  const { client } = await startSignedIn()
  const [a = '', b = ''] = await createMany(client, 2)
  const ask = (ids: string[]): Promise<Reply> => {
    const query = ids.map((id) => `mediaItemIds=${id}`).join('&')
    return client.call('GET', `/v1/mediaItems:batchGet?${query}`)
  }
  const { mediaItemResults: results } = jsonOf(await ask([b, 'none', a])) as {
    mediaItemResults: { mediaItem?: { id: string }; status?: unknown }[]
  }
  expect(results.map((result) => result.mediaItem?.id)).toEqual([b, undefined, a])
  expect(results[1]?.status).toEqual({ code: 3, message: 'Invalid media item ID.' })
  expect((await ask([a, a])).status).toBe(400)
  expect((await ask([])).status).toBe(400)
  expect(
    (await ask(Array.from({ length: 51 }, (_one, index) => `id${String(index)}`))).status,
  ).toBe(400)
})

it('patches a description and nothing else', async () => {
  const { client } = await startSignedIn()
  const [id = ''] = await createMany(client, 1)
  const address = `/v1/mediaItems/${id}?updateMask=description`
  const changed = await client.call('PATCH', address, { description: 'Seen from the pier' })
  expect(jsonOf(changed)).toMatchObject({ id, description: 'Seen from the pier' })
  expect((await client.call('PATCH', address, { description: 'x'.repeat(1001) })).status).toBe(400)
  const wrongMask = `/v1/mediaItems/${id}?updateMask=filename`
  expect((await client.call('PATCH', wrongMask, { description: '' })).status).toBe(400)
})

it('searches by album, date and type, and refuses what Google refuses', async () => {
  const { client } = await startSignedIn()
  const [id = ''] = await createMany(client, 2)
  const albumId = await createAlbum(client)
  await client.call('POST', `/v1/albums/${albumId}:batchAddMediaItems`, { mediaItemIds: [id] })
  const search = async (body: unknown): Promise<number> => {
    const reply = await client.call('POST', '/v1/mediaItems:search', body)
    return reply.status === 200 ? (pageOf(reply).mediaItems?.length ?? 0) : -reply.status
  }
  expect(await search({ albumId })).toBe(1)
  expect(await search({})).toBe(2)
  const year = new Date().getUTCFullYear()
  expect(await search({ filters: { dateFilter: { dates: [{ year }] } } })).toBe(2)
  expect(await search({ filters: { dateFilter: { dates: [{ year: 1999 }] } } })).toBe(0)
  const range = { startDate: { year: 2000, month: 1, day: 1 }, endDate: { year: year + 1 } }
  const dateFilter = { ranges: [range] }
  expect(await search({ filters: { dateFilter }, orderBy: 'MediaMetadata.creation_time' })).toBe(2)
  expect(await search({ filters: { mediaTypeFilter: { mediaTypes: ['VIDEO'] } } })).toBe(0)
  expect(await search({ filters: { mediaTypeFilter: { mediaTypes: ['PHOTO'] } } })).toBe(2)
  expect(await search({ filters: { featureFilter: { includedFeatures: ['FAVORITES'] } } })).toBe(0)
  expect(await search({ albumId, filters: {} })).toBe(-400)
  expect(await search({ orderBy: 'MediaMetadata.creation_time' })).toBe(-400)
  expect(await search({ albumId: 'none' })).toBe(-404)
})

it('serves the bytes and scaled pictures at the base address', async () => {
  const { client } = await startSignedIn()
  const bytes = await tinyJpeg({ width: 400, height: 300 })
  await client.create([await client.upload(bytes)])
  const [item] = pageOf(await client.call('GET', '/v1/mediaItems')).mediaItems as unknown as {
    baseUrl: string
  }[]
  const address = item?.baseUrl ?? ''
  const whole = await fetch(`${address}=d`)
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true)
  const head = await fetch(`${address}=d`, { method: 'HEAD' })
  expect(head.headers.get('content-length')).toBe(String(bytes.length))
  const small = await fetch(`${address}=w40-h40`)
  expect(small.headers.get('content-type')).toBe('image/jpeg')
  expect((await small.arrayBuffer()).byteLength).toBeLessThan(bytes.length)
})

it('makes, lists, shows and changes albums', async () => {
  const { emulator, client } = await startSignedIn()
  const ids: string[] = []
  for (let count = 0; count < 22; count += 1) ids.push(await createAlbum(client, 'Same title'))
  const first = pageOf(await client.call('GET', '/v1/albums?excludeNonAppCreatedData=true'))
  expect(first.albums).toHaveLength(20)
  const next = `/v1/albums?pageToken=${first.nextPageToken ?? ''}`
  expect(pageOf(await client.call('GET', next)).albums?.map((album) => album.id)).toEqual(
    ids.slice(20),
  )
  await emulator.control.changeSettings({ albumPagesRepeatLast: true })
  expect(pageOf(await client.call('GET', next)).albums?.map((album) => album.id)).toEqual(
    ids.slice(19),
  )

  const [photo = ''] = await createMany(client, 1)
  const [id = ''] = ids
  const add = await client.call('POST', `/v1/albums/${id}:batchAddMediaItems`, {
    mediaItemIds: [photo],
  })
  expect(jsonOf(add)).toEqual({})
  expect(jsonOf(await client.call('GET', `/v1/albums/${id}`))).toMatchObject({
    id,
    isWriteable: true,
    mediaItemsCount: '1',
    coverPhotoMediaItemId: photo,
  })
  const patched = await client.call(
    'PATCH',
    `/v1/albums/${id}?updateMask=title&updateMask=coverPhotoMediaItemId`,
    { title: 'New title', coverPhotoMediaItemId: photo },
  )
  expect(jsonOf(patched)).toMatchObject({ title: 'New title' })
  expect((await client.call('PATCH', `/v1/albums/${id}`, { title: 'x' })).status).toBe(400)
  const long = { album: { title: 'x'.repeat(501) } }
  expect((await client.call('POST', '/v1/albums', long)).status).toBe(400)
})

it('adds and removes album items all or none', async () => {
  const { client } = await startSignedIn({ settings: { maxAlbumItems: 3 } })
  const ids = await createMany(client, 4)
  const [a = '', b = '', c = ''] = ids
  const albumId = await createAlbum(client)
  const change = async (verb: string, mediaItemIds: string[]): Promise<number> =>
    (await client.call('POST', `/v1/albums/${albumId}:batch${verb}MediaItems`, { mediaItemIds }))
      .status
  const count = async (): Promise<string> => {
    const album = jsonOf(await client.call('GET', `/v1/albums/${albumId}`))
    return (album as { mediaItemsCount?: string }).mediaItemsCount ?? '0'
  }
  expect(await change('Add', [a, 'none'])).toBe(400)
  expect(await count()).toBe('0')
  expect(await change('Add', ids)).toBe(400)
  expect(await change('Add', [a, b, c])).toBe(200)
  expect(await change('Remove', [a, a])).toBe(400)
  expect(await change('Remove', [a, 'none'])).toBe(400)
  expect(await change('Remove', [])).toBe(400)
  expect(await count()).toBe('3')
  expect(await change('Remove', [a, b])).toBe(200)
  expect(await count()).toBe('1')
})

it('takes enrichments and positions items after them', async () => {
  const { client } = await startSignedIn()
  const albumId = await createAlbum(client)
  const reply = await client.call('POST', `/v1/albums/${albumId}:addEnrichment`, {
    newEnrichmentItem: { textEnrichment: { text: 'Day one' } },
    albumPosition: { position: 'FIRST_IN_ALBUM' },
  })
  const { id } = (jsonOf(reply) as { enrichmentItem: { id: string } }).enrichmentItem
  const albumPosition = { position: 'AFTER_ENRICHMENT_ITEM', relativeEnrichmentItemId: id }
  const token = await client.upload(await tinyJpeg())
  expect((await client.create([token], { albumId, albumPosition })).status).toBe(200)
  const empty = { newEnrichmentItem: {} }
  expect((await client.call('POST', `/v1/albums/${albumId}:addEnrichment`, empty)).status).toBe(400)
})

it('forbids sharing, whatever the scopes', async () => {
  const { client } = await startSignedIn()
  for (const [method, path] of [
    ['GET', '/v1/sharedAlbums'],
    ['POST', '/v1/albums/some:share'],
    ['POST', '/v1/sharedAlbums:join'],
  ] as const) {
    const reply = await client.call(method, path)
    expect(reply.status).toBe(403)
    expect(reply.text).toContain('PERMISSION_DENIED')
  }
})

it('keeps new videos processing for a while, and then has them ready or failed', async () => {
  const { emulator, client } = await startSignedIn()
  const box = (type: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(body.length + 8)
    head.write(type, 4, 'latin1')
    return Buffer.concat([head, body])
  }
  const movie = Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\0\0')),
    box('mdat', Buffer.alloc(64)),
  ])
  const reply = await client.create([await client.upload(movie)])
  const item = resultsOf(reply)[0]?.mediaItem
  expect(item?.mediaMetadata).toMatchObject({ video: { status: 'PROCESSING' } })
  await emulator.control.changeSettings({ clockOffsetMs: 31_000 })
  const id = item?.id ?? ''
  const ways = [`/v1/mediaItems/${id}`, `/v1/mediaItems:batchGet?mediaItemIds=${id}`]
  for (const way of ways) expect((await client.call('GET', way)).text).toContain('READY')
  await emulator.control.changeSettings({ videosFail: true })
  for (const way of ways) expect((await client.call('GET', way)).text).toContain('FAILED')
})
