// What a user, a line and a machine may do to a backup, as commands for fast-check: each changes the real world and a
// model that is nothing but a list of files and their contents. The model never looks at the engine.
import { appendFile, copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import type { FaultAction } from '../../emulator/index.ts'
import {
  always,
  command,
  content,
  isAtHand,
  path,
  type Command,
  type Model,
  type Real,
} from './model-words.ts'
import { bytesFor, removeStranger, troubles } from './model-troubles.ts'
import { plentiful } from './world.ts'

async function put(real: Real, at: string, bytes: Buffer): Promise<void> {
  const target = join(real.folder, at)
  await mkdir(dirname(target), { recursive: true })
  const draft = join(real.folder, '..', `draft-${real.firstSeed}`)
  await writeFile(draft, bytes)
  await rename(draft, target)
  real.world.expect(bytes, at)
}

const write = fc.tuple(path, content).map(([at, index]) =>
  command(`write(${at}, ${index})`, isAtHand, async (model, real) => {
    const bytes = await bytesFor(real, index)
    await put(real, at, bytes)
    model.files.set(at, bytes)
  }),
)

const edit = path.map((at) =>
  command(
    `edit(${at})`,
    (model) => isAtHand(model) && model.files.has(at),
    async (model, real) => {
      const more = Buffer.from(`edited ${model.files.size} `)
      const bytes = Buffer.concat([model.files.get(at) ?? Buffer.alloc(0), more])
      real.world.expect(bytes, at)
      model.files.set(at, bytes)
      await appendFile(join(real.folder, at), more)
    },
  ),
)

const copy = fc.tuple(path, path).map(([from, to]) =>
  command(
    `copy(${from}, ${to})`,
    (model) => isAtHand(model) && model.files.has(from) && from !== to,
    async (model, real) => {
      const bytes = model.files.get(from) ?? Buffer.alloc(0)
      await mkdir(dirname(join(real.folder, to)), { recursive: true })
      await copyFile(join(real.folder, from), join(real.folder, to))
      model.files.set(to, bytes)
    },
  ),
)

const move = fc.tuple(path, path).map(([from, to]) =>
  command(
    `move(${from}, ${to})`,
    (model) => isAtHand(model) && model.files.has(from) && from !== to,
    async (model, real) => {
      await mkdir(dirname(join(real.folder, to)), { recursive: true })
      await rename(join(real.folder, from), join(real.folder, to))
      model.files.set(to, model.files.get(from) ?? Buffer.alloc(0))
      model.files.delete(from)
    },
  ),
)

const remove = path.map((at) =>
  command(
    `remove(${at})`,
    (model) => isAtHand(model) && model.files.has(at),
    async (model, real) => {
      await rm(join(real.folder, at))
      model.files.delete(at)
    },
  ),
)

const removeFolder = fc.constant(
  command('removeFolder(a)', isAtHand, async (model, real) => {
    await rm(join(real.folder, 'a'), { recursive: true, force: true })
    for (const at of [...model.files.keys()]) if (at.startsWith('a/')) model.files.delete(at)
  }),
)

const moveFolder = fc.constant(
  command(
    'moveFolder(a, moved)',
    (model) =>
      isAtHand(model) &&
      [...model.files.keys()].some((at) => at.startsWith('a/')) &&
      ![...model.files.keys()].some((at) => at.startsWith('moved/')),
    async (model, real) => {
      await rm(join(real.folder, 'moved'), { recursive: true, force: true })
      await rename(join(real.folder, 'a'), join(real.folder, 'moved'))
      for (const [at, bytes] of [...model.files])
        if (at.startsWith('a/')) {
          model.files.delete(at)
          model.files.set(`moved/${at.slice(2)}`, bytes)
        }
    },
  ),
)

const unplug = fc.constant(
  command('unplug', isAtHand, async (model, real) => {
    await rename(real.folder, `${real.folder}-away`)
    model.isPlugged = false
  }),
)

/** Puts the source back where it was. */
export async function plugIn(model: Model, real: Real): Promise<void> {
  await removeStranger(model, real)
  if (!model.isPlugged) await rename(`${real.folder}-away`, real.folder)
  model.isPlugged = true
}

const plug = fc.constant(command('plug', (model) => !model.isPlugged, plugIn))

const pause = fc.constant(
  command('pause', always, async (_, { world }) => {
    await world.engine.call('pause', { until: 'resumed' })
  }),
)
const resume = fc.constant(
  command('resume', always, async (_, { world }) => {
    await world.engine.call('resume', {})
  }),
)
const goOffline = fc.constant(
  command('offline', always, async (_, { world }) => {
    world.engine.tell({ ...plentiful, isOnline: false })
  }),
)
const goOnline = fc.constant(
  command('online', always, async (_, { world }) => {
    world.engine.tell(plentiful)
  }),
)

const actions: readonly FaultAction[] = [
  { kind: 'cut', afterRequestBytes: 'half' },
  { kind: 'cut', afterResponseBytes: 'half', reset: true },
  { kind: 'loseAnswer' },
  { kind: 'garbage', body: '<html>Please log in</html>', contentType: 'text/html' },
  { kind: 'garbage', body: '{"a":' },
  { kind: 'wrongContentLength' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 404 },
  { kind: 'status', status: 400 },
  { kind: 'error', name: 'minute-quota' },
  { kind: 'error', name: 'daily-quota' },
  { kind: 'error', name: 'invalid-upload-token' },
  { kind: 'error', name: 'storage-full' },
  { kind: 'expireToken' },
  { kind: 'halfOpen', afterRequestBytes: 'half' },
]
const fault = fc
  .tuple(
    fc.constantFrom('upload', 'upload.raw', 'upload.chunk', 'upload.finalize', 'batchCreate'),
    fc.constantFrom(...actions),
    fc.integer({ min: 1, max: 3 }),
  )
  .map(([on, action, times]) =>
    command(`fault(${on}, ${JSON.stringify(action)}, ${times})`, always, async (_, { world }) => {
      await world.emulator.control.addFault({ on, action, times })
    }),
  )

const scan = fc.constant(
  command('scan', always, async (_, { world }) => {
    await world.engine.call('scanNow', {})
  }),
)
const passTime = fc.integer({ min: 1, max: 600 }).map((minutes) =>
  command(`pass(${minutes} min)`, always, async (_, { world }) => {
    world.engine.advance(minutes * 60_000)
  }),
)
const setClock = fc.constantFrom(-24, 24).map((hours) =>
  command(`setClock(${hours} h)`, always, async (_, { world }) => {
    world.engine.jump(hours * 3600_000)
  }),
)
const rest = fc.constant(
  command(
    'letItRun',
    ({ isPlugged }) => isPlugged,
    async (_, { world }) => {
      await world.engine.look()
      await world.engine.until(({ active }) => active.length === 0, 'nothing is in hand')
    },
  ),
)
const crash = fc.constant(
  command('crash', always, async (_, { world }) => {
    await world.engine.kill()
    await world.start()
  }),
)

/** Sequences of commands; writing is the most likely, crashing the least. */
export const sequences: fc.Arbitrary<Iterable<Command>> = fc.commands(
  [
    write,
    write,
    write,
    edit,
    copy,
    move,
    move,
    remove,
    removeFolder,
    moveFolder,
    unplug,
    plug,
    pause,
    resume,
    goOffline,
    goOnline,
    fault,
    fault,
    scan,
    scan,
    passTime,
    setClock,
    rest,
    rest,
    crash,
    ...troubles,
  ],
  { maxCommands: 24, size: 'max' },
)
