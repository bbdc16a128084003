// A program that reads a file of a share that hangs, gives up and ends with code 3. Its thread waits inside the system: a pipe
// that nobody writes to is opened without haste.
import { Worker } from 'node:worker_threads'
import { createFileReader } from '../../../src/main/engine/scan/index.ts'

const [pipe = '', isGivenUp] = process.argv.slice(2)
const reader = createFileReader({
  stallLimitMs: isGivenUp === 'given-up' ? 200 : 60_000,
  startWorker: () =>
    new Worker(`require('node:fs').openSync(${JSON.stringify(pipe)}, 'r')`, { eval: true }),
})
const abort = new AbortController()
const start = reader.readStart(pipe, 10, abort.signal)
if (isGivenUp !== 'given-up') setTimeout(() => abort.abort(), 500)
const result = await start
await reader.close()
console.log(result.ok ? 'read' : result.failure.kind)
process.exitCode = 3
