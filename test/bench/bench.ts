// What every row is given: how many rounds and how much work, a place on disk, and the emulator.
import type { EmulatorProcess } from './emulator-process.ts'
import type { Rounds } from './measure.ts'
import type { Measured } from './report.ts'

/** The surroundings of a run. */
export interface Bench extends Rounds {
  /** A folder that outlives no run: data folders and results. */
  newFolder(name: string): string
  /** A folder that is filled once for all rows, and kept where the caller asked for that. */
  fixture(name: string, make: (folder: string) => Promise<void>): Promise<string>
  emulator(): Promise<EmulatorProcess>
  say(line: string): void
}

/** Some rows that are measured together. */
export interface Group {
  readonly rows: readonly string[]
  measure(bench: Bench): Promise<Measured[]>
}
