// `kill -9` in the middle of a backup: the next run ends with each photo in the library exactly once.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LedgerRow } from '../emulator/index.ts'
import { hashesBelow, openWorld, type World } from './world.ts'

const photos = 120
let world: World
beforeAll(async () => {
  // Slow enough that each kill meets a batch on its way.
  world = await openWorld({ batchCreateDelayMs: 500 })
  await world.signIn()
  await world.fill(world.folder, photos)
})
afterAll(() => world.close())

/** Starts a backup and kills it as soon as a request satisfies the test. */
async function killAt(isTheMoment: (row: LedgerRow) => boolean): Promise<void> {
  const since = (await world.emulator.control.ledger()).at(-1)?.seq ?? 0
  const { child, ended } = world.start(['backup', world.folder, '--once', '--json'])
  await world.emulator.control.waitFor(isTheMoment, { since, timeoutMs: 60_000 })
  child.kill('SIGKILL')
  expect((await ended).signal).toBe('SIGKILL')
}

test('a killed backup goes on where it was, and nothing is lost or there twice', async () => {
  let sent = 0
  await killAt((row) => row.operation === 'upload.raw' && ++sent > 20)
  await killAt((row) => row.operation === 'batchCreate' && row.outcome === 'open')
  await killAt((row) => row.operation === 'batchCreate' && row.outcome === 'answered')
  const summary = await world.backUp(world.folder)
  expect(summary).toMatchObject({ code: 0, found: photos, done: photos, waiting: 0 })
  expect(await world.libraryHashes()).toEqual(hashesBelow(world.folder))
  expect(await world.shoebox('verify')).toMatchObject({ code: 0 })
})
