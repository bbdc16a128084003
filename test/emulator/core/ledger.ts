/**
 * The ledger: one row per request to the emulated Google, from the moment its headers arrive.
 * Rows never hold query strings or tokens. The oldest half is dropped when a million rows are reached.
 */

/** One request. `status` is null while it is open or when the connection died without an answer. */
export type LedgerRow = {
  readonly seq: number
  /** Real time, never shifted by the clock setting. */
  readonly time: string
  readonly operation: string
  readonly method: string
  readonly path: string
  status: number | null
  requestBytes: number
  responseBytes: number
  durationMs: number
  user: string | null
  /** open, answered, cut, lost (the client or the line went away), or the kind of fault that ended it. */
  outcome: string
  /** The fault rule that met the request, if any. */
  fault: string | null
  /** SHA-256 of the bytes of a completed upload. */
  sha256: string | null
}

/** The ledger of one emulator. */
export type Ledger = {
  open(row: Pick<LedgerRow, 'operation' | 'method' | 'path'>): LedgerRow
  /** Rows after a sequence number. */
  since(seq: number): LedgerRow[]
  lastSeq(): number
  /** Says that a row changed; wakes those who wait. */
  changed(): void
  /** Resolves at the next change, or after the time given. */
  nextChange(timeoutMs: number): Promise<void>
  clear(): void
}

const maxRows = 1_000_000

/** Makes an empty ledger whose numbers go on after `firstSeq`. */
export function createLedger(firstSeq: number): Ledger {
  let rows: LedgerRow[] = []
  let seq = firstSeq
  let wakes = new Set<() => void>()
  const changed = (): void => {
    if (wakes.size === 0) return
    const due = wakes
    wakes = new Set()
    for (const wake of due) wake()
  }
  return {
    open: ({ operation, method, path }) => {
      seq += 1
      const row = newRow(seq, operation, method, path)
      if (rows.length >= maxRows) rows = rows.slice(maxRows / 2)
      rows.push(row)
      changed()
      return row
    },
    since: (after) => {
      const first = rows[0]
      if (first === undefined) return []
      return rows.slice(Math.max(0, after + 1 - first.seq))
    },
    lastSeq: () => seq,
    changed,
    nextChange: (timeoutMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          wakes.delete(wake)
          resolve()
        }, timeoutMs).unref()
        const wake = (): void => {
          clearTimeout(timer)
          resolve()
        }
        wakes.add(wake)
      }),
    clear: () => {
      rows = []
    },
  }
}

/** A row of a request that just arrived. */
export function newRow(seq: number, operation: string, method: string, path: string): LedgerRow {
  return {
    seq,
    time: new Date().toISOString(),
    operation,
    method,
    path,
    status: null,
    requestBytes: 0,
    responseBytes: 0,
    durationMs: 0,
    user: null,
    outcome: 'open',
    fault: null,
    sha256: null,
  }
}
