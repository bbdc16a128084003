// Behaviour of the numbers that the engine and its reading threads share: room for batches, the end, signs of life.
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import * as file from '../../../src/main/engine/scan/file-control.ts'
import * as walk from '../../../src/main/engine/scan/walk-control.ts'
import { eventually } from '../../builders/eventually.ts'
import { stampOf, tempFolder } from './temp-folder.ts'

const script = new URL('../../../src/main/engine/scan/walk-control.ts', import.meta.url)

/** A thread that posts a batch each time there is room, and tells how many it posted. */
function poster(control: Int32Array<SharedArrayBuffer>) {
  const body = `
    const { workerData, parentPort } = require('node:worker_threads')
    import(workerData.script).then(({ waitForRoom, isStopped }) => {
      for (let posted = 1; !isStopped(workerData.control); posted += 1) {
        parentPort.postMessage(posted)
        waitForRoom(workerData.control)
      }
      parentPort.postMessage('stopped')
    })`
  const thread = new Worker(body, { eval: true, workerData: { script: script.href, control } })
  onTestFinished(async () => {
    await thread.terminate()
  })
  const said: unknown[] = []
  const waiting: (() => void)[] = []
  thread.on('message', (message) => {
    said.push(message)
    for (const wake of waiting.splice(0)) wake()
  })
  const until = async (last: unknown): Promise<void> => {
    while (said.at(-1) !== last) await new Promise<void>((resolve) => waiting.push(resolve))
  }
  return { said, until }
}

describe('a walking thread', () => {
  it('has three batches on their way, and one more for each that was taken', async () => {
    const control = walk.createControl()
    const { said, until } = poster(control)
    await until(3)
    await eventually(() => expect(walk.isReading(control)).toBe(false))
    walk.makeRoom(control)
    await until(4)
    walk.makeRoom(control)
    await until(5)
    expect(said).toEqual([1, 2, 3, 4, 5])
  })

  it('is woken by the end', async () => {
    const control = walk.createControl()
    const { until } = poster(control)
    await until(3)
    expect(walk.isStopped(control)).toBe(false)
    walk.stop(control)
    expect(walk.isStopped(control)).toBe(true)
    await until('stopped')
  })

  it('counts as reading while there is room', () => {
    const control = walk.createControl()
    expect(walk.isReading(control)).toBe(true)
    walk.waitForRoom(control)
    walk.waitForRoom(control)
    expect(walk.isReading(control)).toBe(true)
    expect(control[0]).toBe(2)
    walk.makeRoom(control)
    expect(control[0]).toBe(1)
  })

  it('gives signs of life that disturb nothing else', () => {
    const control = walk.createControl()
    expect(walk.readPulse(control)).toBe(0)
    walk.pulse(control)
    walk.pulse(control)
    expect(walk.readPulse(control)).toBe(2)
    expect(walk.isStopped(control)).toBe(false)
    expect(control[0]).toBe(0)
    expect(control).toHaveLength(3)
  })
})

describe('a thread that reads files', () => {
  it('is told of each of its files by itself whether it is still wanted', () => {
    const control = file.createFileControl()
    for (const slot of [2, 7]) {
      file.setAborted(control, slot, true)
      const told = [0, 1, 2, 3, 4, 5, 6, 7].filter((one) => file.isAborted(control, one))
      expect(told).toEqual([slot])
      file.setAborted(control, slot, false)
      expect(file.isAborted(control, slot)).toBe(false)
    }
  })

  it('gives signs of life that disturb no file', () => {
    const control = file.createFileControl()
    expect(file.readPulse(control)).toBe(0)
    file.pulse(control, 7)
    expect(file.readPulse(control)).toBe(1)
    expect(file.readInHand(control)).toBe(7)
    file.pulse(control, 0)
    expect(file.readPulse(control)).toBe(2)
    expect(file.readInHand(control)).toBe(0)
    expect([0, 1, 2, 3, 4, 5, 6, 7].some((slot) => file.isAborted(control, slot))).toBe(false)
    expect(control).toHaveLength(10)
  })

  it('leaves a file alone that is wanted no more when its turn comes', async () => {
    const control = file.createFileControl()
    const folder = tempFolder('a.jpg')
    const path = join(folder, 'a.jpg')
    const thread = new Worker(
      new URL('../../../src/main/engine/scan/file-worker.ts', import.meta.url),
      { workerData: { control } satisfies file.FileThreadData },
    )
    onTestFinished(async () => {
      await thread.terminate()
    })
    file.setAborted(control, 1, true)
    const expected = stampOf(path)
    const orders = [0, 1].map((slot): file.FileOrder => ({
      ...{ id: slot + 1, slot, task: { do: 'hash', path, expected } },
    }))
    const replies: file.FileReply[] = []
    thread.on('message', (some: file.FileReply[]) => void replies.push(...some))
    thread.postMessage(orders)
    await eventually(() => expect(replies).toHaveLength(2))
    expect(replies).toMatchObject([
      { id: 1, result: { ok: true } },
      { id: 2, result: { ok: false, failure: { kind: 'aborted' } } },
    ])
  })
})
