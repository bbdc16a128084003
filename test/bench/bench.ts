// What every row is given: how many rounds and how much work, a place on disk, and the emulator.
import type { EmulatorProcess } from './emulator-process.ts'
import type { Measured } from './report.ts'

/** The surroundings of a run. */
export interface Bench {
  /** Quick: little work, to see that everything runs. Its figures mean nothing. */
  readonly isQuick: boolean
  readonly rounds: number
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
