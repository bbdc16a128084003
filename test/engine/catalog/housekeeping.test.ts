// What the catalogue does beside its rows: the log and when it flows back, and backups by their names.
import Sqlite from 'better-sqlite3'
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  backupTime,
  fileStamp,
  isSound,
  listBackups,
  removeDatabase,
} from '../../../src/main/engine/catalog/backup.ts'
import { openCatalog } from '../../../src/main/engine/catalog/index.ts'
import {
  aCatalog,
  addSource,
  listing,
  noon,
  openOptions,
  tempFolder,
  testClock,
} from './catalog-builder.ts'

describe('backups', () => {
  it('tell by their names when they were written', () => {
    const at = Date.UTC(2026, 10, 26, 22, 5, 9, 7)
    expect(fileStamp(at)).toBe('20261126T220509007Z')
    expect(backupTime(join('folder', `catalogue-${fileStamp(at)}.sqlite`))).toBe(at)
    expect(backupTime('other.sqlite')).toBeNaN()
  })

  it('are listed from the newest on, and nothing else is', () => {
    const folder = tempFolder()
    const names = [1, 3, 2].map((day) => `catalogue-2026110${day}T000000000Z.sqlite`)
    for (const name of [...names, 'catalogue.sqlite', `${names[0]}.partial`, 'notes.txt'])
      writeFileSync(join(folder, name), '')
    expect(listBackups(folder)).toEqual(
      [names[1], names[2], names[0]].map((name) => join(folder, name ?? '')),
    )
    expect(listBackups(join(folder, 'gone'))).toEqual([])
  })

  it('go with all that SQLite keeps beside them', () => {
    const folder = tempFolder()
    const path = join(folder, 'a.sqlite')
    for (const suffix of ['', '-wal', '-shm', '-journal', '-else']) writeFileSync(path + suffix, '')
    removeDatabase(path)
    expect(readdirSync(folder)).toEqual(['a.sqlite-else'])
    removeDatabase(path)
  })

  it('are sound when SQLite can read them', async () => {
    const folder = tempFolder()
    expect(isSound(join(folder, 'gone.sqlite'))).toBe(false)
    writeFileSync(
      join(folder, 'text.sqlite'),
      'no database, but a text that is long enough'.repeat(99),
    )
    expect(isSound(join(folder, 'text.sqlite'))).toBe(false)
    const catalog = await aCatalog({ path: join(folder, 'a.sqlite'), backupFolder: folder })
    await catalog.backUp()
    expect(listBackups(folder).map(isSound)).toEqual([true])
  })

  it('that fail leave nothing behind, and the next goes well', async () => {
    const folder = tempFolder()
    const clock = testClock()
    const catalog = await aCatalog({
      path: join(folder, 'a.sqlite'),
      backupFolder: join(folder, 'b'),
      clock,
    })
    // Where the backup is to go there is a folder.
    const name = `catalogue-${fileStamp(noon)}.sqlite`
    mkdirSync(join(folder, 'b', name), { recursive: true })
    await expect(catalog.backUp()).rejects.toThrow()
    expect(readdirSync(join(folder, 'b'))).toEqual([name])
    rmSync(join(folder, 'b', name), { recursive: true })
    await catalog.backUp()
    expect(readdirSync(join(folder, 'b'))).toEqual([name])
    expect(catalog.lastBackUpAt()).toBe(noon)
  })

  it('are looked through in a thread of their own, and not kept when they are damaged', async () => {
    const folder = tempFolder()
    const place = { path: join(folder, 'a.sqlite'), backupFolder: join(folder, 'b') }
    const catalog = await aCatalog(place)
    let threads = 0
    const onThread = (): void => {
      threads += 1
      // It has not looked yet.
      const [partial = ''] = readdirSync(place.backupFolder)
      writeFileSync(join(place.backupFolder, partial), 'no database'.repeat(999))
    }
    process.once('worker', onThread)
    onTestFinished(() => void process.off('worker', onThread))
    await expect(catalog.backUp()).rejects.toThrow('damaged')
    expect(threads).toBe(1)
    expect(readdirSync(place.backupFolder)).toEqual([])
    await catalog.backUp()
    expect(listBackups(place.backupFolder).map(isSound)).toEqual([true])
  })

  it('are one where two are asked for at a time', async () => {
    const folder = tempFolder()
    const effects: string[] = []
    const catalog = await aCatalog({
      ...{ path: join(folder, 'a.sqlite'), backupFolder: join(folder, 'b') },
      checkpoint: (effect) => effects.push(effect),
    })
    expect(catalog.lastBackUpAt()).toBeNull()
    await Promise.all([catalog.backUp(), catalog.backUp()])
    expect(effects).toEqual(['backup-written'])
    await catalog.backUp()
    expect(effects).toEqual(['backup-written', 'backup-written'])
  })
})

describe('the settings', () => {
  it('are there again after the end, each by itself, and one that makes no sense is the usual one', async () => {
    const path = join(tempFolder(), 'a.sqlite')
    const first = await aCatalog({ path })
    const usual = first.settings()
    expect(usual).toMatchObject({ photoSize: 'high', speedLimit: null })
    first.changeSettings({ photoSize: 'original' })
    first.changeSettings({ speedLimit: 5_000 })
    first.close()
    const second = await aCatalog({ path })
    expect(second.settings()).toEqual({ ...usual, photoSize: 'original', speedLimit: 5_000 })
    second.close()
    const db = new Sqlite(path)
    db.exec(`UPDATE setting SET value = '"enormous"' WHERE key = 'photoSize'`)
    db.close()
    const third = await aCatalog({ path })
    expect(third.settings()).toEqual({ ...usual, speedLimit: 5_000 })
  })
})

describe('the log', () => {
  it('flows back ten minutes after the last write, and only then', async () => {
    const clock = testClock()
    const path = join(tempFolder(), 'a.sqlite')
    const catalog = await aCatalog({ path, clock })
    const log = (): number => statSync(`${path}-wal`).size
    clock.pass(600_000)
    const sourceId = addSource(catalog, '/photos')
    await catalog.applyWalk(sourceId, [listing('', ['a.jpg'])], noon, 0)
    expect(log()).toBeGreaterThan(0)
    clock.pass(599_999)
    expect(log()).toBeGreaterThan(0)
    clock.pass(1)
    expect(log()).toBe(0)
    await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, 0)
    clock.pass(600_000)
    expect(log()).toBe(0)
  })

  it('is not touched after the end', async () => {
    const clock = testClock()
    const opened = await openCatalog(openOptions({ path: join(tempFolder(), 'a.sqlite'), clock }))
    if (!opened.ok) throw new Error(opened.failure.kind)
    addSource(opened.value, '/photos')
    opened.value.close()
    opened.value.close()
    expect(() => clock.pass(3_600_000)).not.toThrow()
  })
})
