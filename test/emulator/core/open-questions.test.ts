// Descriptions, the website, albums, pairs and the trash: what each answer that only Google can give would change, as a
// client of the API and a person in front of the gallery see it. Dates are in media/dates.test.ts.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { createControlClient } from '../control/control-client.ts'
import type { Control } from '../control/control.ts'
import {
  jsonOf,
  onlyId,
  resultsOf,
  send,
  startSignedIn,
  tinyJpeg,
  type Reply,
  type TestClient,
} from '../testing.ts'
import { likelyAnswers, openQuestions } from './open-questions.ts'

const docs = join(import.meta.dirname, '..', '..', '..', 'docs', 'makers', 'ask-google.md')

/** Control over HTTP, so that its form is tried too. */
async function start(): Promise<{ origin: string; control: Control; client: TestClient }> {
  const { emulator, client } = await startSignedIn()
  return { origin: emulator.origin, control: createControlClient(emulator.origin), client }
}

/** A picture with a caption inside its bytes. */
const captioned = (caption: string): Promise<Buffer> =>
  withXmp(`xmlns:dc="http://purl.org/dc/elements/1.1/" dc:description="${caption}"`)

/** A picture whose XMP has these attributes. */
async function withXmp(attributes: string): Promise<Buffer> {
  const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
  const packet = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${rdf}">
    <rdf:Description rdf:about="" ${attributes}/></rdf:RDF></x:xmpmeta>`
  return sharp(await tinyJpeg())
    .keepExif()
    .withXmp(packet)
    .jpeg()
    .toBuffer()
}

const create = (
  client: TestClient,
  uploadToken: string,
  more: object = {},
  fileName = 'a.jpg',
): Promise<Reply> =>
  client.call('POST', '/v1/mediaItems:batchCreate', {
    newMediaItems: [{ ...more, simpleMediaItem: { uploadToken, fileName } }],
  })

it('has every switch in the list of questions, with its likely answer', () => {
  const list = readFileSync(docs, 'utf8')
  for (const name of Object.keys(openQuestions)) expect(list).toContain(`\`${name}\``)
  expect(Object.keys(likelyAnswers).sort()).toEqual(Object.keys(openQuestions).sort())
})

it('counts descriptions by characters, or by halves of them, or by bytes', async () => {
  const { control, client } = await start()
  const tryWith = async (description: string): Promise<number> =>
    (await create(client, await client.upload(await tinyJpeg()), { description })).status
  expect(await tryWith('😀'.repeat(1000))).toBe(200)
  expect(await tryWith('x'.repeat(1001))).toBe(400)
  await control.changeSettings({ descriptionUnit: 'utf-16' })
  expect(await tryWith('😀'.repeat(500))).toBe(200)
  expect(await tryWith('😀'.repeat(501))).toBe(400)
  await control.changeSettings({ descriptionUnit: 'bytes' })
  expect(await tryWith('ü'.repeat(501))).toBe(400)
  await control.changeSettings({ maxDescription: 999 })
  expect(await tryWith('x'.repeat(1000))).toBe(400)
})

it('shows a description, and a caption inside the bytes beside it, in its place or before it', async () => {
  const { origin, control, client } = await start()
  const described = onlyId(
    await create(client, await client.upload(await captioned('In the bytes')), {
      description: 'From the API',
    }),
  )
  const silent = onlyId(
    await create(client, await client.upload(await captioned('Only in the bytes'))),
  )
  const shownOf = async (id: string): Promise<string> =>
    (await control.library()).find((item) => item.id === id)?.shownDescription ?? ''
  const page = async (path: string): Promise<string> => (await send(origin + path)).text
  expect([await shownOf(described), await shownOf(silent)]).toEqual(['From the API', ''])
  expect(await page('/')).toContain('<em>From the API</em>')
  expect(await page(`/lr/photo/${described}`)).toContain('<dt>Other</dt><dd>In the bytes</dd>')
  expect(await page('/?search=from+the')).toContain('1 item')
  await control.changeSettings({ searchFindsDescriptions: false })
  expect(await page('/?search=from+the')).toContain('Nothing is found.')
  await control.changeSettings({ embeddedCaptions: 'fills' })
  expect([await shownOf(described), await shownOf(silent)]).toEqual([
    'From the API',
    'Only in the bytes',
  ])
  await control.changeSettings({ embeddedCaptions: 'wins' })
  expect(await shownOf(described)).toBe('In the bytes')
  await control.changeSettings({ embeddedCaptions: 'aside', descriptionsShow: false })
  expect(await shownOf(described)).toBe('')
})

it('lets a patch change what people see, or only answers it', async () => {
  const { control, client } = await start()
  const id = onlyId(
    await create(client, await client.upload(await tinyJpeg()), { description: 'First' }),
  )
  const patch = (description: string): Promise<Reply> =>
    client.call('PATCH', `/v1/mediaItems/${id}?updateMask=description`, { description })
  const shown = async (): Promise<string> => (await control.library())[0]?.shownDescription ?? ''
  await patch('Second')
  expect(await shown()).toBe('Second')
  await control.changeSettings({ patchesShow: false })
  expect((await patch('Third')).status).toBe(200)
  expect(await shown()).toBe('Second')
})

it.each([
  ['original', 'sameAsWebsite', 'same-item', 'second-item'],
  ['saver', 'sameAsSaver', 'second-item', 'same-item'],
] as const)(
  'knows bytes that the website took in %s, or does not',
  async (quality, name, likely, other) => {
    const { control, client } = await start()
    for (const answer of [likely, other]) {
      await control.changeSettings({ [name]: answer })
      const bytes = await tinyJpeg()
      const brought = await control.bring({
        fileName: 'web.jpg',
        base64: bytes.toString('base64'),
        quality,
      })
      const [result] = resultsOf(await create(client, await client.upload(bytes), {}, 'app.jpg'))
      expect(result?.mediaItem?.id === brought).toBe(answer === 'same-item')
      expect(result?.mediaItem?.filename).toBe(answer === 'same-item' ? 'web.jpg' : 'app.jpg')
    }
  },
)

it('dates by the time of the file what the website brings, and never what the API does', async () => {
  const { control, client } = await start()
  const modifiedAtMs = Date.parse('2009-07-14T10:00:00Z')
  // The API tells whole seconds.
  const startedAtMs = Math.floor(Date.now() / 1000) * 1000
  const base64 = (await tinyJpeg()).toString('base64')
  await control.bring({ fileName: 'web.jpg', base64, modifiedAtMs })
  await create(client, await client.upload(await tinyJpeg()), {}, 'app.jpg')
  const items = await control.library()
  const [web = 0, app = 0] = items.map((item) => Date.parse(item.creationTime))
  expect(web).toBe(modifiedAtMs)
  expect(app).toBeGreaterThanOrEqual(startedAtMs)
  expect(items.map((item) => item.datedBy)).toEqual([null, null])
})

it('keeps the first name of an item, or takes the last', async () => {
  const { control, client } = await start()
  const bytes = await tinyJpeg()
  await create(client, await client.upload(bytes), {}, 'first.jpg')
  const nameAfter = async (name: string): Promise<string | undefined> =>
    resultsOf(await create(client, await client.upload(bytes), {}, name))[0]?.mediaItem?.filename
  expect(await nameAfter('second.jpg')).toBe('first.jpg')
  await control.changeSettings({ duplicatesKeepName: false })
  expect(await nameAfter('third.jpg')).toBe('third.jpg')
})

it('refuses an item of the website in an album, or takes it', async () => {
  const { control, client } = await start()
  const bytes = await tinyJpeg()
  await control.bring({ fileName: 'web.jpg', base64: bytes.toString('base64') })
  const id = onlyId(await create(client, await client.upload(bytes)))
  const made = await client.call('POST', '/v1/albums', { album: { title: 'Party' } })
  const { id: albumId } = jsonOf(made) as { id: string }
  const add = (): Promise<Reply> =>
    client.call('POST', `/v1/albums/${albumId}:batchAddMediaItems`, { mediaItemIds: [id] })
  expect((await add()).text).toContain('Request contains an invalid media item id.')
  await control.changeSettings({ websiteItemsJoinAlbums: true })
  expect((await add()).status).toBe(200)
  expect((await control.library())[0]?.albumIds).toEqual([albumId])
})

it('plays every answer about bytes whose item lies in the trash', async () => {
  const { origin, control, client } = await start()
  const bytes = await tinyJpeg()
  const first = onlyId(await client.create([await client.upload(bytes)]))
  const sendAgain = async (): Promise<string> =>
    onlyId(await client.create([await client.upload(bytes)]))
  const gallery = async (): Promise<string> => (await send(origin)).text
  const batchGet = async (): Promise<string> =>
    (await client.call('GET', `/v1/mediaItems:batchGet?mediaItemIds=${first}`)).text
  await control.trash(first)
  expect(await gallery()).toContain('0 items')
  expect((await client.call('GET', '/v1/mediaItems')).text).not.toContain(first)
  expect(await batchGet()).toContain('Invalid media item ID.')
  await control.changeSettings({ trashedAreFound: true })
  expect(await batchGet()).toContain(`"id": "${first}"`)

  await control.changeSettings({ sameAsTrashed: 'stays-trashed' })
  expect(await sendAgain()).toBe(first)
  expect(await gallery()).toContain('0 items')
  await control.changeSettings({ sameAsTrashed: 'restored' })
  expect(await sendAgain()).toBe(first)
  expect(await gallery()).toContain('1 item')
  await control.trash(first)
  await control.changeSettings({ sameAsTrashed: 'second-item' })
  expect(await sendAgain()).not.toBe(first)
  expect((await control.library()).map((item) => item.isTrashed)).toEqual([true, false])
})

it('plays every answer about the sides of a photo that a person edited on the website', async () => {
  const { control, client } = await start()
  const id = onlyId(await client.create([await client.upload(await tinyJpeg())]))
  await control.edit({ id, width: 8, height: 6 })
  const sides = async (path: string): Promise<string> =>
    (await client.call('GET', path)).text.replaceAll(/\s/g, '')
  const ways = [
    `/v1/mediaItems:batchGet?mediaItemIds=${id}`,
    `/v1/mediaItems/${id}`,
    '/v1/mediaItems',
  ]
  for (const way of ways) expect(await sides(way)).toContain('"width":"8","height":"6"')
  await control.changeSettings({ editsShow: false })
  for (const way of ways) expect(await sides(way)).toContain('"width":"16","height":"12"')
  await expect(control.edit({ id: 'none', width: 1, height: 1 })).rejects.toThrow('no media item')
})

it('plays every answer about albums that a person changed on the website', async () => {
  const { origin, control, client } = await start()
  const bytes = await tinyJpeg()
  const made = await client.call('POST', '/v1/albums', { album: { title: 'Party' } })
  const { id: albumId } = jsonOf(made) as { id: string }
  const sendInto = async (): Promise<Reply> =>
    client.create([await client.upload(bytes)], { albumId })
  const itemId = onlyId(await sendInto())
  const titleByApi = async (): Promise<unknown> =>
    (jsonOf(await client.call('GET', `/v1/albums/${albumId}`)) as { title: string }).title
  await control.renameAlbum(albumId, 'Summer party')
  expect(await titleByApi()).toBe('Summer party')
  await control.changeSettings({ websiteTitlesShow: false })
  expect(await titleByApi()).toBe('Party')
  expect((await send(`${origin}/lr/album/${albumId}`)).text).toContain('Summer party')

  const count = async (): Promise<number> => (await control.library())[0]?.albumIds.length ?? 0
  await control.takeOutOfAlbum(albumId, itemId)
  await control.changeSettings({ removedItemsRejoin: false })
  expect(onlyId(await sendInto())).toBe(itemId)
  expect(await count()).toBe(0)
  await control.changeSettings({ removedItemsRejoin: true })
  await sendInto()
  expect(await count()).toBe(1)

  await control.deleteAlbum(albumId)
  expect((await sendInto()).status).toBe(404)
  await control.changeSettings({ deletedAlbums: 'no-permission' })
  expect((await sendInto()).text).toContain('No permission to add media items to this album.')
})

it('shows a still and its film as two or as one, and a film behind a photo or not', async () => {
  const { origin, control, client } = await start()
  const gallery = async (): Promise<string> => (await send(origin)).text
  const film = Buffer.concat([
    Buffer.from('\0\0\0\x14ftypqt  \0\0\0\0qt  ', 'latin1'),
    Buffer.alloc(64),
  ])
  await create(client, await client.upload(await tinyJpeg()), {}, 'IMG_1.jpg')
  await create(client, await client.upload(film), {}, 'IMG_1.mov')
  expect(await gallery()).toContain('2 items')
  await control.changeSettings({ pairsAreOne: true })
  expect(await gallery()).toMatch(/1 item[^s][\s\S]*>Live</)

  const motion = await withXmp(
    'xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MicroVideo="1"',
  )
  await create(client, await client.upload(motion), {}, 'MVIMG_1.jpg')
  expect(await gallery()).toContain('>Motion<')
  await control.changeSettings({ showsMotionOf: [] })
  expect(await gallery()).not.toContain('>Motion<')
})
