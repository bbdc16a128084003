// Days that people have: a drive is pulled out, one photo cannot be sent, one is refused, rights come and go. Each concerns
// one photo or one folder, and everything else goes on.
import { chmodSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { nextPacificMidnight } from '../../src/shared/pacific-day.ts'
import type { Status } from '../../src/shared/status.ts'
import { startEmulatorProcess, type EmulatorProcess } from './harness/emulator-process.ts'
import { isSettled } from './harness/engine.ts'
import { faultTest } from './harness/fault-test.ts'
import { takeUpAgain } from './harness/meet.ts'
import { addFolder, type OtherFolder } from './harness/other-folders.ts'
import { giveAway, isRoot, nobody } from './harness/other-user.ts'
import { hashOf, photo } from './harness/pictures.ts'
import { sayItIsTheirs } from './harness/whose-account.ts'
import { openWorld, sessionBytes, type World } from './harness/world.ts'

let emulator: EmulatorProcess
let world: World | null = null
beforeAll(async () => {
  emulator = await startEmulatorProcess()
})
afterEach(async () => {
  await world?.close()
  world = null
})
afterAll(() => emulator.stop())

async function newWorld(change: Parameters<typeof openWorld>[1] = {}): Promise<World> {
  world = await openWorld(emulator, change)
  return world
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** While photos are held back they are prepared, and none is sent. */
const holdBack = (engine: World['engine'], isHeld: boolean): Promise<unknown> =>
  engine.call('changeSettings', { change: { allowedHours: isHeld ? '0'.repeat(168) : null } })

/** Waits until all these contents are in the library; time is sent ahead where the engine only waits. */
async function untilThere(mine: World, contents: readonly Buffer[], what: string): Promise<Status> {
  const wanted = new Set(contents.map(hashOf))
  let seq = 0
  // Asked only after another batch was made: a library of hundreds is not read for each status.
  for (;;) {
    // Counted before the library is read: one that arrives between is another one that is done.
    const { done } = (await mine.engine.look()).counts
    const library = await mine.library()
    const there = library.filter(({ sha256 }) => wanted.has(sha256))
    if (there.length >= wanted.size) return mine.engine.look()
    await mine.engine.patiently(
      ({ counts }) => counts.done.files > done.files,
      `${what}: ${there.length} of ${wanted.size} are there`,
    )
    seq += 1
    if (seq > 10_000) throw new Error(what)
  }
}

/** Ends what kept photos back: the drive returns, the rules go, and a person tries again what was given up. */
async function allIsWell(mine: World, drive: OtherFolder | null): Promise<void> {
  await emulator.control.removeFaults()
  if (drive !== null) {
    await drive.plugIn()
    await mine.engine.call('scanNow', {})
    await mine.engine.patiently(
      ({ sources }) => sources.every(({ state }) => state !== 'not-connected'),
      'the drive is back',
    )
  }
  await mine.settle()
  await takeUpAgain(mine)
  await mine.engine.patiently(isSettled, 'all has come to rest')
}

/** A proxy with a limit of so many bytes: what is larger is cut, each time. */
const proxyLimit = 250_000

faultTest('Two folders and a drive, pulled out; one poison, one refused', async (tally) => {
  interface Course {
    elapsedMs: number
    requests: number
  }
  const live = async (isDisturbed: boolean): Promise<Course> => {
    const mine = await newWorld({ speed: 10 })
    const { control } = emulator
    // The line is what takes the time, not this machine.
    await control.changeSettings({ uploadBytesPerSecond: 500_000 })
    const engine = await mine.start()
    await holdBack(engine, true)
    const [home, shared, drive] = [
      await addFolder(mine, 'home'),
      await addFolder(mine, 'shared'),
      await addFolder(mine, 'drive'),
    ]
    const ordinary = [...(await home.fill(20, 60_000)), ...(await shared.fill(20, 60_000))]
    await drive.fill(15, 60_000)
    const [poison, refused] = [await photo(700_001, proxyLimit + 50_000), await photo(700_002)]
    await home.put('poison.jpg', poison)
    await shared.put('refused.jpg', refused)
    if (isDisturbed) {
      await control.addFault({
        on: 'upload',
        times: 'always',
        match: { minBytes: proxyLimit },
        action: { kind: 'cut', afterRequestBytes: 0.3, reset: true },
      })
      await control.addFault({
        on: 'batchCreate',
        times: 'always',
        match: { contentSha256: hashOf(refused) },
        action: { kind: 'error', name: 'invalid-argument' },
      })
    }
    await engine.call('scanNow', {})
    await engine.until(({ counts }) => counts.ready.files >= 57, 'all is prepared')
    const begin = await engine.look()
    const before = (await control.ledger()).length
    await holdBack(engine, false)
    if (isDisturbed) {
      await engine.until(
        ({ counts }) => counts.sent.files + counts.done.files > 8,
        'it is in the middle',
      )
      await drive.pullOut()
    }
    const end = await untilThere(mine, ordinary, 'everything else')
    const course = {
      elapsedMs: end.at - begin.at,
      requests: (await control.ledger()).length - before,
    }
    await control.changeSettings({ uploadBytesPerSecond: null })
    if (isDisturbed) await allIsWell(mine, drive)
    else await mine.settle()
    tally.clean(await mine.judge(), isDisturbed ? 'disturbed' : 'undisturbed')
    await mine.close()
    return course
  }
  // Before and after, so that a machine that is busy in between is not taken for a slow backup.
  const first = await live(false)
  const disturbed = await live(true)
  const second = await live(false)
  console.log(
    `undisturbed ${JSON.stringify([first, second])}, disturbed ${JSON.stringify(disturbed)}`,
  )
  const most = (of: (course: Course) => number): number => 2 * Math.max(of(first), of(second))
  expect(disturbed.elapsedMs).toBeLessThanOrEqual(most(({ elapsedMs }) => elapsedMs))
  expect(disturbed.requests).toBeLessThanOrEqual(most(({ requests }) => requests))
})

faultTest('A drive pulled out with hundreds of prepared photos', async (tally) => {
  const mine = await newWorld()
  const engine = await mine.start()
  const drive = await addFolder(mine, 'drive')
  await holdBack(engine, true)
  await drive.fill(540)
  await engine.call('scanNow', {})
  await engine.until(({ counts }) => counts.ready.files >= 500, 'hundreds are prepared')
  await drive.pullOut()
  await engine.call('scanNow', {})
  await engine.until(
    ({ sources }) => sources.some(({ state }) => state === 'not-connected'),
    'the drive is away',
  )
  const paths = await mine.addPhotos(5)
  expect(paths).toHaveLength(5)
  await holdBack(engine, false)
  await engine.call('scanNow', {})
  const status = await engine.patiently(
    ({ counts, active }) => counts.done.files >= 5 && active.length === 0,
    'the five at home are in the library',
  )
  expect(status.counts.failed.files + status.counts.gone.files).toBe(0)
  // Nothing can move: it does not say that it uploads.
  await engine.until(({ activity }) => activity === 'resting', 'it says that it rests')
  await allIsWell(mine, drive)
  tally.clean(await mine.judge())
})

faultTest('One photo whose connection is always cut', async (tally) => {
  const mine = await newWorld()
  const engine = await mine.start()
  const shared = await addFolder(mine, 'shared')
  await holdBack(engine, true)
  const others = await shared.fill(40)
  await shared.put('poison.jpg', await photo(710_001, proxyLimit + 10_000))
  await emulator.control.addFault({
    on: 'upload',
    times: 'always',
    match: { minBytes: proxyLimit },
    action: { kind: 'cut', afterRequestBytes: 0.3, reset: true },
  })
  await engine.call('scanNow', {})
  await engine.until(({ counts }) => counts.ready.files === 41, 'all is prepared')
  const { at } = await engine.look()
  await holdBack(engine, false)
  const status = await untilThere(mine, others, 'the others')
  // Minutes, not the hours of one hold after the other.
  expect(status.at - at).toBeLessThan(30 * minuteMs)
  // In the end it is the photo's own, shown with its reason, and the line is not blamed.
  const shown = await engine.patiently(({ counts }) => counts.failed.files === 1, 'it is shown')
  expect(shown.conditions).toEqual([])
  await allIsWell(mine, null)
  tally.clean(await mine.judge())
})

faultTest('One photo for which Google refuses the whole batch', async (tally) => {
  const mine = await newWorld()
  const engine = await mine.start()
  const shared = await addFolder(mine, 'shared')
  await holdBack(engine, true)
  const others = await shared.fill(60)
  const refused = await photo(720_001)
  await shared.put('refused.jpg', refused)
  await emulator.control.addFault({
    on: 'batchCreate',
    times: 'always',
    match: { contentSha256: hashOf(refused) },
    action: { kind: 'error', name: 'invalid-argument' },
  })
  await engine.call('scanNow', {})
  await engine.until(({ counts }) => counts.ready.files === 61, 'all is prepared')
  await holdBack(engine, false)
  await untilThere(mine, others, 'the others')
  const status = await engine.patiently(isSettled, 'all has come to rest')
  expect(status.counts.failed.files).toBe(1)
  const { groups } = await engine.call('problems', {})
  expect(groups.map(({ reason, files }) => [reason, files])).toEqual([['rejected', 1]])
  // Each was sent once: only the batches were made again.
  expect((await mine.library()).filter(({ timesSent }) => timesSent > 1)).toEqual([])
  await allIsWell(mine, null)
  tally.clean(await mine.judge())
})

faultTest(
  'Rights taken from a folder and given back',
  async (tally) => {
    const mine = await newWorld()
    const closed = dirname(await mine.add('closed/one.jpg', await photo(730_001)))
    await mine.add('closed/two.jpg', await photo(730_002))
    if (isRoot) await giveAway(dirname(mine.folder), nobody)
    const engine = await mine.start({}, isRoot ? { uid: nobody } : {})
    await engine.call('pause', { until: 'resumed' })
    await engine.call('scanNow', {})
    await engine.until(({ counts }) => counts.found.files === 2, 'both are found')
    chmodSync(closed, 0)
    await engine.call('resume', {})
    await mine.addPhotos(1)
    await engine.call('scanNow', {})
    await engine.patiently(({ counts }) => counts.done.files === 1, 'the rest goes on')
    engine.advance(10 * minuteMs)
    await engine.call('scanNow', {})
    const { lastCheckedAt } = await engine.look()
    await engine.until(
      (status) => status.active.length === 0 && status.lastCheckedAt !== lastCheckedAt,
      'it was scanned while nobody could read it',
    )
    chmodSync(closed, 0o755)
    await engine.call('scanNow', {})
    // Nobody has to try anything again.
    const status = await engine.patiently(
      ({ counts }) => counts.done.files === 3,
      'what can be read again is sent',
    )
    expect(status.counts.failed.files + status.counts.gone.files).toBe(0)
    tally.clean(await mine.judge())
  },
  { isSkipped: process.platform === 'win32' },
)

faultTest('Deleted or overwritten while its creation waits', async (tally) => {
  const waits = {
    'the storage is full': async () => {
      await emulator.control.changeSettings({ storageLimitBytes: 1 })
      return () => emulator.control.changeSettings({ storageLimitBytes: null })
    },
    'Google answers 500': async () => {
      const action = { kind: 'error', name: 'internal' } as const
      const id = await emulator.control.addFault({ on: 'batchCreate', times: 'always', action })
      return () => emulator.control.removeFaults(id)
    },
  }
  for (const [wait, begin] of Object.entries(waits)) {
    // In the time of this machine, so that a second's wait is long enough to step in.
    const mine = await newWorld({ speed: 1, timing: { quietMs: 0 } })
    const engine = await mine.start()
    const end = await begin()
    const deleted = await mine.add('deleted.jpg', await photo(740_001))
    const overwritten = await mine.add('overwritten.jpg', await photo(740_002))
    await engine.call('scanNow', {})
    await emulator.control.waitFor(
      (row) => row.operation === 'batchCreate' && (row.status ?? 200) >= 400,
      { timeoutMs: 60_000 },
    )
    await rm(deleted)
    // The former content was Google's already, so it is expected as well.
    await mine.add('overwritten.jpg', await photo(740_003))
    expect(overwritten).toBe(join(mine.folder, 'overwritten.jpg'))
    await engine.call('scanNow', {})
    const { lastCheckedAt } = await engine.look()
    await engine.until((status) => status.lastCheckedAt !== lastCheckedAt, 'it was scanned')
    await end()
    await engine.call('scanNow', {})
    await engine.patiently(isSettled, 'all has come to rest')
    tally.clean(await mine.judge(), wait)
    await mine.close()
  }
})

faultTest('Another drive at the same path', async (tally) => {
  const mine = await newWorld()
  const engine = await mine.start()
  const drive = await addFolder(mine, 'drive')
  const known = await drive.fill(6)
  await engine.call('scanNow', {})
  await untilThere(mine, known, 'the drive')
  await drive.pullOut()
  await mkdir(join(drive.path, 'DCIM'), { recursive: true })
  const stranger = await photo(750_001)
  await writeFile(join(drive.path, 'stranger.jpg'), stranger)
  await writeFile(join(drive.path, 'DCIM', 'another.jpg'), await photo(750_002))
  for (let look = 0; look < 3; look += 1) {
    const { at } = await engine.look()
    await engine.call('scanNow', {})
    engine.advance(2 * hourMs)
    await engine.until(
      ({ at: now, active, sources }) =>
        now > at + 2 * hourMs &&
        active.length === 0 &&
        sources.every(({ state }) => state !== 'scanning'),
      'it has looked at what is there',
    )
  }
  const status = await engine.look()
  expect(status.counts.gone.files).toBe(0)
  const strangers = (await mine.library()).filter(({ filename }) =>
    ['stranger.jpg', 'another.jpg'].includes(filename),
  )
  expect(strangers).toEqual([])
  // The real one returns, with a new photo on it.
  await rename(drive.path, `${drive.path}-stranger`)
  await drive.plugIn()
  const more = await drive.fill(1)
  await engine.call('scanNow', {})
  await untilThere(mine, more, 'the real drive')
  await engine.patiently(isSettled, 'all has come to rest')
  tally.clean(await mine.judge())
})

faultTest('The quota is spent just after midnight Pacific, or the clock is fast', async (tally) => {
  for (const afterMidnightMs of [10_000, 20 * minuteMs]) {
    const midnight = nextPacificMidnight(Date.now() + 24 * hourMs)
    const startsAt = midnight + afterMidnightMs
    const mine = await newWorld({ startsAt })
    // Google's clock is where it is; the computer's is ahead by the minutes since midnight.
    await emulator.control.changeSettings({
      clockOffsetMs: midnight - minuteMs - Date.now(),
      dailyQuota: 0,
    })
    const engine = await mine.start()
    await mine.addPhotos(3)
    await engine.call('scanNow', {})
    await engine.until(
      ({ conditions }) => conditions.some(({ kind }) => kind === 'daily-quota'),
      'it stops for the day',
    )
    // A minute later it is midnight at Google, and the budget is there again.
    await emulator.control.changeSettings({
      clockOffsetMs: midnight + hourMs - Date.now(),
      dailyQuota: null,
    })
    const status = await engine.patiently(
      ({ counts }) => counts.done.files === 3,
      'it has tried again',
    )
    expect(status.at - startsAt).toBeLessThan(3 * hourMs)
    await engine.patiently(isSettled, 'all has come to rest')
    tally.clean(await mine.judge(), `${afterMidnightMs} ms after midnight`)
    await mine.close()
  }
})

faultTest('Asked to wait for a week: a person may try now', async (tally) => {
  const mine = await newWorld()
  const engine = await mine.start()
  for (const name of ['minute-quota', 'daily-quota', 'unavailable'] as const) {
    await emulator.control.addFault({
      on: 'upload.raw',
      action: { kind: 'error', name, retryAfterSeconds: 7 * 24 * 3600 },
    })
    const before = (await engine.look()).counts.done.files
    await mine.addPhotos(2)
    await engine.call('scanNow', {})
    const resting = await engine.until(
      ({ conditions, active }) => active.length === 0 && conditions.length > 0,
      'it waits',
    )
    expect(Number(resting.conditions[0]?.until) - resting.at).toBeLessThanOrEqual(30 * hourMs)
    await engine.call('scanNow', {})
    const status = await engine.until(
      ({ counts }) => counts.done.files === before + 2,
      'it tries at once',
    )
    expect(status.at - resting.at).toBeLessThan(hourMs)
  }
  await mine.settle()
  tally.clean(await mine.judge())
})

faultTest('Another account, and another client, wait for nothing of the first', async (tally) => {
  const mine = await newWorld()
  const { control } = emulator
  const engine = await mine.start()
  await mine.addPhotos(3)
  await mine.settle()
  const again = async (): Promise<void> => {
    await engine.call('signIn', {})
    await engine.until(({ signIn }) => signIn.kind === 'signed-in', 'somebody signed in')
    await sayItIsTheirs(engine)
  }
  const holdByStorage = async (): Promise<void> => {
    await control.addFault({ on: 'batchCreate', action: { kind: 'error', name: 'storage-full' } })
    await mine.addPhotos(1)
    await engine.call('scanNow', {})
    await engine.until(
      ({ conditions, active }) =>
        active.length === 0 && conditions.some(({ kind }) => kind === 'storage-full'),
      'the storage is full',
    )
  }
  await holdByStorage()
  await engine.call('signOut', {})
  await control.changeSettings({ consentAccount: 'second@example.test' })
  await again()
  const other = await engine.look()
  await engine.until(({ counts }) => counts.done.files === 4, 'the second account has all')
  expect((await engine.look()).at - other.at, 'without waiting').toBeLessThan(10 * minuteMs)
  const ofSecond = (await mine.library()).filter(({ user }) => user === 'second@example.test')
  expect(ofSecond).toHaveLength(4)
  // The same account through another client, which has a budget and a project of its own.
  await control.addFault({ on: 'upload.raw', action: { kind: 'error', name: 'daily-quota' } })
  await mine.addPhotos(1)
  await engine.call('scanNow', {})
  await engine.until(
    ({ conditions }) => conditions.some(({ kind }) => kind === 'daily-quota'),
    'the budget of this client is spent',
  )
  const client = await control.putClient({ projectNumber: '123456789' })
  await engine.call('useClient', { json: clientFile(client) })
  await again()
  const later = await engine.look()
  await engine.until(({ counts }) => counts.done.files === 5, 'all are there through it')
  expect((await engine.look()).at - later.at, 'without waiting').toBeLessThan(10 * minuteMs)
  const verdict = await mine.judge()
  const sent = (await mine.library()).filter(({ user }) => user === 'second@example.test')
  expect(new Set(sent.map(({ sha256 }) => sha256)).size).toBe(5)
  // What the first account has is its own: there, each is in the library too.
  tally.clean({ ...verdict, twice: [] })
  expect(sent).toHaveLength(5)
})

faultTest('A session that Google no longer takes is begun anew', async (tally) => {
  for (const status of [400, 404, 410]) {
    const mine = await newWorld()
    const engine = await mine.start()
    await emulator.control.addFault({
      on: 'upload.chunk',
      skip: 1,
      action: { kind: 'cut', afterRequestBytes: 'half' },
    })
    await emulator.control.addFault({ on: 'upload.query', action: { kind: 'status', status } })
    await mine.addPhotos(1, sessionBytes)
    await engine.call('scanNow', {})
    const rest = await engine.patiently(
      ({ counts, active }) => active.length === 0 && counts.done.files + counts.failed.files === 1,
      'it was sent or given up',
    )
    expect(rest.counts.failed.files).toBe(0)
    tally.clean(await mine.judge(), `answered ${status}`)
    await mine.close()
  }
})

function clientFile(client: { clientId: string; clientSecret: string }): string {
  const { clientId: client_id, clientSecret: client_secret } = client
  return JSON.stringify({
    installed: {
      client_id,
      client_secret,
      project_id: 'another',
      auth_uri: `${emulator.origin}/o/oauth2/v2/auth`,
      token_uri: `${emulator.origin}/token`,
      redirect_uris: ['http://localhost'],
    },
  })
}
