// Threads that nobody waits for: the end of the process is prepared while there are any, and one that is not stuck is waited
// for no longer than it takes.
import { EventEmitter } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { endThread, leaveBehind } from '../../../src/main/engine/scan/left-behind.ts'

/** A thread that ends when a test says so. */
class SlowWorker extends EventEmitter {
  isReferenced = true
  end: () => void = () => undefined
  unref(): void {
    this.isReferenced = false
  }
  terminate(): Promise<number> {
    return new Promise((resolve) => {
      this.end = () => {
        this.emit('exit', 1)
        resolve(1)
      }
    })
  }
}
const asWorker = (worker: SlowWorker): Worker => worker as unknown as Worker
const prepared = (): number => process.listenerCount('exit')

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

it('a process ends by itself again once all that it left behind have come back', () => {
  const before = prepared()
  const [one, other] = [new SlowWorker(), new SlowWorker()]
  const back: string[] = []
  leaveBehind(asWorker(one), () => back.push('one'))
  leaveBehind(asWorker(other), () => back.push('other'))
  expect(prepared()).toBe(before + 1)
  one.emit('exit', 1)
  expect([prepared(), back]).toEqual([before + 1, ['one']])
  other.emit('exit', 1)
  expect([prepared(), back]).toEqual([before, ['one', 'other']])
})

it('a thread that is not stuck is waited for, and keeps the process alive until then', async () => {
  const before = prepared()
  const worker = new SlowWorker()
  let isEnded = false
  const ended = endThread(asWorker(worker), 1_000).then(() => (isEnded = true))
  await Promise.resolve()
  expect([isEnded, worker.isReferenced, prepared()]).toEqual([false, true, before + 1])
  worker.end()
  await ended
  expect(prepared()).toBe(before)
})
