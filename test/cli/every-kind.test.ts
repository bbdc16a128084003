// Folders of everything there is: each file is in the library, left out with its reason, or counted as another file, and
// the numbers of the summary leave none out.
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Summary } from '../../src/main/cli/backup.ts'
import { historyRowSchema, type HistoryRow } from '../../src/shared/contract.ts'
import { listedKinds, unlistedKinds } from '../builders/every-kind.ts'
import { oddPhotos } from '../builders/odd-photos.ts'
import { hashOf, openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.signIn()
})
afterAll(() => world.close())

const rowsOf = async (): Promise<Map<string, HistoryRow>> => {
  const { stdout } = await world.shoebox('history', '--json', '--limit', '1000')
  const lines = stdout.split('\n').filter((line) => line !== '')
  const rows = lines.map((line) => historyRowSchema.parse(JSON.parse(line)))
  return new Map(rows.map((row) => [row.name, row]))
}
/** Whether the summary tells of so many files, each once. */
const addsUp = (summary: Summary, files: number): void => {
  const { found, done, skipped, failed, waiting, gone, otherFiles, unreadable } = summary
  expect(found).toBe(done + skipped + failed + waiting + gone)
  expect(found - gone + otherFiles + unreadable).toBe(files)
}

describe('a folder with a file of every kind', () => {
  const nameOf = (extension: string): string => `file.${extension}`

  test('is reported completely', async () => {
    const folder = world.makeFolder('every kind')
    const [listed, unlisted] = await Promise.all([listedKinds(), unlistedKinds()])
    expect([listed.size, unlisted.size]).toEqual([43, expect.any(Number)])
    expect(unlisted.size).toBeGreaterThanOrEqual(20)
    let number = 0
    // Bytes of their own, so that none stands for another.
    const write = (extension: string, bytes: Buffer): string => {
      const own =
        bytes.length === 0 ? bytes : Buffer.concat([bytes, Buffer.from(`\n${(number += 1)}`)])
      writeFileSync(join(folder, nameOf(extension)), own)
      return hashOf(own)
    }
    const sent = [...listed].map(([extension, bytes]) => write(extension, bytes))
    for (const [extension, { bytes, outcome }] of unlisted) {
      const sha256 = write(extension, bytes)
      if (outcome === 'sent') sent.push(sha256)
    }
    const summary = await world.backUp(folder, '--size', 'original')
    const rows = await rowsOf()
    const became = (extension: string): string => {
      const row = rows.get(nameOf(extension))
      if (row === undefined) return 'other'
      return row.state === 'done' ? 'sent' : (row.skip?.kind ?? row.failure?.kind ?? row.state)
    }
    expect(Object.fromEntries([...listed.keys()].map((one) => [one, became(one)]))).toEqual(
      Object.fromEntries([...listed.keys()].map((one) => [one, 'sent'])),
    )
    expect(Object.fromEntries([...unlisted.keys()].map((one) => [one, became(one)]))).toEqual(
      Object.fromEntries([...unlisted].map(([one, { outcome }]) => [one, outcome])),
    )
    // Two of them have a reason, so the run ends with 3.
    const count = (outcome: string): number =>
      [...unlisted.values()].filter((one) => one.outcome === outcome).length
    expect(summary).toMatchObject({
      ...{ code: 3, done: sent.length, skipped: 2, failed: 0, waiting: 0, gone: 0 },
      ...{ otherFiles: count('other'), links: 0, unreadable: 0, duplicates: 0 },
    })
    addsUp(summary, readdirSync(folder).length)
    expect(await world.libraryHashes()).toEqual(sent.sort())
    // The same in words.
    const { stdout } = await world.shoebox('backup', folder, '--once')
    expect(stdout).toContain(`${summary.found} found, ${summary.done} in the library, 2 left out`)
    expect(stdout).toContain(`, ${summary.otherFiles} other files; `)
  })
})

describe('photos that went wrong elsewhere', () => {
  test('all go up, as they are where a copy would lose something', async () => {
    const folder = world.makeFolder('odd photos')
    const before = new Set(await world.libraryHashes())
    const photos = await oddPhotos()
    for (const { name, bytes } of photos) writeFileSync(join(folder, name), bytes)
    const summary = await world.backUp(folder, '--size', 'high')
    expect(summary).toMatchObject({
      ...{ code: 0, found: photos.length, done: photos.length, skipped: 0, failed: 0 },
      ...{ waiting: 0, gone: 0, otherFiles: 0, links: 0, unreadable: 0, duplicates: 0 },
    })
    addsUp(summary, readdirSync(folder).length)
    const rows = await rowsOf()
    for (const { name, sent } of photos) {
      const row = rows.get(name)
      expect(row?.state, name).toBe('done')
      if (sent !== 'either')
        expect([name, row?.isReduced, row?.keptOriginal]).toEqual([
          ...[name, sent === 'copy'],
          sent === 'copy' ? null : expect.any(String),
        ])
    }
    const itself = photos.filter(({ name }) => rows.get(name)?.isReduced === false)
    const library = (await world.emulator.control.library()).filter(
      ({ sha256 }) => !before.has(sha256),
    )
    const hashes = new Set(library.map(({ sha256 }) => sha256))
    for (const { name, bytes } of itself) expect(hashes.has(hashOf(bytes)), name).toBe(true)
    // Two photos give the same copy, and that is one item.
    expect(library).toHaveLength(photos.length - 1)
    expect(library.map(({ filename }) => filename)).toEqual(
      expect.arrayContaining(['DSC00001.heic', 'IMG_0001.jpg', 'P1000001.jpg', 'clip.webm']),
    )
  })
})
