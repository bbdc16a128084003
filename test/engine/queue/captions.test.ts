// Captions in the queue: stored before their request leaves, the same again after a lost answer, and never why a photo is not
// made.
import { describe, expect, it } from 'vitest'
import type { Caption } from '../../../src/shared/captions.ts'
import type { PhotoWords } from '../../../src/main/engine/ports/captions.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import { ok } from '../../../src/shared/result.ts'
import { aWorld, creates, many, type World } from './queue-world.ts'

const facts = {
  ...{ mediaKind: 'photo' as const, mimeType: 'image/jpeg', width: 1, height: 1, takenAt: null },
}

/** A world whose photos say their names; they are chosen as long as `isOn`. */
async function world(names: readonly string[]) {
  const choice = { isOn: true, prefix: 'It is' }
  const made = await aWorld(
    names,
    {
      prepare: async ({ name, sizeBytes }) => {
        const text = `It is ${name}`
        const words: PhotoWords = {
          ...{ camera: null, said: [text], captions: [{ text, source: 'exif', said: text }] },
        }
        const plan = {
          ...{ kind: 'original' as const, mimeType: 'image/jpeg', fileName: name, sizeBytes },
          keptOriginal: null,
        }
        return ok({ kind: 'send', plan, facts, words })
      },
    },
    {},
    {
      captionOf: (uploadId: number, catalog: Catalog): Caption | null | undefined => {
        const { words, decided } = catalog.captionChoice(uploadId)
        const [first] = words?.captions ?? []
        if (first === undefined) return undefined
        if (!choice.isOn) return null
        const text = first.text.replace('It is', choice.prefix)
        return decided !== undefined ? decided : { text, source: first.source, isRefused: false }
      },
    },
  )
  return Object.assign(made, { choice })
}
const pass = async (made: World, ms: number, times: number): Promise<void> => {
  for (let time = 0; time < times; time += 1) {
    made.clock.advance(ms)
    await made.settle()
  }
}
const run = async (made: World): Promise<void> => {
  made.queue.start()
  await made.settle()
  await pass(made, 1_000, 3)
}
const inLibrary = ({ photos }: World): Record<string, string> =>
  Object.fromEntries(photos.items.map(({ fileName, description }) => [fileName, description]))
const inHistory = ({ catalog }: World): Record<string, Caption | null> =>
  Object.fromEntries([...catalog.allHistory()].map(({ name, caption }) => [name, caption]))

describe('a caption', () => {
  it('goes with its photo, in the one request that makes it, and is shown with it', async () => {
    const made = await world(['a.jpg', 'b.jpg'])
    await run(made)
    expect(inLibrary(made)).toEqual({ 'a.jpg': 'It is a.jpg', 'b.jpg': 'It is b.jpg' })
    expect(creates(made.photos)).toEqual([2])
    expect(inHistory(made)).toMatchObject({
      'a.jpg': { text: 'It is a.jpg', source: 'exif', isRefused: false },
    })
  })

  it('stays here where captions are off', async () => {
    const made = await world(['a.jpg'])
    made.choice.isOn = false
    await run(made)
    expect(inLibrary(made)).toEqual({ 'a.jpg': '' })
    expect(inHistory(made)).toEqual({ 'a.jpg': null })
    const [call] = made.photos.calls.filter(({ method }) => method === 'create')
    expect(call?.method === 'create' && Object.keys(call.items[0] ?? {})).toEqual([
      ...['token', 'fileName'],
    ])
  })

  it('is the same again after a lost answer and a new start', async () => {
    const made = await world(['a.jpg'])
    made.photos.loseAnswer('create')
    await run(made)
    made.choice.prefix = 'By now it is'
    await made.restart()
    await pass(made, 60_000, 3)
    const asked = made.photos.calls.flatMap((call) => (call.method === 'create' ? call.items : []))
    expect(asked.map(({ description }) => description)).toEqual(['It is a.jpg', 'It is a.jpg'])
    expect(inHistory(made)).toMatchObject({ 'a.jpg': { text: 'It is a.jpg' } })
    expect(made.photos.items).toHaveLength(1)
  })

  it('stays here from the moment on that captions are off, also after a lost answer', async () => {
    const made = await world(['a.jpg'])
    made.photos.loseAnswer('create')
    made.photos.failNext('create', { kind: 'offline' })
    made.queue.start()
    await made.settle()
    await pass(made, 300, 1)
    expect(creates(made.photos)).toEqual([1])
    made.choice.isOn = false
    await pass(made, 60_000, 3)
    expect(inLibrary(made)).toEqual({ 'a.jpg': '' })
    expect(inHistory(made)).toEqual({ 'a.jpg': null })
  })
})

describe('a caption that Google does not take', () => {
  it.each(['request', 'item'] as const)(
    'costs its photo the caption and no other anything (%s)',
    async (what) => {
      const made = await world(many(8))
      made.photos.refuseCaption('0003.jpg', what)
      await run(made)
      const all = Object.fromEntries(many(8).map((name) => [name, `It is ${name}`]))
      expect(inLibrary(made)).toEqual({ ...all, '0003.jpg': '' })
      expect(inHistory(made)).toMatchObject({
        '0002.jpg': { isRefused: false },
        '0003.jpg': { text: 'It is 0003.jpg', isRefused: true },
      })
      expect(made.count('done')).toBe(8)
      // Halved to the guilty one, that one once more without, and the other halves; or one request for it alone.
      expect(creates(made.photos)).toEqual(what === 'item' ? [8, 1] : [8, 4, 2, 2, 1, 1, 1, 4])
    },
  )

  it('is asked for once more only: what is wrong with the photo itself still stops it', async () => {
    const made = await world(['a.jpg', 'b.jpg'])
    const rejected = { kind: 'rejected', code: 3, message: 'NOT_IMAGE' } as const
    made.photos.failItem('a.jpg', rejected, 2)
    await run(made)
    expect(creates(made.photos)).toEqual([2, 1])
    expect([made.count('done'), made.count('failed')]).toEqual([1, 1])
    expect(inHistory(made)).toMatchObject({ 'a.jpg': null, 'b.jpg': { isRefused: false } })
    // It was not the caption's fault: a later try has it again.
    const [item] = made.catalog.problems()
    expect(item).toMatchObject({ state: 'failed', reason: 'rejected' })
  })

  it('is given back where Google refuses everything for a while', async () => {
    const made = await world(many(8))
    const rejected = { kind: 'rejected', code: 3, message: 'Not today.' } as const
    made.photos.failNext('create', rejected, 60)
    await run(made)
    await pass(made, 3_600_000, 60)
    for (const name of many(8)) {
      const [row] = made.catalog.listHistory({ search: name }, null, 1).rows
      if (row?.state === 'failed') made.catalog.retryFile(Number(row.fileId))
    }
    made.queue.wake()
    await pass(made, 3_600_000, 10)
    expect(inLibrary(made)).toEqual(
      Object.fromEntries(many(8).map((name) => [name, `It is ${name}`])),
    )
  })

  it('takes no other with it where some are refused and others are not', async () => {
    const made = await world(many(16))
    const guilty = many(16).filter((_, index) => index % 3 === 0)
    for (const name of guilty) made.photos.refuseCaption(name, 'request')
    await run(made)
    const said = Object.entries(inLibrary(made)).filter(([, text]) => text === '')
    expect(said.map(([name]) => name).toSorted()).toEqual(guilty)
    expect(made.count('done')).toBe(16)
  })

  it('where Google takes none at all costs a few requests, and every photo is made', async () => {
    const made = await world(many(50))
    for (const name of many(50)) made.photos.refuseCaption(name, 'request')
    await run(made)
    expect(made.count('done')).toBe(50)
    expect(creates(made.photos).length).toBeLessThan(20)
    expect(Object.values(inHistory(made)).every((caption) => caption?.isRefused)).toBe(true)
  })

  it('is left off where Google fails at its photo again and again and does not say why', async () => {
    const made = await world(['a.jpg'])
    made.photos.failItem('a.jpg', { kind: 'item-error', code: 13 }, 2)
    made.queue.start()
    await pass(made, 5_000, 12)
    const asked = made.photos.calls.flatMap((call) => (call.method === 'create' ? call.items : []))
    expect(asked.map(({ description }) => description)).toEqual([
      ...['It is a.jpg', 'It is a.jpg', undefined],
    ])
    expect(inHistory(made)).toMatchObject({ 'a.jpg': { isRefused: true } })
  })

  it('is remembered when everything comes to rest before its photo is asked for again', async () => {
    const made = await world(['a.jpg'])
    made.photos.refuseCaption('a.jpg', 'item')
    const { create } = made.photos
    let stopped: Promise<void> | null = null
    made.photos.create = (items, signal) => {
      if (items.some(({ description }) => description === undefined)) stopped ??= made.queue.stop()
      return create(items, signal)
    }
    await run(made)
    expect(stopped).not.toBeNull()
    expect(made.count('sent')).toBe(1)
    await made.restart()
    await pass(made, 1_000, 3)
    expect(inLibrary(made)).toEqual({ 'a.jpg': '' })
    expect(inHistory(made)).toMatchObject({ 'a.jpg': { isRefused: true } })
    expect(creates(made.photos)).toEqual([1, 1])
    expect(made.catalog.verify()).toEqual([])
  })
})
