// RAW photos beside their JPEGs and the films of Live Photos, as the command is told of them: what goes, what is left out, where
// that is said, and what a dry run says before.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { historyRowSchema } from '../../src/shared/contract.ts'
import { statusSchema } from '../../src/shared/status.ts'
import { appleNote, exifOf, film, jpegWith, raw } from '../builders/pair-files.ts'
import { openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.signIn()
})
afterAll(() => world.close())

const at = '2024:05:01 10:11:12'
const id = 'C0FFEE00-0000-4000-8000-000000000002'
const write = (name: string, bytes: Buffer): void => writeFileSync(join(world.folder, name), bytes)
const names = async (): Promise<string[]> =>
  (await world.emulator.control.library()).map(({ filename }) => filename).toSorted()
const said = async (...words: string[]): Promise<string[]> => {
  const { stdout } = await world.shoebox('backup', world.folder, ...words, '--dry-run', '--json')
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { path?: string; outcome?: string; skip?: unknown })
    .flatMap(({ path, outcome, skip }) =>
      path === undefined ? [] : [`${path} ${outcome} ${JSON.stringify(skip)}`],
    )
    .toSorted()
}

test('a dry run, a run and a later choice leave out what is wanted so, and it is no trouble', async () => {
  write('A.JPG', jpegWith(exifOf({ at, model: 'CAM', text: 'A' })))
  write('A.CR2', raw(exifOf({ at, model: 'CAM', text: 'A raw' })))
  write('B.CR2', raw(exifOf({ at, model: 'CAM', text: 'B raw' })))
  write('B.JPG', jpegWith(exifOf({ at, model: 'CAM 2', text: 'B' })))
  write('C.JPG', jpegWith(exifOf({ at, model: 'PHONE', note: appleNote(id) })))
  write('C.MOV', film({ id, ms: 3_000 }))
  const all = (...left: string[]) =>
    ['A.CR2', 'A.JPG', 'B.CR2', 'B.JPG', 'C.JPG', 'C.MOV'].map((name) => {
      const is = name.endsWith('MOV') ? 'film' : 'raw'
      return left.includes(name)
        ? `${name} skipped {"kind":"left-to-partner","is":"${is}"}`
        : `${name} goes null`
    })
  expect(await said()).toEqual(all())
  expect(await said('--pairs', 'jpeg')).toEqual(all('A.CR2'))
  expect(await said('--pairs', 'still')).toEqual(all('C.MOV'))
  expect(await said('--pairs', 'still,jpeg')).toEqual(all('A.CR2', 'C.MOV'))

  const summary = await world.backUp(world.folder, '--pairs', 'jpeg,still')
  expect(summary).toMatchObject({
    ...{ code: 0, found: 6, done: 4, skipped: 2, failed: 0 },
    leftOut: { 'left-to-partner': 2 },
  })
  expect(await names()).toEqual(['A.JPG', 'B.CR2', 'B.JPG', 'C.JPG'])
  const { stdout } = await world.shoebox('status', '--json')
  const status = statusSchema.parse(JSON.parse(stdout))
  expect(status.sources.map(({ pairs }) => pairs)).toEqual(['jpeg,still'])
  expect(status.skippedUnseen).toBe(0)
  expect((await world.shoebox('status')).stdout).toContain(
    'without RAW beside a JPEG and films of Live Photos',
  )
  expect((await world.shoebox('backup', world.folder, '--once')).stdout).toContain(
    '2 left out (2 beside their JPEG or still, as --pairs says)',
  )
  expect(await said()).toEqual(all('A.CR2', 'C.MOV').map((line) => line.replace('goes', 'done')))
  expect(await said('--pairs', 'both')).toContain('A.CR2 goes null')

  // What is in Google Photos is not what was left out.
  const check = await world.shoebox('check', world.folder, '--json')
  expect(check.code).toBe(3)
  expect(JSON.parse(check.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
    ...{ checked: 6, safe: 4 },
    notSafe: ['A.CR2', 'C.MOV'].map((name) => ({
      ...{ path: join(world.folder, name), reason: 'skipped', detail: 'left-to-partner' },
    })),
  })

  expect(await world.backUp(world.folder, '--pairs', 'jpeg')).toMatchObject({ code: 0, done: 5 })
  rmSync(join(world.folder, 'A.JPG'))
  expect(await world.backUp(world.folder)).toMatchObject({ code: 0, done: 6, skipped: 0 })
  expect(await names()).toEqual(['A.CR2', 'A.JPG', 'B.CR2', 'B.JPG', 'C.JPG', 'C.MOV'])
  const rows = (await world.shoebox('history', '--json')).stdout.trim().split('\n')
  for (const line of rows) historyRowSchema.parse(JSON.parse(line))
  expect(rows).toHaveLength(6)
  expect((await world.shoebox('verify')).code).toBe(0)
})

test('another word is refused before anything is changed', async () => {
  for (const wrong of ['raw', 'both,jpeg', '']) {
    const ended = await world.shoebox('backup', world.folder, '--pairs', wrong)
    expect(ended).toMatchObject({ code: 1 })
    expect(ended.stderr).toContain(`--pairs "${wrong}" was not understood. Expected both, jpeg,`)
  }
})

test('the usage and the README name it', async () => {
  const words = '--pairs both|jpeg|still|jpeg,still'
  expect((await world.shoebox('help')).stdout).toContain(words)
  expect(readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')).toContain(words)
})
