// Photos without a date go last: they wait until nothing else is there to be read, so that there is time to choose one, and
// so that the dates of their neighbours are known.
import type { WorkStore } from '../ports/catalogue.ts'
import type { Clock } from '../ports/outside.ts'

/** What it takes. */
export interface UndatedLastOptions {
  store: Pick<WorkStore, 'takeUpUndated'>
  clock: Clock
  /** Whether folders are being scanned: more may come that goes first. */
  isScanning(): boolean
  /** Whether everything that was found is read and prepared. */
  isRead(): boolean
  /** Some are due. */
  onTakenUp(): void
}

/** Takes them up when their turn has come; cheap to call often. */
export function createUndatedLast(options: UndatedLastOptions): () => void {
  const { store, clock } = options
  return () => {
    if (!options.isRead() || options.isScanning()) return
    if (store.takeUpUndated(clock.now())) options.onTakenUp()
  }
}
