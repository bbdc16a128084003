// Counts the photos that met one failure after another which may be theirs or nobody's: many in a row mean that none of
// them is at fault. Reading, sending and creating are counted apart, because one may work while another does not.
// Which failures are of this kind, and what follows, is remedy.ts.
import type { WorkItem } from '../ports/catalogue.ts'
import { effectiveState, failedAttempts } from './lifecycle.ts'

/** What was being done with a photo. */
export type Doing = 'reading' | 'sending' | 'creating'

/** How it stands after a failure. */
export interface Standing {
  /** How many different photos have met trouble in a row by now. */
  inARow: number
  /**
   * Whether something else may still speak for the line: false where one of these photos failed before and nothing went
   * well since.
   */
  isVouched: boolean
}

/** The count. */
export interface TroubleBook {
  /** Notes a failure that these items share; `isSureOfAll`: it is not known to be one photo's, so all of them count. */
  meet(items: readonly WorkItem[], isSureOfAll: boolean): Standing
  /** The photos that met trouble in a row where these did, beside them. */
  met(items: readonly WorkItem[]): number[]
  /** Work of this kind went well. True when no trouble is left. */
  worked(what: Doing): boolean
}

/** A batch has many photos in one request: only when it fails again and again do they count. */
const batchTries = 3

/** Makes an empty count. */
export function createTroubleBook(): TroubleBook {
  const victims: Record<Doing, Set<number>> = {
    reading: new Set(),
    sending: new Set(),
    creating: new Set(),
  }
  /** Every photo that failed since something last went well, also those that do not count yet. */
  const failed: Record<Doing, Set<number>> = {
    reading: new Set(),
    sending: new Set(),
    creating: new Set(),
  }
  return {
    meet(items, isSureOfAll) {
      const what = doingWith(items)
      const tries = Math.min(...items.map((item) => failedAttempts(item.lifecycle)))
      const isVouched = items.every(({ fileId }) => !failed[what].has(fileId))
      for (const { fileId } of items) {
        failed[what].add(fileId)
        if (items.length === 1 || tries >= batchTries || isSureOfAll) victims[what].add(fileId)
      }
      return { inARow: victims[what].size, isVouched }
    },
    met(items) {
      const these = new Set(items.map(({ fileId }) => fileId))
      return [...failed[doingWith(items)]].filter((fileId) => !these.has(fileId))
    },
    worked(what) {
      victims[what].clear()
      failed[what].clear()
      return Object.values(victims).every((met) => met.size === 0)
    },
  }
}

function doingWith([first]: readonly WorkItem[]): Doing {
  const state = first === undefined ? 'ready' : effectiveState(first.lifecycle)
  if (state === 'sent' || state === 'creating') return 'creating'
  return state === 'ready' ? 'sending' : 'reading'
}
