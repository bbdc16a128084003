// Times of files as whole microseconds since 1970: fine enough to see a change, exact in a number until 2255.
// One formula for everybody, because two roundings of one time would look like a changed file.

/** Turns the milliseconds with a fraction that Node's fs.Stats carries (mtimeMs, ctimeMs) into microseconds. */
export const toMicroseconds = (milliseconds: number): number => Math.round(milliseconds * 1000)
