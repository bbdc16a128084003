// When a batch leaves, how large it may be, and how far sending runs ahead of it. After trouble one photo goes first, and
// twice as many with each batch that goes through. Until batches are whole again, what Google holds already goes before
// new bytes: where a day's requests are few, they must not all go into bytes whose tokens are too old on the next day. Pure.

/** Google takes at most 50 items in one batchCreate (photos-api.md section 3). */
export const batchSize = 50
/** A token waits this long for company while uploads are still on their way. */
export const longestWaitMs = 20_000
/** Nothing else is on its way: a short pause still lets photos that finish together go together. */
export const drainedWaitMs = 300

/** What is to be done with the photos that wait for their creation. */
export type Turn = { do: 'rest' } | { do: 'wait'; forMs: number } | { do: 'go' }

/** How it stands with them. */
export interface Standing {
  /** How many wait. */
  waiting: number
  /** How many may go in one batch now. */
  most: number
  /** How long the first of them has waited by now. */
  waitedMs: number
  /** Whether nothing upstream could still bring a token soon. */
  isUpstreamDrained: boolean
}

/** Whether a batch leaves now, or after how long a wait for company. */
export function turnOf({ waiting, most, waitedMs, isUpstreamDrained }: Standing): Turn {
  if (waiting === 0) return { do: 'rest' }
  const forMs = (isUpstreamDrained ? drainedWaitMs : longestWaitMs) - waitedMs
  return waiting >= most || forMs <= 0 ? { do: 'go' } : { do: 'wait', forMs }
}

/** Whether one more photo may be sent beside so many that are on their way; `held`: those that Google holds already. */
export function letsSend(most: number, sending: number, held: () => number): boolean {
  return most >= batchSize || held() + sending < most
}

/** How many may go in the next batch after one that went through. */
export function grown(most: number): number {
  return Math.min(batchSize, most * 2)
}

/** How many may go after a batch of so many that failed as a whole; after a stop of everything one goes first. */
export function shrunk(size: number, isStopped: boolean): number {
  return isStopped ? 1 : Math.max(1, Math.floor(size / 2))
}
