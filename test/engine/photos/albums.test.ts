// Albums over the line: what is asked, what each answer means, and whose an album is.
import { describe, expect, it } from 'vitest'
import {
  addToAlbum,
  albumFailureOf,
  listAlbums,
  readAlbum,
} from '../../../src/main/engine/photos/albums.ts'
import { createItems } from '../../../src/main/engine/photos/create-items.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { uploadBench } from './upload-bench.ts'

const { signal } = new AbortController()

/** A line that answers so, and what was asked on it. */
function answering(text: string, status = 200) {
  const asked: { method: string; path: string; body: unknown }[] = []
  const line = {
    send: async ({ method, path, body }: { method: string; path: string; body: unknown }) => {
      asked.push({ method, path, body })
      return { ok: true as const, value: { status, headers: {}, text } }
    },
  }
  return { tools: { line, clock: manualClock() }, asked }
}

describe('albums', () => {
  it('are made, read, listed, renamed and filled with one request each', async () => {
    const bench = await uploadBench()
    const { photos, emulator } = bench
    const made = await photos.createAlbum('At the lake / 2019', signal)
    const { albumId, productUrl } = made.ok ? made.value : { albumId: '', productUrl: null }
    expect(productUrl).toBe(`${emulator.origin}/lr/album/${albumId}`)
    await photos.readAlbum(albumId, signal)
    await photos.listAlbums(null, signal)
    await photos.renameAlbum(albumId, 'At sea', signal)
    const sent = await bench.send((await bench.aFile(1000)).path)
    const items = [{ token: sent.ok ? sent.value.token : '', fileName: 'a.jpg' }]
    const created = await photos.create(items, signal)
    const first = created.ok ? created.value[0] : undefined
    await photos.addToAlbum(albumId, [first?.ok === true ? first.value.mediaItemId : ''], signal)
    expect(bench.operations).toEqual([
      ...['album-create', 'album-read', 'album-list', 'album-rename'],
      ...['upload', 'create', 'album-add'],
    ])
    expect(await emulator.control.albums()).toMatchObject([
      { id: albumId, title: 'At sea', itemIds: [expect.any(String)] },
    ])
  })

  it('are listed fifty at once, only those of this app', async () => {
    const { tools, asked } = answering(
      '{"albums":[{"id":"a"},null,{"no":"id"}],"nextPageToken":""}',
    )
    expect(await listAlbums(tools, 'next page', signal)).toEqual({
      ok: true,
      value: { albums: [{ albumId: 'a', title: '', productUrl: null, count: 0 }], next: null },
    })
    expect(asked).toMatchObject([
      {
        method: 'GET',
        path: '/v1/albums?pageSize=50&excludeNonAppCreatedData=true&pageToken=next+page',
      },
    ])
    expect(await listAlbums(answering('{}').tools, null, signal)).toMatchObject({
      value: { albums: [], next: null },
    })
    expect(await listAlbums(answering('no JSON').tools, null, signal)).toEqual({
      ok: false,
      failure: { kind: 'unexpected-answer' },
    })
    expect(await listAlbums(answering('<html>Sign in').tools, null, signal)).toEqual({
      ok: false,
      failure: { kind: 'offline' },
    })
  })

  it.each<[string, string, unknown]>([
    ['an album', '{"id":"a","title":"b","productUrl":"c","mediaItemsCount":"7"}', 7],
    ['one that tells no number', '{"id":"a","mediaItemsCount":"many"}', 0],
    ['one without an id', '{"title":"b"}', null],
    ['no object', '"a"', null],
  ])('of which one is read from %s: %s', async (_, text, count) => {
    const read = await readAlbum(answering(text).tools, 'a', signal)
    expect(read.ok ? read.value.count : read.failure).toEqual(
      count ?? { kind: 'unexpected-answer' },
    )
  })

  it('are listed page by page until none is named', async () => {
    const next = async (token: string) => {
      const { tools } = answering(`{"nextPageToken":${token}}`)
      const page = await listAlbums(tools, null, signal)
      return page.ok ? page.value.next : page.failure
    }
    expect([await next('"two"'), await next('""')]).toEqual(['two', null])
    expect(await next('7')).toEqual({ kind: 'unexpected-answer' })
  })

  it.each([
    ['{}', 200, { ok: true, value: null }],
    ['null', 200, { ok: false, failure: { kind: 'unexpected-answer' } }],
    ['"done"', 200, { ok: false, failure: { kind: 'unexpected-answer' } }],
    ['<html>Sign in', 200, { ok: false, failure: { kind: 'offline' } }],
    ['{"error":{"status":"NOT_FOUND"}}', 404, { ok: false, failure: { kind: 'album-gone' } }],
  ])('are filled where the answer is %s, with status %i', async (text, status, filled) => {
    const { tools, asked } = answering(text, status)
    expect(await addToAlbum(tools, 'a/b', ['one'], signal)).toEqual(filled)
    expect(asked).toEqual([
      {
        method: 'POST',
        path: '/v1/albums/a%2Fb:batchAddMediaItems',
        body: '{"mediaItemIds":["one"]}',
      },
    ])
  })

  it('are not asked for again where nothing comes over the line', async () => {
    const failure = { kind: 'offline' } as const
    const line = { send: async () => ({ ok: false as const, failure }) }
    const tools = { line, clock: manualClock() }
    for (const asked of [readAlbum(tools, 'a', signal), addToAlbum(tools, 'a', [], signal)])
      expect(await asked).toEqual({ ok: false, failure })
  })

  it('are named in a creation only where there is one', async () => {
    const items = [{ token: 'a', fileName: 'a.jpg' }]
    const bodies = []
    for (const albumId of [undefined, 'one']) {
      const { tools, asked } = answering('{}')
      await createItems(tools, items, signal, albumId)
      bodies.push(...asked.map(({ body }) => body))
    }
    const photo = '"newMediaItems":[{"simpleMediaItem":{"uploadToken":"a","fileName":"a.jpg"}}]'
    expect(bodies).toEqual([`{${photo}}`, `{"albumId":"one",${photo}}`])
  })

  it('of another client or account are gone for this one', async () => {
    const bench = await uploadBench()
    const { control } = bench.emulator
    const made = await bench.photos.createAlbum('Mine', signal)
    const albumId = made.ok ? made.value.albumId : ''
    await control.deleteAlbum(albumId)
    expect(await bench.photos.readAlbum(albumId, signal)).toEqual({
      ok: false,
      failure: { kind: 'album-gone' },
    })
    const sent = await bench.send((await bench.aFile(1000)).path)
    const items = [{ token: sent.ok ? sent.value.token : '', fileName: 'a.jpg' }]
    for (const deletedAlbums of ['not-found', 'no-permission'] as const) {
      await control.changeSettings({ deletedAlbums })
      expect(await bench.photos.create(items, signal, albumId)).toEqual({
        ok: false,
        failure: { kind: 'album-gone' },
      })
    }
    expect(await control.library()).toEqual([])
  })

  it.each([
    [404, '{"error":{"status":"NOT_FOUND","message":"no album"}}', 'album-gone'],
    [404, 'Not Found', 'unexpected-answer'],
    [404, '<html>Not here', 'offline'],
    [400, '{"error":{"message":"No permission to add media items to this album."}}', 'album-gone'],
    [400, '{"error":{"message":"Request contains an invalid media item id."}}', 'rejected'],
    [409, '{"error":{"message":"The operation was aborted."}}', 'aborted'],
    [503, 'later', 'server-error'],
  ])('%i with %j means %s', (status, text, kind) => {
    expect(albumFailureOf({ status, headers: {}, text }, 0)).toMatchObject({ kind })
  })
})
