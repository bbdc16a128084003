// A photo that changed after it was backed up, as the command sends it or keeps to the older one, and tells of it.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { historyRowSchema } from '../../src/shared/contract.ts'
import { statusSchema } from '../../src/shared/status.ts'
import { smallJpeg } from '../builders/jpegs.ts'
import { openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.signIn()
})
afterAll(() => world.close())

const tag = async (word: string): Promise<void> =>
  writeFileSync(join(world.folder, 'a.jpg'), Buffer.concat([await smallJpeg(1), Buffer.from(word)]))
const history = async (): Promise<string> => (await world.shoebox('history')).stdout
const inLibrary = async (): Promise<number> => (await world.emulator.control.library()).length

test('is sent as a second one, or kept to where that is wished, and told of in both cases', async () => {
  await tag('as taken')
  expect(await world.backUp(world.folder)).toMatchObject({ code: 0, done: 1 })
  expect(await history()).not.toContain('newer version')
  await tag('tagged')
  expect(await world.backUp(world.folder)).toMatchObject({ code: 0, done: 1 })
  expect(await inLibrary()).toBe(2)
  expect(await history()).toMatch(
    /done +"a\.jpg" {2}newer version, the older one stays in Google Photos\n/,
  )

  await tag('tagged again')
  const kept = await world.backUp(world.folder, '--changed-versions', 'keep')
  expect(kept).toMatchObject({ code: 3, found: 1, skipped: 1 })
  expect(await history()).toContain('"a.jpg"  changed-version, newer version')
  const { stdout } = await world.shoebox('history', '--json')
  expect(historyRowSchema.parse(JSON.parse(stdout))).toMatchObject({
    skip: { kind: 'changed-version' },
    olderVersion: { canOpen: true },
  })
  const status = await world.shoebox('status', '--json')
  expect(statusSchema.parse(JSON.parse(status.stdout)).sources).toMatchObject([
    { changedVersions: 'keep' },
  ])

  expect(await inLibrary()).toBe(2)
  const sent = await world.backUp(world.folder, '--changed-versions', 'send')
  expect(sent).toMatchObject({ code: 0, done: 1 })
  expect(await inLibrary()).toBe(3)
  expect((await world.shoebox('verify')).code).toBe(0)

  const unknown = await world.shoebox('backup', world.folder, '--changed-versions', 'maybe')
  expect(unknown).toMatchObject({ code: 1 })
  expect(unknown.stderr).toContain('--changed-versions is "maybe". Expected one of: send, keep.')
})
