// Opening the catalogue, whatever became of its file.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { openCatalog } from '../../../src/main/engine/catalog/index.ts'
import {
  migrate,
  migrations,
  newestVersion,
  type Migration,
} from '../../../src/main/engine/catalog/migrate.ts'
import { DiskFullError } from '../../../src/main/engine/ports/catalogue-trouble.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import {
  addSource,
  as,
  entry,
  fingerprint,
  foundCount,
  listing,
  noon,
  openOptions,
  statesOf,
  tempFolder,
  testClock,
} from './catalog-builder.ts'

function place(): { path: string; backupFolder: string } {
  const folder = tempFolder()
  return { path: join(folder, 'catalogue.sqlite'), backupFolder: join(folder, 'backups') }
}

async function open(change: Parameters<typeof openOptions>[0]): Promise<Catalog> {
  const opened = await openCatalog(openOptions(change))
  if (!opened.ok) throw new Error(opened.failure.kind)
  return opened.value
}

async function filled(at: { path: string; backupFolder: string }): Promise<Catalog> {
  const catalog = await open(at)
  const sourceId = addSource(catalog, '/photos')
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, 0)
  const uploadId = fingerprint(catalog, 'a.jpg', 'A')
  catalog.record([{ of: 'upload', uploadId, next: as.done() }])
  return catalog
}

test('a new catalogue is good and empty, and finds again what it stored', async () => {
  const at = place()
  const catalog = await filled(at)
  expect(catalog.openedAs).toBe('good')
  expect(catalog.isReadBackNeeded()).toBe(false)
  const before = catalog.tally()
  catalog.close()
  const again = await open(at)
  expect(again.tally()).toEqual(before)
  expect(statesOf(again)).toEqual(['a.jpg: done', 'b.jpg: found'])
  expect(again.verify()).toEqual([])
  again.close()
})

test('a catalogue is made in a folder that is not there yet', async () => {
  const folder = join(tempFolder(), 'deep', 'deeper')
  const catalog = await open({ path: join(folder, 'a.sqlite'), backupFolder: join(folder, 'b') })
  catalog.close()
  expect(existsSync(join(folder, 'a.sqlite'))).toBe(true)
})

test('a new catalogue beside other files, or in memory beside backups, is none that was lost', async () => {
  const at = place()
  writeFileSync(join(at.path, '..', 'notes.txt'), 'mine')
  const catalog = await filled(at)
  expect(catalog.openedAs).toBe('good')
  await catalog.backUp()
  catalog.close()
  const inMemory = await open({ ...at, path: ':memory:' })
  expect(inMemory.openedAs).toBe('good')
  inMemory.close()
})

test('a catalogue in use is refused, and free again when its engine has ended', async () => {
  const at = place()
  const catalog = await filled(at)
  expect(await openCatalog(openOptions(at))).toEqual({
    ok: false,
    failure: { kind: 'catalogue-locked' },
  })
  catalog.close()
  const again = await open(at)
  expect(foundCount(again)).toBe(2)
  again.close()
})

test.each(['WAL', 'DELETE'])(
  'a catalogue of a newer version is refused and left untouched (%s)',
  async (mode) => {
    const at = place()
    const catalog = await filled(at)
    catalog.close()
    const db = new Sqlite(at.path)
    db.pragma('user_version = 99')
    db.pragma(`journal_mode = ${mode}`)
    db.close()
    const before = readFileSync(at.path)
    expect(await openCatalog(openOptions(at))).toEqual({
      ok: false,
      failure: { kind: 'catalogue-newer', found: 99, known: newestVersion() },
    })
    expect(readFileSync(at.path).equals(before)).toBe(true)
  },
)

const damages: [string, (path: string) => void][] = [
  [
    'is no database',
    (path) => writeFileSync(path, 'not a database at all, and long enough to be read'),
  ],
  [
    'has flipped pages',
    (path) => {
      const bytes = readFileSync(path)
      bytes.fill(0xa5, 4096 * 2, 4096 * 9)
      writeFileSync(path, bytes)
    },
  ],
  ['was emptied', (path) => truncateSync(path, 0)],
  ['is missing', (path) => rmSync(path)],
  ['was cut short', (path) => truncateSync(path, 4096 * 3)],
]

test.each(damages)(
  'a catalogue that %s is set aside and the last good backup restored',
  async (how, damage) => {
    const at = place()
    const catalog = await filled(at)
    await catalog.backUp()
    catalog.close()
    damage(at.path)
    const restored = await open(at)
    expect(restored.openedAs).toBe('restored-from-backup')
    expect(restored.isReadBackNeeded()).toBe(true)
    expect(statesOf(restored)).toEqual(['a.jpg: done', 'b.jpg: found'])
    restored.close()
    const kept = readdirSync(join(at.path, '..')).filter((name) => name.includes('.corrupt-'))
    expect(kept.length).toBe(how === 'is missing' ? 0 : 1)
    const again = await open(at)
    expect(again.openedAs).toBe('good')
    expect(again.isReadBackNeeded()).toBe(true)
    again.setReadBackNeeded(false)
    expect(again.isReadBackNeeded()).toBe(false)
    again.close()
  },
)

test('without a good backup a damaged catalogue begins anew', async () => {
  const at = place()
  const catalog = await filled(at)
  await catalog.backUp()
  catalog.close()
  for (const name of readdirSync(at.backupFolder))
    writeFileSync(join(at.backupFolder, name), 'junk'.repeat(5000))
  writeFileSync(at.path, 'junk'.repeat(5000))
  const rebuilt = await open(at)
  expect(rebuilt.openedAs).toBe('rebuilt')
  expect(foundCount(rebuilt)).toBe(0)
  expect(rebuilt.isReadBackNeeded()).toBe(true)
  rebuilt.close()
})

test('a damaged newest backup is passed over for the one before it', async () => {
  const at = place()
  const clock = testClock()
  const catalog = await open({ ...at, clock })
  addSource(catalog, '/photos')
  await catalog.backUp()
  clock.pass(1000)
  await catalog.backUp()
  catalog.close()
  const newest = readdirSync(at.backupFolder).sort().at(-1) ?? ''
  writeFileSync(join(at.backupFolder, newest), 'junk'.repeat(5000))
  writeFileSync(at.path, 'junk'.repeat(5000))
  const restored = await open(at)
  expect(restored.openedAs).toBe('restored-from-backup')
  expect(restored.sources()).toHaveLength(1)
  restored.close()
})

test('the last three backups are kept, whole and without traces of a broken one', async () => {
  const at = place()
  const clock = testClock()
  const effects: string[] = []
  const catalog = await open({ ...at, clock, checkpoint: (effect) => effects.push(effect) })
  for (let turn = 0; turn < 5; turn += 1) {
    clock.pass(1000)
    writeFileSync(join(at.path, '..', 'note'), '')
    await Promise.all([catalog.backUp(), catalog.backUp()])
  }
  writeFileSync(join(at.backupFolder, 'catalogue-x.sqlite.partial'), 'left by a crash')
  clock.pass(1000)
  await catalog.backUp()
  const names = readdirSync(at.backupFolder).sort()
  expect(names).toHaveLength(3)
  expect(names.every((name) => name.endsWith('.sqlite'))).toBe(true)
  expect(effects).toEqual(Array<string>(6).fill('backup-written'))
  catalog.close()
})

test('what is written during a backup does not break it', async () => {
  const at = place()
  const catalog = await open(at)
  const sourceId = addSource(catalog, '/photos')
  const names = Array.from({ length: 3000 }, (_, index) => `${index}.jpg`)
  await catalog.applyWalk(sourceId, [listing('', names)], noon, 0)
  const backup = catalog.backUp()
  await catalog.applyWalk(sourceId, [listing('more', names)], noon, 0)
  await backup
  catalog.close()
  const [name] = readdirSync(at.backupFolder)
  const copy = await open({ ...place(), path: join(at.backupFolder, name ?? '') })
  expect(copy.verify()).toEqual([])
  expect(foundCount(copy)).toBeGreaterThanOrEqual(3000)
  copy.close()
})

const next = newestVersion() + 1
const later: Migration = {
  version: next,
  up: (db) => db.exec('ALTER TABLE source ADD COLUMN colour TEXT'),
}

test('a migration copies the file first, keeps every row and runs once', async () => {
  const at = place()
  const catalog = await filled(at)
  catalog.close()
  const migrated = await open({ ...at, migrations: [...migrations, later] })
  expect(statesOf(migrated)).toEqual(['a.jpg: done', 'b.jpg: found'])
  expect(migrated.verify()).toEqual([])
  migrated.close()
  const [copy] = readdirSync(at.backupFolder)
  expect(copy).toMatch(new RegExp(`^before-v${next}-from-v${next - 1}-`))
  const old = await open({ ...place(), path: join(at.backupFolder, copy ?? '') })
  expect(foundCount(old)).toBe(2)
  old.close()
  const again = await open({ ...at, migrations: [...migrations, later] })
  again.close()
  expect(readdirSync(at.backupFolder)).toHaveLength(1)
})

test('a catalogue of any version is copied before it is migrated, a new one or one of today is not', () => {
  const db = new Sqlite(':memory:')
  onTestFinished(() => void db.close())
  const copied: number[] = []
  const bringTo = (steps: readonly Migration[]) =>
    migrate(db, (version) => copied.push(version), steps)
  bringTo(migrations.slice(0, 1))
  expect(copied).toEqual([])
  bringTo(migrations)
  bringTo(migrations)
  bringTo([...migrations, later])
  expect(copied).toEqual([1, next - 1])
  expect(bringTo(migrations)).toEqual({
    ok: false,
    failure: { kind: 'catalogue-newer', found: next, known: next - 1 },
  })
  const [first, second] = migrations
  if (first === undefined || second === undefined) throw new Error('two migrations')
  expect(() => bringTo([second, first])).toThrow('out of order')
})

test('a migration that fails leaves the version before it', () => {
  const db = new Sqlite(':memory:')
  const broken: Migration = {
    version: next,
    up: (open) => {
      open.exec('CREATE TABLE half (id INTEGER PRIMARY KEY) STRICT')
      throw new Error('broken')
    },
  }
  expect(() => migrate(db, () => undefined, [...migrations, broken])).toThrow('broken')
  expect(db.pragma('user_version', { simple: true })).toBe(next - 1)
  expect(db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'half'`).pluck().get()).toBe(0)
})

test('a fresh catalogue has the shape of one that was migrated step by step', () => {
  const shape = (db: Sqlite.Database): unknown =>
    db.prepare(`SELECT type, name, sql FROM sqlite_schema ORDER BY type, name`).all()
  const fresh = new Sqlite(':memory:')
  migrate(fresh, () => undefined)
  const stepwise = new Sqlite(':memory:')
  for (let steps = 1; steps <= migrations.length; steps += 1) {
    migrate(stepwise, () => undefined, migrations.slice(0, steps))
  }
  expect(shape(stepwise)).toEqual(shape(fresh))
  expect(migrations.map((step) => step.version)).toEqual(migrations.map((_, index) => index + 1))
})

test('a full disk is told apart, stores nothing of the write and leaves the catalogue usable', async () => {
  const at = place()
  const catalog = await filled(at)
  catalog.close()
  // SQLite answers a page limit with the very code of a full disk.
  const limited = await open({
    ...at,
    limitPages: 60,
  })
  const sourceId = limited.sources()[0]?.sourceId ?? 0
  const many = Array.from({ length: 5000 }, (_, index) => entry(`${index}.jpg`))
  const before = limited.tally()
  await expect(limited.applyWalk(sourceId, [listing('', many)], noon, 0)).rejects.toThrow(
    DiskFullError,
  )
  expect(limited.tally()).toEqual(before)
  expect(limited.verify()).toEqual([])
  limited.changeSettings({ photoSize: 'original' })
  expect(limited.settings().photoSize).toBe('original')
  limited.close()
})

test('a catalogue whose engine was killed in the middle of writing holds all or nothing of each write', async () => {
  const at = place()
  const script = fileURLToPath(new URL('./killed-writer.ts', import.meta.url))
  const perWrite = 50
  let stored = 0
  for (let round = 0; round < 3; round += 1) {
    const child = spawn(process.execPath, [script, at.path, String(perWrite)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const acknowledged = await new Promise<number>((resolve) => {
      let count = 0
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        count += text.split('\n').length - 1
        // Killed at some moment after a few writes; which one of its steps is hit is left to chance.
        if (count >= 3 + round) child.kill('SIGKILL')
      })
      child.on('exit', () => resolve(count))
    })
    const catalog = await open(at)
    const found = foundCount(catalog)
    expect(found % perWrite).toBe(0)
    expect(found).toBeGreaterThanOrEqual(stored + acknowledged * perWrite)
    expect(catalog.verify()).toEqual([])
    stored = found
    catalog.close()
  }
})

test('a catalogue that another process has open is refused until that process is killed', async () => {
  const at = place()
  const script = fileURLToPath(new URL('./killed-writer.ts', import.meta.url))
  const child = spawn(process.execPath, [script, at.path, '1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  await once(child.stdout, 'data')
  child.stdout.resume()
  expect(await openCatalog(openOptions(at))).toEqual({
    ok: false,
    failure: { kind: 'catalogue-locked' },
  })
  child.kill('SIGKILL')
  await ended
  const catalog = await open(at)
  expect(catalog.verify()).toEqual([])
  catalog.close()
})

test('a copy of the file and its log taken in the middle of a run opens with all that was committed', async () => {
  const at = place()
  const catalog = await filled(at)
  const copied = place()
  copyFileSync(at.path, copied.path)
  if (existsSync(`${at.path}-wal`)) copyFileSync(`${at.path}-wal`, `${copied.path}-wal`)
  const copy = await open(copied)
  expect(statesOf(copy)).toEqual(['a.jpg: done', 'b.jpg: found'])
  copy.close()
  catalog.close()
})
