import { describe, expect, it } from 'vitest'
import { listItems } from '../../../src/main/engine/photos/list-items.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail } from '../../../src/shared/result.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { uploadBench } from './upload-bench.ts'

const { signal } = new AbortController()

describe('listing', () => {
  it('tells what the library knows of a photo', async () => {
    const bench = await uploadBench()
    const sent = await bench.send((await bench.aFile(1000)).path)
    const token = sent.ok ? sent.value.token : ''
    await bench.photos.create([{ token, fileName: 'a.jpg' }], signal)
    expect(await bench.photos.list(null, signal)).toMatchObject({
      ok: true,
      value: {
        items: [{ fileName: 'a.jpg', mimeType: 'image/jpeg', width: 1, height: 1 }],
        next: null,
      },
    })
  })

  it('reads an empty library', async () => {
    const bench = await uploadBench()
    const empty = { ok: true, value: { items: [], next: null } }
    expect(await bench.photos.list(null, signal)).toEqual(empty)
    await bench.emulator.control.addFault({
      on: 'mediaItems.list',
      action: { kind: 'garbage', body: '{}' },
    })
    expect(await bench.photos.list(null, signal)).toEqual(empty)
  })

  it.each([
    ['api-disabled', { kind: 'forbidden', reason: 'api-disabled' }],
    ['unavailable', { kind: 'server-error', status: 503 }],
  ] as const)('fails with what Google says: %s', async (name, failure) => {
    const bench = await uploadBench()
    await bench.emulator.control.addFault({
      on: 'mediaItems.list',
      action: { kind: 'error', name },
    })
    expect(await bench.photos.list(null, signal)).toMatchObject({ ok: false, failure })
  })
})

/** What a listing gives when the library answers this. */
async function listed(text: string, pageToken: string | null = null) {
  const paths: string[] = []
  const line = {
    send: async ({ path }: { path: string }) => {
      paths.push(path)
      return { ok: true as const, value: { status: 200, headers: {}, text } }
    },
  }
  const result = await listItems({ line, clock: manualClock() }, pageToken, signal)
  return { result, paths }
}

describe('a page of a listing', () => {
  const anItem = (metadata: unknown) => ({ id: 'a', mediaMetadata: metadata })
  const page = (body: unknown) => listed(JSON.stringify(body))

  it('asks for a hundred items at once, and for the page that the one before named', async () => {
    expect((await listed('{}')).paths).toEqual(['/v1/mediaItems?pageSize=100'])
    expect((await listed('{}', 'next page')).paths).toEqual([
      '/v1/mediaItems?pageSize=100&pageToken=next+page',
    ])
  })

  it.each([
    [{ nextPageToken: 'more' }, 'more'],
    [{ nextPageToken: '' }, null],
    [{}, null],
  ])('%j is followed by the page %j', async (body, next) => {
    expect((await page(body)).result).toEqual({ ok: true, value: { items: [], next } })
  })

  it('tells when a photo was taken and how large it is, as far as Google says', async () => {
    const told = { creationTime: '2026-01-15T12:00:00Z', width: '4000', height: '3000' }
    const { result } = await page({
      mediaItems: [
        anItem(told),
        anItem({ ...told, creationTime: 'some day', width: 'wide' }),
        anItem({ ...told, creationTime: null }),
        anItem('nothing of the kind'),
        { id: '', mediaMetadata: told },
      ],
    })
    const createdAt = Date.UTC(2026, 0, 15, 12)
    expect(result.ok && result.value.items).toMatchObject([
      { mediaItemId: 'a', createdAt, width: 4_000, height: 3_000 },
      { createdAt: null, width: null, height: 3_000 },
      { createdAt: null, width: 4_000 },
      { createdAt: null, width: null, height: null, productUrl: null, fileName: '', mimeType: '' },
    ])
    expect(result.ok && result.value.items).toHaveLength(4)
  })

  it.each([
    ['a page of somebody else', '<html>Log in</html>', 'offline'],
    ['garbage', 'hello', 'unexpected-answer'],
  ])('is not %s', async (_, body, kind) => {
    expect((await listed(body)).result).toEqual({ ok: false, failure: { kind } })
  })
})

it('a listing on a broken line is handed on', async () => {
  const line = { send: async () => fail<Failure>({ kind: 'cut-off' }) }
  const result = await listItems({ line, clock: manualClock() }, null, signal)
  expect(result).toEqual({ ok: false, failure: { kind: 'cut-off' } })
})

describe('a question whether the way is free', () => {
  it('costs one request, and any answer of Google’s to it will do', async () => {
    const bench = await uploadBench()
    expect(await bench.photos.probe(signal)).toEqual({ ok: true, value: null })
    const on = 'mediaItems.list' as const
    const action = { kind: 'status', status: 400 } as const
    await bench.emulator.control.addFault({ on, action })
    expect(await bench.photos.probe(signal)).toEqual({ ok: true, value: null })
    expect(bench.operations).toEqual(['probe', 'probe'])
  })

  it.each([
    ['a cut', { kind: 'cut', afterResponseBytes: 0 }, 'cut-off'],
    ['a page of somebody else', { kind: 'garbage', body: '<html>' }, 'offline'],
    ['trouble at Google', { kind: 'error', name: 'unavailable' }, 'server-error'],
    ['a day’s budget that is used up', { kind: 'error', name: 'daily-quota' }, 'daily-quota'],
  ] as const)('is answered no by %s', async (_, action, kind) => {
    const bench = await uploadBench()
    await bench.emulator.control.addFault({ on: 'mediaItems.list', action })
    expect(await bench.photos.probe(signal)).toMatchObject({ ok: false, failure: { kind } })
  })
})

describe('the storage figure', () => {
  it('comes from Drive, for the whole account', async () => {
    const settings = { storageLimitBytes: 5_000_000, storageOtherBytes: 1_234 }
    const bench = await uploadBench({}, settings)
    expect(await bench.photos.storage(signal)).toEqual({
      ok: true,
      value: { limitBytes: 5_000_000, usedBytes: 1_234 },
    })
    expect(bench.operations).toEqual(['storage'])
  })

  it('knows no limit where there is none', async () => {
    const bench = await uploadBench({}, { storageLimitBytes: null })
    expect(await bench.photos.storage(signal)).toMatchObject({
      ok: true,
      value: { limitBytes: null },
    })
  })

  it.each([
    ['garbage', { kind: 'garbage', body: 'hello' }, 'unexpected-answer'],
    ['a page', { kind: 'garbage', body: '<html>' }, 'offline'],
    ['a cut', { kind: 'cut', afterResponseBytes: 0 }, 'cut-off'],
    ['an error', { kind: 'error', name: 'internal' }, 'server-error'],
  ] as const)('fails with %s', async (_, action, kind) => {
    const bench = await uploadBench()
    await bench.emulator.control.addFault({ on: 'drive.about', action })
    expect(await bench.photos.storage(signal)).toMatchObject({ ok: false, failure: { kind } })
  })

  it('stops when it is told to', async () => {
    const bench = await uploadBench()
    await bench.emulator.control.addFault({ on: 'drive.about', action: { kind: 'stall' } })
    const stop = new AbortController()
    const reason = new Error('stopped by the test')
    const asking = bench.photos.storage(stop.signal)
    await bench.emulator.control.waitFor((row) => row.operation === 'drive.about')
    stop.abort(reason)
    await expect(asking).rejects.toBe(reason)
  })
})
