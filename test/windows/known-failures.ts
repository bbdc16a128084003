// Tests that fail under Wine and would not under Windows, or cannot judge there, each with its reason. The list may only
// shrink: known-failures.test.ts holds its length, and a run fails on an entry whose test passes.

/** A test that is known to fail. */
export interface KnownFailure {
  /** The file, and the whole name of the test; without a name the whole file. */
  readonly file: string
  readonly test: string
  /** Whose fault it is: Wine's, which is no Windows, or the test's, which asks for what Windows has not. */
  readonly whose: 'wine' | 'test'
  readonly reason: string
}

/** All of them. */
export const knownFailures: readonly KnownFailure[] = []
