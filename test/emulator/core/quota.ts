/**
 * Counters: requests per project and Pacific day, writes per account and minute, overlapping batchCreate calls.
 * What is answered when one is spent is left to access.ts and batch-create.ts.
 */
import { quotaDay } from './clock.ts'
import type { Settings } from './settings.ts'
import type { Store } from './store.ts'

/** The counters as the control API shows them. */
export type Counters = {
  readonly day: string
  /** Requests to the Photos API that counted today, over all projects. */
  readonly requestsToday: number
  readonly byProject: Readonly<Record<string, number>>
  /** Every request since start or reset, by operation. */
  readonly byOperation: Readonly<Record<string, number>>
  /** The most batchCreate calls of one account that were open at the same time. */
  readonly maxBatchCreateOverlap: number
  readonly concurrentWriteRefusals: number
}

/** The counters of one emulator. */
export type Quota = {
  countOperation(operation: string): void
  /** Counts a request of a project; false when the day's quota is spent. */
  takeDaily(projectNumber: string, nowMs: number): boolean
  /** Counts a write of an account; false when the minute's quota is spent. */
  takeWrite(email: string, nowMs: number): boolean
  /** Enters a batchCreate; returns how many of this account are open now, and how to leave. */
  enterCreate(email: string): { open: number; leave: () => void }
  refusedConcurrent(): void
  counters(nowMs: number): Counters
  /** Writes down the day's counts, which otherwise happens every few requests. */
  save(): void
  clear(): void
}

/** A kill may forget this many requests of the day's count at most. */
const saveEvery = 50

/** Makes counters that go on from what the store remembers of today. */
export function createQuota(store: Store, settings: Settings): Quota {
  const daily = new Map<string, number>(store.requests)
  const unsaved = new Map<string, number>()
  const byOperation = new Map<string, number>()
  const writes = new Map<string, number>()
  const openCreates = new Map<string, number>()
  let writesMinute = 0
  let maxOverlap = 0
  let refusals = 0

  const saveDay = (key: string): void => {
    const [day = '', project = ''] = key.split(' ')
    unsaved.delete(key)
    store.put({ t: 'requests', v: { day, project, count: daily.get(key) ?? 0 } })
  }

  return {
    countOperation: (operation) => {
      byOperation.set(operation, (byOperation.get(operation) ?? 0) + 1)
    },
    takeDaily: (projectNumber, nowMs) => {
      const key = `${quotaDay(nowMs)} ${projectNumber}`
      const count = (daily.get(key) ?? 0) + 1
      daily.set(key, count)
      const pending = (unsaved.get(key) ?? 0) + 1
      unsaved.set(key, pending)
      if (pending >= saveEvery) saveDay(key)
      return settings.dailyQuota === null || count <= settings.dailyQuota
    },
    takeWrite: (email, nowMs) => {
      const minute = Math.floor(nowMs / 60_000)
      if (minute !== writesMinute) {
        writes.clear()
        writesMinute = minute
      }
      const count = (writes.get(email) ?? 0) + 1
      writes.set(email, count)
      return settings.minuteQuota === null || count <= settings.minuteQuota
    },
    enterCreate: (email) => {
      const open = (openCreates.get(email) ?? 0) + 1
      openCreates.set(email, open)
      maxOverlap = Math.max(maxOverlap, open)
      let hasLeft = false
      return {
        open,
        leave: () => {
          if (hasLeft) return
          hasLeft = true
          openCreates.set(email, (openCreates.get(email) ?? 1) - 1)
        },
      }
    },
    refusedConcurrent: () => {
      refusals += 1
    },
    counters: (nowMs) => {
      const day = quotaDay(nowMs)
      const byProject = Object.fromEntries(
        [...daily]
          .filter(([key]) => key.startsWith(`${day} `))
          .map(([key, count]) => [key.slice(day.length + 1), count]),
      )
      return {
        day,
        requestsToday: Object.values(byProject).reduce((sum, count) => sum + count, 0),
        byProject,
        byOperation: Object.fromEntries(byOperation),
        maxBatchCreateOverlap: maxOverlap,
        concurrentWriteRefusals: refusals,
      }
    },
    save: () => {
      for (const key of [...unsaved.keys()]) saveDay(key)
    },
    clear: () => {
      for (const map of [daily, unsaved, byOperation, writes]) map.clear()
      maxOverlap = 0
      refusals = 0
    },
  }
}
