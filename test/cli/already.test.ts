// What is in Google Photos already, as the command is told it: what goes, what is left out and where that is said.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayHere } from '../../src/shared/already.ts'
import { historyRowSchema } from '../../src/shared/contract.ts'
import { statusSchema } from '../../src/shared/status.ts'
import { hashesBelow, openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.signIn()
})
afterAll(() => world.close())

const dayMs = 86_400_000
/** What is written now was here before it. */
const tomorrow = dayHere(Date.now() + dayMs)
const inLibrary = async (): Promise<number> => (await world.emulator.control.library()).length
const choices = async () => {
  const { stdout } = await world.shoebox('status', '--json')
  return statusSchema
    .parse(JSON.parse(stdout))
    .sources.map(({ already, undated }) => ({ already, undated }))
}

test('all of it: what was here before the day is left out, and said to be everywhere', async () => {
  await world.fill(world.folder, 3)
  const before = hashesBelow(world.folder)
  const summary = await world.backUp(world.folder, '--already', tomorrow)
  expect(summary).toMatchObject({
    ...{ code: 3, found: 3, skipped: 3, done: 0, bytesSent: 0 },
    leftOut: { 'older-than-start': 3 },
  })
  expect(await inLibrary()).toBe(0)
  expect(hashesBelow(world.folder)).toEqual(before)
  expect(await choices()).toEqual([{ already: tomorrow, undated: 'leave' }])

  const rows = (await world.shoebox('history', '--json')).stdout.trim().split('\n')
  for (const line of rows)
    expect(historyRowSchema.parse(JSON.parse(line))).toMatchObject({
      ...{ state: 'skipped', skip: { kind: 'older-than-start' } },
    })
  expect((await world.shoebox('history')).stdout).toContain('older-than-start')
  const status = await world.shoebox('status', '--json')
  expect(JSON.parse(status.stdout)).toMatchObject({ leftOut: { 'older-than-start': 3 } })
  expect((await world.shoebox('status')).stdout).toContain(
    `(0 of 3, only what is new since ${tomorrow})`,
  )
  const inWords = await world.shoebox('backup', world.folder, '--once')
  expect(inWords.stdout).toContain(`3 left out (3 here before the day of --already)`)
  expect((await world.shoebox('verify')).code).toBe(0)
})

test('what is copied here since goes, while what was left out stays so without being told again', async () => {
  // A day that has begun: all that this test writes is new, and what an earlier day left out is taken after all.
  expect(await world.backUp(world.folder, '--already', dayHere(Date.now()))).toMatchObject({
    ...{ code: 0, found: 3, done: 3, skipped: 0, leftOut: {} },
  })
  expect(await inLibrary()).toBe(3)
  expect(await world.backUp(world.folder, '--already', tomorrow)).toMatchObject({
    code: 0,
    done: 3,
  })
  await world.fill(world.folder, 1, 50)
  expect(await world.backUp(world.folder)).toMatchObject({ code: 3, done: 3, skipped: 1 })
  expect(await inLibrary()).toBe(3)
})

test('nothing or some of it: everything goes; what Google has already is there once', async () => {
  expect(await world.backUp(world.folder, '--already', 'some')).toMatchObject({ code: 0, done: 4 })
  expect(await choices()).toEqual([{ already: 'some', undated: 'leave' }])
  // Dates are the matter of --undated: the command adds none unasked.
  expect(await world.backUp(world.folder, '--already', 'nothing')).toMatchObject({
    code: 0,
    done: 4,
  })
  expect(await choices()).toEqual([{ already: 'nothing', undated: 'leave' }])
  expect(await inLibrary()).toBe(4)
  // The same bytes, as another program would have brought them.
  const copies = world.makeFolder('copies')
  await world.fill(copies, 3)
  expect(await world.backUp(copies, '--already', 'some')).toMatchObject({ code: 0, done: 3 })
  expect(await inLibrary()).toBe(4)
  expect((await world.shoebox('verify')).code).toBe(0)
})

test('what is neither word nor day, or a day far ahead, is refused before anything is changed', async () => {
  const before = await choices()
  for (const wrong of ['all', '2026', '2026-08', '2026-02-30', '2062-08-10']) {
    const ended = await world.shoebox('backup', world.folder, '--already', wrong)
    expect(ended).toMatchObject({ code: 1 })
    expect(ended.stderr).toContain(
      `--already "${wrong}" was not understood. Expected nothing, some, or a day`,
    )
  }
  expect(await choices()).toEqual(before)
})

test('the usage and the README name it', async () => {
  const words = '--already nothing|some|YYYY-MM-DD'
  expect((await world.shoebox('help')).stdout).toContain(words)
  expect(readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')).toContain(words)
})

test('a dry run leaves out the same, of a folder that is new and of one that is not', async () => {
  const folder = world.makeFolder('rehearsed')
  await world.fill(folder, 2, 500)
  const said = async (already: string): Promise<unknown[]> => {
    const words = ['--already', already, '--dry-run', '--json']
    const { stdout } = await world.shoebox('backup', folder, ...words)
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { outcome?: string; skip?: { kind: string } | null })
      .flatMap(({ outcome, skip }) => (outcome === undefined ? [] : [skip?.kind ?? outcome]))
  }
  const [left, go] = [
    ['older-than-start', 'older-than-start'],
    ['goes', 'goes'],
  ]
  expect(await said(tomorrow)).toEqual(left)
  expect(await said('some')).toEqual(go)
  expect(await world.backUp(folder, '--already', tomorrow)).toMatchObject({ skipped: 2, done: 0 })
  expect(await said(tomorrow)).toEqual(left)
  expect(await said('some')).toEqual(go)
})
