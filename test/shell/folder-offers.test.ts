import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fail, ok, type Result } from '../../src/shared/result.ts'
import type { Failure } from '../../src/shared/failure.ts'
import type { EngineCommand } from '../../src/main/shell/engine-supervisor.ts'
import { createFolderOffers } from '../../src/main/shell/folder-offers.ts'
import { findCards, findPlaces } from '../../src/main/shell/folder-places.ts'
import { systemClock } from '../../src/main/engine/system-ports.ts'
import { manualClock } from '../fakes/manual-clock.ts'

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const count = (files: number, isWhole: boolean) => ({
  files,
  bytes: files * 100,
  onlineOnly: 0,
  libraries: [],
  isNetwork: false,
  isWhole,
  isCounting: !isWhole,
})

function bench() {
  const clock = manualClock()
  const asked: string[] = []
  const replies: ((reply: Result<unknown, Failure>) => void)[] = []
  const sources: { path: string; sourceId: string }[] = []
  const command: EngineCommand = ((name: string, input: { path: string }) => {
    if (name === 'getStatus') return Promise.resolve(ok({ sources: [...sources] }))
    asked.push(input.path)
    return new Promise((resolve) => replies.push(resolve))
  }) as never
  const offers = createFolderOffers({
    clock,
    command,
    places: () => Promise.resolve([{ name: 'Pictures', path: '/pictures', kind: 'pictures' }]),
  })
  return { clock, asked, replies, sources, offers }
}

describe('folder offers', () => {
  it('answer at once with what is known, and again with more', async () => {
    const { clock, replies, offers, asked } = bench()
    const first = offers.list()
    await settle()
    clock.advance(150)
    expect(await first).toMatchObject([{ path: '/pictures', files: 0, isWhole: false }])
    replies[0]?.(ok(count(40, false)))
    await settle()
    const second = offers.list()
    await settle()
    replies[1]?.(ok(count(90, true)))
    expect(await second).toMatchObject([{ files: 90, bytes: 9_000, isWhole: true }])
    expect(asked).toEqual(['/pictures', '/pictures'])
  })

  it('do not count a folder twice at the same time, nor again while the count is fresh', async () => {
    const { clock, replies, offers, asked } = bench()
    const both = [offers.list(), offers.list()]
    await settle()
    replies[0]?.(ok(count(1, true)))
    await Promise.all(both)
    await offers.list()
    expect(asked).toHaveLength(1)
    clock.advance(30_000)
    const later = offers.list()
    await settle()
    expect(asked).toHaveLength(2)
    replies[1]?.(ok(count(2, true)))
    expect(await later).toMatchObject([{ files: 2 }])
  })

  it('do not wait for ever for a folder that cannot be counted', async () => {
    const { replies, offers } = bench()
    const list = offers.list()
    await settle()
    replies[0]?.(fail({ kind: 'folder-unreadable', path: '/pictures', code: 'EACCES' }))
    expect(await list).toMatchObject([{ files: 0, isWhole: true }])
  })

  it('know a folder that is a source since a moment ago', async () => {
    const { replies, sources, offers } = bench()
    const before = offers.list()
    await settle()
    replies[0]?.(ok(count(1, true)))
    expect(await before).toMatchObject([{ sourceId: null }])
    sources.push({ path: '/pictures', sourceId: '7' })
    expect(await offers.list()).toMatchObject([{ sourceId: '7' }])
  })

  it('give a path only for an id that was offered', async () => {
    const { clock, offers } = bench()
    const list = offers.list()
    await settle()
    clock.advance(150)
    const [offer] = await list
    expect(offers.pathOf(offer?.offerId ?? '')).toBe('/pictures')
    expect(offers.pathOf('/etc')).toBeNull()
  })
})

describe('places', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shoebox-places-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('are the folders that exist, each once, the suggested one first', async () => {
    const pictures = join(folder, 'Pictures')
    await mkdir(pictures)
    await writeFile(join(folder, 'Desktop'), 'a file')
    const found = await findPlaces({
      platform: 'darwin',
      pictures,
      desktop: join(folder, 'Desktop'),
      suggested: pictures,
      clock: systemClock,
    })
    expect(found.filter(({ kind }) => kind !== 'card')).toEqual([
      { name: 'Pictures', path: pictures, kind: 'suggested' },
    ])
  })

  it('are cards where a mount has a DCIM folder', async () => {
    await mkdir(join(folder, 'CAMERA', 'DCIM'), { recursive: true })
    await mkdir(join(folder, 'BACKUP'))
    const cards = await findCards([join(folder, 'CAMERA'), join(folder, 'BACKUP')], systemClock)
    expect(cards).toEqual([{ name: 'CAMERA', path: join(folder, 'CAMERA', 'DCIM'), kind: 'card' }])
  })
})
