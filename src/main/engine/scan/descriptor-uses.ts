// Who still uses an open file. The threads that read share its descriptor; whether they may is file-reader.ts.

/**
 * Closes a descriptor once nothing uses it and never lets it be used after that: its number goes to the next file that is
 * opened, whose bytes would be taken for those of this one.
 */
export function countUses(closeNow: () => void): {
  /** False: it is closed. */
  begin(): boolean
  end(): void
  close(): void
} {
  let uses = 0
  let isClosed = false
  return {
    begin: () => {
      if (isClosed) return false
      uses += 1
      return true
    },
    end: () => {
      uses -= 1
      if (isClosed && uses === 0) closeNow()
    },
    close: () => {
      if (isClosed) return
      isClosed = true
      if (uses === 0) closeNow()
    },
  }
}
