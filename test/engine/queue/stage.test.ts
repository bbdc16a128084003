// Behaviour of a stage by itself: how many run, when the store is asked, and what an interruption leaves.
import { describe, expect, it } from 'vitest'
import type { WorkItem } from '../../../src/main/engine/ports/catalogue.ts'
import { createStage, type Stage } from '../../../src/main/engine/queue/stage.ts'
import { anItem } from '../../builders/items.ts'

interface Running {
  readonly id: number
  readonly signal: AbortSignal
  makeRoom(): void
  end(): void
  fail(bug: unknown): void
}

/** A stage over a store of these items, each of which is taken out when it ends. */
function open(count: number, width = 2) {
  let stored: WorkItem[] = Array.from({ length: count }, (_, index) =>
    anItem({ fileId: index + 1 }),
  )
  const running: Running[] = []
  const looks: { limit: number; busy: number[] }[] = []
  const bugs: unknown[] = []
  const state = { isOpen: true, width, progress: 0 }
  const stage: Stage = createStage({
    width: () => state.width,
    isOpen: () => state.isOpen,
    keyOf: (item) => item.fileId,
    take(limit, busy) {
      looks.push({ limit, busy: [...busy] })
      return stored.filter(({ fileId }) => !busy.has(fileId)).slice(0, limit)
    },
    run: (item, signal, makeRoom) =>
      new Promise((resolve, reject) => {
        const end = (): void => {
          stored = stored.filter((other) => other !== item)
          resolve()
        }
        running.push({ id: item.fileId, signal, makeRoom, end, fail: reject })
      }),
    onBug: (item, bug) => {
      bugs.push([item.fileId, bug])
      return Promise.reject(new Error('and another bug'))
    },
    onProgress: () => {
      state.progress += 1
      stage.pump()
    },
  })
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  const ids = (): number[] => running.map(({ id }) => id)
  const at = (id: number): Running => {
    const found = running.find((one) => one.id === id)
    if (found === undefined) throw new Error(`${id} does not run`)
    return found
  }
  return {
    stage,
    state,
    ids,
    at,
    looks,
    bugs,
    turn,
    store: (items: WorkItem[]) => (stored = items),
  }
}

describe('a stage', () => {
  it('runs as many as it is wide, and the next when one has ended', async () => {
    const { stage, ids, at, turn, state } = open(3)
    stage.pump()
    expect(ids()).toEqual([1, 2])
    expect(stage.running()).toBe(2)
    at(1).end()
    await turn()
    expect(ids()).toEqual([1, 2, 3])
    expect(stage.running()).toBe(2)
    expect(state.progress).toBe(1)
  })

  it('runs nothing while it is closed', () => {
    const { stage, ids, state } = open(3)
    state.isOpen = false
    stage.pump()
    expect(ids()).toEqual([])
    expect(stage.isDrained()).toBe(false)
  })

  it('asks the store once for many, and again only when something may have come', async () => {
    const { stage, looks, at, turn, store } = open(3)
    stage.pump()
    for (const id of [1, 2, 3]) {
      at(id).end()
      await turn()
    }
    // The first look found three; the last one of them has ended, so there was one more.
    expect(looks.map(({ limit }) => limit)).toEqual([64, 64])
    expect(stage.isDrained()).toBe(true)
    stage.pump()
    expect(looks).toHaveLength(2)
    store([anItem({ fileId: 9 })])
    stage.lookAgain()
    expect(stage.hasBegunAll()).toBe(false)
    stage.pump()
    expect([stage.hasBegunAll(), stage.isDrained()]).toEqual([true, false])
    expect(looks).toHaveLength(3)
  })

  it('takes up again what a step left as it was, once nothing else runs', async () => {
    const { stage, ids, at, turn, store } = open(1, 1)
    stage.pump()
    at(1).end()
    store([anItem({ fileId: 1 })])
    await turn()
    expect(ids()).toEqual([1, 1])
  })

  it('asks again after a full look', async () => {
    const { stage, looks, at, turn } = open(70, 1)
    stage.pump()
    for (let id = 1; id <= 64; id += 1) {
      at(id).end()
      await turn()
    }
    expect(looks).toHaveLength(2)
    expect(at(65)).toBeDefined()
  })

  it('does not run what is busy, and tells the store so', async () => {
    const { stage, ids, looks, turn } = open(2, 4)
    stage.pump()
    stage.refresh()
    stage.pump()
    await turn()
    expect(ids()).toEqual([1, 2])
    expect(looks.at(-1)?.busy).toEqual([1, 2])
  })

  it('looks anew at what was fetched ahead once it is refreshed', async () => {
    const { stage, ids, at, turn, store } = open(3, 1)
    stage.pump()
    store([anItem({ fileId: 7 })])
    stage.refresh()
    expect(stage.isDrained()).toBe(false)
    at(1).end()
    await turn()
    expect(ids()).toEqual([1, 7])
  })

  it('lets the next begin while one only has to be stored, for 128 of them', () => {
    const { stage, at, ids, state } = open(300, 1)
    stage.pump()
    for (let id = 1; id <= 200 && ids().includes(id); id += 1) at(id).makeRoom()
    expect(ids()).toHaveLength(128)
    expect(state.progress).toBe(128)
  })

  it('is not drained while something fetched is left', () => {
    const { stage } = open(3, 1)
    stage.pump()
    expect(stage.isDrained()).toBe(false)
  })
})

describe('an interruption', () => {
  it('is told to all that run, and what they throw is no bug', async () => {
    const { stage, at, bugs, turn } = open(2)
    stage.pump()
    const { signal } = at(1)
    expect(signal.aborted).toBe(false)
    stage.interrupt()
    expect(signal.aborted).toBe(true)
    at(1).fail(new Error('interrupted'))
    at(2).end()
    await turn()
    expect(bugs).toEqual([])
  })

  it('may be meant for some of those that run', async () => {
    const { stage, at, ids, turn } = open(3, 2)
    stage.pump()
    stage.interrupt(({ fileId }) => fileId === 1)
    expect([at(1).signal.aborted, at(2).signal.aborted]).toEqual([true, false])
    at(1).end()
    await turn()
    expect(ids()).toEqual([1, 2, 3])
  })

  it('leaves the way free for what begins after it', async () => {
    const { stage, at, ids, turn } = open(2, 1)
    stage.pump()
    stage.interrupt()
    at(1).end()
    await turn()
    expect(ids()).toEqual([1, 2])
    expect(at(2).signal.aborted).toBe(false)
  })
})

describe('a bug', () => {
  it('is told with its item, and the rest goes on', async () => {
    const { stage, at, ids, bugs, turn } = open(3, 1)
    const bug = new Error('a bug')
    stage.pump()
    at(1).fail(bug)
    await turn()
    expect(bugs).toEqual([[1, bug]])
    expect(ids()[1]).toBe(2)
    expect(stage.running()).toBe(1)
  })
})

describe('the end', () => {
  it('of some is waited for, whatever others run on', async () => {
    const { stage, at, state, turn } = open(2, 2)
    stage.pump()
    state.isOpen = false
    let isOver = false
    const over = stage.outOfHand(({ fileId }) => fileId === 1).then(() => (isOver = true))
    await turn()
    expect(isOver).toBe(false)
    at(1).end()
    await turn()
    expect([isOver, stage.running()]).toEqual([true, 1])
    at(2).end()
    await over
  })

  it('is waited for by whoever asks while one runs', async () => {
    const { stage, at, state, turn } = open(1, 1)
    stage.pump()
    state.isOpen = false
    let isSettled = false
    const settled = stage.settled().then(() => (isSettled = true))
    await turn()
    expect(isSettled).toBe(false)
    at(1).end()
    await settled
  })

  it('is waited for until nothing runs', async () => {
    const { stage, at, state, turn } = open(2, 2)
    stage.pump()
    state.isOpen = false
    let isSettled = false
    const settled = stage.settled().then(() => (isSettled = true))
    at(1).end()
    await turn()
    expect(isSettled).toBe(false)
    at(2).end()
    await settled
    expect(stage.running()).toBe(0)
  })
})
