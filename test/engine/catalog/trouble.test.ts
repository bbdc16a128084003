// No room, and errors, in the middle of what takes long: what was not stored is as if it had never been begun, nobody else
// is kept from their work, and what can go on does so by itself.
import Sqlite from 'better-sqlite3'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listBackups } from '../../../src/main/engine/catalog/backup.ts'
import { createCatalog } from '../../../src/main/engine/catalog/catalog.ts'
import { isDamage, isDiskFull } from '../../../src/main/engine/catalog/database.ts'
import { openCatalog } from '../../../src/main/engine/catalog/index.ts'
import { migrate, migrations, newestVersion } from '../../../src/main/engine/catalog/migrate.ts'
import { createReceipts, receiptFolder } from '../../../src/main/engine/catalog/receipts.ts'
import { DiskFullError } from '../../../src/main/engine/ports/catalogue-trouble.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import {
  addSource,
  as,
  fingerprint,
  listing,
  noon,
  openOptions,
  sha,
  statesOf,
  tempFolder,
  testClock,
} from './catalog-builder.ts'

const [first, second, third] = ['one', 'two', 'three'].map((sub) => ({
  ...{ sub, email: `${sub}@example.test`, clientId: 'client' },
})) as [Account, Account, Account]
interface Account {
  sub: string
  email: string
  clientId: string
}
const names = Array.from({ length: 40 }, (_, index) => `${String(index).padStart(2, '0')}.jpg`)
const unreadable = { kind: 'file-unreadable', code: 'EIO' } as const

/** A catalogue over a connection that the test can trouble; with four milliseconds a look, a slice is five steps. */
function troubled(msPerLook = 4) {
  const db = new Sqlite(':memory:')
  migrate(db, () => undefined)
  const clock = testClock()
  let steady = 0
  const slow = { ...clock, monotonic: () => (steady += msPerLook) }
  const open = () => createCatalog(db, 'good', openOptions({ clock: slow }))
  const catalog = open()
  onTestFinished(() => catalog.close())
  return {
    ...{ db, clock, catalog, open },
    /** The disk is full: not one page more. */
    fill: () =>
      void db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`),
    makeRoom: () => void db.pragma('max_page_count = 1000000'),
    /** Whatever meets this condition is an error from now on, which is no full disk. */
    refuse: (what: string, when: string) =>
      db.exec(`CREATE TRIGGER refused BEFORE ${what} WHEN ${when} BEGIN
        SELECT RAISE(ABORT, 'refused'); END`),
    allow: () => db.exec('DROP TRIGGER refused'),
  }
}

/** Files that are all in the library of the first account. */
async function backedUp(msPerLook?: number) {
  const world = troubled(msPerLook)
  const { catalog } = world
  await catalog.useAccount(first)
  const sourceId = addSource(catalog, '/photos')
  await catalog.applyWalk(sourceId, [listing('', names)], noon, 0)
  for (const name of names) {
    const uploadId = fingerprint(catalog, name, name)
    catalog.record([{ of: 'upload', uploadId, next: as.done(name) }])
  }
  return world
}

const allAre = (state: string): string[] => names.map((name) => `${name}: ${state}`)

describe('a change of the account', () => {
  it('for which there is no room for long waits again and again, and is then done to the end', async () => {
    const { catalog, clock, fill, makeRoom } = await backedUp()
    const change = catalog.useAccount(second)
    fill()
    // Turns enough to come to the first page that there is no room for.
    for (let turn = 0; turn < 60; turn += 1) await nextTurn()
    expect(catalog.isBusy()).toBe(true)
    expect(catalog.verify()).toEqual([])
    const { files } = catalog.tally().done
    expect(files).toBeGreaterThan(0)
    clock.pass(5_000)
    for (let turn = 0; turn < 60; turn += 1) await nextTurn()
    expect(catalog.isBusy()).toBe(true)
    makeRoom()
    clock.pass(4_999)
    await nextTurn()
    expect(catalog.tally().done.files).toBe(files)
    clock.pass(1)
    await change
    expect(catalog.isBusy()).toBe(false)
    expect(statesOf(catalog)).toEqual(allAre('fingerprinted'))
    expect(catalog.verify()).toEqual([])
  })

  it('that an error breaks off tells so, stores nothing wrong and goes on at the next start', async () => {
    const { catalog, open, refuse, allow } = await backedUp()
    refuse('INSERT ON upload', 'new.content_id = 20')
    await expect(catalog.useAccount(second)).rejects.toThrow('refused')
    expect(catalog.currentAccount()).toEqual(second)
    expect(catalog.verify()).toEqual([])
    allow()
    const again = open()
    expect(again.isBusy()).toBe(true)
    await expect.poll(() => again.isBusy()).toBe(false)
    expect(statesOf(again)).toEqual(allAre('fingerprinted'))
    expect(again.verify()).toEqual([])
  })

  it('back to the first, before there was room to follow the other, has nothing to do', async () => {
    const { catalog, clock, fill } = await backedUp(0)
    fill()
    // All of it is one slice, and so there is no room for any of it.
    const change = catalog.useAccount(second)
    expect(catalog.isBusy()).toBe(true)
    expect(catalog.tally().done.files).toBe(40)
    await nextTurn()
    await catalog.useAccount(first)
    expect(catalog.isBusy()).toBe(false)
    clock.pass(5_000)
    await change
    expect(statesOf(catalog)).toEqual(allAre('done'))
    expect(catalog.verify()).toEqual([])
  })

  it('from one to the next and the next is for each file what it was for', async () => {
    const { catalog } = await backedUp()
    const changes = [second, third, second, first].map((account) => catalog.useAccount(account))
    await Promise.all(changes)
    expect(statesOf(catalog)).toEqual(allAre('done'))
    await catalog.useAccount(third)
    expect(statesOf(catalog)).toEqual(allAre('fingerprinted'))
    expect(catalog.verify()).toEqual([])
  })
})

describe('the end', () => {
  it('is the end of what takes long as well, which the next start goes on with', async () => {
    const { catalog } = await backedUp()
    const change = catalog.useAccount(second)
    expect(catalog.isBusy()).toBe(true)
    catalog.close()
    await expect(change).resolves.toBeUndefined()
  })

  it('comes even when what was counted last cannot be stored', () => {
    const { catalog, clock, db, refuse } = troubled()
    refuse('INSERT ON request_day', 'true')
    catalog.countRequests(1, noon)
    expect(() => catalog.close()).toThrow('refused')
    expect(db.open).toBe(false)
    expect(() => clock.pass(600_000)).not.toThrow()
  })
})

describe('a wish', () => {
  it('that an error breaks off is told of and not kept, and the other goes on and is not done twice', async () => {
    const { catalog, open, refuse, allow } = troubled()
    const sourceId = addSource(catalog, '/photos')
    await catalog.applyWalk(sourceId, [listing('', names)], noon, 0)
    catalog.record(
      names.map((_, index) => ({
        ...{ of: 'file', fileId: index + 1 },
        next:
          index < 20
            ? { state: 'failed', failure: unreadable, attempts: 3 }
            : { state: 'skipped', reason: { kind: 'too-large', sizeBytes: 2, limitBytes: 1 } },
      })),
    )
    refuse('UPDATE ON file', `new.name = '15.jpg'`)
    const retried = catalog.retryReason('file-unreadable')
    const ignored = catalog.ignoreReason('too-large')
    await expect(retried).rejects.toThrow('refused')
    expect(await ignored).toBe(20)
    expect(catalog.isBusy()).toBe(false)
    expect(catalog.verify()).toEqual([])
    const left = catalog.tally().failed.files
    expect(left).toBeGreaterThan(0)
    allow()
    const again = open()
    expect(again.isBusy()).toBe(false)
    expect(again.tally().failed.files).toBe(left)
    expect(again.tally().skipped.files).toBe(20)
  })

  it.each([
    ['for one cause', (catalog: Catalog) => catalog.ignoreReason('file-unreadable')],
    [
      'for all that fit a filter',
      (catalog: Catalog) => catalog.ignoreChosen({ filter: { states: ['failed'] }, except: [] }),
    ],
  ])(
    '%s that was begun when the room ran out goes on at the next start, whatever was stored meanwhile',
    async (_, ask) => {
      const { catalog, open, fill, makeRoom } = troubled()
      const sourceId = addSource(catalog, '/photos')
      await catalog.applyWalk(sourceId, [listing('', names)], noon, 0)
      catalog.record(
        names.map((_, index) => ({
          ...{ of: 'file', fileId: index + 1 },
          next:
            index < 36
              ? { state: 'failed', failure: unreadable, attempts: 3 }
              : index < 38
                ? { state: 'skipped', reason: { kind: 'empty' } }
                : { state: 'skipped', reason: { kind: 'too-large', sizeBytes: 2, limitBytes: 1 } },
        })),
      )
      const asked = ask(catalog)
      fill()
      await expect(asked).rejects.toThrow(DiskFullError)
      const left = catalog.tally().failed.files
      expect([left > 0, left < 36]).toEqual([true, true])
      makeRoom()
      const filter = { states: ['skipped' as const], reason: 'empty' }
      expect(await catalog.retryChosen({ filter, except: [] })).toBe(2)
      expect(await catalog.retryReason('too-large')).toBe(2)
      expect(catalog.tally().failed.files).toBe(left)
      const again = open()
      await expect.poll(() => again.isBusy()).toBe(false)
      expect(again.tally().failed.files).toBe(0)
      expect(again.verify()).toEqual([])
      expect(open().isBusy()).toBe(false)
    },
  )

  it('for a file that is gone is none, whatever becomes of its copy', async () => {
    const { catalog } = troubled()
    const sourceId = addSource(catalog, '/photos')
    await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, 0)
    const uploadId = fingerprint(catalog, 'a.jpg', 'same')
    fingerprint(catalog, 'b.jpg', 'same')
    catalog.record([{ of: 'upload', uploadId, next: as.failed() }])
    await catalog.applyWalk(sourceId, [listing('', ['b.jpg'])], noon, 0)
    expect([1, 2].map((fileId) => catalog.retryFile(fileId))).toEqual([false, true])
    expect(statesOf(catalog)).toEqual(['a.jpg: gone', 'b.jpg: fingerprinted'])
  })
})

describe('two scans of one new folder', () => {
  it('side by side count each of its files once', async () => {
    const { catalog } = troubled()
    const sourceId = addSource(catalog, '/photos')
    const many = Array.from({ length: 400 }, (_, index) => `${index}.jpg`)
    const scan = () => catalog.applyWalk(sourceId, [listing('', many)], noon, 0)
    const outcomes = await Promise.all([scan(), scan()])
    expect(outcomes.reduce((sum, { added }) => sum + added, 0)).toBe(400)
    expect(catalog.tally().found.files).toBe(400)
    expect(catalog.verify()).toEqual([])
  })
})

describe('the requests of a day', () => {
  it('for which there is no room are kept in mind and stored with the next', async () => {
    const { catalog, clock, db, fill, makeRoom } = troubled()
    const stored = () => db.prepare('SELECT count FROM request_day').pluck().all()
    await catalog.useAccount({ ...first, clientId: 'c'.repeat(5_000) })
    fill()
    catalog.countRequests(2, noon)
    clock.pass(1_000)
    expect(stored()).toEqual([])
    expect(catalog.requestsToday(noon).used).toBe(2)
    makeRoom()
    catalog.countRequests(3, noon)
    clock.pass(999)
    expect(stored()).toEqual([])
    clock.pass(1)
    expect(stored()).toEqual([5])
    expect(catalog.requestsToday(noon).used).toBe(5)
  })

  it('that an error keeps from being stored are told of', () => {
    const { catalog, clock, refuse, allow } = troubled()
    refuse('INSERT ON request_day', 'true')
    catalog.countRequests(1, noon)
    expect(() => clock.pass(1_000)).toThrow('refused')
    allow()
  })
})

describe('the log', () => {
  it.each([
    ['SQLITE_FULL', false],
    ['SQLITE_LOCKED', false],
    ['SQLITE_IOERR_READ', true],
    ['SQLITE_MISUSE', true],
  ])('that cannot flow back with %s is told of: %s', async (code, isTold) => {
    const { catalog, clock, db } = troubled()
    const { pragma } = db
    db.pragma = () => {
      throw new Sqlite.SqliteError('no way', code)
    }
    onTestFinished(() => void (db.pragma = pragma))
    addSource(catalog, '/photos')
    const pass = (): void => clock.pass(600_000)
    if (isTold) expect(pass).toThrow()
    else expect(pass).not.toThrow()
    db.pragma = pragma
    catalog.changeSettings({ photoSize: 'original' })
    expect(pass).not.toThrow()
  })
})

describe('an opening', () => {
  const place = () => {
    const folder = tempFolder()
    return { path: join(folder, 'a.sqlite'), backupFolder: join(folder, 'b') }
  }
  const openWith = (code: string, options = {}) => {
    const up = (): void => {
      throw new Sqlite.SqliteError('no way', code)
    }
    const steps = [...migrations, { version: newestVersion() + 1, up }]
    return openCatalog(openOptions({ ...place(), ...options, migrations: steps }))
  }

  it('for which there is no room says so, and any other error is told as it is', async () => {
    const at = place()
    const failure = { kind: 'own-folder-unusable', path: at.path, code: 'ENOSPC' }
    expect(await openWith('SQLITE_FULL', at)).toEqual({ ok: false, failure })
    await expect(openWith('SQLITE_MISUSE')).rejects.toThrow('no way')
  })

  it('of a file that cannot be used says which, and what is told of it', async () => {
    const at = place()
    const refused = { kind: 'own-folder-unusable', path: at.path, code: 'SQLITE_READONLY' }
    expect(await openWith('SQLITE_READONLY_DIRECTORY', at)).toEqual({ ok: false, failure: refused })
    const folder = place()
    mkdirSync(folder.path)
    expect(await openCatalog(openOptions(folder))).toEqual({
      ok: false,
      failure: { kind: 'own-folder-unusable', path: folder.path, code: 'EISDIR' },
    })
  })

  it('that fails leaves the file to the next one', async () => {
    const at = place()
    await expect(openWith('SQLITE_MISUSE', at)).rejects.toThrow('no way')
    const opened = await openCatalog(openOptions(at))
    expect(opened).toMatchObject({ ok: true, value: { openedAs: 'good' } })
    if (opened.ok) opened.value.close()
    const setVersion = (version: number): void => {
      const db = new Sqlite(at.path, { timeout: 0 })
      db.pragma(`user_version = ${version}`)
      db.close()
    }
    setVersion(99)
    const refused = await openCatalog(openOptions(at))
    expect(refused).toMatchObject({ failure: { kind: 'catalogue-newer' } })
    // As the newer app would, which has it to itself.
    setVersion(newestVersion())
    const again = await openCatalog(openOptions(at))
    expect(again).toMatchObject({ ok: true, value: { openedAs: 'good' } })
    if (again.ok) again.value.close()
  })

  it('of a damaged file tells step by step what it does, and begins anew what was broken off', async () => {
    const at = place()
    for (const path of [at.path, `${at.path}.draft`]) writeFileSync(path, 'junk'.repeat(5_000))
    const told: unknown[] = []
    const opened = await openCatalog(
      openOptions({
        ...at,
        logger: {
          info: (...words) => told.push(['info', ...words]),
          error: (...words) => told.push(['error', ...words]),
        },
        checkpoint: (effect) => {
          const isThere = existsSync(at.path)
          told.push([effect, isThere])
        },
      }),
    )
    if (!opened.ok) throw new Error(opened.failure.kind)
    opened.value.close()
    expect(told).toEqual([
      ['error', expect.stringContaining('damaged'), { kind: 'catalogue-damaged' }],
      ['catalogue-set-aside', false],
      ['catalogue-replaced', true],
      ['info', expect.stringContaining('replaced'), 'rebuilt'],
    ])
    expect(existsSync(`${at.path}.draft`)).toBe(false)
  })

  it('of a damaged file whose backup is of a newer app leaves that to the newer app', async () => {
    const at = place()
    const opened = await openCatalog(openOptions(at))
    if (!opened.ok) throw new Error(opened.failure.kind)
    await opened.value.backUp()
    opened.value.close()
    const [backup = ''] = listBackups(at.backupFolder)
    const db = new Sqlite(backup)
    db.pragma('user_version = 99')
    db.close()
    writeFileSync(at.path, 'junk'.repeat(5_000))
    for (let time = 0; time < 2; time += 1) {
      const refused = await openCatalog(openOptions(at))
      expect(refused).toMatchObject({ failure: { kind: 'catalogue-newer', found: 99 } })
    }
    expect(listBackups(at.backupFolder)).toEqual([backup])
  })

  it('that finds no room for what a lost catalogue had proved says so, and the next one does it all', async () => {
    const at = place()
    const receipts = createReceipts(receiptFolder(at.path))
    const proved = names.map((name) => ({
      ...{ sub: first.sub, clientId: first.clientId, sha256: sha(name) },
      ...{ mediaItemId: 'item'.repeat(100), productUrl: null },
    }))
    receipts.note(proved, noon)
    const full = await openCatalog(openOptions({ ...at, limitPages: 1 }))
    expect(full).toMatchObject({ failure: { kind: 'own-folder-unusable', code: 'ENOSPC' } })
    const opened = await openCatalog(openOptions(at))
    if (!opened.ok) throw new Error(opened.failure.kind)
    expect(opened.value.openedAs).toBe('rebuilt')
    await opened.value.useAccount(first)
    expect(opened.value.isReadBackNeeded()).toBe(true)
    opened.value.close()
  })
})

describe('an error of SQLite', () => {
  it.each([
    ['SQLITE_FULL', 'full'],
    ['SQLITE_IOERR_WRITE', 'full'],
    ['SQLITE_IOERR_FSYNC', 'full'],
    ['SQLITE_NOTADB', 'damage'],
    ['SQLITE_CORRUPT', 'damage'],
    ['SQLITE_CORRUPT_INDEX', 'damage'],
    ['SQLITE_IOERR', 'damage'],
    ['SQLITE_IOERR_SHORT_READ', 'damage'],
    ['SQLITE_IOERR_LOCK', 'neither'],
    ['SQLITE_BUSY', 'neither'],
  ])('%s is %s', (code, is) => {
    const error = new Sqlite.SqliteError('', code)
    const said = isDiskFull(error) ? 'full' : isDamage(error) ? 'damage' : 'neither'
    expect(said).toBe(is)
  })

  it('is not what another part of the app throws', () => {
    expect(isDamage(new Error('SQLITE_CORRUPT'))).toBe(false)
    expect(isDiskFull(Object.assign(new Error(), { code: 'ENOSPC' }))).toBe(true)
    expect(isDiskFull(Object.assign(new Error(), { code: 'EACCES' }))).toBe(false)
    expect([null, undefined, new DiskFullError()].map(isDiskFull)).toEqual([false, false, false])
  })
})
