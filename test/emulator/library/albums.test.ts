// Albums as a client and a person meet them (photos-api.md 4): whose they are, how much they hold, who may add what, and what
// becomes of them on the website, where no client is asked.
import { expect, it } from 'vitest'
import { createControlClient } from '../control/control-client.ts'
import {
  clientOf,
  jsonOf,
  onlyId,
  resultsOf,
  send,
  startSignedIn,
  tinyJpeg,
  type Reply,
  type TestClient,
} from '../testing.ts'

async function createAlbum(client: TestClient, title: string): Promise<string> {
  const reply = await client.call('POST', '/v1/albums', { album: { title } })
  expect(reply.status).toBe(200)
  return (jsonOf(reply) as { id: string }).id
}

async function createMany(client: TestClient, count: number): Promise<string[]> {
  const tokens: string[] = []
  for (let done = 0; done < count; done += 1) tokens.push(await client.upload(await tinyJpeg()))
  return resultsOf(await client.create(tokens)).map((result) => result.mediaItem?.id ?? '')
}

const add = (client: TestClient, albumId: string, mediaItemIds: string[]): Promise<Reply> =>
  client.call('POST', `/v1/albums/${albumId}:batchAddMediaItems`, { mediaItemIds })

it('keeps albums apart by client and account, and lets nobody else add to them', async () => {
  const { emulator, client } = await startSignedIn()
  const id = await createAlbum(client, 'Mine')
  const second = await emulator.control.putClient({})
  for (const asked of [{ clientId: second.clientId }, { user: 'second@example.test' }]) {
    const { accessToken } = await emulator.control.signIn(asked)
    const other = clientOf(emulator, accessToken)
    expect(jsonOf(await other.call('GET', '/v1/albums'))).toEqual({})
    expect((await other.call('GET', `/v1/albums/${id}`)).status).toBe(404)
    const [item = ''] = await createMany(other, 1)
    expect((await add(other, id, [item])).status).toBe(404)
    const made = await other.create([await other.upload(await tinyJpeg())], { albumId: id })
    expect([400, 404]).toContain(made.status)
  }
  expect(await emulator.control.albums()).toMatchObject([
    { id, title: 'Mine', user: 'first@example.test', itemIds: [] },
  ])
})

it('makes no photo of a batch that an album has no room for, and takes one that fits', async () => {
  const { emulator, client } = await startSignedIn({ settings: { maxAlbumItems: 2 } })
  const id = await createAlbum(client, 'Small')
  const tokens = [
    await client.upload(await tinyJpeg()),
    await client.upload(await tinyJpeg()),
    await client.upload(await tinyJpeg()),
  ]
  const refused = await client.create(tokens, { albumId: id })
  expect(refused.status).toBe(400)
  expect(await emulator.control.library()).toEqual([])
  expect((await client.create(tokens.slice(0, 2), { albumId: id })).status).toBe(200)
  const items = await emulator.control.library()
  expect(await emulator.control.albums()).toMatchObject([{ itemIds: items.map((one) => one.id) }])
})

it('does the work of a request whose answer is lost: an album too many, a photo once', async () => {
  const { emulator, client } = await startSignedIn()
  const { control } = emulator
  await control.addFault({ on: 'albums.create', action: { kind: 'loseAnswer' } })
  const lost = await client.call('POST', '/v1/albums', { album: { title: 'Lost' } })
  expect(lost.error).toBeDefined()
  const [album] = await control.albums()
  expect(album).toMatchObject({ title: 'Lost', itemIds: [] })
  const listed = jsonOf(await client.call('GET', '/v1/albums')) as { albums: object[] }
  // Empty, it has no count: that is how it is told from one that is in use.
  expect(listed.albums).toMatchObject([{ id: album?.id, title: 'Lost' }])
  expect(listed.albums[0]).not.toHaveProperty('mediaItemsCount')

  const [first = '', second = ''] = await createMany(client, 2)
  await control.addFault({ on: 'albums.batchAdd', action: { kind: 'loseAnswer' } })
  expect((await add(client, album?.id ?? '', [first, second])).error).toBeDefined()
  expect(jsonOf(await add(client, album?.id ?? '', [first, second]))).toEqual({})
  expect((await control.albums())[0]?.itemIds).toEqual([first, second])
})

it('takes bytes that another app brought into an album with their creation, and in no other way', async () => {
  const { emulator, client } = await startSignedIn()
  const bytes = await tinyJpeg()
  await emulator.control.bring({ fileName: 'web.jpg', base64: bytes.toString('base64') })
  const [one, other] = [await createAlbum(client, 'One'), await createAlbum(client, 'Other')]
  const id = onlyId(await client.create([await client.upload(bytes)], { albumId: one }))
  const refused = await add(client, other, [id])
  expect(refused.status).toBe(400)
  expect(refused.text).toContain('Request contains an invalid media item id.')
  const itemIds = (await emulator.control.albums()).map((album) => album.itemIds)
  expect(itemIds).toEqual([[id], []])
})

it('refuses a write to an album beside another write of the account', async () => {
  const { emulator, client } = await startSignedIn()
  const id = await createAlbum(client, 'Busy')
  const [item = ''] = await createMany(client, 1)
  const { control } = emulator
  await control.addFault({ on: 'batchCreate', match: { itemIndex: 0 }, action: { kind: 'stall' } })
  const hanging = client.create([await client.upload(await tinyJpeg())])
  await control.waitFor((row) => row.outcome === 'stall')
  expect((await add(client, id, [item])).status).toBe(429)
  expect((await client.call('POST', '/v1/albums', { album: { title: 'Two' } })).status).toBe(429)
  expect((await client.call('GET', `/v1/albums/${id}`)).status).toBe(200)
  await control.release()
  expect((await hanging).status).toBe(200)
  expect((await add(client, id, [item])).status).toBe(200)
})

it('lets a person rename, fill and delete an album, and shows it in the gallery', async () => {
  const { emulator, client } = await startSignedIn()
  const control = createControlClient(emulator.origin)
  const id = await createAlbum(client, 'Summer')
  expect((await send(`${emulator.origin}/albums`)).text).toContain('0 items')
  const [late = '', early = ''] = await createMany(client, 2)
  await add(client, id, [late])
  await control.putIntoAlbum(id, early)
  await control.putIntoAlbum(id, early)
  await expect(control.putIntoAlbum(id, 'none')).rejects.toThrow('no media item')
  await control.renameAlbum(id, '<Summer>')
  expect(await control.albums()).toMatchObject([
    { title: 'Summer', shownTitle: '<Summer>', itemIds: [late, early] },
  ])
  const all = await send(`${emulator.origin}/albums`)
  expect(all.text).toContain('&lt;Summer&gt;')
  expect(all.text).toContain('2 items')
  const page = (await send(`${emulator.origin}/lr/album/${id}`)).text
  // In the order of the album, under no day.
  expect(page.indexOf(late)).toBeLessThan(page.indexOf(early))
  expect(page).not.toContain('<h2>')
  expect((await send(`${emulator.origin}/lr/photo/${late}`)).text).toContain('&lt;Summer&gt;')
  expect((await send(emulator.origin)).text).toContain('href="/albums"')

  await control.deleteAlbum(id)
  await expect(control.deleteAlbum(id)).rejects.toThrow('There is no album')
  expect(await control.albums()).toEqual([])
  expect(await control.library()).toHaveLength(2)
})
