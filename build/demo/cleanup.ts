// Undoes what a program started, last first, once: at its end, when it fails, and when it is told to stop.

/** Collects what is to be undone. */
export interface Cleanup {
  /** Remembers how to undo something that was just done. */
  add(undo: () => Promise<void>): void
  /** Undoes everything; a second call waits for the first. What cannot be undone is said, and the rest goes on. */
  run(): Promise<void>
}

const warn = (line: string): void => void process.stderr.write(`${line}\n`)

/** Makes an empty cleanup. */
export function createCleanup(say: (line: string) => void = warn): Cleanup {
  const undos: (() => Promise<void>)[] = []
  let running: Promise<void> | null = null

  const undoAll = async (): Promise<void> => {
    for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) {
      try {
        await undo()
      } catch (error) {
        say(`While cleaning up: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }
  return {
    add(undo) {
      undos.push(undo)
    },
    run: () => (running ??= undoAll()),
  }
}

const signalNumbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const

/** Runs the cleanup when this process is told to stop, and then ends the process. */
export function cleanUpOnSignals(cleanup: Cleanup): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(
      signal,
      () => void cleanup.run().then(() => process.exit(128 + signalNumbers[signal])),
    )
}
