// The checks of sources: each goes on whoever looks, stays with its answer, says when it cannot be made, and keeps a table that is
// the command's. The folders and the files are real.
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createSourceChecks, type SourceCheckParts } from '../../src/main/engine/source-checks.ts'
import type { CheckStore, KnownBytes } from '../../src/main/engine/ports/check.ts'
import type { StoredSource } from '../../src/main/engine/ports/stored-source.ts'
import type { HistoryRow } from '../../src/shared/contract.ts'
import type { SourceCheck } from '../../src/shared/check-schemas.ts'
import type { Failure } from '../../src/shared/failure.ts'
import { fail, ok } from '../../src/shared/result.ts'
import type { Condition, SignInState } from '../../src/shared/status.ts'
import { fakePhotos } from '../fakes/fake-photos.ts'
import { manualClock } from '../fakes/manual-clock.ts'

let base: string
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'shoebox-source-checks-')))
  onTestFinished(() => rmSync(base, { recursive: true, force: true }))
})
const folderOf = (sourceId: number): string => join(base, `card ${sourceId}`)
const put = (sourceId: number, name: string, text = `photo ${name}`): void => {
  const path = join(folderOf(sourceId), name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
}
const patience = { timeout: 60_000 }
const signedInAs = (email: string, isUnconfirmed = false): SignInState => ({
  ...{ kind: 'signed-in', email, name: 'Anna', picture: null, isKept: true, isUnconfirmed },
})
const inLibrary: KnownBytes = {
  lifecycle: { state: 'done', plan: null, mediaItemId: 'a', productUrl: null },
  facts: null,
  isOfThisClient: true,
}
const changed = (changedAt: number): HistoryRow => ({ changedAt }) as Partial<HistoryRow> as never

/** Sources 1 to 3, all of whose photos the library has, or none; a Google that is held answers when it is let go. */
function world({
  isKnown = false,
  isHeld = false,
  store = {},
}: { isKnown?: boolean; isHeld?: boolean; store?: Partial<CheckStore> } = {}) {
  const photos = fakePhotos()
  const letGo = isHeld ? photos.hold('readItems') : () => undefined
  photos.answers.set('a', { is: 'there', mimeType: '', width: null, height: null, video: null })
  const clock = manualClock()
  const engine = new AbortController()
  const now = {
    signIn: signedInAs('anna@example.test'),
    readSignIn: (): SignInState => now.signIn,
    conditions: [] as Condition[],
    away: new Set<number>(),
    ids: [1, 2, 3],
    rows: [] as HistoryRow[],
  }
  const asked: unknown[] = []
  const told: number[] = []
  const parts: SourceCheckParts = {
    photos,
    clock,
    signal: engine.signal,
    onChange: () => told.push(checks.ends().length),
    config: { dataFolder: join(base, 'data'), cacheFolder: join(base, 'cache') },
    signIn: () => now.readSignIn(),
    conditions: () => now.conditions,
    isThere: async (sourceId) => !now.away.has(sourceId),
    catalog: {
      knownBytes: () => (isKnown ? inLibrary : null),
      knownPlace: () => ({ lifecycle: null, hasSentBefore: false }),
      sources: () =>
        now.ids.map((sourceId) => ({ sourceId, path: folderOf(sourceId) }) as StoredSource),
      listHistory: (filter) => {
        asked.push(filter)
        return { rows: now.rows, next: null }
      },
      ...store,
    },
  }
  const checks = createSourceChecks(parts)
  onTestFinished(async () => {
    engine.abort()
    await checks.end()
  })
  const of = (sourceId: number): SourceCheck | undefined =>
    checks.list().find((check) => check.sourceId === String(sourceId))
  const untilIs = (sourceId: number, state: SourceCheck['state']): Promise<void> =>
    expect.poll(() => of(sourceId)?.state, patience).toBe(state)
  const tables = (): string[] =>
    existsSync(join(base, 'cache', 'checks')) ? readdirSync(join(base, 'cache', 'checks')) : []
  return { checks, clock, engine, now, photos, letGo, of, untilIs, asked, tables, told }
}

describe('the check of a source', () => {
  it('goes on to its end though nobody asks, and is told with what it found', async () => {
    put(1, 'a.jpg')
    put(1, 'day/b.jpg')
    put(1, 'letter.txt')
    const { checks, clock, of, untilIs } = world()
    const startedAt = clock.now()
    expect(await checks.start('1')).toEqual(ok({}))
    await untilIs(1, 'whole')
    expect(of(1)).toMatchObject({
      ...{ account: 'anna@example.test', failure: null, startedAt, endedAt: clock.now() },
      ...{ reasons: { 'never-sent': 2 }, hasTable: true, changedAt: null },
      sums: { of: 2, read: 2, checked: 2, safe: 0, otherFiles: 1, isWhole: true },
    })
    const bytes = 'photo a.jpg'.length + 'photo day/b.jpg'.length
    expect(of(1)?.sums).toMatchObject({ ofBytes: bytes, readBytes: bytes, asked: 0 })
  })

  it('is told of when it begins and when it ends by itself, and reads its folder in between', async () => {
    put(1, 'a.jpg')
    const { checks, now, untilIs, letGo, told } = world({ isKnown: true, isHeld: true })
    await checks.start('1')
    expect(told).toEqual([0])
    const isReading = (path: string) => checks.isReading(path)
    expect([isReading(folderOf(1)), isReading(join(folderOf(1), 'day'))]).toEqual([true, true])
    expect(isReading(folderOf(2))).toBe(false)
    letGo()
    await untilIs(1, 'whole')
    expect([told, isReading(folderOf(1))]).toEqual([[0, 1], false])
    expect(checks.ends()).toMatchObject([
      { sourceId: '1', state: 'whole', checked: 1, safe: 1, isAllSafe: true },
    ])
    now.signIn = signedInAs('bert@example.test')
    expect(checks.ends()).toEqual([])
  })

  it('that was stopped by somebody is no end to be told of', async () => {
    put(1, 'a.jpg')
    const { checks, letGo } = world({ isKnown: true, isHeld: true })
    await checks.start('1')
    const stopped = checks.stop('1')
    letGo()
    await stopped
    expect(checks.ends()).toEqual([])
  })

  it('counts those of which Google has answered', async () => {
    put(1, 'a.jpg')
    const { checks, of, untilIs, letGo } = world({ isKnown: true, isHeld: true })
    await checks.start('1')
    await expect.poll(() => of(1)?.sums.read, patience).toBe(1)
    expect(of(1)?.sums).toMatchObject({ asked: 0, checked: 0 })
    letGo()
    await untilIs(1, 'whole')
    expect(of(1)?.sums).toMatchObject({ asked: 1, checked: 1, safe: 1 })
  })

  it('lists what is not safe by its reason, a page at a time, by paths inside of the folder', async () => {
    for (const at of [1, 2, 3]) put(1, `day/${at}.jpg`)
    const { checks, of, untilIs } = world()
    await checks.start('1')
    await untilIs(1, 'whole')
    const checkId = of(1)?.checkId ?? ''
    const page = (from: number, limit: number) => {
      const answer = checks.files({ checkId, reason: 'never-sent', from, limit })
      return answer.ok ? [answer.value.rows.map(({ path }) => path), answer.value.listed] : answer
    }
    expect(page(0, 2)).toEqual([['day/1.jpg', 'day/2.jpg'], 3])
    expect(page(2, 2)).toEqual([['day/3.jpg'], 3])
    expect(checks.files({ checkId, reason: 'waiting', from: 0, limit: 9 })).toEqual(
      ok({ rows: [], from: 0, listed: 0 }),
    )
    const other = '00000000-0000-4000-8000-000000000018'
    expect(checks.files({ checkId: other, reason: 'waiting', from: 0, limit: 9 })).toEqual(
      fail({ kind: 'not-found' }),
    )
  })

  it('that is under way is the one, however often it is asked for; its end makes room for the next', async () => {
    put(1, 'a.jpg')
    const { checks, of, untilIs, letGo, photos } = world({ isKnown: true, isHeld: true })
    await Promise.all([checks.start('1'), checks.start('1')])
    const first = of(1)?.checkId
    await checks.start('1')
    expect(of(1)?.checkId).toBe(first)
    letGo()
    await untilIs(1, 'whole')
    // Of the two that began at one moment there is but one.
    expect(photos.calls).toHaveLength(1)
    await checks.start('1')
    expect(of(1)?.checkId).not.toBe(first)
  })

  it('waits while two others are under way', async () => {
    for (const id of [1, 2, 3]) put(id, 'a.jpg')
    const { checks, of, untilIs, letGo } = world({ isKnown: true, isHeld: true })
    for (const id of ['1', '2', '3']) await checks.start(id)
    expect([of(1)?.state, of(2)?.state, of(3)?.state]).toEqual(['running', 'running', 'queued'])
    await checks.stop('1')
    expect(of(3)?.state).toBe('running')
    letGo()
    await untilIs(3, 'whole')
  })

  it('is stopped with what it found so far, and gives no table', async () => {
    put(1, 'a.jpg')
    // So many others that a part of their table is on the disk.
    for (let at = 0; at < 900; at += 1) put(1, `never sent ${at}.jpg`)
    const sha256 = createHash('sha256').update('photo a.jpg').digest('hex')
    const { checks, of, clock, photos, tables } = world({
      isHeld: true,
      store: { knownBytes: (bytes) => (bytes === sha256 ? inLibrary : null) },
    })
    await checks.start('1')
    await expect.poll(() => photos.calls, patience).toHaveLength(1)
    expect(tables()).toHaveLength(1)
    clock.advance(5_000)
    await checks.stop('1')
    expect(of(1)).toMatchObject({ state: 'stopped', endedAt: clock.now(), hasTable: false })
    expect(of(1)).toMatchObject({ reasons: { 'never-sent': 900 } })
    expect(of(1)?.sums).toMatchObject({ of: 901, read: 901, checked: 900, isWhole: false })
    expect(tables()).toEqual([])
    await checks.stop('1')
    await checks.stop('7')
  })

  it('that waits for its turn is stopped as well, and never begins', async () => {
    for (const id of [1, 2, 3]) put(id, 'a.jpg')
    const { checks, of, untilIs, letGo } = world({ isKnown: true, isHeld: true })
    for (const id of ['1', '2', '3']) await checks.start(id)
    await checks.stop('3')
    letGo()
    await untilIs(1, 'whole')
    await untilIs(2, 'whole')
    expect(of(3)).toMatchObject({ state: 'stopped', sums: { of: null } })
  })

  it('of a folder that was taken away meanwhile has no answer', async () => {
    put(1, 'a.jpg')
    const { checks, of, untilIs, letGo, now } = world({ isKnown: true, isHeld: true })
    await checks.start('1')
    now.away.add(1)
    letGo()
    await untilIs(1, 'failed')
    expect(of(1)).toMatchObject({
      ...{ failure: { kind: 'folder-missing', path: folderOf(1) }, hasTable: false },
    })
  })

  it('that meets a bug has no answer', async () => {
    put(1, 'a.jpg')
    const { checks, of, untilIs } = world({
      store: {
        knownBytes: () => {
          throw new Error('a bug')
        },
      },
    })
    await checks.start('1')
    await untilIs(1, 'failed')
    expect(of(1)?.failure).toEqual({ kind: 'unexpected', message: 'a bug' })
  })

  it('tells when the folder changed after it began', async () => {
    put(1, 'a.jpg')
    const { checks, of, untilIs, now, asked, clock } = world()
    await checks.start('1')
    await untilIs(1, 'whole')
    now.rows = [changed(clock.now() + 7)]
    expect(of(1)?.changedAt).toBe(clock.now() + 7)
    expect(asked.at(-1)).toEqual({ sourceId: '1', changedFrom: clock.now() })
  })

  it('is forgotten with its account, and with its source', async () => {
    for (const id of [1, 2]) put(id, 'a.jpg')
    const { checks, of, untilIs, now, tables } = world()
    await checks.start('1')
    await checks.start('2')
    await untilIs(1, 'whole')
    await untilIs(2, 'whole')
    now.ids = [1]
    expect([of(1)?.state, of(2)]).toEqual(['whole', undefined])
    // Whoever is signed out may read what was so.
    now.signIn = { kind: 'signed-out', reason: 'user' }
    expect(of(1)?.state).toBe('whole')
    now.signIn = signedInAs('bert@example.test')
    expect(of(1)).toBeUndefined()
    await expect.poll(tables, patience).toEqual([])
  })
})

it('a check goes with its account also where nobody looks, and the account comes back', async () => {
  put(1, 'a.jpg')
  const { checks, of, letGo, now, tables } = world({ isKnown: true, isHeld: true })
  await checks.start('1')
  await expect.poll(() => of(1)?.sums.read, patience).toBe(1)
  const { signIn } = now
  let asked = 0
  // As it is asked for the file.
  now.readSignIn = () => {
    asked += 1
    return signedInAs('bert@example.test')
  }
  letGo()
  await expect.poll(() => asked, patience).toBe(1)
  now.readSignIn = () => signIn
  expect(of(1)).toBeUndefined()
  await expect.poll(tables, patience).toEqual([])
})

describe('a check that cannot be made now', () => {
  const until = 5
  it.each<[string, (now: ReturnType<typeof world>['now']) => void, Failure]>([
    [
      'nobody is signed in',
      (now) => (now.signIn = { kind: 'signed-out', reason: 'revoked' }),
      { kind: 'signed-out', reason: 'revoked' },
    ],
    [
      'nobody has said whose account it is',
      (now) => (now.signIn = signedInAs('anna@example.test', true)),
      { kind: 'signed-out', reason: 'never' },
    ],
    [
      'there is no connection',
      (now) => (now.conditions = [{ kind: 'offline', until: null }]),
      { kind: 'offline' },
    ],
    [
      'the requests of the day are used up',
      (now) =>
        (now.conditions = [
          { kind: 'paused', until: null },
          { kind: 'daily-quota', until },
        ]),
      { kind: 'daily-quota', resetsAt: until },
    ],
    ['there is no such source', (now) => (now.ids = [2]), { kind: 'not-found' }],
  ])('does not begin: %s', async (_, change, failure) => {
    put(1, 'a.jpg')
    const { checks, now } = world()
    change(now)
    expect(await checks.start('1')).toEqual(fail(failure))
    expect(checks.list()).toEqual([])
  })

  it('does not begin: the folder is away', async () => {
    const { checks, now } = world()
    now.away.add(1)
    expect(await checks.start('1')).toEqual(fail({ kind: 'folder-missing', path: folderOf(1) }))
  })

  it('leaves the last answer as it is', async () => {
    put(1, 'a.jpg')
    const { checks, of, untilIs, now } = world()
    await checks.start('1')
    await untilIs(1, 'whole')
    const before = of(1)
    now.conditions = [{ kind: 'offline', until: null }]
    await checks.start('1')
    expect(of(1)).toEqual(before)
  })

  it('begins although uploads rest', async () => {
    put(1, 'a.jpg')
    const { checks, untilIs, now } = world()
    now.conditions = [{ kind: 'backup-off', until: null }]
    await checks.start('1')
    await untilIs(1, 'whole')
  })
})

describe('the table of a check', () => {
  const saved = async (name = 'all.csv') => {
    put(1, 'a.jpg')
    put(1, 'b, c.jpg', 'photo a.jpg')
    const made = world({ isKnown: true })
    await made.checks.start('1')
    await made.untilIs(1, 'whole')
    const checkId = made.of(1)?.checkId ?? ''
    const path = join(base, name)
    return { ...made, checkId, path, answer: await made.checks.write({ checkId, path }) }
  }

  it('has every file, safe ones too, and is saved as often as it is wanted', async () => {
    const { checks, checkId, path, answer } = await saved()
    expect(answer).toEqual(ok({ isInside: false }))
    const text = readFileSync(path, 'utf8')
    expect(text).toBe(
      [
        '\uFEFFpath,safe,reason,detail,date added,size in bytes',
        `${join(folderOf(1), 'a.jpg')},yes,,,,11`,
        `"${join(folderOf(1), 'b, c.jpg')}",yes,,,,11`,
        '',
      ].join('\r\n'),
    )
    writeFileSync(path, 'older')
    await checks.write({ checkId, path })
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect(readdirSync(base).sort()).toEqual(['all.csv', 'cache', 'card 1'])
  })

  it('never goes into the folder that was checked', async () => {
    const { checks, checkId } = await saved()
    mkdirSync(join(folderOf(1), 'day'))
    for (const path of [join(folderOf(1), 'all.csv'), join(folderOf(1), 'day', 'all.csv')])
      expect(await checks.write({ checkId, path })).toEqual(ok({ isInside: true }))
    expect(readdirSync(folderOf(1)).sort()).toEqual(['a.jpg', 'b, c.jpg', 'day'])
    expect(readdirSync(join(folderOf(1), 'day'))).toEqual([])
  })

  it('says what is wrong with where it is to go', async () => {
    const { checks, checkId } = await saved()
    const path = join(base, 'nowhere', 'all.csv')
    expect(await checks.write({ checkId, path })).toEqual(
      fail({ kind: 'folder-unreadable', path, code: 'ENOENT' }),
    )
  })

  it('goes with its check: the next one, or the end', async () => {
    const { checks, checkId, path, tables, untilIs } = await saved()
    expect(tables()).toHaveLength(1)
    const before = tables()
    await checks.start('1')
    await untilIs(1, 'whole')
    expect(tables()).toHaveLength(1)
    expect(tables()).not.toEqual(before)
    expect(await checks.write({ checkId, path })).toEqual(fail({ kind: 'not-found' }))
    await checks.end()
    expect([tables(), checks.list()]).toEqual([[], []])
  })

  it('that an engine left when it died is removed by the next check', async () => {
    mkdirSync(join(base, 'cache', 'checks'), { recursive: true })
    writeFileSync(join(base, 'cache', 'checks', 'left.csv'), 'path')
    const { tables } = await saved()
    expect(tables()).toHaveLength(1)
    expect(tables()).not.toContain('left.csv')
  })

  it('that the disk does not take costs no answer', async () => {
    mkdirSync(join(base, 'cache'))
    writeFileSync(join(base, 'cache', 'checks'), 'a file is in the way')
    put(1, 'a.jpg')
    const { checks, of, untilIs } = world()
    // It is cleared once, at the first check; what comes later stays.
    await checks.start('1')
    await untilIs(1, 'whole')
    rmSync(join(base, 'cache', 'checks'), { recursive: true })
    writeFileSync(join(base, 'cache', 'checks'), 'a file is in the way')
    await checks.start('1')
    await untilIs(1, 'whole')
    expect(of(1)).toMatchObject({ hasTable: false, sums: { isWhole: true } })
  })
})
