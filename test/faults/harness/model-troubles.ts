// What concerns one photo, one folder, one account or the clock alone, as commands for fast-check. All of it is over before a
// sequence is judged.
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { nextPacificMidnight } from '../../../src/shared/pacific-day.ts'
import { always, command, content, isAtHand, type Model, type Real } from './model-words.ts'
import { hashOf, photo } from './pictures.ts'
import { sayItIsTheirs } from './whose-account.ts'
import { sessionBytes } from './world.ts'

/** The bytes that a sequence knows by a number; those of 0 are large enough for a session. */
export async function bytesFor(real: Real, index: number): Promise<Buffer> {
  return photo(real.firstSeed + index, index === 0 ? sessionBytes : 0)
}

const poison = content.map((index) =>
  command(`poison(${index})`, always, async (_, real) => {
    const { control } = real.world.emulator
    const contentSha256 = hashOf(await bytesFor(real, index))
    const action = { kind: 'cut', reset: true } as const
    await control.addFault({ on: 'upload', times: 'always', match: { contentSha256 }, action })
  }),
)
const proxyLimit = fc.constant(
  command('proxyLimit', always, async (_, { world }) => {
    await world.emulator.control.addFault({
      on: 'upload',
      times: 'always',
      match: { minBytes: 200_000 },
      action: { kind: 'cut', afterRequestBytes: 0.3, reset: true },
    })
  }),
)
const refuseBatches = content.map((index) =>
  command(`refuseBatches(${index})`, always, async (_, real) => {
    const contentSha256 = hashOf(await bytesFor(real, index))
    await real.world.emulator.control.addFault({
      on: 'batchCreate',
      times: 'always',
      match: { contentSha256 },
      action: { kind: 'error', name: 'invalid-argument' },
    })
  }),
)

const takeRights = fc.constantFrom('a', 'one.jpg').map((at) =>
  command(
    `takeRights(${at})`,
    (model) =>
      isAtHand(model) &&
      [...model.files.keys()].some((file) => file === at || file.startsWith(`${at}/`)),
    async (model, real) => {
      await chmod(join(real.folder, at), 0)
      model.locked = at
    },
  ),
)
/** Gives back what was taken. */
export async function giveRights(model: Model, real: Real): Promise<void> {
  if (model.locked !== null)
    await chmod(join(real.folder, model.locked), model.locked === 'a' ? 0o755 : 0o644)
  model.locked = null
}
const giveBack = fc.constant(command('giveRights', ({ locked }) => locked !== null, giveRights))

/** Pulls the folder out while its photos have come as far as this, if nothing else keeps them back. */
const stages = {
  found: {
    begin: (real: Real) => real.world.engine.call('pause', { until: 'resumed' }),
    end: (real: Real) => real.world.engine.call('resume', {}),
  },
  ready: {
    begin: (real: Real) => setHours(real, '0'.repeat(168)),
    end: (real: Real) => setHours(real, null),
  },
  sent: {
    begin: (real: Real) =>
      real.world.emulator.control.addFault({
        on: 'batchCreate',
        action: { kind: 'error', name: 'storage-full' },
      }),
    end: () => Promise.resolve(),
  },
} as const
const setHours = (real: Real, allowedHours: string | null): Promise<unknown> =>
  real.world.engine.call('changeSettings', { change: { allowedHours } })

const pullOutAt = fc.constantFrom('found', 'ready', 'sent').map((stage) =>
  command(`pullOutAt(${stage})`, isAtHand, async (model, real) => {
    const { engine } = real.world
    await stages[stage].begin(real)
    const bytes = await bytesFor(real, model.files.size % 6)
    await writeFile(join(real.folder, 'new.jpg'), bytes)
    real.world.expect(bytes, 'new.jpg')
    model.files.set('new.jpg', bytes)
    const before = await engine.look()
    await engine.call('scanNow', {})
    await engine.until(
      ({ active, sources, lastCheckedAt }) =>
        lastCheckedAt !== before.lastCheckedAt &&
        active.length === 0 &&
        sources.every(({ state }) => state !== 'scanning'),
      'nothing is in hand',
    )
    await rename(real.folder, `${real.folder}-away`)
    model.isPlugged = false
    await stages[stage].end(real)
  }),
)

/** Removes the folder that stands where the source was. */
export async function removeStranger(model: Model, real: Real): Promise<void> {
  if (model.isStrangerThere) await rm(real.folder, { recursive: true })
  model.isStrangerThere = false
}
const plugStranger = fc.constant(
  command(
    'plugStranger',
    ({ isPlugged, isStrangerThere }) => !isPlugged && !isStrangerThere,
    async (model, real) => {
      // Nobody changes drives between the look that finds one and the first folder of it that is read.
      await real.world.engine.call('scanNow', {})
      await real.world.engine.until(
        ({ sources }) => sources.every(({ state }) => state === 'not-connected'),
        'the folder is missed',
      )
      await mkdir(real.folder)
      // Not expected by anybody: in the library it would be something that never was a file of this source.
      await writeFile(join(real.folder, 'stranger.jpg'), await photo(real.firstSeed + 90))
      model.isStrangerThere = true
    },
  ),
)
const unplugStranger = fc.constant(
  command('unplugStranger', ({ isStrangerThere }) => isStrangerThere, removeStranger),
)

const accounts = ['first@example.test', 'second@example.test'] as const
const switchAccount = fc.constantFrom(...accounts).map((account) =>
  command(`switchAccount(${account})`, always, async (_, { world }) => {
    await world.engine.call('signOut', {})
    await world.emulator.control.changeSettings({ consentAccount: account })
    await signInAgain(world)
  }),
)
const switchClient = fc.constant(
  command('switchClient', always, async (_, { world }) => {
    const { clientId, clientSecret } = await world.emulator.control.putClient({})
    const installed = {
      client_id: clientId,
      client_secret: clientSecret,
      auth_uri: `${world.emulator.origin}/o/oauth2/v2/auth`,
      token_uri: `${world.emulator.origin}/token`,
      redirect_uris: ['http://localhost'],
    }
    await world.engine.call('useClient', { json: JSON.stringify({ installed }) })
    await signInAgain(world)
  }),
)
/** Somebody signs in, as whoever the emulator says. */
export async function signInAgain({ engine }: Real['world']): Promise<void> {
  await engine.call('signIn', {})
  await engine.until((status) => status.signIn.kind === 'signed-in', 'somebody signed in')
  await sayItIsTheirs(engine)
}

const spentAtMidnight = fc.constantFrom(-5, 5).map((minutes) =>
  command(`spentAtMidnight(${minutes} min)`, always, async (_, { world }) => {
    const { at } = await world.engine.look()
    world.engine.jump(nextPacificMidnight(at) + minutes * 60_000 - at)
    await world.emulator.control.addFault({
      on: 'upload',
      times: 2,
      action: { kind: 'error', name: 'daily-quota' },
    })
  }),
)

/** Everything of this file that a sequence may do. */
export const troubles = [
  poison,
  proxyLimit,
  refuseBatches,
  takeRights,
  giveBack,
  pullOutAt,
  plugStranger,
  unplugStranger,
  switchAccount,
  switchClient,
  spentAtMidnight,
]
