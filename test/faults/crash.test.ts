// The engine is killed right after every side effect and at random moments, started again, and runs to the end. Judged
// from Google's side: each content is there exactly once, none is missing, and the catalogue keeps its promises.
import { readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sideEffects, type SideEffect } from '../../src/main/engine/ports/outside.ts'
import { startEmulatorProcess, type EmulatorProcess } from './harness/emulator-process.ts'
import { faultTest, quickOr, type Tally } from './harness/fault-test.ts'
import { isKilledAt } from './harness/killed-after.ts'
import { photo } from './harness/pictures.ts'
import { seededRandom } from './harness/seeded-random.ts'
import { openWorld, sessionBytes, type World } from './harness/world.ts'

let emulator: EmulatorProcess
let world: World
beforeAll(async () => {
  emulator = await startEmulatorProcess()
  world = await openWorld(emulator)
  await world.start()
})
afterAll(async () => {
  await world.close()
  await emulator.stop()
})

let folders = 0
async function theSource(): Promise<string> {
  const { sources } = await world.engine.call('listSources', {})
  return sources[0]?.sourceId ?? ''
}
/** Photos of two folders that have one in common, so that one album gets it with its creation and the other one later. */
async function addFolders(): Promise<string> {
  await world.engine.call('changeSource', { sourceId: await theSource(), albums: 'folders' })
  folders += 1
  const bytes = await photo(50_000 + folders)
  for (const name of [`folder ${folders}`, `copies ${folders}`])
    await world.add(`${name}/photo-${folders}.jpg`, bytes)
  return `folder ${folders}`
}
/** A folder with an album is called otherwise: its title follows, or the engine dies with it. */
async function renameFolder(): Promise<void> {
  const before = await addFolders()
  const after = `${before}, renamed`
  const hasAlbum = async (wanted: string): Promise<boolean> => {
    const listed = await world.engine.call('listAlbums', { sourceId: await theSource() })
    return listed.albums.some(({ title, items }) => title === wanted && items > 0)
  }
  const comesTo = (title: string): Promise<void> =>
    expect
      .poll(() => world.engine.hasEnded || hasAlbum(title).catch(() => false), { timeout: 60_000 })
      .toBe(true)
  await comesTo(before)
  await rename(join(world.folder, before), join(world.folder, after))
  await world.engine.try('scanNow', {}).catch(() => undefined)
  await comesTo(after)
}

/** A backup comes an hour after the start, and each day; it is looked through in a thread, beside all else. */
async function comeToBackup(): Promise<void> {
  const written = async (): Promise<string> =>
    (await readdir(join(world.dataFolder, 'backups')).catch(() => []))
      .filter((name) => name.endsWith('.sqlite'))
      .join()
  const before = await written()
  world.engine.advance(25 * 3_600_000)
  await expect
    .poll(async () => world.engine.hasEnded || (await written()) !== before, { timeout: 60_000 })
    .toBe(true)
}

/** What makes an effect happen; anything new in the folder makes the others happen. */
const fodder: Partial<Record<SideEffect, () => Promise<unknown>>> = {
  'session-opened': () => world.addPhotos(1, sessionBytes),
  'session-stored': () => world.addPhotos(1, sessionBytes),
  'chunk-sent': () => world.addPhotos(1, sessionBytes),
  'rendition-written': () => world.addLargePhoto(),
  'rendition-removed': () => world.addLargePhoto(),
  'failure-stored': () =>
    emulator.control.addFault({ on: 'upload.raw', action: { kind: 'status', status: 503 } }),
  'album-intended': addFolders,
  'album-made': addFolders,
  'album-stored': addFolders,
  'album-filled': addFolders,
  'album-renamed': renameFolder,
  'backup-written': comeToBackup,
}

/** In the quick form only these are met at more than their first occurrence. */
const quickOccurrences: Partial<Record<SideEffect, number>> = {
  'fingerprint-stored': 2,
  'session-stored': 3,
  'chunk-sent': 2,
  'token-stored': 2,
}

/** Effects of a start with a damaged catalogue; they have no second occurrence. */
const whileReplaced = ['catalogue-set-aside', 'catalogue-replaced', 'items-adopted'] as const
const whileRunning = sideEffects.filter(
  (effect) => !(whileReplaced as readonly SideEffect[]).includes(effect),
)

/** Effects after which an engine was in fact killed. */
const killedAfter = new Set<SideEffect>()

/** Like {@link isKilledAt}, with the work that comes to the effect. */
async function isKilled(effect: SideEffect, occurrence: number): Promise<boolean> {
  const wasKilled = await isKilledAt({ effect, occurrence }, world, async () => {
    await world.addPhotos(2)
    await fodder[effect]?.()
  })
  if (wasKilled) killedAfter.add(effect)
  return wasKilled
}

async function runToTheEnd(tally: Tally, during: string): Promise<void> {
  await world.start()
  await world.settle()
  // The next crash is not to wait for the company of photos that trickle into several albums.
  await world.engine.call('changeSource', { sourceId: await theSource(), albums: 'none' })
  tally.clean(await world.judge(), during)
}

describe('Crash between upload token and batchCreate, after batchCreate, and at every other side effect', () => {
  for (const effect of whileRunning) {
    faultTest(`Crash right after ${effect}`, async (tally) => {
      const most = quickOr(quickOccurrences[effect] ?? 1, 40)
      for (let occurrence = 1; occurrence <= most; occurrence += 1) {
        if (!(await isKilled(effect, occurrence))) break
        await runToTheEnd(tally, `killed after ${effect}, time ${occurrence}`)
      }
    })
  }

  for (const effect of whileReplaced) {
    faultTest(`Crash right after ${effect}`, async (tally) => {
      await world.settle()
      await world.engine.kill()
      const { seq } = (await emulator.control.ledger()).at(-1) ?? { seq: 0 }
      const path = join(world.dataFolder, 'catalogue.sqlite')
      await rm(`${path}-wal`, { force: true })
      await writeFile(path, 'no database')
      // Some die before they run, and some a little later.
      const ended = await world.start({ killAt: { effect, occurrence: 1 } }).then(
        ({ ended }) => ended,
        (error: unknown) => String(error),
      )
      expect(ended).toMatch(/SIGKILL/)
      killedAfter.add(effect)
      await runToTheEnd(tally, `killed after ${effect}`)
      const sent = (await emulator.control.ledger(seq)).filter(({ operation }) =>
        operation.startsWith('upload.'),
      )
      expect(sent, 'nothing was sent twice').toEqual([])
    })
  }

  it('meets every side effect, so that a new one is met too', () => {
    expect([...killedAfter].sort()).toEqual([...sideEffects].sort())
  })

  it('sends no content more than once again for each crash', async () => {
    const often = (await world.library()).filter((item) => item.timesSent > 2)
    expect(often.map((item) => item.filename)).toEqual([])
  })
})

describe('killed at random', () => {
  faultTest('kill -9 at random points', async (tally) => {
    const seed = Number(process.env['SHOEBOX_FAULTS_SEED'] ?? 20_260_101)
    const random = seededRandom(seed)
    console.log(`kill -9 at random points: seed ${seed}`)
    const cycles = quickOr(30, 200)
    for (let kills = 0; kills < cycles; kills += 1) {
      await world.addPhotos(3)
      if (random() < 0.4) await world.addPhotos(1, sessionBytes)
      if (random() < 0.15) await world.addLargePhoto()
      const { engine } = world
      await engine.try('scanNow', {})
      await passing(random() * 400)
      await engine.kill()
      // Now and then it dies again while it is still taking up its work.
      if (random() < 0.3) {
        const next = await world.start()
        await passing(random() * 100)
        await next.kill()
      }
      await runToTheEnd(tally, `seed ${seed}, kill ${kills + 1}`)
    }
    // At most two kills met one content, and each costs at most one sending more.
    const often = (await world.library()).filter((item) => item.timesSent > 3)
    expect(often.map((item) => item.filename)).toEqual([])
  })
})

/** A random moment, not a wait for anything. */
function passing(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
