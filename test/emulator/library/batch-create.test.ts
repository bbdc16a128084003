// batchCreate over real HTTP: photos-api.md 3, with the limits and duplicate rules of Google.
import sharp from 'sharp'
import { expect, it } from 'vitest'
import {
  clientOf,
  jsonOf,
  onlyId,
  resultsOf,
  startSignedIn,
  tinyJpeg,
  type Reply,
} from '../testing.ts'

function messageOf(reply: Reply): string {
  const { error } = jsonOf(reply) as { error: { message: string; status: string; code: number } }
  expect(error.code).toBe(reply.status)
  return `${error.status}: ${error.message}`
}

it('makes items in order, each with its token, id, address and metadata', async () => {
  const { emulator, client } = await startSignedIn()
  const picture = { create: { width: 40, height: 30, channels: 3, background: 'teal' } } as const
  const exif = {
    IFD0: { Make: 'Maker', Model: 'Model 1', Orientation: '6' },
    IFD2: { DateTimeOriginal: '2014:10:02 15:01:23', FNumber: '28/10', ISOSpeedRatings: '100' },
  }
  const turned = await sharp(picture)
    .withExif(exif)
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const tokens = [await client.upload(turned), await client.upload(await tinyJpeg())]
  const reply = await client.call('POST', '/v1/mediaItems:batchCreate', {
    newMediaItems: [
      { description: 'At sea', simpleMediaItem: { uploadToken: tokens[0], fileName: 'a.jpg' } },
      { simpleMediaItem: { uploadToken: tokens[1], fileName: 'b.jpg' } },
    ],
  })
  const results = resultsOf(reply)
  expect(results.map((result) => result.uploadToken)).toEqual(tokens)
  expect(results.map((result) => result.status.code ?? 0)).toEqual([0, 0])
  const item = results[0]?.mediaItem
  expect(item?.id).toMatch(/^[\w-]{55,}$/)
  expect(item).toMatchObject({
    filename: 'a.jpg',
    description: 'At sea',
    mimeType: 'image/jpeg',
    productUrl: `${emulator.origin}/lr/photo/${item?.id ?? ''}`,
    mediaMetadata: {
      creationTime: '2014-10-02T15:01:23Z',
      width: '30',
      height: '40',
      photo: {
        cameraMake: 'Maker',
        cameraModel: 'Model 1',
        apertureFNumber: 2.8,
        isoEquivalent: 100,
      },
    },
  })
  const [first] = await emulator.control.library()
  expect(first).toMatchObject({ timesSent: 1, timesCreated: 1, width: 30, height: 40 })
})

it('answers a later request for the same bytes with the existing item and its first name', async () => {
  const { emulator, client } = await startSignedIn()
  const bytes = await tinyJpeg()
  const first = onlyId(await client.create([await client.upload(bytes)]))
  const again = await client.upload(bytes)
  const reply = await client.call('POST', '/v1/mediaItems:batchCreate', {
    newMediaItems: [{ simpleMediaItem: { uploadToken: again, fileName: 'renamed.jpg' } }],
  })
  expect(resultsOf(reply)[0]?.mediaItem).toMatchObject({ id: first, filename: 'photo-0.jpg' })
  const library = await emulator.control.library()
  expect(library).toHaveLength(1)
  expect(library[0]).toMatchObject({ timesSent: 2, timesCreated: 2 })
})

it('answers the same token created twice with the same item, unless switched off', async () => {
  const { emulator, client } = await startSignedIn()
  const token = await client.upload(await tinyJpeg())
  const first = onlyId(await client.create([token]))
  expect(onlyId(await client.create([token]))).toBe(first)
  await emulator.control.changeSettings({ allowTokenReuse: false })
  expect((await client.create([token])).status).toBe(400)
})

it('fails the same bytes within one request with code 6', async () => {
  const { client } = await startSignedIn()
  const bytes = await tinyJpeg()
  const tokens = [
    await client.upload(bytes),
    await client.upload(await tinyJpeg()),
    await client.upload(bytes),
  ]
  const codes = resultsOf(await client.create(tokens)).map((result) => result.status.code ?? 0)
  expect(codes).toEqual([0, 0, 6])
})

it('fails what is not a photo with code 3 and still makes the rest', async () => {
  const { emulator, client } = await startSignedIn({
    settings: { refuseEmptyUploads: false, status207: true },
  })
  const tokens = [
    await client.upload(Buffer.from('just text that is named like a photo')),
    await client.upload(await tinyJpeg()),
    await client.upload(Buffer.alloc(0)),
  ]
  const reply = await client.create(tokens)
  expect(reply.status).toBe(207)
  const results = resultsOf(reply)
  expect(results.map((result) => result.status.code ?? 0)).toEqual([3, 0, 3])
  expect(results[0]?.status.message).toBe(
    'Failed: There was an error while trying to create this media item.',
  )
  expect(await emulator.control.library()).toHaveLength(1)
})

it('takes 50 items and refuses 51', async () => {
  const { client } = await startSignedIn()
  const tokens: string[] = []
  for (let count = 0; count < 51; count += 1) tokens.push(await client.upload(await tinyJpeg()))
  expect(messageOf(await client.create(tokens))).toBe(
    'INVALID_ARGUMENT: Request must have less than 50 items.',
  )
  const reply = await client.create(tokens.slice(0, 50))
  expect(resultsOf(reply).every((result) => result.mediaItem !== undefined)).toBe(true)
})

it('refuses bad tokens, long texts, empty requests and unknown fields as a whole', async () => {
  const { client } = await startSignedIn()
  const uploadToken = await client.upload(await tinyJpeg())
  const tryWith = async (item: Record<string, unknown>): Promise<string> =>
    messageOf(await client.call('POST', '/v1/mediaItems:batchCreate', { newMediaItems: [item] }))
  const badToken = 'INVALID_ARGUMENT: Request must contain a valid upload token.'
  expect(await tryWith({ simpleMediaItem: { uploadToken: '' } })).toBe(badToken)
  expect(await tryWith({ simpleMediaItem: { uploadToken: 'unknown' } })).toBe(badToken)
  expect(await tryWith({})).toBe(badToken)
  const simpleMediaItem = { uploadToken, fileName: 'a.jpg' }
  expect(await tryWith({ description: 'x'.repeat(1001), simpleMediaItem })).toContain('1000')
  const longName = { uploadToken, fileName: 'x'.repeat(256) }
  expect(await tryWith({ simpleMediaItem: longName })).toContain('255')
  expect(await tryWith({ simpleMediaItem, fileName: 'a.jpg' })).toContain('Unknown name "fileName"')
  expect(messageOf(await client.create([]))).toContain('INVALID_ARGUMENT')
  expect(
    messageOf(
      await client.create([uploadToken], { albumPosition: { position: 'FIRST_IN_ALBUM' } }),
    ),
  ).toContain('album')
})

it('lets upload tokens die after a day, as a request or as an item', async () => {
  const { emulator, client } = await startSignedIn({ settings: { accessTokenLifeSeconds: 1e6 } })
  const token = await client.upload(await tinyJpeg())
  await emulator.control.changeSettings({ clockOffsetMs: 86_399_000 - 5000 })
  const other = await client.upload(await tinyJpeg())
  expect((await client.create([token])).status).toBe(200)
  const late = await client.upload(await tinyJpeg())
  await emulator.control.changeSettings({ clockOffsetMs: 3 * 86_400_000 })
  expect((await client.create([late])).status).toBe(400)
  await emulator.control.changeSettings({ badTokenFails: 'item' })
  const results = resultsOf(await client.create([other, await client.upload(await tinyJpeg())]))
  expect(results.map((result) => result.status.code ?? 0)).toEqual([3, 0])
})

it('adds to an album, also what is in the library already, and only to its own client\u2019s', async () => {
  const { emulator, client } = await startSignedIn()
  const made = jsonOf(await client.call('POST', '/v1/albums', { album: { title: 'Trip' } }))
  const { id: albumId } = made as { id: string }
  const bytes = await tinyJpeg()
  await client.create([await client.upload(bytes)])
  await client.create([await client.upload(bytes), await client.upload(await tinyJpeg())], {
    albumId,
  })
  const album = jsonOf(await client.call('GET', `/v1/albums/${albumId}`))
  expect(album).toMatchObject({ mediaItemsCount: '2' })

  const second = await emulator.control.putClient({})
  const { accessToken } = await emulator.control.signIn({ clientId: second.clientId })
  const stranger = clientOf(emulator, accessToken)
  const token = await stranger.upload(await tinyJpeg())
  expect(messageOf(await stranger.create([token], { albumId }))).toBe(
    'INVALID_ARGUMENT: No permission to add media items to this album.',
  )
  await emulator.control.deleteAlbum(albumId)
  expect(messageOf(await client.create([await client.upload(bytes)], { albumId }))).toBe(
    'NOT_FOUND: The provided ID does not match any albums.',
  )
})

it('puts items where the album position says', async () => {
  const { client } = await startSignedIn()
  const made = jsonOf(await client.call('POST', '/v1/albums', { album: { title: 'Order' } }))
  const { id: albumId } = made as { id: string }
  const add = async (albumPosition?: Record<string, unknown>): Promise<string> =>
    onlyId(
      await client.create([await client.upload(await tinyJpeg())], {
        albumId,
        ...(albumPosition === undefined ? {} : { albumPosition }),
      }),
    )
  const first = await add()
  const last = await add()
  const front = await add({ position: 'FIRST_IN_ALBUM' })
  const between = await add({ position: 'AFTER_MEDIA_ITEM', relativeMediaItemId: first })
  const found = jsonOf(await client.call('POST', '/v1/mediaItems:search', { albumId }))
  const ids = (found as { mediaItems: { id: string }[] }).mediaItems.map((item) => item.id)
  expect(ids).toEqual([front, first, between, last])
  const nowhere = { position: 'AFTER_MEDIA_ITEM', relativeMediaItemId: 'none' }
  const token = await client.upload(await tinyJpeg())
  expect((await client.create([token], { albumId, albumPosition: nowhere })).status).toBe(400)
})

it('lets another client make the same bytes, which finds the item but may not see it', async () => {
  const { emulator, client } = await startSignedIn()
  const bytes = await tinyJpeg()
  const id = onlyId(await client.create([await client.upload(bytes)]))
  const second = await emulator.control.putClient({})
  const { accessToken } = await emulator.control.signIn({ clientId: second.clientId })
  const other = clientOf(emulator, accessToken)
  expect(onlyId(await other.create([await other.upload(bytes)]))).toBe(id)
  expect((await other.call('GET', `/v1/mediaItems/${id}`)).status).toBe(404)
  const made = jsonOf(await other.call('POST', '/v1/albums', { album: { title: 'Mine' } }))
  const address = `/v1/albums/${(made as { id: string }).id}:batchAddMediaItems`
  expect(messageOf(await other.call('POST', address, { mediaItemIds: [id] }))).toBe(
    'INVALID_ARGUMENT: Request contains an invalid media item id.',
  )
})

it('answers overlapping calls of one account with 429, and counts the overlap', async () => {
  const { emulator, client } = await startSignedIn()
  const tokens = [await client.upload(await tinyJpeg()), await client.upload(await tinyJpeg())]
  const third = await client.upload(await tinyJpeg())
  await emulator.control.addFault({
    on: 'batchCreate',
    match: { itemIndex: 0 },
    action: { kind: 'stall' },
  })
  const hanging = client.create(tokens)
  await emulator.control.waitFor((row) => row.outcome === 'stall')
  expect(messageOf(await client.create([third]))).toBe(
    "RESOURCE_EXHAUSTED: Quota exceeded for quota 'concurrent write request' of service 'photoslibrary.googleapis.com'.",
  )
  const other = await emulator.control.signIn({ user: 'second@example.test' })
  const neighbour = clientOf(emulator, other.accessToken)
  expect((await neighbour.create([await neighbour.upload(await tinyJpeg())])).status).toBe(200)
  await emulator.control.release()
  expect((await hanging).status).toBe(200)
  expect((await client.create([third])).status).toBe(200)
  expect(await emulator.control.counters()).toMatchObject({
    maxBatchCreateOverlap: 2,
    concurrentWriteRefusals: 1,
  })
})

it('widens overlaps by a delay, and lets them through when told so', async () => {
  const { emulator, client } = await startSignedIn({ settings: { batchCreateDelayMs: 50 } })
  const tokens = [await client.upload(await tinyJpeg()), await client.upload(await tinyJpeg())]
  const both = await Promise.all(tokens.map((token) => client.create([token])))
  expect(both.map((reply) => reply.status).sort()).toEqual([200, 429])
  await emulator.control.changeSettings({ refuseConcurrentCreates: false })
  const again = await Promise.all(tokens.map((token) => client.create([token])))
  expect(again.map((reply) => reply.status)).toEqual([200, 200])
})
