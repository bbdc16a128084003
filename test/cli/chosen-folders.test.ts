// What the command takes first and what it leaves out: the order, one folder before others, and folders inside.
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { statusSchema, type SourceView } from '../../src/shared/status.ts'
import { smallJpeg } from '../builders/jpegs.ts'
import { openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.signIn()
})
afterAll(() => world.close())

let written = 0
const put = async (folder: string, name: string, year: number): Promise<void> => {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, await smallJpeg((written += 1)))
  const at = new Date(`${year}-06-01`)
  utimesSync(path, at, at)
}
const library = async (): Promise<string[]> =>
  (await world.emulator.control.library()).map(({ filename }) => filename)
/** The settings and folders that lie in the catalogue. */
const keptIn = (dataFolder: string): unknown[] => {
  const db = new Sqlite(join(dataFolder, 'catalogue.sqlite'), { readonly: true })
  try {
    return [db.prepare('SELECT * FROM setting').all(), db.prepare('SELECT * FROM source').all()]
  } finally {
    db.close()
  }
}
const sources = async (): Promise<SourceView[]> =>
  statusSchema.parse(JSON.parse((await world.shoebox('status', '--json')).stdout)).sources

test('folders inside are left out, stay so, and are taken again', async () => {
  await put(world.folder, 'kept/a.jpg', 2020)
  await put(world.folder, 'out/b.jpg', 2020)
  await put(world.folder, '[out]/c.jpg', 2020)
  const out = join(world.folder, 'out')
  expect(await world.backUp(world.folder, '--leave-out', out)).toMatchObject({ code: 0, found: 2 })
  expect((await library()).sort()).toEqual(['a.jpg', 'c.jpg'])
  expect(await world.backUp(world.folder)).toMatchObject({ code: 0, found: 2 })
  const other = join(world.folder, '[out]')
  expect(await world.backUp(world.folder, '--leave-out', other)).toMatchObject({ code: 0 })
  expect(await sources()).toMatchObject([{ leftOut: ['[out]', 'out'] }])
  const again = await world.backUp(world.folder, '--no-leave-out', out, '--no-leave-out', other)
  expect(again).toMatchObject({ code: 0, done: 3 })
  expect(await sources()).toMatchObject([{ leftOut: [] }])
  expect((await world.shoebox('verify')).code).toBe(0)
})

test('the folder named first goes before the others, and the newest photos first', async () => {
  const [one, two] = [world.makeFolder('one'), world.makeFolder('two')]
  for (const [at, year] of [2018, 2024, 2021].entries()) await put(one, `one-${at}.jpg`, year)
  for (const [at, year] of [2001, 2003, 2002].entries()) await put(two, `two-${at}.jpg`, year)
  const before = (await library()).length
  const run = await world.backUp(one, two, '--order', 'newest', '--first', two)
  expect(run).toMatchObject({ code: 0, done: 6 })
  expect((await sources()).filter(({ goesFirst }) => goesFirst).map(({ path }) => path)).toEqual([
    two,
  ])
  expect((await library()).length).toBe(before + 6)

  const unknown = await world.shoebox('backup', one, '--order', 'oldest')
  expect(unknown.stderr).toContain('--order is "oldest". Expected one of: found, newest.')
})

test('what is wrong about folders is refused before anything is added or stored', async () => {
  const added = world.makeFolder('added')
  await put(added, 'in/new.jpg', 2020)
  const before = await world.shoebox('status', '--json')
  const kept = keptIn(world.dataFolder)
  const changes = ['--size', 'original', '--limits', 'small', '--order', 'newest', '--follow-links']
  for (const wrong of [
    ['--first', world.makeFolder('elsewhere')],
    ['--leave-out', '/'],
    ['--no-leave-out', added],
    ['--leave-out', join(added, 'in'), '--no-leave-out', join(added, 'in')],
  ]) {
    const run = await world.shoebox('backup', added, ...changes, ...wrong, '--once')
    expect(run).toMatchObject({ code: 1, stdout: '' })
    expect(run.stderr).toContain(`${wrong.at(-2) ?? ''} is "`)
  }
  expect(keptIn(world.dataFolder)).toEqual(kept)
  const { sources: now } = statusSchema.parse(
    JSON.parse((await world.shoebox('status', '--json')).stdout),
  )
  expect(now).toEqual(statusSchema.parse(JSON.parse(before.stdout)).sources)
})
