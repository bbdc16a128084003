// The answer of anything that can fail in a foreseen way. A Failure is data, never thrown;
// a thrown error is a bug. Leaves what a failure means to failure.ts.

/** Either a value or a failure, told apart by `ok`. */
export type Result<T, F> = { ok: true; value: T } | { ok: false; failure: F }

/** Wraps a value as a success. */
export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })

/** Wraps a failure. */
export const fail = <F>(failure: F): { ok: false; failure: F } => ({ ok: false, failure })

/** Closes an exhaustive switch: reaching it is a bug, and a missing case does not compile. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}
