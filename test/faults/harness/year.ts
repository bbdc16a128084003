// A year in the life of a backup, told by a seed: files come and go, the line, Google, drives, rights, clocks and the
// program itself have their bad days. Every evening the promises are checked; on an evening without trouble, and in the end,
// the library must hold what is there.
import { dirname } from 'node:path'
import { mkdir } from 'node:fs/promises'
import { sideEffects, type SystemFacts } from '../../../src/main/engine/ports/outside.ts'
import type { Status } from '../../../src/shared/status.ts'
import type { LibraryItem } from '../../emulator/index.ts'
import type { EmulatorProcess } from './emulator-process.ts'
import { foundIn, onlyWaitsUntil } from './engine.ts'
import { giveAway, isRoot, nobody } from './other-user.ts'
import { hashOf } from './pictures.ts'
import { chance, oneOf, seededRandom, weighted, within } from './seeded-random.ts'
import { sayItIsTheirs } from './whose-account.ts'
import { openWorld, plentiful, smallUploads, type Content, type Verdict } from './world.ts'
import { createDisk } from './year-disk.ts'
import { troubles, type Hands, type Trouble } from './year-troubles.ts'

/** What is lived, and who is told of each evening's judgement. */
export interface YearOptions {
  emulator: EmulatorProcess
  seed: number
  days: number
  onJudged(verdict: Verdict, during: string): void
}

const hourMs = 3600_000
const stepMs = 12 * hourMs
const timeZones = [
  'Europe/Berlin',
  'America/Los_Angeles',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
] as const
/** Requests of a day, by seed: enough for its files and little more, plenty, or without an end. */
const budgets = [90, 250, null] as const
/** Most troubles at one time. */
const mostTroubles = 3

/** Before the days on which clocks are changed, always ahead of this machine's. */
function firstMorning(): number {
  return Date.UTC(new Date().getUTCFullYear() + 1, 1, 20, 8)
}

/** Lives it. */
export async function liveYear({ emulator, seed, days, onJudged }: YearOptions): Promise<void> {
  const { control } = emulator
  const random = seededRandom(seed)
  const timeZone = oneOf(random, timeZones)
  const dailyQuota = budgets[seed % budgets.length] ?? null
  const startsAt = firstMorning()
  const world = await openWorld(emulator, {
    upload: { ...smallUploads, noProgressMs: 1_000 },
    speed: 20,
    timing: {},
  })
  const disk = createDisk(world, random, (seed % 100_000) * 100_000)
  const diary: string[] = []
  let facts: SystemFacts = { ...plentiful, network: 'wifi' }
  let clockErrorMs = 0
  let updates = 0
  let mostFound = 0
  let movedBefore = 0
  /** What was in the library on an evening on which all was at rest, by content: how often its bytes had been sent. */
  const settled = new Map<string, number>()
  const retried = new Map<string, number>()

  const note = (what: string): void => {
    diary.push(what)
    if (diary.length > 40) diary.shift()
  }
  const setGoogleClock = (now: number): Promise<unknown> =>
    control.changeSettings({ clockOffsetMs: now - Date.now() })
  const now = async (): Promise<number> => (await world.engine.look()).at - clockErrorMs
  /** Google's time goes first: what the engine then asks is asked at the later time. */
  const passUntil = async (at: number): Promise<void> => {
    const from = await now()
    await setGoogleClock(Math.max(at, from))
    if (at > from) world.engine.advance(at - from)
  }
  const startEngine = async (at: number): Promise<void> => {
    await setGoogleClock(at)
    await world.start(
      { startsAt: at + clockErrorMs, facts, version: `1.0.${updates}` },
      { timeZone, ...(isRoot ? { uid: nobody } : {}) },
    )
  }
  const signIn = async (): Promise<void> => {
    const { signIn: state } = await world.engine.look()
    if (state.kind === 'signed-in') return
    await world.engine.call('signIn', {})
    await world.engine.look()
    // On a broken line it fails; the person tries again on a better evening.
    await world.engine.until(
      (status) => status.signIn.kind !== 'waiting-for-browser',
      'somebody tried to sign in',
    )
    await sayItIsTheirs(world.engine)
  }

  const hands: Hands = {
    random,
    disk,
    dailyQuota,
    tell: (change) => {
      facts = { ...facts, ...change }
      world.engine.tell(facts)
    },
    fault: async (rule) => {
      const id = await control.addFault(rule)
      return () => control.removeFaults(id)
    },
    google: async (change) => {
      await control.changeSettings(change)
    },
    settings: async (change) => {
      await world.engine.call('changeSettings', { change })
    },
    pause: async (isPaused) => {
      if (isPaused) await world.engine.call('pause', { until: 'resumed' })
      else await world.engine.call('resume', {})
    },
    wrongClock: (ms) => {
      world.engine.jump(ms - clockErrorMs)
      clockErrorMs = ms
    },
    revoke: async () => {
      await control.revoke()
    },
    signIn,
  }

  const active: { trouble: Trouble; endsAtStep: number; end: () => Promise<void> }[] = []
  const beginTrouble = async (step: number): Promise<void> => {
    const trouble = weighted(
      random,
      troubles.map((one) => [one.weight, one] as const),
    )
    const lasts = within(random, ...trouble.steps)
    if (active.length >= mostTroubles || active.some((one) => one.trouble === trouble)) return
    const end = await trouble.begin(hands)
    if (end === null) return
    active.push({ trouble, endsAtStep: step + lasts, end })
    note(`${trouble.what} (${lasts})`)
  }
  const endTroubles = async (step: number): Promise<void> => {
    for (const one of active.filter(({ endsAtStep }) => endsAtStep <= step)) {
      active.splice(active.indexOf(one), 1)
      await one.end()
      note(`${one.trouble.what}: over`)
    }
  }

  /** Lets half a day pass and waits until nothing is in hand; an engine that dies on the way is started again. */
  const livedThrough = async (endsAt: number): Promise<void> => {
    const { engine } = world
    try {
      await passUntil(endsAt)
      await engine.look()
      await engine.until(isQuiet, 'nothing is in hand')
      engine.killAt(null)
      // Once it answers, it dies no more.
      await engine.look()
    } catch (error) {
      if (!engine.hasEnded) throw error
      await engine.ended
      note('it died')
      await startEngine(engine.status.at - clockErrorMs + 60_000)
      await livedThrough(endsAt)
    }
  }

  /** Something happens to the program itself. */
  const programEvent = async (): Promise<void> => {
    const kind = weighted(random, [
      [2, 'restart'],
      [1, 'update'],
      [3, 'kill'],
      [4, 'kill-at'],
      [2, 'off'],
      [88, 'none'],
    ] as const)
    const at = await now()
    if (kind === 'restart' || kind === 'update') {
      note(kind)
      if (kind === 'update') updates += 1
      await world.engine.stop()
      await startEngine(at + 60_000)
    } else if (kind === 'kill') {
      note('killed')
      await world.engine.kill()
      await startEngine(at + 60_000)
    } else if (kind === 'kill-at') {
      const effect = oneOf(random, sideEffects)
      const occurrence = within(random, 1, 3)
      note(`to die after ${effect}, time ${occurrence}`)
      world.engine.killAt({ effect, occurrence })
    } else if (kind === 'off') {
      const days = within(random, 1, 9)
      note(`switched off for ${days} days`)
      await world.engine.stop()
      for (let day = 0; day < days; day += 1) note(await disk.happen(at + day * 24 * hourMs))
      await startEngine(at + 60_000)
    }
  }

  /** The evening of a day on which nothing keeps photos back: everything that can be read must be there. */
  const untilAllIsThere = async (): Promise<LibraryItem[]> => {
    for (let round = 0; ; round += 1) {
      await signIn()
      const since = (await world.engine.look()).at
      await world.engine.call('scanNow', {})
      await waitPatiently((status) => isRest(status, since))
      const library = await world.library()
      const missing = missingIn(library, disk.readable())
      if (missing.length === 0 || round >= 3) return library
      const { counts, nextTryAt, at } = await world.engine.look()
      note(
        `missing: ${missing.length}, such as ${missing[0] ?? ''}; ${namesOf(counts)}; next try ${nextTryAt === null ? 'never' : `in ${nextTryAt - at} ms`}`,
      )
      await takeUpAgain()
      await passUntil((await now()) + 10 * 60_000)
    }
  }
  const waitPatiently = async (test: (status: Status) => boolean): Promise<void> => {
    const { engine } = world
    // Google may have ended the sign-in without anybody having noticed before the evening.
    const isSignedOut = (status: Status): boolean => status.signIn.kind === 'signed-out'
    const canMove = (status: Status): boolean =>
      test(status) || isSignedOut(status) || onlyWaitsUntil(status) !== null
    for (let tries = 0; tries < 500; tries += 1) {
      const status = await engine.look()
      if (test(status)) return
      if (isSignedOut(status)) {
        await signIn()
        continue
      }
      const dueAt = onlyWaitsUntil(status)
      if (dueAt === null) await engine.until(canMove, 'it rests or only waits')
      else await passUntil((await now()) + Math.max(1_000, dueAt - status.at + 1))
    }
    await engine.until(test, 'all has come to rest', 1_000)
  }
  /** A person looks at Problems and tries all of it again. */
  const takeUpAgain = async (): Promise<void> => {
    const { groups } = await world.engine.call('problems', {})
    for (const { reason } of groups.filter(({ state }) => state === 'failed')) {
      retried.set(reason, (retried.get(reason) ?? 0) + 1)
      note(`tries again: ${reason}`)
      await world.engine.call('retryAll', { reason })
    }
  }

  /**
   * The catalogue's own judgement, with how many files were found before and after. A scan may find more meanwhile, and a file
   * that moved is two for a moment: what does not add up then is asked again, and what is wrong stays wrong.
   */
  const verified = async () => {
    for (let round = 0; ; round += 1) {
      const foundBefore = foundIn(await world.engine.look())
      const { broken, files } = await world.engine.call('verify', {})
      const found = foundIn(await world.engine.look())
      const [least, most] = [Math.min(found, foundBefore), Math.max(found, foundBefore)]
      if ((files >= least && files <= most) || round >= 3)
        return { broken, files, foundBefore, found }
    }
  }
  const judgeEvening = async (day: number, isCalm: boolean): Promise<void> => {
    const library = isCalm ? await untilAllIsThere() : await world.library()
    const { broken, files, foundBefore, found } = await verified()
    const problems = broken.map((one) => `${one.invariant}: ${one.examples.join(', ')}`)
    // A moved file is two for as long as its bytes are not known again.
    if (found < mostFound - (disk.moved() - movedBefore))
      problems.push(`${mostFound} were found, ${found} are left`)
    if (files < Math.min(found, foundBefore) || files > Math.max(found, foundBefore))
      problems.push(`${files} files, but ${foundBefore} to ${found} in all states`)
    mostFound = Math.max(mostFound, found)
    if (isCalm && disk.isWhole()) {
      mostFound = found
      movedBefore = disk.moved()
      const present = found - world.engine.status.counts.gone.files
      // More than are there: deleted ones whose photo was made all the same stay done.
      if (present < disk.count())
        problems.push(`${disk.count()} files are there, ${present} are known`)
    }
    const twice: string[] = [...repeated(library)]
    for (const item of library)
      if (item.timesSent > (settled.get(item.sha256) ?? Infinity))
        twice.push(`${item.filename} was sent again`)
    if (isCalm) for (const item of library) settled.set(item.sha256, item.timesSent)
    const lost = isCalm ? missingIn(library, disk.readable()) : []
    onJudged({ lost, twice, broken: problems }, during(day))
  }
  const during = (day: number): string =>
    [
      `seed ${seed}, day ${day} of ${days}, ${new Date(startsAt + day * 24 * hourMs).toDateString()}, ${timeZone}`,
      `now: ${active.map(({ trouble }) => trouble.what).join(', ')}`,
      ...diary,
    ].join('\n')

  const livedDay = async (day: number): Promise<void> => {
    for (let half = 0; half < 2; half += 1) {
      const step = day * 2 + half
      await endTroubles(step)
      if (chance(random, 0.2)) await beginTrouble(step)
      await programEvent()
      const at = startsAt + step * stepMs
      for (let deeds = within(random, 0, 4); deeds > 0; deeds -= 1) note(await disk.happen(at))
      await livedThrough(at + stepMs)
    }
    await judgeEvening(day, !active.some(({ trouble }) => trouble.keepsBack))
  }

  let day = 0
  try {
    await control.changeSettings({ storageLimitBytes: null, dailyQuota })
    for (const { path } of disk.places) await mkdir(path, { recursive: true })
    if (isRoot) await giveAway(dirname(world.folder), nobody)
    await startEngine(startsAt)
    await world.engine.call('changeSettings', {
      change: { network: 'wifi-and-cable', pauseOnMetered: true },
    })
    for (const { path } of disk.places.slice(1)) await world.engine.call('addSource', { path })
    for (; day < days; day += 1) await livedDay(day)
    await endTroubles(Infinity)
    await untilAllIsThere()
    world.expectOnly(disk.all())
    onJudged(await world.judge(), `${during(day)}\nthe end`)
    console.log(
      `seed ${seed}: ${days} days, ${disk.all().length} files, ${(await world.library()).length} in the library; tried again by hand: ${JSON.stringify([...retried])}`,
    )
  } catch (error) {
    throw new Error(`${String(error)}\n${during(day)}`, { cause: error })
  } finally {
    for (const one of active) if (one.trouble.what === 'rights are taken') await one.end()
    await world.close()
  }
}

const namesOf = (counts: Status['counts']): string =>
  Object.entries(counts)
    .filter(([, { files }]) => files > 0)
    .map(([state, { files }]) => `${state} ${files}`)
    .join(', ')

const isQuiet = ({ active, sources }: Status): boolean =>
  active.length === 0 && sources.every(({ state }) => state !== 'scanning')

/** Each folder that is there was scanned since, and what is in it came to rest. */
function isRest(status: Status, since: number): boolean {
  const isAway = status.sources.some(({ state }) => state === 'not-connected')
  const { found, fingerprinted, ready, sent, creating, waiting } = status.counts
  const moving = [found, fingerprinted, ready, sent, creating, waiting]
  return (
    isQuiet(status) &&
    status.sources.every(
      ({ state, lastScanAt }) => state === 'not-connected' || (lastScanAt ?? 0) >= since,
    ) &&
    status.conditions.every(({ kind }) => kind === 'source-missing') &&
    (isAway
      ? status.nextTryAt === null &&
        status.sources.every(({ state, waiting = 0 }) => state === 'not-connected' || waiting === 0)
      : moving.every(({ files }) => files === 0))
  )
}

function missingIn(library: readonly LibraryItem[], wanted: readonly Content[]): string[] {
  const contents = new Set(library.map(({ sha256 }) => sha256))
  const reduced = new Set(
    library
      .filter(({ width, height }) => width * height <= 16_000_000)
      .map(({ filename }) => filename),
  )
  return wanted
    .filter(({ name, bytes, isReduced }) =>
      isReduced === true ? !reduced.has(name) : !contents.has(hashOf(bytes)),
    )
    .map(({ name }) => name)
}

/** Contents and reduced copies that are there more than once. */
function repeated(library: readonly LibraryItem[]): string[] {
  const seen = new Set<string>()
  return library.flatMap(({ sha256, filename }) => {
    const key = filename.startsWith('large-') ? filename : sha256
    if (seen.has(key)) return [filename]
    seen.add(key)
    return []
  })
}
