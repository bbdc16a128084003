// The gallery as a browser would fetch it.
import sharp from 'sharp'
import { expect, it } from 'vitest'
import type { LibraryItem } from '../control/control.ts'
import { onlyId, send, startSignedIn, tinyJpeg } from '../testing.ts'

it('shows every item with name, date, size and dimensions, and names made safe', async () => {
  const { emulator, client } = await startSignedIn()
  const bytes = await tinyJpeg({ width: 64, height: 48 })
  const token = await client.upload(bytes)
  const reply = await client.call('POST', '/v1/mediaItems:batchCreate', {
    newMediaItems: [{ simpleMediaItem: { uploadToken: token, fileName: '<b>"a".jpg' } }],
  })
  const id = onlyId(reply)
  for (const path of ['/', '/gallery']) {
    const page = await send(emulator.origin + path)
    expect(page.status).toBe(200)
    expect(page.text).toContain('&lt;b&gt;&quot;a&quot;.jpg')
    expect(page.text).toContain('64 × 48')
    expect(page.text).toContain('1 item')
    expect(page.text).not.toMatch(/<script|style="|onclick/)
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  }
  const thumb = await send(`${emulator.origin}/gallery/thumb/${id}`)
  expect(thumb.headers['content-type']).toBe('image/jpeg')
  const detail = await send(`${emulator.origin}/lr/photo/${id}`)
  expect(detail.text).toContain('first@example.test')
  const download = await fetch(`${emulator.origin}/gallery/file/${id}`)
  expect(Buffer.from(await download.arrayBuffer()).equals(bytes)).toBe(true)
  expect(download.headers.get('content-disposition')).toContain('attachment; filename="<b>_a_.jpg"')
  expect(await emulator.control.ledger()).toHaveLength(2)
})

it('groups by day, filters by account and shows albums', async () => {
  const { emulator, client } = await startSignedIn()
  const empty = await send(emulator.origin)
  expect(empty.text).toContain('appear here')
  const made = await client.call('POST', '/v1/albums', { album: { title: 'At the lake' } })
  const { id: albumId } = JSON.parse(made.text) as { id: string }
  await client.create([await client.upload(await tinyJpeg())], { albumId })
  await emulator.control.changeSettings({ clockOffsetMs: -3 * 86_400_000 })
  await client.create([await client.upload(await tinyJpeg())])
  const page = await send(emulator.origin)
  expect(page.text.match(/<h2>/g)).toHaveLength(2)
  const album = await send(`${emulator.origin}/lr/album/${albumId}`)
  expect(album.text).toContain('At the lake')
  expect(album.text).toContain('1 item')
  const other = await send(`${emulator.origin}/?account=second%40example.test`)
  expect(other.text).toContain('0 items')
  expect((await send(`${emulator.origin}/lr/photo/none`)).status).toBe(404)
  expect((await send(`${emulator.origin}/gallery/thumb/none`)).status).toBe(404)
})

/** A picture that says when it was taken. */
const takenAt = (DateTimeOriginal: string, OffsetTimeOriginal?: string): Promise<Buffer> =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: 'navy' } })
    .withExif({
      IFD2: {
        DateTimeOriginal,
        ...(OffsetTimeOriginal === undefined ? {} : { OffsetTimeOriginal }),
      },
    })
    .jpeg()
    .toBuffer()

it('shows each photo under the day of its own place, the newest day first', async () => {
  const { emulator, client } = await startSignedIn()
  const nagasaki = await takenAt('2019:07:15 01:30:00', '+09:00')
  const files: [string, Buffer][] = [
    ['scan.jpg', await takenAt('1987:07:14 12:00:00')],
    ['nagasaki.jpg', nagasaki],
    ['paris.jpg', await takenAt('2019:07:14 23:00:00', '+02:00')],
    ['undated.jpg', await tinyJpeg()],
    ['lake.jpg', await takenAt('2019:07:15 00:10:00', '+02:00')],
  ]
  for (const [fileName, bytes] of files) {
    const simpleMediaItem = { uploadToken: await client.upload(bytes), fileName }
    await client.call('POST', '/v1/mediaItems:batchCreate', {
      newMediaItems: [{ simpleMediaItem }],
    })
  }
  const { text } = await send(emulator.origin)
  const shown = [...text.matchAll(/<h2>([^<]*)|<strong[^>]*>([^<]*)/g)].map(
    (found) => found[1] ?? found[2],
  )
  const library = await emulator.control.library()
  const named = (name: string): LibraryItem | undefined =>
    library.find(({ filename }) => filename === name)
  const uploadDay = new Date(named('undated.jpg')?.localTime ?? '')
  const today = new Intl.DateTimeFormat('en', { dateStyle: 'full' }).format(uploadDay)
  expect(shown).toEqual([
    ...[today, 'undated.jpg'],
    // Nagasaki's night was over when the one at the lake began.
    ...['Monday, July 15, 2019', 'lake.jpg', 'nagasaki.jpg'],
    ...['Sunday, July 14, 2019', 'paris.jpg'],
    ...['Tuesday, July 14, 1987', 'scan.jpg'],
  ])
  const item = named('nagasaki.jpg')
  const detail = (await send(`${emulator.origin}/lr/photo/${item?.id ?? ''}`)).text
  expect(detail).toContain('Jul 15, 2019, 1:30 AM GMT+09:00')
  expect(item).toMatchObject({
    creationTime: '2019-07-14T16:30:00Z',
    localTime: '2019-07-15T01:30:00',
  })
})

it('draws a sign for what it cannot decode', async () => {
  const { emulator, client } = await startSignedIn()
  const id = onlyId(
    await client.create([await client.upload(Buffer.from('GIF89a is all it says'))]),
  )
  const thumb = await send(`${emulator.origin}/gallery/thumb/${id}`)
  expect(thumb.status).toBe(200)
  expect(thumb.headers['content-type']).toBe('image/svg+xml')
})
