// A folder of all sorts: each file is in the library or told of with its reason, none stalls the rest, the numbers
// of the summary add up, and `status`, `history` and `verify` say the same.
import { execFileSync } from 'node:child_process'
import { copyFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Summary } from '../../src/main/cli/backup.ts'
import { historyRowSchema, type HistoryRow } from '../../src/shared/contract.ts'
import { statusSchema } from '../../src/shared/status.ts'
import { smallJpeg } from '../builders/jpegs.ts'
import { openWorld, type World } from './world.ts'

const photos = 12
let world: World
let first: Summary & { code: number | null }

beforeAll(async () => {
  world = await openWorld()
  await world.signIn()
  const at = (name: string): string => join(world.folder, name)
  const [photo = ''] = await world.fill(world.folder, photos)
  copyFileSync(photo, at('a copy.jpg'))
  writeFileSync(at('empty.jpg'), '')
  writeFileSync(at('text.jpg'), 'Not a picture at all.\n')
  writeFileSync(at('notes.txt'), 'No photo by name either.\n')
  writeFileSync(at('refused.jpg'), await smallJpeg(501))
  await world.emulator.control.addFault({
    on: 'batchCreate',
    times: 'always',
    match: { fileName: 'refused.jpg' },
    action: { kind: 'itemCode', code: 3 },
  })
  if (process.platform !== 'win32') {
    writeFileSync(at('line\nbreak.jpg'), await smallJpeg(502))
    execFileSync('mkfifo', [at('pipe.jpg')])
    symlinkSync('.', at('loop'))
    symlinkSync('endless.jpg', at('endless.jpg'))
  }
  if (process.platform === 'linux') {
    const path = Buffer.concat([Buffer.from(`${world.folder}/`), Buffer.from([0xff, 0xfe])])
    writeFileSync(Buffer.concat([path, Buffer.from('.jpg')]), await smallJpeg(503))
  }
  first = await world.backUp(world.folder)
})
afterAll(() => world.close())

async function history(...words: string[]): Promise<HistoryRow[]> {
  const { code, stdout } = await world.shoebox('history', '--json', ...words)
  expect(code).toBe(0)
  const lines = stdout.split('\n').filter((line) => line !== '')
  return lines.map((line) => historyRowSchema.parse(JSON.parse(line)))
}

// The counts below are those of a system that allows all of the names.
describe.skipIf(process.platform !== 'linux')('a backup of all sorts', () => {
  test('ends with exit code 3 and numbers that add up', () => {
    const { found, done, skipped, failed, waiting, gone } = first
    expect(first).toMatchObject({
      code: 3,
      found: photos + 6,
      done: photos + 3,
      duplicates: 1,
      skipped: 2,
      failed: 1,
      waiting: 0,
      gone: 0,
      otherFiles: 1,
      links: 2,
      unreadable: 0,
    })
    expect(found).toBe(done + skipped + failed + waiting + gone)
  })

  test('puts every photo into the library once, the ones with a line break in the name or with no UTF-8 too', async () => {
    const library = await world.emulator.control.library()
    expect(library).toHaveLength(photos + 2)
    expect(library.filter(({ filename }) => filename.includes('break'))).toHaveLength(1)
  })

  test('tells of every other file with its reason', async () => {
    const rows = await history()
    const told = rows
      .filter(({ state }) => state !== 'done')
      .map(({ name, skip, failure }) => ({ name, reason: skip ?? failure }))
    expect(told).toHaveLength(3)
    expect(told).toEqual(
      expect.arrayContaining([
        { name: 'empty.jpg', reason: { kind: 'empty' } },
        { name: 'text.jpg', reason: { kind: 'not-a-photo', detected: 'text/plain' } },
        { name: 'refused.jpg', reason: expect.objectContaining({ kind: 'rejected' }) as unknown },
      ]),
    )
  })

  test('is what the status says', async () => {
    const { stdout } = await world.shoebox('status', '--json')
    const status = statusSchema.parse(JSON.parse(stdout))
    expect(status).toMatchObject({
      signIn: { kind: 'signed-in', email: 'first@example.test' },
      isBackupOn: true,
      duplicates: 1,
      activity: 'complete',
      conditions: [],
      sources: [
        {
          ...{ path: world.folder, files: photos + 6, done: photos + 3, photoSize: null },
          ...{ otherFiles: 1, links: 2, unreadableFolders: 0 },
        },
      ],
    })
    expect(status.counts.done.files).toBe(photos + 3)
    expect(status.requests.usedToday).toBe(first.requests)
  })
})

test('the history shows one state alone, and no more rows than asked for', async () => {
  const skipped = await history('--state', 'skipped')
  expect(new Set(skipped.map(({ state }) => state))).toEqual(new Set(['skipped']))
  expect(await history('--limit', '5')).toHaveLength(5)
  expect(await history('--state', 'waiting')).toEqual([])
})

test('the history for people is a line for each file, whatever its name', async () => {
  const { stdout } = await world.shoebox('history')
  const lines = stdout.trimEnd().split('\n')
  expect(lines).toHaveLength(first.found)
  for (const line of lines)
    expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z {2}(done|skipped|failed) +".*" {2}[a-z-]*$/)
})

test('a skipped file that is deleted is gone, and still counted', async () => {
  rmSync(join(world.folder, 'empty.jpg'))
  const { found, done, skipped, failed, waiting, gone } = await world.backUp(world.folder)
  expect({ found, gone, skipped }).toEqual({
    found: first.found,
    gone: 1,
    skipped: first.skipped - 1,
  })
  expect(found).toBe(done + skipped + failed + waiting + gone)
})

test('verify is clean, and names what is broken once something is', async () => {
  expect(await world.shoebox('verify')).toMatchObject({
    code: 0,
    stdout: `Sound: ${first.found} files, every promise kept.\n`,
  })
  const db = new Sqlite(join(world.dataFolder, 'catalogue.sqlite'))
  db.prepare(`UPDATE file SET is_duplicate = 1 WHERE state = 'done'`).run()
  db.close()
  const { code, stdout } = await world.shoebox('verify')
  expect(code).toBe(1)
  expect(stdout).toContain('Broken: of the files with the same content exactly one brought it, ')
})

test('a catalogue of a newer Shoebox is left alone', async () => {
  const db = new Sqlite(join(world.dataFolder, 'catalogue.sqlite'))
  db.pragma('user_version = 99')
  db.close()
  const { code, stderr } = await world.shoebox('status')
  expect(code).toBe(1)
  expect(stderr).toContain('The catalogue was written by a newer Shoebox (version 99')
})
