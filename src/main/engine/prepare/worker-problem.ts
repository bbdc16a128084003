// What follows for a photo when the image worker gave no answer about it.
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { WorkerProblem } from '../images/image-worker-pool.ts'

/** `itsOwn`: what is decided where the photo itself is at fault. */
export function afterProblem<T>(problem: WorkerProblem, itsOwn: T): Result<T, Failure> {
  switch (problem) {
    case 'aborted':
      return fail({ kind: 'aborted' })
    case 'not-started':
      // No photo's fault: sending each as it is would not be what was chosen.
      return fail({ kind: 'image-worker', problem: 'crashed' })
    case 'crashed':
    case 'timeout':
    case 'memory':
      return ok(itsOwn)
  }
}
