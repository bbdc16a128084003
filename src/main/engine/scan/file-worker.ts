// A thread that reads the user's files: fingerprints them one after the other, and reads the start of one in between.
// How a file is read is hash-file.ts and read-start.ts; the engine's side is file-reader.ts.
import { parentPort, workerData } from 'node:worker_threads'
import {
  isAborted,
  pulse,
  type FileOrder,
  type FileReply,
  type FileThreadData,
} from './file-control.ts'
import { createFileHasher } from './hash-file.ts'
import { readStart } from './read-start.ts'

const { control } = workerData as FileThreadData
const hashFile = createFileHasher()
const waiting: Extract<FileOrder, { do: 'hash' }>[] = []
let isWorking = false

/** Half of what the thread holds goes back at once, so that the other half is there to go on with. */
const repliesAtOnce = 2

async function hashAll(): Promise<void> {
  isWorking = true
  let replies: FileReply[] = []
  for (let order = waiting.shift(); order; order = waiting.shift()) {
    const { slot, path, expected } = order
    const result = await hashFile(path, expected, {
      isAborted: () => isAborted(control, slot),
      pulse: () => pulse(control),
    })
    pulse(control)
    replies.push({ do: 'hash', slot, result })
    if (waiting.length > 0 && replies.length < repliesAtOnce) continue
    parentPort?.postMessage(replies)
    replies = []
  }
  isWorking = false
}

parentPort?.on('message', (orders: FileOrder[]) => {
  const replies: FileReply[] = []
  const moved: ArrayBuffer[] = []
  for (const order of orders) {
    if (order.do === 'hash') {
      waiting.push(order)
      continue
    }
    // At once, also between two parts of a large file: an upload waits for it.
    const result = readStart(order.path, order.mostBytes)
    pulse(control)
    if (result.ok) moved.push(result.value.bytes.buffer)
    replies.push({ do: 'read', id: order.id, result })
  }
  if (replies.length > 0) parentPort?.postMessage(replies, moved)
  // A bug ends the thread, which answers what it held.
  if (!isWorking && waiting.length > 0) void hashAll()
})
