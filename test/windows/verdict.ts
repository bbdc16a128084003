// Compares results with the list of known failures: what is new, what is known, and what is known no longer; and counts them.
import { posix } from 'node:path'
import type { KnownFailure } from './known-failures.ts'
import type { Results, TestResult } from './report-lines.ts'

/** What a run of the suites says. */
export interface Verdict {
  readonly passed: number
  readonly skipped: number
  readonly known: readonly KnownFailure[]
  /** Failures that the list does not name. */
  readonly fresh: readonly { readonly file: string; readonly test: string; message: string }[]
  /** Entries of the list whose test passes, or is there no longer. */
  readonly mended: readonly KnownFailure[]
}

/** Judges results; a list's entry for a file that was not run is left out. */
export function judge(results: Results, list: readonly KnownFailure[]): Verdict {
  const all = [...results].flatMap(([file, tests]) =>
    tests.map(({ name, ...test }) => ({ file, test: name, ...test })),
  )
  const failed = all.filter(({ outcome }) => outcome === 'failed')
  const isSame = (one: { file: string; test: string }, other: { file: string; test: string }) =>
    one.file === other.file && one.test === other.test
  const count = (outcome: string): number => all.filter((test) => test.outcome === outcome).length
  const tried = list.filter(({ file }) => results.has(file))
  return {
    passed: count('passed'),
    skipped: count('skipped'),
    known: tried.filter((entry) => failed.some((test) => isSame(test, entry))),
    fresh: failed.filter((test) => !list.some((entry) => isSame(test, entry))),
    mended: tried.filter((entry) => !failed.some((test) => isSame(test, entry))),
  }
}

/** The figures of one folder of tests. */
export interface Tally {
  readonly part: string
  readonly files: number
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** The results by folder, and all of them in a last line. */
export function tally(results: Results): Tally[] {
  const line = (part: string, files: readonly (readonly TestResult[])[]): Tally => {
    const tests = files.flat()
    const count = (outcome: TestResult['outcome']): number =>
      tests.filter((test) => test.outcome === outcome).length
    return {
      ...{ part, files: files.length },
      ...{ passed: count('passed'), failed: count('failed'), skipped: count('skipped') },
    }
  }
  const parts = [...Map.groupBy(results, ([file]) => posix.dirname(file))]
  return [
    ...parts.map(([part, files]) =>
      line(
        part,
        files.map(([, tests]) => tests),
      ),
    ),
    line('all', [...results.values()]),
  ]
}
