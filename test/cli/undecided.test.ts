// Photos without a date that were left for a decision in the app, met by the command: a single run sends all else, ends, and says
// how many wait.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import Sqlite from 'better-sqlite3'
import sharp from 'sharp'
import { openCatalog } from '../../src/main/engine/catalog/index.ts'
import { smallJpeg } from '../builders/jpegs.ts'
import { openOptions } from '../engine/catalog/catalog-builder.ts'
import { openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.signIn()
})
afterAll(() => world.close())

const dated = async (number: number): Promise<Buffer> =>
  sharp(await smallJpeg(number))
    .withExif({ IFD2: { DateTimeOriginal: '2015:05:01 10:00:00' } })
    .jpeg()
    .toBuffer()

/** Decides as the app does, while nothing runs. */
async function decide(choice: string): Promise<void> {
  const path = join(world.dataFolder, 'catalogue.sqlite')
  const db = new Sqlite(path)
  const folderId = db.prepare('SELECT id FROM folder').pluck().get() as number
  db.close()
  const opened = await openCatalog(
    openOptions({ path, backupFolder: join(world.dataFolder, 'backups') }),
  )
  if (!opened.ok) throw new Error(opened.failure.kind)
  opened.value.decideDates(folderId, choice)
  await opened.value.followDates(folderId)
  opened.value.close()
}

test('wait, are counted, and keep the run from ending well', async () => {
  const folder = world.makeFolder('1987')
  writeFileSync(join(folder, 'party.jpg'), await dated(6_000))
  expect(await world.backUp(folder, '--undated', 'name')).toMatchObject({ code: 0, undecided: 0 })
  await decide('later')
  for (const at of [1, 2])
    writeFileSync(join(folder, `scan ${at}.jpg`), await smallJpeg(6_000 + at))
  writeFileSync(join(folder, 'lake.jpg'), await dated(6_010))
  expect(await world.backUp(folder)).toMatchObject({
    ...{ code: 3, found: 4, done: 2, waiting: 2, undecided: 2, waitingFor: [] },
  })
  const { code, stderr, stdout } = await world.shoebox('backup', folder, '--once')
  expect(code).toBe(3)
  expect(stderr).toContain(
    '2 photos without a date wait for a decision. The app has a page for them.',
  )
  expect(stderr).not.toContain('tried again later')
  // The last that is said of how far it is, before the end.
  expect(stderr.trim().split('\n').at(-2)).toBe('All but photos without a date is dealt with')
  expect(stdout).toContain('2 waiting')
  expect((await world.shoebox('verify')).code).toBe(0)
})

test('go at the next run after somebody decided', async () => {
  const folder = world.makeFolder('1987')
  await decide('1987-07-14')
  expect(await world.backUp(folder)).toMatchObject({ code: 0, done: 4, undecided: 0 })
  const library = await world.emulator.control.library()
  expect(library.filter(({ localTime }) => localTime.startsWith('1987-07-14'))).toHaveLength(2)
})
