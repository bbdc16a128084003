// A thread that fingerprints: takes jobs one after the other. How a file is read is hash-file.ts; the engine's side is
// fingerprinter.ts.
import { parentPort, workerData } from 'node:worker_threads'
import {
  isAborted,
  pulse,
  type HashOrder,
  type HashReply,
  type HashThreadData,
} from './hash-control.ts'
import { createFileHasher } from './hash-file.ts'

const { control } = workerData as HashThreadData
const hashFile = createFileHasher()
const waiting: HashOrder[] = []
let isWorking = false

async function work(): Promise<void> {
  isWorking = true
  for (let order = waiting.shift(); order; order = waiting.shift()) {
    const { slot, path, expected } = order
    const result = await hashFile(path, expected, {
      isAborted: () => isAborted(control, slot),
      pulse: () => pulse(control),
    })
    pulse(control)
    parentPort?.postMessage({ slot, result } satisfies HashReply)
  }
  isWorking = false
}

parentPort?.on('message', (order: HashOrder) => {
  waiting.push(order)
  // A bug ends the thread, which answers what it held.
  if (!isWorking) void work()
})
