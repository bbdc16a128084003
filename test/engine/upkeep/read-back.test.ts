// How the library is read back after a loss: from where it stopped, within a fifth of a day's requests, and never in the
// way of sending for longer than that.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { ReadBackPlace } from '../../../src/main/engine/ports/catalogue.ts'
import type { ListedItem } from '../../../src/main/engine/ports/photos.ts'
import { createReadBack, readBackShare } from '../../../src/main/engine/upkeep/read-back.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail, ok, type Result } from '../../../src/shared/result.ts'
import { storeTroubles } from '../../fakes/store-troubles.ts'
import { eventually } from '../../builders/eventually.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

type Page = Result<{ items: ListedItem[]; next: string | null }, Failure>

/** A catalogue that remembers over runs, a library of so many pages, and what was asked of it. */
function loss(pages: number) {
  const clock = manualClock()
  let place: ReadBackPlace = { next: null, day: '', requests: 0 }
  let isThrough = false
  const asked: (string | null)[] = []
  const rests: Failure[] = []
  let refusals: (Failure | null)[] = []
  const troubles: Error[] = []
  const state = { done: 0 }
  const list = (from: string | null): Promise<Page> => {
    asked.push(from)
    const refusal = refusals.shift()
    if (refusal !== undefined && refusal !== null) return Promise.resolve(fail(refusal))
    const page = from === null ? 1 : Number(from)
    return Promise.resolve(ok({ items: [], next: page < pages ? String(page + 1) : null }))
  }
  return {
    clock,
    asked,
    rests,
    troubles,
    state,
    /** What the next requests meet; null: nothing. */
    refuse(...failures: (Failure | null)[]) {
      refusals = failures
    },
    run: () =>
      createReadBack({
        catalog: {
          isReadBackNeeded: () => !isThrough,
          readBackPlace: () => place,
          adoptFromLibrary: (_, next) => {
            const trouble = troubles.shift()
            if (trouble !== undefined) throw trouble
            place = next
            isThrough = next.next === null
            return 0
          },
        },
        photos: { list },
        clock,
        logger: { info: () => undefined, error: console.error },
        checkpoint: () => undefined,
        mayGoOn: () => true,
        restAfter: (failure) => rests.push(failure),
        onDone: () => {
          state.done += 1
        },
      }),
  }
}

it('reads every page once and then lets photos be sent', async () => {
  const { asked, state, run } = loss(3)
  const readBack = run()
  expect(readBack.isPending()).toBe(true)
  readBack.goOn()
  readBack.goOn()
  await eventually(() => expect(state.done).toBe(1))
  expect(asked).toEqual([null, '2', '3'])
  expect(readBack.isPending()).toBe(false)
  readBack.goOn()
  expect(asked).toHaveLength(3)
})

it('goes on after a restart where it stopped', async () => {
  const { asked, rests, state, refuse, run } = loss(3)
  refuse(null, { kind: 'offline' })
  const before = run()
  before.goOn()
  await eventually(() => expect(rests).toHaveLength(1))
  before.stop()
  run().goOn()
  await eventually(() => expect(state.done).toBe(1))
  expect(asked).toEqual([null, '2', '2', '3'])
})

it('rests after a failure and asks for the same page again, and from the first where Google forgot it', async () => {
  const { asked, rests, state, refuse, run } = loss(2)
  refuse({ kind: 'offline' }, { kind: 'rejected', code: 400, message: 'page' })
  const readBack = run()
  for (const times of [1, 2]) {
    readBack.goOn()
    await eventually(() => expect(rests).toHaveLength(times))
    await eventually(() => expect(asked).toHaveLength(times))
  }
  await eventually(() => {
    readBack.goOn()
    expect(state.done).toBe(1)
  })
  expect(asked).toEqual([null, null, null, '2'])
})

it('spends a fifth of a day on a large library, lets photos be sent, and reads the rest on the next day', async () => {
  const { clock, asked, state, run } = loss(readBackShare + 5)
  run().goOn()
  await eventually(() => expect(state.done).toBe(1))
  expect(asked).toHaveLength(readBackShare)
  // Another run on the same day knows what was spent.
  const readBack = run()
  expect(readBack.isPending()).toBe(false)
  readBack.goOn()
  clock.jump(24 * 3_600_000)
  expect(readBack.isPending()).toBe(true)
  readBack.goOn()
  await eventually(() => expect(state.done).toBe(2))
  expect(asked).toHaveLength(readBackShare + 5)
  expect(new Set(asked).size).toBe(readBackShare + 5)
})

it('counts what Google refuses as well', async () => {
  const { asked, rests, refuse, run } = loss(1)
  refuse(...Array.from({ length: readBackShare }, (): Failure => ({ kind: 'offline' })))
  const readBack = run()
  while (rests.length < readBackShare) {
    readBack.goOn()
    await nextTurn()
  }
  expect(readBack.isPending()).toBe(false)
  readBack.goOn()
  expect(asked).toHaveLength(readBackShare)
})

it.each(storeTroubles)('rests after "%s" and goes on where it was', async (kind, thrown) => {
  const { asked, rests, state, troubles, run } = loss(2)
  troubles.push(thrown)
  const readBack = run()
  readBack.goOn()
  await eventually(() => expect(rests).toEqual([{ kind }]))
  expect(readBack.isPending()).toBe(true)
  await eventually(() => {
    readBack.goOn()
    expect(state.done).toBe(1)
  })
  expect(asked).toEqual([null, null, '2'])
})
