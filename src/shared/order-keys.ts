// What stands in an order of the history for a day or size that is not known. Without zod, so that the window reads it, too.

/** The earliest time that a date can have (ECMA-262, 21.4.1.1), so that what has no date comes last. */
export const unknownTakenAt = -8_640_000_000_000_000

/** Less than any size: a file whose bytes were not read yet. */
export const unreadKey = -1
