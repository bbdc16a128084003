import { describe, expect, it } from 'vitest'
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
