// For what several moments may begin, and only the first of them does.
/** A function that calls the given one at its first call only. */
export function once(call: () => void): () => void {
  let hasCalled = false
  return () => {
    if (hasCalled) return
    hasCalled = true
    call()
  }
}
