// `shoebox backup --once`: what goes up, how many requests it takes, and what a second run, a rename and a kill change.
import { renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashesBelow, openWorld, type World } from './world.ts'

const photos = 300

describe('a folder of small photos', () => {
  let world: World
  let paths: string[]
  beforeAll(async () => {
    world = await openWorld()
    await world.signIn()
    paths = await world.fill(world.folder, photos)
  })
  afterAll(() => world.close())

  const uploadsSince = async (seq: number): Promise<number> =>
    (await world.requests(seq)).filter((row) => row.operation !== 'mediaItems.list').length
  const lastSeq = async (): Promise<number> =>
    (await world.emulator.control.ledger()).at(-1)?.seq ?? 0

  test('is in the library byte by byte after at most 1.05 requests a photo', async () => {
    const summary = await world.backUp(world.folder, '--size', 'original')
    expect(summary).toMatchObject({
      code: 0,
      found: photos,
      done: photos,
      duplicates: 0,
      skipped: 0,
      failed: 0,
      waiting: 0,
      gone: 0,
    })
    const bytes = (await world.emulator.control.library()).reduce(
      (n, item) => n + item.sizeBytes,
      0,
    )
    expect(summary).toMatchObject({ bytesFound: bytes, bytesSent: bytes })
    expect(await world.libraryHashes()).toEqual(hashesBelow(world.folder))
    const requests = await world.requests()
    expect(requests.length).toBeLessThanOrEqual(photos * 1.05)
    expect(summary.requests).toBe(requests.length)
    expect((await world.emulator.control.counters()).maxBatchCreateOverlap).toBe(1)
  })

  test('makes no upload request in a second run', async () => {
    const before = await lastSeq()
    const summary = await world.backUp(world.folder)
    expect(summary).toMatchObject({ code: 0, found: photos, done: photos, bytesSent: 0 })
    expect(await uploadsSince(before)).toBe(0)
  })

  test('makes none after half of it is renamed and some is moved to another folder', async () => {
    const elsewhere = world.makeFolder('elsewhere')
    paths.forEach((path, index) => {
      if (index % 2 === 0) renameSync(path, join(dirname(path), `renamed ${basename(path)}`))
    })
    renameSync(join(world.folder, 'day-3'), join(elsewhere, 'day-3'))
    const before = await lastSeq()
    const summary = await world.backUp(world.folder, elsewhere)
    expect(summary).toMatchObject({ code: 0, found: photos, done: photos, duplicates: 0, gone: 0 })
    expect(await uploadsSince(before)).toBe(0)
    expect(await world.shoebox('verify')).toMatchObject({
      code: 0,
      stdout: `Sound: ${photos} files, every promise kept.\n`,
    })
  })
})
