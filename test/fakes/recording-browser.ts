// A browser that notes the pages it is asked to open, and visits them when a test wants that.
import type { BrowserOpener } from '../../src/main/engine/ports/outside.ts'

/** A browser opener whose pages a test may look at. */
export interface RecordingBrowser extends BrowserOpener {
  readonly opened: string[]
}

/** `visit` is called with each page, as a user who clicks through it would. */
export function recordingBrowser(visit?: (url: string) => Promise<unknown>): RecordingBrowser {
  const opened: string[] = []
  return {
    opened,
    open: (url) => {
      opened.push(url)
      // A real browser goes its own way; whoever opens it does not wait for the user.
      void visit?.(url)
      return Promise.resolve()
    },
  }
}
