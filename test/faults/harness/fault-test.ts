// A test of one fault: it hands its judgements to the table that the runner prints, and fails unless all are clean.
import { expect, it } from 'vitest'
import type { Verdict } from './world.ts'

/** One line of the table. */
export interface FaultLine {
  fault: string
  runs: number
  lost: number
  twice: number
  broken: number
}

declare module 'vitest' {
  interface TaskMeta {
    faultLine?: FaultLine
  }
}

/** Whether the long form was asked for. */
export const isFull = process.env['SHOEBOX_FAULTS_FULL'] === '1'

/** A number in the quick form, another in the long one. */
export const quickOr = <T>(quick: T, full: T): T => (isFull ? full : quick)

/** Where the runs of one fault are counted. */
export interface Tally {
  /** Counts a run and fails unless nothing is lost, twice or broken. */
  clean(verdict: Verdict, during?: string): void
}

const longestVerdict = 2_000

/** Generous: what takes seconds alone may take minutes beside other suites. */
const longestMs = quickOr(5, 180) * 60_000

/** Defines the test of a fault under the name that the table shows. */
export function faultTest(
  fault: string,
  run: (tally: Tally) => Promise<void>,
  options: { isSkipped?: boolean } = {},
): void {
  it.skipIf(options.isSkipped === true)(
    fault,
    async ({ task }) => {
      const line: FaultLine = { fault, runs: 0, lost: 0, twice: 0, broken: 0 }
      task.meta.faultLine = line
      await run({
        clean(verdict, during = fault) {
          line.runs += 1
          line.lost += verdict.lost.length
          line.twice += verdict.twice.length
          line.broken += verdict.broken.length
          // The difference that vitest shows is cut short.
          const seen = JSON.stringify(verdict).slice(0, longestVerdict)
          expect(verdict, `${during}\n${seen}`).toEqual({ lost: [], twice: [], broken: [] })
        },
      })
      expect(line.runs).toBeGreaterThan(0)
    },
    longestMs,
  )
}
