// `status` and `history` open the catalogue without a look at all its pages: where they meet damage all the same, they show
// what has taken its place.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { overwrite, pageOf } from '../builders/damaged-pages.ts'
import { openWorld } from './world.ts'

test.each([
  ['status', 'source'],
  ['history', 'file_changed'],
])('%s, where %s is damaged', async (command, name) => {
  const world = await openWorld()
  onTestFinished(() => world.close())
  await world.signIn()
  await world.fill(world.folder, 2)
  expect(await world.backUp(world.folder)).toMatchObject({ code: 0, done: 2 })
  const path = join(world.dataFolder, 'catalogue.sqlite')
  overwrite(path, pageOf(path, name))
  expect(await world.shoebox(command)).toMatchObject({ code: 0, stderr: '' })
  expect(readdirSync(world.dataFolder).filter((one) => one.includes('.corrupt-'))).not.toEqual([])
})
