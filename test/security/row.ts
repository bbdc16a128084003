// What a row of the security run is. The rows themselves are rows.ts, and outside-rows.ts for those without the test driver.
import type { Outside } from './outside.ts'
import type { Scene } from './scene.ts'

/** One row. */
export interface Row<Where = Scene> {
  /** Its number on Electron's list, or its id among the faults that were found (S1 to S28). */
  readonly id: string
  readonly item: string
  /** Says in a few words what was tried and seen; throws when it is not as it must be. */
  test(where: Where): Promise<string>
}

/** A row that needs neither window nor driver. */
export type OutsideRow = Row<Outside>
