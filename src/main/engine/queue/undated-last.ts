// Photos without a date go last: they wait until nothing else is there to be read, so that there is time to choose one, and
// so that the dates of their neighbours are known.
import type { WorkStore } from '../ports/catalogue.ts'
import type { Clock } from '../ports/outside.ts'
import type { Stage } from './stage.ts'

/** What it takes. */
export interface UndatedLastOptions {
  store: Pick<WorkStore, 'takeUpUndated'>
  clock: Clock
  /** Whether folders are being scanned: more may come that goes first. */
  isScanning(): boolean
  fingerprinting: Pick<Stage, 'isDrained'>
  preparing: Pick<Stage, 'isDrained' | 'hasBegunAll'>
  /** Some are due. */
  onTakenUp(): void
}

/** Takes them up when their turn has come; cheap to call often, and called whenever a stage was pumped. */
export function createUndatedLast(options: UndatedLastOptions): () => void {
  const { store, clock, fingerprinting, preparing } = options
  /** Everything else is prepared, and all that has come to it since are some of them: the next need not wait for these. */
  let areAlone = false
  return () => {
    if (options.isScanning() || !fingerprinting.isDrained()) {
      areAlone = false
      return
    }
    if (!(areAlone ? preparing.hasBegunAll() : preparing.isDrained())) return
    areAlone = store.takeUpUndated(clock.now())
    if (areAlone) options.onTakenUp()
  }
}
