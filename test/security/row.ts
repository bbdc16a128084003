// What a row of the security run is. The rows themselves are rows.ts.
import type { Scene } from './scene.ts'

/** One row. */
export interface Row {
  /** The number on Electron's list, or null beyond it. */
  readonly number: number | null
  readonly item: string
  /** Says in a few words what was seen; throws when it is not as it must be. */
  test(scene: Scene): Promise<string>
}
