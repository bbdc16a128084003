// Photos without a date over the real queue and a real catalogue: in which order they go, and when they are asked about.
import { describe, expect, it } from 'vitest'
import type { DateOf, Preparer } from '../../../src/main/engine/ports/prepare.ts'
import type { SendPlan } from '../../../src/shared/model.ts'
import type { AddedDate } from '../../../src/shared/photo-date-schemas.ts'
import { fail, ok } from '../../../src/shared/result.ts'
import { createUndatedLast } from '../../../src/main/engine/queue/undated-last.ts'
import { eventually } from '../../builders/eventually.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { aWorld, type World } from './queue-world.ts'

const names = ['no-date-1.jpg', 'one.jpg', 'no-date-2.jpg', 'two.jpg', 'three.jpg']
const added: AddedDate = {
  at: Date.UTC(1987, 6, 14, 12),
  offsetMinutes: null,
  source: 'folder-name',
}

const splice = { at: 2, removes: 0, bytes: 'RGF0ZQ==' }

const scanned: DateOf = () => ({ added, filmOffsetMinutes: 0 })

/** A preparer that notes what it is asked, and to which names no date belongs. */
function aPreparer(): { asked: string[]; prepare: Preparer['prepare'] } {
  const asked: string[] = []
  return {
    asked,
    prepare: async ({ name, sizeBytes, sha256, undated }) => {
      const isUndated = name.startsWith('no-date')
      asked.push(`${name} ${typeof undated === 'string' ? undated : 'dated'}`)
      if (isUndated && undated === 'later') return fail({ kind: 'undated' })
      const common = { mimeType: 'image/jpeg', fileName: name, sizeBytes, keptOriginal: null }
      const plan: SendPlan =
        isUndated && typeof undated !== 'string'
          ? { ...common, kind: 'dated', splices: [splice], sha256, date: added }
          : { ...common, kind: 'original' }
      const facts = { mediaKind: 'photo', mimeType: 'image/jpeg', width: 1, height: 1 } as const
      return ok({ kind: 'send', plan, facts: { ...facts, takenAt: isUndated ? null : 1_000 } })
    },
  }
}

/** Everything that can go goes, the last batch after its short wait. */
async function allGo(world: World): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await world.settle()
    world.clock.advance(1_000)
  }
  await world.settle()
}

/** A folder that is still being scanned, in which everything else has gone. */
async function whileScanning(): Promise<{ world: World; endScan(): void }> {
  let isScanning = true
  const more = { isScanning: () => isScanning, dateOf: async () => scanned }
  const world = await aWorld(names, { prepare: aPreparer().prepare }, {}, more)
  world.catalog.updateSource(world.sourceId, { undated: 'name' })
  world.queue.start()
  await allGo(world)
  const endScan = (): void => {
    isScanning = false
    world.queue.wake()
  }
  return { world, endScan }
}

describe('photos without a date', () => {
  it('go behind all others, each with the date that its folder says', async () => {
    const { asked, prepare } = aPreparer()
    const datesOf: string[] = []
    const world = await aWorld(
      names,
      { prepare },
      {},
      {
        dateOf: async ({ name }) => {
          datesOf.push(name)
          return scanned
        },
      },
    )
    world.catalog.updateSource(world.sourceId, { undated: 'name' })
    world.queue.start()
    await allGo(world)
    expect(world.count('done')).toBe(5)
    expect(asked.slice(-2)).toEqual(['no-date-1.jpg dated', 'no-date-2.jpg dated'])
    expect(datesOf).toEqual(['no-date-1.jpg', 'no-date-2.jpg'])
    const rows = world.catalog.listHistory({}, null, 10).rows
    expect(
      rows
        .filter(({ addedDate }) => addedDate !== null)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['no-date-1.jpg', 'no-date-2.jpg'])
    expect(rows.find(({ name }) => name === 'no-date-1.jpg')?.addedDate).toEqual(added)
  })

  it('wait until every other one is read, of very many', async () => {
    const { asked, prepare } = aPreparer()
    const many = Array.from({ length: 300 }, (_, index) => `one-${index}.jpg`)
    const world = await aWorld(
      ['no-date.jpg', ...many],
      { prepare },
      {},
      { dateOf: async () => scanned },
    )
    world.catalog.updateSource(world.sourceId, { undated: 'name' })
    world.queue.start()
    await allGo(world)
    expect(world.count('done')).toBe(301)
    expect(asked.at(-1)).toBe('no-date.jpg dated')
  })

  it('are sent as they are, at once, where their folder says so', async () => {
    const { asked, prepare } = aPreparer()
    const world = await aWorld(names, { prepare })
    world.queue.start()
    await allGo(world)
    expect(world.count('done')).toBe(5)
    expect(asked).toEqual(names.map((name) => `${name} leave`))
  })

  it('are sent as they are where nothing tells their date', async () => {
    const { asked, prepare } = aPreparer()
    const world = await aWorld(names, { prepare })
    world.catalog.updateSource(world.sourceId, { undated: 'name' })
    world.queue.start()
    await allGo(world)
    expect(world.count('done')).toBe(5)
    expect(asked.slice(-2)).toEqual(['no-date-1.jpg leave', 'no-date-2.jpg leave'])
  })

  it('wait while folders are scanned, as more may come that goes first', async () => {
    const { world, endScan } = await whileScanning()
    expect([world.count('done'), world.count('waiting')]).toEqual([3, 2])
    endScan()
    await allGo(world)
    expect(world.count('done')).toBe(5)
  })

  it('rest while their drive is away, and hold nobody up', async () => {
    const { world, endScan } = await whileScanning()
    world.catalog.updateSource(world.sourceId, { isConnected: false })
    endScan()
    await allGo(world)
    expect(world.count('waiting')).toBe(2)
    expect(world.queue.isIdle()).toBe(true)
    world.catalog.updateSource(world.sourceId, { isConnected: true })
    world.queue.wake()
    await allGo(world)
    expect(world.count('done')).toBe(5)
  })

  it('are taken up a few hundred at a time, each lot before the one before it is done', async () => {
    const many = Array.from({ length: 450 }, (_, index) => `no-date-${index}.jpg`)
    const { asked, prepare } = aPreparer()
    let goOn = (): void => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    let isFirst = true
    const world = await aWorld(
      many,
      {
        prepare: async (request, signal) => {
          const isHeld = isFirst && typeof request.undated !== 'string'
          if (isHeld) isFirst = false
          const decision = await prepare(request, signal)
          if (isHeld) await held
          return decision
        },
      },
      {},
      { dateOf: async () => scanned },
    )
    world.catalog.updateSource(world.sourceId, { undated: 'name' })
    world.queue.start()
    await eventually(() => {
      world.clock.advance(100)
      expect(asked.filter((one) => one.endsWith(' dated'))).toHaveLength(450)
    })
    goOn()
    await allGo(world)
    expect(world.count('done')).toBe(450)
  })
})

describe('the turn of photos without a date', () => {
  /** What holds at each look, and whether some are taken up then. */
  const looks = (...steps: readonly (keyof typeof states)[]): boolean[] => {
    let now = states.drained
    let taken = 0
    const look = createUndatedLast({
      store: { takeUpUndated: () => now.areSome },
      clock: manualClock(),
      isScanning: () => now.isScanning,
      fingerprinting: { isDrained: () => now.isFingerprinted },
      preparing: { isDrained: () => now.isPrepared, hasBegunAll: () => now.hasBegunAll },
      onTakenUp: () => (taken += 1),
    })
    return steps.map((step) => {
      now = states[step]
      const before = taken
      look()
      return taken > before
    })
  }
  const drained = {
    ...{ areSome: true, isScanning: false },
    ...{ isFingerprinted: true, isPrepared: true, hasBegunAll: true },
  }
  const states = {
    drained,
    scanning: { ...drained, isScanning: true },
    fingerprinting: { ...drained, isFingerprinted: false },
    /** The last are in hand. */
    ending: { ...drained, isPrepared: false },
    preparing: { ...drained, isPrepared: false, hasBegunAll: false },
    noneLeft: { ...drained, areSome: false },
  }

  it.each([
    [['ending', 'drained'], [1]],
    [['scanning', 'fingerprinting', 'preparing', 'ending', 'drained'], [4]],
    [
      ['drained', 'preparing', 'ending', 'ending'],
      [0, 2, 3],
    ],
    // What was found meanwhile goes first, to its end.
    [
      ['drained', 'fingerprinting', 'ending', 'drained', 'ending'],
      [0, 3, 4],
    ],
    [
      ['drained', 'scanning', 'ending', 'drained'],
      [0, 3],
    ],
    [
      ['drained', 'noneLeft', 'ending', 'drained'],
      [0, 3],
    ],
  ] as const)('over %j', (steps, takenAt) => {
    const taken = looks(...steps).flatMap((isTaken, at) => (isTaken ? [at] : []))
    expect(taken).toEqual(takenAt)
  })
})
