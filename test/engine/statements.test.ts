// When a receipt comes by itself, what is in it, and that it is as it was after a restart.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { countsAs } from '../../src/main/engine/catalog/statements.ts'
import { createStatements, statementDue, type DueFacts } from '../../src/main/engine/statements.ts'
import { pageOf, tableOf, writeStatement } from '../../src/main/engine/upkeep/statement-file.ts'
import type { Catalog } from '../../src/main/engine/ports/catalogue.ts'
import { fileStates } from '../../src/shared/model.ts'
import type { Status } from '../../src/shared/status.ts'
import { aStatement, completeStatus } from '../renderer/fake-data.ts'
import {
  aCatalog,
  addSource,
  as,
  fingerprint,
  listing,
  noon,
  tempFolder,
  testClock,
} from './catalog/catalog-builder.ts'

const dayMs = 86_400_000
const facts: Omit<DueFacts, 'standing'> = { now: noon, lastAt: null, since: noon - dayMs }
const allSafe = { safe: 9, isAllSafe: true }

test.each<
  [string, Partial<typeof facts> & Partial<typeof allSafe>, ReturnType<typeof statementDue>]
>([
  ['everything is safe for the first time', {}, 'first'],
  ['nothing is backed up yet', { safe: 0 }, null],
  ['there is no folder', { since: null }, null],
  ['something is still left to do', { isAllSafe: false }, null],
  [
    'something was left to do for a month',
    { isAllSafe: false, since: noon - 30 * dayMs },
    'monthly',
  ],
  ['the last one is young', { lastAt: noon - 29 * dayMs }, null],
  ['the last one is a month old', { lastAt: noon - 30 * dayMs }, 'monthly'],
  ['the last one is from a clock far ahead', { lastAt: noon + 400 * dayMs }, 'monthly'],
  ['the clock was set back a little', { lastAt: noon + dayMs }, null],
])('a receipt is due where %s: %j', (_, change, due) => {
  const { safe, isAllSafe, ...times } = { ...facts, ...allSafe, ...change }
  expect(statementDue({ ...times, standing: () => ({ safe, isAllSafe }) })).toBe(due)
})

test('a look at rest asks nothing but the time', () => {
  const standing = (): never => {
    throw new Error('asked')
  }
  expect(statementDue({ ...facts, lastAt: noon - 29 * dayMs, standing })).toBeNull()
  expect(statementDue({ ...facts, since: null, standing })).toBeNull()
})

test('every state counts as one thing, and what is gone as nothing', () => {
  const counted = fileStates.map((state) => [state, countsAs(state, 'any')])
  expect(Object.fromEntries(counted)).toEqual({
    ...{ found: 'waiting', fingerprinted: 'waiting', ready: 'waiting', sent: 'waiting' },
    ...{ creating: 'waiting', waiting: 'waiting' },
    ...{ done: 'safe', skipped: 'leftOut', failed: 'needYou', gone: null },
  })
  expect([countsAs('skipped', 'empty'), countsAs('skipped', 'not-a-photo')]).toEqual([
    'noPhotos',
    'noPhotos',
  ])
})

/** Two sources with photos in folders, one failed and one left out. */
async function lived(path = ':memory:', backupFolder = ''): Promise<Catalog> {
  const catalog = await aCatalog({ path, backupFolder })
  const first = addSource(catalog, '/photos')
  const card = addSource(catalog, '/card')
  const names = ['a.jpg', 'b.jpg', 'c.jpg']
  await catalog.applyWalk(
    first,
    [listing('', [], ['trip']), listing('trip', names, ['day']), listing('trip/day', ['d.jpg'])],
    noon,
    0,
  )
  await catalog.applyWalk(card, [listing('', ['e.jpg', 'f.jpg'])], noon, 0)
  const record = (name: string, next: ReturnType<typeof as.done>): void => {
    const uploadId = fingerprint(catalog, name, name)
    catalog.record([{ of: 'upload', uploadId, next }])
  }
  for (const name of ['a.jpg', 'd.jpg', 'e.jpg']) record(name, as.done(name))
  record('b.jpg', as.failed())
  record('c.jpg', as.skipped())
  return catalog
}

test('the figures are by folder, each file once, and add up to what was found', async () => {
  const catalog = await lived()
  const rows = catalog.figuresByFolder()
  expect(rows).toMatchObject([
    { source: 'photos', folder: '', safe: 2, needYou: 1, leftOut: 1, waiting: 0 },
    { source: 'photos', folder: 'trip', safe: 2, needYou: 1, leftOut: 1, safeBytes: 2_000 },
    { source: 'card', folder: '', safe: 1, waiting: 1, needYou: 0 },
  ])
  const whole = rows.filter(({ folder }) => folder === '')
  const sum = whole.reduce(
    (all, row) => all + row.safe + row.needYou + row.leftOut + row.waiting,
    0,
  )
  expect(sum).toBe(6)
})

const at = (status: Partial<Status>): (() => Status) => {
  const whole = { ...completeStatus(), ...status }
  return () => whole
}

test('the first one comes by itself within a minute, once, and is there after a restart', async () => {
  const folder = tempFolder()
  const catalog = await lived(join(folder, 'a.sqlite'), join(folder, 'b'))
  const clock = testClock(noon + dayMs)
  let told = 0
  const statements = createStatements({
    catalog,
    clock,
    status: at({ sources: [] }),
    statusChanged: () => (told += 1),
  })
  expect(statements.latest()).toBeNull()
  statements.start()
  for (let minute = 0; minute < 5; minute += 1) clock.pass(60_000)
  expect(catalog.statements()).toHaveLength(1)
  expect(told).toBe(1)
  expect(statements.latest()).toMatchObject({
    why: 'first',
    total: { safe: 3, needYou: 1, leftOut: 1, waiting: 1 },
  })
  clock.pass(30 * dayMs)
  expect(catalog.statements().map(({ why }) => why)).toEqual(['monthly', 'first'])
  statements.stop()
  const kept = catalog.statement('1')
  catalog.close()
  const again = await aCatalog({ path: join(folder, 'a.sqlite'), backupFolder: join(folder, 'b') })
  expect(again.statement('1')).toEqual(kept)
  const { latest } = createStatements({
    ...{ catalog: again, clock, status: at({}), statusChanged: () => undefined },
  })
  expect(latest()).toMatchObject({ why: 'monthly' })
})

test('one that was asked for says what could not be looked into, and puts no other off', async () => {
  const catalog = await lived()
  const [source] = completeStatus().sources
  if (source === undefined) throw new Error('no source')
  const statements = createStatements({
    catalog,
    clock: testClock(),
    status: at({
      sources: [
        { ...source, unreadableFolders: 2 },
        { ...source, name: 'Camera', state: 'not-connected', unreadableFolders: 0 },
      ],
    }),
    statusChanged: () => undefined,
  })
  expect(statements.make('asked')).toMatchObject({ unread: 2, away: ['Camera'], why: 'asked' })
  expect(statements.latest()).toBeNull()
})

test('very many are kept, the first one among them', async () => {
  const catalog = await lived()
  const one = aStatement({ why: 'first' })
  catalog.keepStatement(one)
  for (let month = 0; month < 300; month += 1) catalog.keepStatement({ ...one, why: 'monthly' })
  const kept = catalog.statements()
  expect(kept.length).toBe(241)
  expect(kept.at(-1)?.why).toBe('first')
})

const sly = aStatement({
  account: '"><script>alert(1)</script>@example.test',
  folders: [
    { ...aStatement().total, sourceId: '1', source: '<img src=x onerror=alert(1)>', folder: '' },
    { ...aStatement().total, sourceId: '1', source: 'a', folder: '=HYPERLINK("x")' },
  ],
})

test('the page is one file without a script, whatever folders are called', () => {
  const page = pageOf(sly, 'en-GB')
  expect(page).toContain('<h1>1,204 photos safe, 3 need you, 5 are left out</h1>')
  expect(page).toContain(`default-src 'none'`)
  expect(page).not.toMatch(/<script|<img|<link|<iframe|https?:/)
  expect(page).toContain('&#60;img src=x')
  expect(pageOf(sly, 'de-DE')).toContain('<html lang="en">')
})

test('the table runs no formula, and has a row for each folder', () => {
  const lines = tableOf(sly).split('\r\n')
  expect(lines).toHaveLength(5)
  expect(lines[1]).toContain(',1204,3,0,5,2,')
  expect(lines[3]).toContain(`"'=HYPERLINK(""x"")"`)
})

test('it is written where the user chose, or the reason is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shoebox-statement-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'receipt.html')
  expect(await writeStatement(path, sly, 'html', 'en')).toEqual({ ok: true, value: {} })
  expect(await readFile(path, 'utf8')).toBe(pageOf(sly, 'en'))
  const refused = await writeStatement(join(folder, 'no/where.csv'), sly, 'csv', 'en')
  expect(refused).toMatchObject({
    ok: false,
    failure: { kind: 'folder-unreadable', code: 'ENOENT' },
  })
})
