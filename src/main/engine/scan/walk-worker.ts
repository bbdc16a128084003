// The thread that walks: takes one order at a time and posts batches back. A share that hangs, hangs only this thread.
// What a walk does is walk-tree.ts; the engine's side is walker.ts.
import { parentPort } from 'node:worker_threads'
import { isStopped, pulse, waitForRoom, type WalkOrder, type WalkReply } from './walk-control.ts'
import { walkTree } from './walk-tree.ts'

async function walk({ job, control, holder }: WalkOrder): Promise<void> {
  const reply = (message: WalkReply, moved: ArrayBuffer[] = []): void => {
    parentPort?.postMessage(message, moved)
  }
  const result = await walkTree(job, {
    post: (batch) => {
      reply({ kind: 'batch', batch }, [batch.numbers.buffer, batch.flags.buffer])
      waitForRoom(control)
    },
    isStopped: () => isStopped(control),
    pulse: () => pulse(control),
    ...(holder && { holder }),
  })
  reply({ kind: 'end', result })
}

// A bug ends the thread, which answers for the walk.
parentPort?.on('message', (order: WalkOrder) => void walk(order))
