// A program that reads a file of a share that hangs, gives up and ends with code 3. Its thread waits inside the system: a pipe
// that nobody writes to is opened without haste.
import { Worker } from 'node:worker_threads'
import { createFileReader } from '../../../src/main/engine/scan/index.ts'

const [pipe = '', isGivenUp] = process.argv.slice(2)
const abort = new AbortController()
// It tells, with replies to nothing, that it is about to wait.
const stuck = `require('node:worker_threads').parentPort.postMessage([])
require('node:fs').openSync(${JSON.stringify(pipe)}, 'r')`
const reader = createFileReader({
  stallLimitMs: isGivenUp === 'given-up' ? 200 : 60_000,
  startWorker: () => {
    const worker = new Worker(stuck, { eval: true })
    if (isGivenUp !== 'given-up') worker.once('message', () => abort.abort())
    return worker
  },
})
const start = reader.readStart(pipe, 10, abort.signal)
const result = await start
await reader.close()
console.log(result.ok ? 'read' : result.failure.kind)
process.exitCode = 3
