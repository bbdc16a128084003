// Counts the photos that met trouble of Google's service one after another: many mean that none of them is at fault.
// Sending and creating are counted apart, because one may work while the other does not. What follows is remedy.ts.
import type { FailureKind } from '../../../shared/failure.ts'
import type { WorkItem } from '../ports/catalogue.ts'

/** What a request was for. */
export type RequestFor = 'sending' | 'creating'

/** The count. */
export interface TroubleBook {
  /** Notes a failure that these items share; answers how many photos have met trouble in a row by now. */
  meet(items: readonly WorkItem[], failure: FailureKind, tries: number): number
  /** A request of this kind went well. True when no trouble is left. */
  worked(what: RequestFor): boolean
}

/** Failures that may be the service's, the line's or one photo's own. */
const doubtful: ReadonlySet<FailureKind> = new Set([
  'stalled',
  'server-error',
  'unexpected-answer',
  'aborted',
])

/** A batch has many photos in one request: only when it fails again and again do they count. */
const batchTries = 3

/** Makes an empty count. */
export function createTroubleBook(): TroubleBook {
  const victims: Record<RequestFor, Set<number>> = { sending: new Set(), creating: new Set() }
  return {
    meet(items, failure, tries) {
      if (!doubtful.has(failure)) return 0
      const met = victims[items.some(isBeingCreated) ? 'creating' : 'sending']
      if (items.length === 1 || tries >= batchTries) for (const { fileId } of items) met.add(fileId)
      return met.size
    },
    worked(what) {
      victims[what].clear()
      return victims.sending.size + victims.creating.size === 0
    },
  }
}

function isBeingCreated({ lifecycle }: WorkItem): boolean {
  return lifecycle.state === 'creating'
}
