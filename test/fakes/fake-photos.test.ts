import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { photosContract } from '../contracts/photos-contract.ts'
import { fakePhotos } from './fake-photos.ts'

photosContract('the fake library', async () => {
  const sizes = { resumableFromBytes: 100_000, chunkBytes: 40_000 }
  const photos = fakePhotos({ ...sizes, pageSize: 2 })
  return {
    photos,
    picture: async (lengthBytes) => randomBytes(lengthBytes),
    library: async () =>
      photos.items.map(({ mediaItemId, fileName, sha256, description }) => ({
        ...{ mediaItemId, fileName, sha256, description },
      })),
    ...sizes,
    close: async () => undefined,
  }
})

describe('the fake library', () => {
  const { signal } = new AbortController()

  it('fails as it is told, and only so often', async () => {
    const photos = fakePhotos()
    photos.failNext('storage', { kind: 'offline' })
    expect(await photos.storage(signal)).toEqual({ ok: false, failure: { kind: 'offline' } })
    expect(await photos.storage(signal)).toMatchObject({ ok: true })
  })

  it('holds calls until they are let go, and knows how many waited at once', async () => {
    const photos = fakePhotos()
    const release = photos.hold('list')
    const calls = [photos.list(null, signal), photos.list(null, signal)]
    expect(photos.peak('list')).toBe(2)
    release()
    expect(await Promise.all(calls)).toEqual(
      calls.map(() => ({ ok: true, value: { items: [], next: null } })),
    )
  })

  it('ends a held call when its signal aborts', async () => {
    const photos = fakePhotos()
    photos.hold('list')
    const stop = new AbortController()
    const call = photos.list(null, stop.signal)
    stop.abort()
    await expect(call).rejects.toBe(stop.signal.reason)
  })
})
