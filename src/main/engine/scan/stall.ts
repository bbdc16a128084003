// Notices a thread that no longer gives a sign of life, as when a network share hangs inside a system call. Time is
// real here, not the engine's clock: a thread that hangs does so in real time.

/** Watches a counter that its thread keeps moving; calls once when it stood still for `limitMs` while busy. Returns what ends the watch. */
export function watchForStall(watch: {
  limitMs: number
  pulse(): number
  /** False while the thread itself waits for us. */
  isBusy(): boolean
  onStall(): void
}): () => void {
  let last = watch.pulse()
  const timer = setInterval(() => {
    const current = watch.pulse()
    if (current === last && watch.isBusy()) {
      clearInterval(timer)
      watch.onStall()
    }
    last = current
  }, watch.limitMs)
  timer.unref()
  return () => {
    clearInterval(timer)
  }
}
