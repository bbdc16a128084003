// The way out: asks while photos upload, stops the engine cleanly before the app ends, whoever ends it (menu, tray,
// system, signal). A second wish to quit changes nothing.
import type { Event } from 'electron'

/** What quitting needs. */
export interface QuitPorts {
  isUploading(): boolean
  confirm(): Promise<boolean>
  /** Ends everything that must end well; bounded by its own time limits. */
  stop(): Promise<void>
  quitApp(): void
  onProblem(problem: unknown): void
}

/** The way out. */
export interface Quitting {
  /** The user asked for it. */
  want(): Promise<void>
  /** Stops everything and then calls `next` instead of quitting. */
  stopAnd(next: () => void): Promise<void>
  beforeQuit(event: Pick<Event, 'preventDefault'>): void
  isUnderWay(): boolean
}

/** Makes the way out. */
export function createQuitting(ports: QuitPorts): Quitting {
  let state: 'running' | 'stopping' | 'stopped' = 'running'
  let isAsking = false

  const stopAnd = async (next: () => void): Promise<void> => {
    if (state !== 'running') return
    state = 'stopping'
    try {
      await ports.stop()
    } catch (error) {
      ports.onProblem(error)
    }
    state = 'stopped'
    next()
  }

  return {
    async want() {
      if (isAsking) return
      isAsking = true
      try {
        if (state === 'running' && ports.isUploading() && !(await ports.confirm())) return
        ports.quitApp()
      } finally {
        isAsking = false
      }
    },
    stopAnd,
    beforeQuit(event) {
      if (state === 'stopped') return
      event.preventDefault()
      void stopAnd(() => ports.quitApp())
    },
    isUnderWay: () => state !== 'running',
  }
}
