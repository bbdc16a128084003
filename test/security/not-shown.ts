// The third way in which a row can end.

/** This system cannot show the row: which is not the same as that it holds. */
export class NotShownHere extends Error {}
