// Bounds that both sides keep to. Without zod, so that the window reads them, too.

/** As many files of the history as are chosen one by one. */
export const mostChosen = 2_000
