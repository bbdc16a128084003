import { describe, expect, it } from 'vitest'
import { createItems, shortName } from '../../../src/main/engine/photos/create-items.ts'
import type { Line } from '../../../src/main/engine/photos/authorised-line.ts'
import type { CreateItem, CreateOutcome } from '../../../src/main/engine/ports/photos.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail } from '../../../src/shared/result.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { uploadBench, type UploadBench } from './upload-bench.ts'

const { signal } = new AbortController()

async function sentItems(bench: UploadBench, count: number): Promise<CreateItem[]> {
  const items: CreateItem[] = []
  for (let index = 0; index < count; index += 1) {
    const sent = await bench.send((await bench.aFile(1000)).path)
    items.push({ token: sent.ok ? sent.value.token : '', fileName: `${String(index)}.jpg` })
  }
  return items
}

/** What becomes of items a, b and c when the library answers this. */
async function outcomesOf(newMediaItemResults: unknown, status = 200) {
  const text = JSON.stringify({ newMediaItemResults })
  const line = { send: async () => ({ ok: true as const, value: { status, headers: {}, text } }) }
  const items = ['a', 'b', 'c'].map((token) => ({ token, fileName: `${token}.jpg` }))
  const result = await createItems({ line, clock: manualClock() }, items, signal)
  return result.ok ? result.value : result.failure
}

const made = (token: string) => ({
  uploadToken: token,
  status: { message: 'Success' },
  mediaItem: { id: `id-${token}`, productUrl: `https://photos.google.com/lr/photo/id-${token}` },
})
const madeOutcome = (token: string) => ({
  ok: true,
  value: { mediaItemId: `id-${token}`, productUrl: made(token).mediaItem.productUrl },
})

describe('one batchCreate', () => {
  it('is one request for fifty photos', async () => {
    const bench = await uploadBench()
    const items = await sentItems(bench, 50)
    bench.operations.length = 0
    const result = await bench.photos.create(items, signal)
    expect(result.ok && result.value.every((outcome) => outcome.ok)).toBe(true)
    expect(bench.operations).toEqual(['create'])
  })

  it.each([
    [3, { kind: 'rejected', code: 3 }],
    [6, { kind: 'duplicate-in-batch' }],
    [13, { kind: 'item-error', code: 13 }],
    [14, { kind: 'item-error', code: 14 }],
  ])('tells what code %i of one photo means, and makes the others', async (code, failure) => {
    const bench = await uploadBench({}, { status207: true })
    const items = await sentItems(bench, 3)
    const match = { itemIndex: 1 }
    const action = { kind: 'itemCode', code } as const
    await bench.emulator.control.addFault({ on: 'batchCreate', match, action })
    const result = await bench.photos.create(items, signal)
    expect(result).toMatchObject({
      ok: true,
      value: [{ ok: true }, { ok: false, failure }, { ok: true }],
    })
  })

  it('carries the caption of each photo that has one, and no field for the others', async () => {
    const bodies: string[] = []
    const line: Pick<Line, 'send'> = {
      send: async ({ body }) => {
        bodies.push(String(body))
        return { ok: true, value: { status: 200, headers: {}, text: '{}' } }
      },
    }
    const description = 'At the lake\nwith “everybody” & 長崎 😀'
    const items = [
      { token: 'a', fileName: 'a.jpg', description },
      { token: 'b', fileName: 'b.jpg' },
    ]
    await createItems({ line, clock: manualClock() }, items, signal)
    expect(bodies.map((body) => JSON.parse(body) as unknown)).toEqual([
      {
        newMediaItems: [
          { description, simpleMediaItem: { uploadToken: 'a', fileName: 'a.jpg' } },
          { simpleMediaItem: { uploadToken: 'b', fileName: 'b.jpg' } },
        ],
      },
    ])
  })

  it.each([
    ['a whole request', 400, (message: string) => ({ error: { message, status: 'X' } })],
    [
      'one photo',
      200,
      (message: string) => ({
        newMediaItemResults: [{ uploadToken: 'a', status: { code: 3, message } }],
      }),
    ],
  ])('keeps no caption that Google repeats when it refuses %s', async (_what, status, bodyOf) => {
    const refusedWith = async (message: string): Promise<unknown> => {
      const text = JSON.stringify(bodyOf(message))
      const line = {
        send: async () => ({ ok: true as const, value: { status, headers: {}, text } }),
      }
      const items = [{ token: 'a', fileName: 'a.jpg', description: 'Our secret harbour at night' }]
      const result = await createItems({ line, clock: manualClock() }, items, signal)
      const [outcome] = result.ok ? result.value : [result]
      return outcome?.ok === false && outcome.failure.kind === 'rejected'
        ? outcome.failure.message
        : outcome
    }
    expect(await refusedWith('Description "Our secret har…" is not allowed.')).toBe('')
    expect(await refusedWith('Request contains an invalid argument.')).toBe(
      'Request contains an invalid argument.',
    )
  })

  it('misses the result that did not come', async () => {
    const bench = await uploadBench()
    const items = await sentItems(bench, 2)
    const match = { itemIndex: 0 }
    await bench.emulator.control.addFault({
      on: 'batchCreate',
      match,
      action: { kind: 'dropResult' },
    })
    const result = await bench.photos.create(items, signal)
    expect(result).toMatchObject({
      ok: true,
      value: [{ ok: false, failure: { kind: 'missing-result' } }, { ok: true }],
    })
  })

  it('matches results by their tokens, whatever their order', async () => {
    expect(await outcomesOf([made('c'), made('a'), made('b')])).toEqual(
      ['a', 'b', 'c'].map(madeOutcome),
    )
  })

  it('believes no success without a photo', async () => {
    const missing = { ok: false, failure: { kind: 'missing-result' } }
    const withoutItem = { uploadToken: 'a', status: { message: 'Success' } }
    const withoutId = { uploadToken: 'b', status: {}, mediaItem: { productUrl: 'https://x.test' } }
    const strange = 'not a result'
    expect(await outcomesOf([withoutItem, withoutId, strange])).toEqual([missing, missing, missing])
    const withId = (token: string, id: string) => ({ ...made(token), mediaItem: { id } })
    expect(await outcomesOf([withId('a', ''), withId('b', '1')])).toEqual([
      missing,
      { ok: true, value: { mediaItemId: '1', productUrl: null } },
      missing,
    ])
  })

  it('knows a full account from the text of one photo', async () => {
    const message = "The remaining storage in the user's account is not enough."
    const full = { uploadToken: 'b', status: { code: 3, message } }
    expect(await outcomesOf([made('a'), full, made('c')])).toEqual([
      madeOutcome('a'),
      { ok: false, failure: { kind: 'storage-full' } },
      madeOutcome('c'),
    ])
  })

  it('keeps no more of what is said of a photo than can be stored', async () => {
    const status = { code: 3, message: `${'x'.repeat(499)}yz` }
    const [outcome] = (await outcomesOf([{ uploadToken: 'a', status }])) as CreateOutcome[]
    const message = `${'x'.repeat(499)}y`
    expect(outcome).toEqual({ ok: false, failure: { kind: 'rejected', code: 3, message } })
  })

  it('takes a result for a success only by its code, whatever else it says', async () => {
    const strange = { ...made('a'), status: 'strange' }
    const wordy = { ...made('b'), status: { code: 'none', message: 5 } }
    const failed = { ...made('c'), status: { code: 13, message: 'Success' } }
    expect(await outcomesOf([strange, wordy, failed])).toEqual([
      ...['a', 'b'].map(madeOutcome),
      { ok: false, failure: { kind: 'item-error', code: 13 } },
    ])
  })

  it('hands a broken line on', async () => {
    const line = { send: async () => fail<Failure>({ kind: 'cut-off' }) }
    const result = await createItems({ line, clock: manualClock() }, [], signal)
    expect(result).toEqual({ ok: false, failure: { kind: 'cut-off' } })
  })

  it('takes 207 for an answer', async () => {
    expect(await outcomesOf([made('a'), made('b'), made('c')], 207)).toEqual(
      ['a', 'b', 'c'].map(madeOutcome),
    )
  })

  it.each([
    ['a list', []],
    ['nothing of the kind', { other: true }],
  ])('misses every photo when the answer is %s', async (_, results) => {
    const missing = { ok: false, failure: { kind: 'missing-result' } }
    expect(await outcomesOf(results)).toEqual([missing, missing, missing])
  })

  it.each([
    ['storage-full', { kind: 'storage-full' }],
    ['concurrent-write', { kind: 'rate-limited', limit: 'concurrent-write' }],
    ['daily-quota', { kind: 'daily-quota' }],
    ['aborted', { kind: 'aborted' }],
    ['invalid-upload-token', { kind: 'upload-token-invalid' }],
    ['photos-disabled', { kind: 'forbidden', reason: 'photos-disabled' }],
  ] as const)('hands the whole request on when it fails with %s', async (name, failure) => {
    const bench = await uploadBench()
    const items = await sentItems(bench, 1)
    await bench.emulator.control.addFault({ on: 'batchCreate', action: { kind: 'error', name } })
    expect(await bench.photos.create(items, signal)).toMatchObject({ ok: false, failure })
  })

  it.each([
    ['a page', '<html>Log in</html>', 'offline'],
    ['garbage', 'hello', 'unexpected-answer'],
  ])('does not take %s for an answer', async (_, body, kind) => {
    const bench = await uploadBench()
    const items = await sentItems(bench, 1)
    await bench.emulator.control.addFault({ on: 'batchCreate', action: { kind: 'garbage', body } })
    expect(await bench.photos.create(items, signal)).toEqual({ ok: false, failure: { kind } })
  })
})

describe('the name of a photo', () => {
  it.each([
    ['short.jpg', 'short.jpg'],
    [`${'a'.repeat(300)}.jpeg`, `${'a'.repeat(250)}.jpeg`],
    ['b'.repeat(300), 'b'.repeat(255)],
    [`${'g'.repeat(251)}.jpg`, `${'g'.repeat(251)}.jpg`],
    [`${'g'.repeat(252)}.jpg`, `${'g'.repeat(251)}.jpg`],
    // So long an ending is none.
    [`${'h'.repeat(300)}.${'e'.repeat(19)}`, `${'h'.repeat(235)}.${'e'.repeat(19)}`],
    [`${'h'.repeat(300)}.${'e'.repeat(20)}`, 'h'.repeat(255)],
    [`.${'c'.repeat(300)}`, `.${'c'.repeat(254)}`],
    [`${'d'.repeat(200)}.${'e'.repeat(100)}`, `${'d'.repeat(200)}.${'e'.repeat(54)}`],
    // The pair at the cut goes as a whole.
    [`${'f'.repeat(250)}\u{1f600}.jpg`, `${'f'.repeat(250)}.jpg`],
  ])('is cut to 255 characters and keeps its extension', (name, expected) => {
    expect(shortName(name)).toBe(expected)
    expect(Buffer.from(shortName(name)).toString()).toBe(expected)
  })
})
