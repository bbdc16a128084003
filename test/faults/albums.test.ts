// Photos that go into albums: the engine is killed after every effect on their way, and answers are lost. Each folder has one album
// in the library, each photo is once in it, and no bytes are sent twice for it.
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import type { SideEffect } from '../../src/main/engine/ports/outside.ts'
import { startEmulatorProcess, type EmulatorProcess } from './harness/emulator-process.ts'
import { faultTest } from './harness/fault-test.ts'
import { killedAfterEach } from './harness/killed-after.ts'
import { photo } from './harness/pictures.ts'
import { openWorld, type Verdict, type World } from './harness/world.ts'

let emulator: EmulatorProcess
let world: World
beforeAll(async () => {
  emulator = await startEmulatorProcess()
  world = await openWorld(emulator, { photoSize: 'original' })
  await world.start()
  await choose('folders')
})
afterAll(async () => {
  await world.close()
  await emulator.stop()
})

async function choose(albums: string): Promise<void> {
  const { sources } = await world.engine.call('listSources', {})
  await world.engine.call('changeSource', { sourceId: sources[0]?.sourceId ?? '', albums })
}

/** What happens to a photo and its album on their way. */
const effects = [
  'scan-applied',
  'fingerprint-stored',
  'plan-stored',
  'bytes-sent',
  'token-stored',
  'creating-stored',
  'album-intended',
  'album-made',
  'album-stored',
  'items-created',
  'results-stored',
  'album-filled',
] as const satisfies readonly SideEffect[]

/** Which photos belong into which album, by its title. */
const wanted = new Map<string, Set<string>>()
let seed = 800_000

async function add(folder: string, name: string, bytes: Buffer): Promise<void> {
  await world.add(`${folder}/${name}`, bytes)
  wanted.set(folder, (wanted.get(folder) ?? new Set()).add(name))
}
/** Two new folders; a photo of the one lies in the other as well, and one goes to a folder whose album is there. */
async function addSome(): Promise<void> {
  seed += 10
  const names = [`Party ${seed}`, `Trip ${seed}`] as const
  const shared = await photo(seed)
  await add(names[0], `${seed}.jpg`, shared)
  await add(names[0], `${seed + 1}.jpg`, await photo(seed + 1))
  await add(names[1], `${seed}.jpg`, shared)
  await add('Every time', `${seed + 2}.jpg`, await photo(seed + 2))
}

async function judge(): Promise<Verdict> {
  const verdict = await world.judge()
  const library = await world.library()
  const nameOf = new Map(library.map(({ id, filename }) => [id, filename]))
  const albums = await emulator.control.albums()
  for (const [title, names] of wanted) {
    const those = albums.filter((album) => album.shownTitle === title)
    if (those.length === 0) verdict.lost.push(`album ${title}`)
    if (those.length > 1) verdict.twice.push(`album ${title}`)
    const items = those.flatMap(({ itemIds }) => itemIds.map((id) => nameOf.get(id) ?? id))
    for (const name of names) {
      const times = items.filter((item) => item === name).length
      if (times === 0) verdict.lost.push(`${name} of ${title}`)
      if (times > 1) verdict.twice.push(`${name} of ${title}`)
    }
    for (const item of items) if (!names.has(item)) verdict.broken.push(`${item} in ${title}`)
  }
  const others = albums.filter(({ shownTitle }) => !wanted.has(shownTitle))
  verdict.broken.push(...others.map(({ shownTitle }) => `an album ${shownTitle}`))
  return verdict
}

killedAfterEach('Photo with an album', effects, { world: () => world, add: addSome, judge })

for (const on of ['albums.create', 'batchCreate', 'albums.batchAdd'] as const) {
  faultTest(`Photos with albums: the answer to ${on} is lost`, async (tally) => {
    await emulator.control.addFault({ on, action: { kind: 'loseAnswer' } })
    await addSome()
    await world.settle()
    tally.clean(await judge())
  })
}

faultTest(
  'Photos with albums: a folder is called otherwise, and the engine dies with it',
  async (tally) => {
    await addSome()
    await world.settle()
    const [before, after] = [`Party ${seed}`, `Fete ${seed}`]
    const names = wanted.get(before) ?? new Set()
    world.engine.killAt({ effect: 'album-renamed', occurrence: 1 })
    await rename(join(world.folder, before), join(world.folder, after))
    wanted.delete(before)
    wanted.set(after, names)
    await world.engine.try('scanNow', {}).catch(() => undefined)
    expect(await world.engine.ended).toBe('SIGKILL')
    await world.start()
    await world.settle()
    tally.clean(await judge())
  },
)

faultTest('Photos with albums: another run has nothing to ask for', async (tally) => {
  await world.settle()
  const { seq } = (await emulator.control.ledger()).at(-1) ?? { seq: 0 }
  await world.engine.stop()
  await world.start()
  await world.settle()
  const asked = (await emulator.control.ledger(seq)).filter(({ path }) => path.startsWith('/v1/'))
  expect(asked.map(({ operation }) => operation)).toEqual([])
  tally.clean(await judge())
})
