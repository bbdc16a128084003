// The image worker: the process in which every photo is decoded, so that a bad one takes down nothing else.
// It keeps nothing between jobs and watches its own memory; who is asked for what is decided in the engine.
import { constants, getPriority, setPriority } from 'node:os'
import { toFileFailure, UnreadableHeadError } from '../media/byte-source.ts'
import { planDatedCopy } from './dated/dated-copy.ts'
import type { EngineMessage, ImageJob, JobAnswer, WorkerMessage } from './image-jobs.ts'
import { DiskFullError, OutputError } from './output-file.ts'
import { UndecodableError } from './picture.ts'
import { withReadablePath } from './readable-path.ts'
import { reduce } from './reduce.ts'
import { makePreview, makeThumbnail } from './thumbnail.ts'

/** The end of the line to the engine: this process's own channel, or a port of Electron's. */
interface Line {
  post(message: WorkerMessage): void
  onMessage(listener: (message: EngineMessage) => void): void
}

/** A port as Electron's utility process has it; its messages come wrapped. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

/** How often memory is looked at; a decoder fills a gigabyte in about half a second. */
const memoryCheckMs = 50

function openLine(): Line {
  const { parentPort } = process as { parentPort?: ParentPort }
  if (parentPort !== undefined) {
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) =>
        parentPort.on('message', ({ data }) => listener(data as EngineMessage)),
    }
  }
  return {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', (message) => listener(message as EngineMessage)),
  }
}

function answer(job: ImageJob): Promise<JobAnswer> {
  switch (job.do) {
    case 'reduce':
      return reduce(job)
    case 'thumbnail':
      return makeThumbnail(job)
    case 'preview':
      return makePreview(job)
    case 'date':
      return planDatedCopy(job)
  }
}

async function answerAlways(job: ImageJob): Promise<JobAnswer> {
  try {
    return await withReadablePath(job.path, (path) => answer({ ...job, path }))
  } catch (error) {
    // Metadata too broken to be carried over counts as a picture too broken to be reduced.
    const isBroken = error instanceof UnreadableHeadError || error instanceof RangeError
    if (isBroken || error instanceof UndecodableError)
      return { outcome: 'kept', reason: 'undecodable' }
    if (error instanceof DiskFullError) return { outcome: 'kept', reason: 'no-room' }
    if (error instanceof OutputError) {
      return { outcome: 'failed', failure: { kind: 'unexpected', message: error.message } }
    }
    return { outcome: 'failed', failure: toFileFailure(error) }
  }
}

function watchMemory(line: Line, mostBytes: number): void {
  const timer = setInterval(() => {
    const bytes = process.memoryUsage.rss()
    if (bytes <= mostBytes) return
    clearInterval(timer)
    line.post({ kind: 'too-much-memory', bytes })
  }, memoryCheckMs)
}

const line = openLine()
line.onMessage((message) => {
  if (message.kind === 'begin') {
    watchMemory(line, message.mostMemoryBytes)
    return
  }
  void answerAlways(message.job).then((result) => {
    const peakBytes = process.resourceUsage().maxRSS * 1024
    line.post({ kind: 'answer', id: message.id, answer: result, peakBytes })
  })
})
// An engine that dies must not leave a decoder behind.
process.on('disconnect', () => process.exit(0))
// Reducing is never in a hurry; the user's own programs go first.
giveWay()
line.post({ kind: 'ready' })

function giveWay(): void {
  const wanted = constants.priority.PRIORITY_BELOW_NORMAL
  // Whoever started all of this below that, as with nice(1), has decided; the system lets nobody take it back.
  if (getPriority() < wanted) setPriority(wanted)
}
