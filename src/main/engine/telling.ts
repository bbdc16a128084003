// Tells whoever listens what changed: a new snapshot, a hint that the history has new rows, a sign-in. After changes, at
// most four times a second each. What a snapshot holds is snapshot.ts.
import type { Status } from '../../shared/status.ts'
import type { EngineListener } from './engine.ts'
import { storeTrouble } from './ports/catalogue-trouble.ts'
import type { Clock } from './ports/outside.ts'

/** The engine's voice. */
export interface Telling {
  /** The snapshot as it is now. */
  status(): Status
  emit: EngineListener
  subscribe(listener: EngineListener): () => void
  /** The snapshot may be another now. */
  statusChanged(): void
  /** The history has other rows now. */
  historyChanged(): void
  /** Both. */
  rowsChanged(): void
  stop(): void
}

/**
 * Makes the voice; `take` computes the snapshot of a revision. While rows change by themselves, which nobody tells of, another
 * one follows each.
 */
export function createTelling(
  clock: Clock,
  areRowsMoving: () => boolean,
  take: (revision: number) => Status,
): Telling {
  const listeners = new Set<EngineListener>()
  let revision = 0
  const emit: EngineListener = (name, payload) => {
    for (const listener of listeners) listener(name, payload)
  }
  const status = createThrottle(clock, () => {
    revision += 1
    try {
      emit('statusChanged', take(revision))
    } catch (thrown) {
      // Whoever is stopped by it is told by the catalogue; here is only somebody who would have liked to look.
      if (storeTrouble(thrown) === null) throw thrown
    }
    if (areRowsMoving()) status.touch()
  })
  const history = createThrottle(clock, () => emit('historyChanged', { revision }))
  return {
    status: () => take(revision),
    emit,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    statusChanged: status.touch,
    historyChanged: history.touch,
    rowsChanged() {
      status.touch()
      history.touch()
    },
    stop() {
      status.stop()
      history.stop()
    },
  }
}

/** Calls `emit` soon after `touch`, at most four times a second, and never while nothing changes. */
export function createThrottle(
  clock: Clock,
  emit: () => void,
): { touch(): void; flush(): void; stop(): void } {
  const gapMs = 250
  let cancel: (() => void) | null = null
  let lastAt = -gapMs
  let isStopped = false
  const fire = (): void => {
    cancel = null
    lastAt = clock.monotonic()
    emit()
  }
  return {
    touch() {
      // What ends after the stop has nobody left to tell, and no catalogue to read it from.
      if (isStopped) return
      cancel ??= clock.after(Math.max(0, gapMs - (clock.monotonic() - lastAt)), fire)
    },
    flush() {
      if (cancel === null) return
      cancel()
      fire()
    },
    stop() {
      isStopped = true
      cancel?.()
      cancel = null
    },
  }
}
