// The gallery as a browser would fetch it.
import { expect, it } from 'vitest'
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

it('draws a sign for what it cannot decode', async () => {
  const { emulator, client } = await startSignedIn()
  const id = onlyId(
    await client.create([await client.upload(Buffer.from('GIF89a is all it says'))]),
  )
  const thumb = await send(`${emulator.origin}/gallery/thumb/${id}`)
  expect(thumb.status).toBe(200)
  expect(thumb.headers['content-type']).toBe('image/svg+xml')
})
