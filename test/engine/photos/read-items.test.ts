// Asking for photos by their ids: what Google says of each, also of those that are not there any more, and what is no answer.
import { describe, expect, it } from 'vitest'
import { readItems } from '../../../src/main/engine/photos/read-items.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail, ok } from '../../../src/shared/result.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { uploadBench } from './upload-bench.ts'

const { signal } = new AbortController()

/** A bench with so many photos, and their ids. */
async function benchWith(photos: number) {
  const bench = await uploadBench()
  const ids: string[] = []
  for (let made = 0; made < photos; made += 1) {
    const sent = await bench.send((await bench.aFile(1_000 + made)).path)
    const token = sent.ok ? sent.value.token : ''
    const created = await bench.photos.create([{ token, fileName: `${made}.jpg` }], signal)
    const [outcome] = created.ok ? created.value : []
    if (outcome?.ok === true) ids.push(outcome.value.mediaItemId)
  }
  return { bench, control: bench.emulator.control, ids }
}

describe('photos that are asked for', () => {
  it('are there with their sides, as a person may have changed them', async () => {
    const { bench, control, ids } = await benchWith(2)
    const [first = '', second = ''] = ids
    const there = { is: 'there', mimeType: 'image/jpeg', width: 1, height: 1, video: null } as const
    expect(await bench.photos.readItems(ids, signal)).toEqual(ok([there, there]))
    await control.edit({ id: second, width: 640, height: 480 })
    const asked = await bench.photos.readItems([second, first], signal)
    expect(asked).toEqual(ok([{ ...there, width: 640, height: 480 }, there]))
  })

  it.each([
    [false, { is: 'refused', code: 3 }],
    [true, { is: 'there', mimeType: 'image/jpeg' }],
  ] as const)(
    'from the trash are answered by either answer of Google (%j)',
    async (trashedAreFound, answer) => {
      const { bench, control, ids } = await benchWith(1)
      await control.changeSettings({ trashedAreFound })
      await control.trash(ids[0] ?? '')
      expect(await bench.photos.readItems(ids, signal)).toMatchObject({ ok: true, value: [answer] })
    },
  )

  it('cost one request each fifty', async () => {
    const { bench } = await benchWith(0)
    const ids = Array.from({ length: 50 }, (_, at) => `none-${at}`)
    const none = ids.map(() => ({ is: 'refused', code: 3 }))
    expect(await bench.photos.readItems(ids, signal)).toEqual(ok(none))
    expect(bench.operations).toEqual(['items-read'])
    expect(await bench.photos.readItems([...ids, 'one more'], signal)).toMatchObject({
      failure: { kind: 'rejected' },
    })
  })

  it.each([
    ['api-disabled', { kind: 'forbidden', reason: 'api-disabled' }],
    ['unavailable', { kind: 'server-error', status: 503 }],
    ['daily-quota', { kind: 'daily-quota' }],
  ] as const)('are not told of where Google says %s', async (name, failure) => {
    const { bench, control } = await benchWith(0)
    await control.addFault({ on: 'mediaItems.batchGet', action: { kind: 'error', name } })
    expect(await bench.photos.readItems(['a'], signal)).toMatchObject({ ok: false, failure })
  })

  it('are not asked for any more when they are not wanted', async () => {
    const { bench, control } = await benchWith(0)
    await control.addFault({ on: 'mediaItems.batchGet', action: { kind: 'stall' } })
    const stop = new AbortController()
    const reason = new Error('stopped by the test')
    const asking = bench.photos.readItems(['a'], stop.signal)
    await control.waitFor((row) => row.operation === 'mediaItems.batchGet')
    stop.abort(reason)
    await expect(asking).rejects.toBe(reason)
  })
})

/** What follows when the library answers this to a question for `a` and `b`. */
async function answered(body: unknown) {
  const paths: string[] = []
  const line = {
    send: async ({ path }: { path: string }) => {
      paths.push(path)
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      return ok({ status: 200, headers: {}, text })
    },
  }
  return { result: await readItems({ line, clock: manualClock() }, ['a', 'b'], signal), paths }
}

describe('an answer', () => {
  const item = (id: string, mediaMetadata: unknown = {}) => ({ mediaItem: { id, mediaMetadata } })
  const results = (...mediaItemResults: unknown[]) => ({ mediaItemResults })

  it('is to one question that names each id', async () => {
    expect((await answered({})).paths).toEqual([
      '/v1/mediaItems:batchGet?mediaItemIds=a&mediaItemIds=b',
    ])
  })

  it.each([
    [
      { width: '40', height: '30' },
      { width: 40, height: 30, video: null },
    ],
    [{ width: 'wide' }, { width: null, height: null, video: null }],
    [{ video: { status: 'READY' } }, { video: 'ready' }],
    [{ video: { status: 'PROCESSING' } }, { video: 'processing' }],
    [{ video: { status: 'FAILED' } }, { video: 'failed' }],
    [{ video: { status: 'UNSPECIFIED' } }, { video: 'unknown' }],
    [{ video: {} }, { video: 'unknown' }],
    [{ photo: {} }, { video: null }],
  ])('that says %j of a photo is read', async (metadata, facts) => {
    const { result } = await answered(results(item('a', metadata), item('b')))
    expect(result.ok && result.value[0]).toMatchObject({ is: 'there', ...facts })
  })

  it('may be another one for each', async () => {
    const refused = { status: { code: 13, message: 'Internal error.' } }
    const { result } = await answered(results(refused, item('b')))
    expect(result).toMatchObject({ value: [{ is: 'refused', code: 13 }, { is: 'there' }] })
  })

  it.each([
    ['fewer photos', results(item('a'))],
    ['more photos', results(item('a'), item('b'), item('c'))],
    ['another photo', results(item('a'), item('c'))],
    ['photos in another order', results(item('b'), item('a'))],
    ['a photo without an id', results(item('a'), item(''))],
    ['nothing of one', results(item('a'), {})],
    ['no reason', results(item('a'), { status: {} })],
    ['success without a photo', results(item('a'), { status: { code: 0 } })],
    ['nothing', {}],
    ['garbage', 'hello'],
  ])('of %s is none', async (_, body) => {
    expect((await answered(body)).result).toEqual(fail({ kind: 'unexpected-answer' }))
  })

  it('of somebody else means that Google was not reached', async () => {
    expect((await answered('<html>Log in</html>')).result).toEqual(fail({ kind: 'offline' }))
  })

  it('that never came is handed on', async () => {
    const line = { send: async () => fail<Failure>({ kind: 'cut-off' }) }
    const result = await readItems({ line, clock: manualClock() }, ['a'], signal)
    expect(result).toEqual(fail({ kind: 'cut-off' }))
  })
})
