// The checks that are under way: asked for page by page, kept to a page or two however many files there are, and ended by whoever
// began them, by the engine, or when nobody asks any more. The folders are real.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createChecks, type Checks } from '../../src/main/engine/checks.ts'
import { CatalogueDamagedError } from '../../src/main/engine/ports/catalogue-trouble.ts'
import type { CheckStore } from '../../src/main/engine/ports/check.ts'
import { fail } from '../../src/shared/result.ts'
import { fakePhotos } from '../fakes/fake-photos.ts'
import { manualClock } from '../fakes/manual-clock.ts'

let root: string
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'shoebox-checks-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
})
const fill = (files: number): void => {
  for (let at = 0; at < files; at += 1) writeFileSync(join(root, `${at}.jpg`), `photo ${at}`)
}

const nobodyKnows: CheckStore = {
  knownBytes: () => null,
  knownPlace: () => ({ lifecycle: null, hasSentBefore: false }),
}
/** Every photo is in the library of a Google that holds its answers back until it is told otherwise. */
function inLibrary() {
  const photos = fakePhotos()
  const letGo = photos.hold('readItems')
  const lifecycle = { state: 'done', plan: null, mediaItemId: 'a', productUrl: null } as const
  const store: CheckStore = {
    ...nobodyKnows,
    knownBytes: () => ({ lifecycle, facts: null, isOfThisClient: true }),
  }
  photos.answers.set('a', { is: 'there', mimeType: '', width: null, height: null, video: null })
  return { photos, letGo, store }
}

function world(store: CheckStore = nobodyKnows, photos = fakePhotos()) {
  const clock = manualClock()
  const engine = new AbortController()
  const config = { dataFolder: join(root, '..', 'none'), cacheFolder: join(root, '..', 'none') }
  const checks = createChecks({ catalog: store, photos, clock, config, signal: engine.signal })
  onTestFinished(() => engine.abort())
  return { checks, clock, engine }
}
const page = async (checks: Checks, checkId: string, after = 0, isEvery = false) => {
  const answer = await checks.look({ checkId, path: root, isEvery, after })
  if (!answer.ok) throw new Error(answer.failure.kind)
  return answer.value
}
const patience = { timeout: 60_000 }
const gone = fail({ kind: 'not-found' })

describe('a check', () => {
  it('is told in pages, each of which follows the one that was taken before', async () => {
    fill(700)
    const { checks } = world()
    const id = randomUUID()
    await expect.poll(async () => (await page(checks, id)).sums.isWhole, patience).toBe(true)
    const first = await page(checks, id)
    expect([first.rows.length, first.next, first.isDone]).toEqual([500, 500, false])
    // What was not taken is told again.
    expect((await page(checks, id)).rows).toEqual(first.rows)
    await expect.poll(async () => (await page(checks, id, 500)).isDone, patience).toBe(true)
    const second = await page(checks, id, 500)
    expect([second.rows.length, second.next]).toEqual([200, 700])
    expect(new Set([...first.rows, ...second.rows].map(({ path }) => path)).size).toBe(700)
    const last = await page(checks, id, 700)
    expect([last.rows, last.next, last.isDone]).toEqual([[], 700, true])
    expect(last.sums).toMatchObject({ of: 700, checked: 700, safe: 0 })
  })

  it('reads no further than a thousand files that nobody takes', async () => {
    fill(1_300)
    const { checks } = world()
    const id = randomUUID()
    await expect.poll(async () => (await page(checks, id)).sums.checked, patience).toBe(1_000)
    // Long enough for some more files to be read, were they.
    for (let turn = 0; turn < 200; turn += 1) await new Promise((go) => setImmediate(go))
    expect((await page(checks, id)).sums.checked).toBe(1_000)
    const { next } = await page(checks, id)
    await expect.poll(async () => (await page(checks, id, next)).sums.isWhole, patience).toBe(true)
    expect((await page(checks, id, next)).sums.checked).toBe(1_300)
  })

  it.each([
    [false, 0],
    [true, 3],
  ])('tells of safe files where they are wanted (%j)', async (isEvery, rows) => {
    fill(3)
    const { photos, letGo, store } = inLibrary()
    letGo()
    const { checks } = world(store, photos)
    const id = randomUUID()
    await expect.poll(async () => (await page(checks, id, 0, isEvery)).isDone, patience).toBe(true)
    const told = await page(checks, id, 0, isEvery)
    expect([told.rows.length, told.sums.safe]).toEqual([rows, 3])
  })

  it('of a folder that is not there, or is none, does not begin', async () => {
    fill(1)
    const { checks } = world()
    const asked = { checkId: randomUUID(), isEvery: false, after: 0 }
    const away = join(root, 'away')
    expect(await checks.look({ ...asked, path: away })).toEqual(
      fail({ kind: 'folder-missing', path: away }),
    )
    const file = join(root, '0.jpg')
    expect(await checks.look({ ...asked, path: file })).toEqual(
      fail({ kind: 'not-a-folder', path: file }),
    )
    expect(await checks.look({ ...asked, path: root, after: 1 })).toEqual(gone)
  })

  it('is one of four at most', async () => {
    fill(1)
    const { photos, store } = inLibrary()
    const { checks } = world(store, photos)
    const ids = [1, 2, 3, 4].map(() => randomUUID())
    for (const id of ids) await page(checks, id)
    const fifth = { checkId: randomUUID(), path: root, isEvery: false, after: 0 }
    expect(await checks.look(fifth)).toMatchObject({ failure: { kind: 'bad-request' } })
    await checks.end(ids[0] ?? '')
    expect((await checks.look(fifth)).ok).toBe(true)
  })

  it('ends when it is told to, and resolves when nothing of it is open', async () => {
    fill(1)
    const { photos, store } = inLibrary()
    const { checks, clock } = world(store, photos)
    const id = randomUUID()
    await page(checks, id)
    await expect.poll(() => photos.calls, patience).toHaveLength(1)
    await checks.end(id)
    expect(clock.pending()).toBe(0)
    expect(await checks.look({ checkId: id, path: root, isEvery: false, after: 1 })).toEqual(gone)
    await checks.end(id)
  })

  it('ends though it waits for room', async () => {
    fill(1_100)
    const { checks } = world()
    const id = randomUUID()
    await expect.poll(async () => (await page(checks, id)).sums.checked, patience).toBe(1_000)
    await checks.end(id)
  })

  it('is given up a minute after nobody asks any more', async () => {
    fill(1)
    const { photos, store } = inLibrary()
    const { checks, clock } = world(store, photos)
    const id = randomUUID()
    await page(checks, id)
    clock.advance(59_000)
    await page(checks, id)
    clock.advance(59_000)
    expect((await page(checks, id)).isDone).toBe(false)
    clock.advance(60_000)
    expect(clock.pending()).toBe(0)
    expect(await checks.look({ checkId: id, path: root, isEvery: false, after: 1 })).toEqual(gone)
  })

  it('ends with the engine', async () => {
    fill(1)
    const { photos, store } = inLibrary()
    const { checks, engine } = world(store, photos)
    const id = randomUUID()
    await page(checks, id)
    await expect.poll(() => photos.calls, patience).toHaveLength(1)
    engine.abort()
    await expect.poll(async () => (await page(checks, id)).isDone, patience).toBe(true)
    expect((await page(checks, id)).sums).toMatchObject({ safe: 0, isWhole: false })
  })

  it.each([
    [new CatalogueDamagedError('torn'), { kind: 'catalogue-damaged' }],
    [new Error('a bug'), { kind: 'unexpected', message: 'a bug' }],
  ])('that meets %s says so', async (thrown, failure) => {
    fill(1)
    const store: CheckStore = {
      ...nobodyKnows,
      knownBytes: () => {
        throw thrown
      },
    }
    const { checks } = world(store)
    const asked = { checkId: randomUUID(), path: root, isEvery: false, after: 0 }
    await expect.poll(() => checks.look(asked), patience).toEqual(fail(failure))
  })
})
