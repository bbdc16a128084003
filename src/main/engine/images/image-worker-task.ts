// One job on its way through the pool, and where its photo lies. Who runs it, and when, is image-worker-pool.ts.
import { dirname, sep } from 'node:path'
import type { ImageJob, JobAnswer } from './image-jobs.ts'

/** How a job ended for which there is no answer. */
export type WorkerProblem = 'crashed' | 'timeout' | 'memory' | 'not-started' | 'aborted'

/** What became of a job. */
export type JobResult = { ok: true; answer: JobAnswer } | { ok: false; problem: WorkerProblem }

/** What a caller may say about a job. */
export interface JobOptions {
  signal: AbortSignal
  /** A person waits for it: it goes before all others. */
  isUrgent?: boolean
  /** Called with what a job left behind that was given up before it ended. */
  onLate?: (() => void) | undefined
}

/** A job that waits or runs. */
export interface Task {
  id: number
  job: ImageJob
  options: JobOptions
  /** Was running, not alone, when a worker died: it runs alone next, so that guilt is certain. */
  isSuspect: boolean
  hasCrashed: boolean
  isDone: boolean
  stopTimer: () => void
  finish: (result: JobResult) => void
}

/** A film is read twice and written once; a drive or line that does less in a millisecond counts as one that hangs. */
const fewestBytesInMs = 2_000

/** How long a job may take, by how long any picture may. */
export const timeoutOf = (job: ImageJob, usualMs: number): number =>
  job.do === 'date' ? usualMs + Math.ceil(job.sizeBytes / fewestBytesInMs) : usualMs

/** Whether a photo lies in one of the folders, at any depth. Windows holds no worker to folders, and writes paths anew. */
export const isInside = (
  path: string,
  folders: readonly string[],
  platform: NodeJS.Platform = process.platform,
): boolean =>
  platform === 'win32' ||
  folders.some((folder) => {
    const top = folder.endsWith(sep) ? folder : folder + sep
    return path.startsWith(top) || dirname(path) === folder
  })

/** The folders that a new worker needs for what waits: those of all photos, and that of one that lies elsewhere. */
export function foldersFor(next: Task | undefined, usual: readonly string[]): readonly string[] {
  if (next === undefined || isInside(next.job.path, usual)) return usual
  return [...usual, dirname(next.job.path)]
}
