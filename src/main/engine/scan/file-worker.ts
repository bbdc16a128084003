// A thread that reads the user's files: fingerprints them one after the other, and does shorter calls in between.
// How a file is read is hash-file.ts and file-calls.ts; the engine's side is file-reader.ts.
import { setImmediate as othersFirst } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { runCall } from './file-calls.ts'
import {
  isAborted,
  pulse,
  type FileCall,
  type FileOrder,
  type FileReply,
  type FileResult,
  type FileTasks,
  type FileThreadData,
} from './file-control.ts'
import { createFileHasher } from './hash-file.ts'

interface HashOrder {
  id: number
  slot: number
  task: FileTasks['hash']
}

const { control } = workerData as FileThreadData
const hashFile = createFileHasher()
const waiting: HashOrder[] = []
let isWorking = false

/** A part of what the thread holds goes back at once, so that the rest is there to go on with. */
const repliesAtOnce = 2
/** Where it takes longer to open a file, calls come between any two. */
const slowMs = 1

async function hashAll(): Promise<void> {
  isWorking = true
  let replies: FileReply[] = []
  for (let order = waiting.shift(); order; order = waiting.shift()) {
    const { id, slot, task } = order
    let openMs: number | undefined
    const result = await hashFile(task.path, task.expected, {
      isAborted: () => isAborted(control, slot),
      pulse: () => pulse(control, id),
      onOpened: (ms) => void (openMs = ms),
    })
    pulse(control, 0)
    replies.push({ id, opened: null, openMs, result })
    const isSlow = (openMs ?? 0) > slowMs
    if (waiting.length > 0 && replies.length < repliesAtOnce && !isSlow) continue
    parentPort?.postMessage(replies)
    replies = []
    // An upload that wants its bytes would wait for all files that this thread holds.
    if (isSlow) await othersFirst()
  }
  isWorking = false
}

function reply(id: number, call: FileCall): { reply: FileReply; moved: ArrayBuffer[] } {
  let openMs: number | undefined
  pulse(control, id)
  const result = runCall(call, (ms) => void (openMs = ms))
  pulse(control, 0)
  const opened = openedBy(call, result)
  return { reply: { id, opened, openMs, result }, moved: buffersOf(result) }
}

function openedBy(call: FileCall, result: FileResult): number | null {
  if (call.do !== 'open' || !result.ok) return null
  return (result as FileResult<'open'> & { ok: true }).value.descriptor
}

/** The buffers that an answer hands over. */
function buffersOf(result: FileResult): ArrayBuffer[] {
  if (!result.ok || result.value === null) return []
  if (result.value instanceof Uint8Array) return [result.value.buffer]
  return 'bytes' in result.value ? [result.value.bytes.buffer] : []
}

parentPort?.on('message', (orders: FileOrder[]) => {
  const replies: FileReply[] = []
  const moved: ArrayBuffer[] = []
  for (const { id, slot, task } of orders) {
    if (task.do === 'hash') {
      waiting.push({ id, slot: slot ?? 0, task })
      continue
    }
    // At once, also between two parts of a large file: an upload waits for it.
    const done = reply(id, task)
    replies.push(done.reply)
    moved.push(...done.moved)
  }
  if (replies.length > 0) parentPort?.postMessage(replies, moved)
  // A bug ends the thread, which answers what it held.
  if (!isWorking && waiting.length > 0) void hashAll()
})
