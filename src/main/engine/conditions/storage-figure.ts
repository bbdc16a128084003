// How full the Google account is: asked after sign-in, now and then while photos go up, and after Google
// said that there is no room. Never blocks an upload by itself, because the figure is wrong for some accounts.
import type { Status } from '../../../shared/status.ts'
import type { Clock } from '../ports/outside.ts'
import type { Photos } from '../ports/photos.ts'

/** Asked again after this long while uploads run; the figure lags behind at Google anyway. */
const askEveryMs = 15 * 60_000

/** The last known figure. */
export interface StorageFigure {
  current(): Status['storage']
  /** Asks again when the figure is old; `isUrgent` asks in any case. */
  refresh(isUrgent: boolean): void
  forget(): void
  stop(): void
}

/** Makes the figure; `onChange` is called when it changed. */
export function createStorageFigure(
  photos: Photos,
  clock: Clock,
  onChange: () => void,
): StorageFigure {
  let figure: Status['storage'] = null
  let askedAt: number | null = null
  let isAsking = false
  const abort = new AbortController()

  const ask = async (): Promise<void> => {
    isAsking = true
    askedAt = clock.monotonic()
    try {
      const answer = await photos.storage(abort.signal)
      if (!answer.ok) return
      figure = { ...answer.value, at: clock.now() }
      onChange()
    } catch {
      // Stopped in the middle: the old figure stands, with its age.
    } finally {
      isAsking = false
    }
  }

  return {
    current: () => figure,
    refresh(isUrgent) {
      if (isAsking || abort.signal.aborted) return
      if (isUrgent || askedAt === null || clock.monotonic() - askedAt > askEveryMs) void ask()
    },
    forget() {
      figure = null
      askedAt = null
    },
    stop() {
      abort.abort()
    },
  }
}
