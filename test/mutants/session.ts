// A whole run: copies of the checkout, the tests of each room without a change, then each change against them. Says what
// comes out as it goes; report.ts makes the sum of it.
import { availableParallelism, loadavg } from 'node:os'
import { chooseMutants, findPlaces, type Mutant } from './mutants.ts'
import type { Options } from './options.ts'
import { createReach, type Reach } from './reach.ts'
import { filesOfRoom, type Room } from './rooms.ts'
import { runTests } from './trial.ts'
import { createTypeCheck } from './type-check.ts'
import { createWorkCopy, type WorkCopy } from './work-copy.ts'

/** A change that was tried, and what became of it. */
export interface Tried {
  readonly mutant: Mutant
  readonly fate: 'killed' | 'timed out' | 'survived'
  /** The first test that failed. */
  readonly by: string | null
}

/** Tests that fail without any change, so that nothing can be learnt from them. */
export class NotGreenError extends Error {}

/** What a run tells of itself as it goes. */
export interface Tell {
  start(places: number, mutants: number): void
  green(room: Room, tests: number, seconds: number): void
  tried(tried: Tried, done: number, of: number): void
}

/** The tests of a room, with how long each file takes. */
interface RoomTests {
  readonly files: readonly string[]
  readonly seconds: ReadonlyMap<string, number>
}

/** Tries the changes that the options ask for. */
export async function tryMutants(
  project: string,
  options: Options,
  tell: Tell,
  signal: AbortSignal,
): Promise<Tried[]> {
  const copies: WorkCopy[] = []
  try {
    // All comes from the first copy: the user's own tree may change while this runs.
    const first = await createWorkCopy(project)
    copies.push(first)
    const places = await findPlaces(first.path, options.rooms, options.only)
    const mutants = chooseMutants(places, options.count, options.seed, createTypeCheck(first.path))
    tell.start(places.length, mutants.length)
    const atOnce = options.atOnce ?? lanes()
    while (copies.length < atOnce) copies.push(await createWorkCopy(first.path))
    const rooms = options.rooms.filter((room) => mutants.some((mutant) => mutant.room === room))
    const tests = new Map<Room, RoomTests>()
    await inLanes(rooms, copies, async (room, copy) => {
      tests.set(room, await runUnchanged(room, copy, tell, signal))
    })
    const reach = await createReach(first.path)
    const tried: Tried[] = []
    await inLanes(mutants, copies, async (mutant, copy) => {
      const one = await tryOne(mutant, tests, reach, copy, signal)
      tried.push(one)
      tell.tried(one, tried.length, mutants.length)
    })
    return tried
  } finally {
    for (const copy of copies) await copy.remove()
  }
}

/** Two at a time where there are cores for it that nobody else uses. */
function lanes(): number {
  const [load = 0] = loadavg()
  return availableParallelism() > 1 && load < availableParallelism() * 2 ? 2 : 1
}

/** Does the jobs in their order, one in each copy at a time. */
async function inLanes<T>(
  jobs: readonly T[],
  copies: readonly WorkCopy[],
  work: (job: T, copy: WorkCopy) => Promise<void>,
): Promise<void> {
  const queue = [...jobs]
  const lane = async (copy: WorkCopy): Promise<void> => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await work(job, copy)
  }
  const ends = await Promise.allSettled(
    copies.map((copy) =>
      lane(copy).catch((error: unknown) => {
        queue.length = 0
        throw error
      }),
    ),
  )
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

/** A room whose tests take this long is stuck. */
const longestRunMs = 15 * 60_000

async function runUnchanged(
  room: Room,
  copy: WorkCopy,
  tell: Tell,
  signal: AbortSignal,
): Promise<RoomTests> {
  const { tests: files } = await filesOfRoom(copy.path, room)
  const startedAt = performance.now()
  const result = await runTests({ copy: copy.path, tests: files, limitMs: longestRunMs, signal })
  if (result.kind !== 'passed') {
    const how = result.kind === 'failed' ? `"${result.by}" fails` : 'they do not come to an end'
    throw new NotGreenError(`The tests of ${room.name} are not green without a change: ${how}.`)
  }
  tell.green(room, result.tests, (performance.now() - startedAt) / 1_000)
  return { files, seconds: result.seconds }
}

async function tryOne(
  mutant: Mutant,
  tests: ReadonlyMap<Room, RoomTests>,
  reach: Reach,
  copy: WorkCopy,
  signal: AbortSignal,
): Promise<Tried> {
  const { files, seconds } = tests.get(mutant.room) ?? { files: [], seconds: new Map() }
  const reaching = files.filter((test) => reach(test, mutant.file))
  // No test that is known to reach it: then none is known not to.
  const chosen = [...(reaching.length === 0 ? files : reaching)]
  chosen.sort((one, other) => (seconds.get(one) ?? 0) - (seconds.get(other) ?? 0))
  await copy.change(mutant.file, mutant.text)
  try {
    const limitMs = limitFor(chosen, seconds)
    const result = await runTests({ copy: copy.path, tests: chosen, limitMs, signal })
    if (result.kind === 'passed') return { mutant, fate: 'survived', by: null }
    if (result.kind === 'timed out') return { mutant, fate: 'timed out', by: null }
    return { mutant, fate: 'killed', by: result.by }
  } finally {
    await copy.change(mutant.file, mutant.original)
  }
}

/** Far more than the tests took without a change, also where they take next to no time. */
function limitFor(files: readonly string[], seconds: ReadonlyMap<string, number>): number {
  const usual = files.reduce((sum, file) => sum + (seconds.get(file) ?? 0), 0)
  return (30 + 3 * usual) * 1_000
}
