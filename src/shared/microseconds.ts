// Times of files as whole microseconds since 1970: fine enough to see a change, exact in a number until 2255.
// One formula for everybody, because two roundings of one time would look like a changed file.

/** The years 1 to 9999: what a date can show everywhere. File systems hold far stranger times, and none where nobody set any. */
const earliestMs = Date.parse('0001-01-01T00:00:00Z')
const latestMs = Date.parse('9999-12-31T23:59:59.999Z')

/** Turns the milliseconds with a fraction that Node's fs.Stats carries (mtimeMs, ctimeMs) into microseconds. */
export const toMicroseconds = (milliseconds: number): number =>
  Number.isNaN(milliseconds)
    ? 0
    : Math.round(Math.min(Math.max(milliseconds, earliestMs), latestMs) * 1000)
