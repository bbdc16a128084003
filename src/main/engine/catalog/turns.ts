// Shares the turns of the event loop among long work: in each of them one piece at the most, whoever it belongs to, and
// after one that took time a turn with none, so that what came in meanwhile is answered. What a piece does is its owner's.

/** The turns of one catalogue's thread. */
export interface Turns {
  /** Calls `piece` in a turn that no other piece has; an urgent one before all that wait. */
  take(piece: () => void, isUrgent?: boolean): void
  /** Calls `piece` now, if nothing waits for a turn and this one has as much time left; else as {@link Turns.take}. */
  takeNow(piece: () => void, leastMs: number): void
  /** How much of this turn is left. */
  leftMs(): number
}

/** What long work may take of one turn: with all that it takes more than it was asked for, and with all else, a turn is 50 ms. */
const turnMs = 40

/** Makes them over a clock that only goes forward. */
export function createTurns(elapsed: () => number): Turns {
  const waiting: (() => void)[] = []
  let spentMs = 0
  let isAwaited = false

  const spend = (piece: () => void): void => {
    const beganAt = elapsed()
    try {
      piece()
    } finally {
      spentMs += elapsed() - beganAt
      // Also without any that wait: what was spent is forgotten with the turn.
      awaitTurn()
    }
  }
  const turn = (): void => {
    isAwaited = false
    const isSpent = spentMs > 0
    spentMs = 0
    const piece = isSpent ? undefined : waiting.shift()
    if (piece !== undefined) spend(piece)
    else if (waiting.length > 0) awaitTurn()
  }
  const awaitTurn = (): void => {
    if (isAwaited) return
    isAwaited = true
    setImmediate(turn)
  }

  return {
    take: (piece, isUrgent = false) => {
      if (isUrgent) waiting.unshift(piece)
      else waiting.push(piece)
      awaitTurn()
    },
    takeNow: (piece, leastMs) => {
      if (waiting.length === 0 && turnMs - spentMs >= leastMs) {
        spend(piece)
        return
      }
      waiting.push(piece)
      awaitTurn()
    },
    leftMs: () => turnMs - spentMs,
  }
}
