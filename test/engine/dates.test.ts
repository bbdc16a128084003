// Decisions about photos without a date over the real queue and a real catalogue: what goes, what rests, and what a decision
// meets that is under way.
import { describe, expect, it, vi } from 'vitest'
import { createDates, type Dates } from '../../src/main/engine/dates.ts'
import type { Preparer } from '../../src/main/engine/ports/prepare.ts'
import type { SendPlan } from '../../src/shared/model.ts'
import { parsePartialDate } from '../../src/shared/photo-dates.ts'
import { fail, ok } from '../../src/shared/result.ts'
import { creates, aWorld, type World } from './queue/queue-world.ts'

const names = ['scan-1.jpg', 'scan-2.jpg', 'scan-3.jpg']
const facts = { mediaKind: 'photo', mimeType: 'image/jpeg', width: 1, height: 1 } as const

interface Bench extends World {
  dates: Dates
  folderId: number
  /** What was sent, by name: the year of its date, or "as it is". */
  went: Record<string, string>
  discarded: string[]
  /** Everything that can go goes, the last batch after its short wait. */
  allGo(): Promise<void>
}

interface Waits {
  /** Before a copy is made. */
  making?: (name: string, year: string) => Promise<unknown>
  sending?: (name: string) => Promise<unknown>
}

/** A folder of scans, of which nothing is sent before it may be. */
async function bench(waits: Waits = {}, files: readonly string[] = names): Promise<Bench> {
  const went: Record<string, string> = {}
  const discarded: string[] = []
  const yearsOf = new Map<string, string>()
  const prepare: Preparer['prepare'] = async ({ name, sizeBytes, sha256, undated }) => {
    if (undated === 'later') return fail({ kind: 'undated' })
    const common = { mimeType: 'image/jpeg', fileName: name, sizeBytes, keptOriginal: null }
    const wanted = typeof undated === 'function' ? undated(null) : null
    const year = wanted === null ? 'as it is' : String(new Date(wanted.added.at).getUTCFullYear())
    await waits.making?.(name, year)
    const rendition = `${sha256}-${year}`
    yearsOf.set(rendition, year)
    const plan: SendPlan =
      wanted === null
        ? { ...common, kind: 'original', undated: 'left' }
        : {
            ...common,
            ...{ kind: 'reduced', width: 1, height: 1, rendition },
            sha256: sha256.replace(/^..../, year),
            date: wanted.added,
          }
    return ok({ kind: 'send', plan, facts: { ...facts, takenAt: null } })
  }
  const world = await aWorld(
    files,
    { prepare, discard: async (name) => void discarded.push(name) },
    {},
    {
      dateOf: async ({ undated }) => {
        const { year = 2001, month = 1 } = parsePartialDate(undated) ?? {}
        const at = Date.UTC(year, month - 1, 1, 12)
        const added = { at, offsetMinutes: null, source: 'chosen' } as const
        return () => ({ added, filmOffsetMinutes: 0 })
      },
      beforeSending: async (path) => waits.sending?.(path),
    },
  )
  world.catalog.updateSource(world.sourceId, { undated: 'name' })
  world.permission = { ...world.permission, maySend: false }
  const dates = createDates({
    catalog: world.catalog,
    queue: world.queue,
    preparer: { discard: async (name) => void discarded.push(name) },
    reader: {
      open: async () => fail({ kind: 'file-gone' }),
      readStart: async () => fail({ kind: 'file-gone' }),
    },
    companions: { sidecars: async () => [] },
    clock: world.clock,
    checkpoint: () => undefined,
  })
  world.queue.start()
  await world.settle()
  const [group] = world.catalog.undatedGroups(0).groups
  return Object.assign(world, {
    ...{ dates, went, discarded, folderId: group?.folderId ?? 0 },
    async allGo() {
      world.permission = { ...world.permission, maySend: true }
      world.queue.wake()
      for (let round = 0; round < 3; round += 1) {
        await world.settle()
        world.clock.advance(1_000)
      }
      await world.settle()
      for (const { name, addedDate, state } of world.catalog.listHistory({}, null, 99).rows)
        if (state === 'done')
          went[name] =
            addedDate === null ? 'as it is' : String(new Date(addedDate.at).getUTCFullYear())
    },
  })
}

const all = (value: string): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, value]))

describe('photos that are prepared and not sent', () => {
  it('go as was decided: dated, undone, dated again', async () => {
    const world = await bench()
    const { dates, folderId } = world
    expect(world.catalog.undatedGroup(folderId)).toMatchObject({ files: 3, planned: 3 })
    await dates.decide(folderId, '1986')
    await world.settle()
    expect(world.catalog.undatedGroup(folderId)).toMatchObject({ planned: 3, choice: '1986' })
    expect(await dates.undo(folderId)).toMatchObject({ files: 3, planned: 0, choice: 'later' })
    await world.settle()
    expect(world.catalog.undatedFigures()).toEqual({ files: 3, undecided: 3 })
    await dates.decide(folderId, '1987')
    await world.allGo()
    expect(world.went).toEqual(all('1987'))
    expect(world.discarded.filter((name) => !name.endsWith('-1987'))).toHaveLength(6)
    expect(world.catalog.undatedGroup(folderId)).toMatchObject({ files: 0, went: 3 })
    expect(world.catalog.verify()).toEqual([])
  })

  it('are left as they are, and are still told as photos without a date', async () => {
    const world = await bench()
    await world.dates.decide(world.folderId, 'leave')
    await world.settle()
    expect(world.catalog.undatedGroup(world.folderId)).toMatchObject({ files: 3, planned: 3 })
    await world.dates.decide(world.folderId, '1987')
    await world.allGo()
    expect(world.went).toEqual(all('1987'))
  })

  it('are not prepared anew for a decision that changes nothing', async () => {
    const world = await bench()
    await world.dates.decide(world.folderId, 'name')
    expect(world.catalog.undatedGroup(world.folderId)).toMatchObject({ planned: 3, choice: 'name' })
    expect(world.discarded).toEqual([])
  })
})

describe('photos that are to be decided later', () => {
  it('rest while others go, and the queue is idle', async () => {
    const world = await bench()
    await world.dates.decide(world.folderId, 'later')
    await world.allGo()
    expect(world.went).toEqual({})
    expect(world.queue.isIdle()).toBe(true)
    expect(world.catalog.nextDueAt()).toBeNull()
    await world.restart()
    world.clock.advance(40 * 24 * 3_600_000)
    await world.allGo()
    expect(world.went).toEqual({})
    expect(world.catalog.undatedFigures()).toEqual({ files: 3, undecided: 3 })
  })

  it('go as soon as somebody decides', async () => {
    const world = await bench()
    await world.dates.decide(world.folderId, 'later')
    await world.allGo()
    await world.dates.decide(world.folderId, 'leave')
    await world.allGo()
    expect(world.went).toEqual(all('as it is'))
  })
})

describe('a decision', () => {
  it('while the copy of the one before is being made counts, and no copy stays', async () => {
    const held = Promise.withResolvers<null>()
    let isHeld = true
    const world = await bench({
      making: async (name, year) => {
        if (name === 'scan-2.jpg' && year === '1986' && isHeld) await held.promise
      },
    })
    const first = world.dates.decide(world.folderId, '1986')
    await first
    await world.settle()
    const second = world.dates.decide(world.folderId, '1987')
    await world.settle()
    isHeld = false
    held.resolve(null)
    await second
    await world.allGo()
    expect(world.went).toEqual(all('1987'))
    expect(world.catalog.verify()).toEqual([])
  })

  it('of two at once the later one counts', async () => {
    const world = await bench()
    await Promise.all([
      world.dates.decide(world.folderId, '1986'),
      world.dates.decide(world.folderId, 'leave'),
      world.dates.decide(world.folderId, '1987'),
    ])
    await world.allGo()
    expect(world.went).toEqual(all('1987'))
  })

  it('while the bytes of a photo are on their way lets go of them', async () => {
    const held = Promise.withResolvers<null>()
    let sending = 0
    const world = await bench({
      sending: async () => {
        sending += 1
        if (sending <= 3) await held.promise
      },
    })
    world.permission = { ...world.permission, maySend: true }
    world.queue.wake()
    await world.settle()
    expect(world.queue.active().map(({ phase }) => phase)).toContain('sending')
    const decided = world.dates.decide(world.folderId, '1987')
    await world.settle()
    held.resolve(null)
    await decided
    await world.allGo()
    // What had arrived by then has gone with the date of before; nothing has gone twice.
    expect(Object.keys(world.went)).toHaveLength(3)
    expect(creates(world.photos).reduce((sum, items) => sum + items, 0)).toBe(3)
    expect(world.catalog.verify()).toEqual([])
  })

  it('refuses a date that has not begun, and no other', async () => {
    const { dates } = await bench()
    expect(dates.isPossible('2999')).toBe(false)
    expect(['1987', 'later', 'leave', 'file'].every(dates.isPossible)).toBe(true)
  })
})

it('a thousand follow at once', async () => {
  const many = Array.from({ length: 1_000 }, (_, index) => `scan ${index}.jpg`)
  const world = await bench({}, many)
  await world.dates.decide(world.folderId, 'later')
  await vi.waitFor(
    () => expect(world.catalog.undatedFigures()).toEqual({ files: 1_000, undecided: 1_000 }),
    { timeout: 60_000 },
  )
  await world.dates.decide(world.folderId, '1987')
  while (world.count('done') < 1_000) await world.allGo()
  expect(new Set(Object.values(world.went))).toEqual(new Set(['1987']))
})
