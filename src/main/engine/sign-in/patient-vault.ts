// A vault that may refuse (a key store that is locked, a file that a virus scanner holds): what should be kept is believed
// in memory at once, said once in the log, and written as soon as the vault lets go. How a vault keeps is its own affair.
import type { Clock, KeptSignIn, Logger, OAuthClient, TokenVault } from '../ports/outside.ts'

/** A vault that never refuses. */
export interface PatientVault extends TokenVault {
  /** What was last wanted is not in the vault yet. */
  isBehind(): boolean
  stop(): void
}

const firstRetryMs = 5_000
const longestRetryMs = 10 * 60_000

/** Wraps a vault; `onChange` is called when it falls behind and when it has caught up. */
export function createPatientVault(
  vault: TokenVault,
  options: { clock: Clock; logger: Logger; onChange(): void },
): PatientVault {
  const { clock, logger } = options
  /** What waits to be written. `undefined`: nothing. */
  const wanted: { kept?: KeptSignIn | null; client?: OAuthClient | null } = {}
  let retryMs = firstRetryMs
  let cancelRetry = (): void => undefined
  let isToldOf = false
  let isStopped = false
  /** Writes go one after another, so that an older one never ends last. */
  let writing: Promise<void> = Promise.resolve()

  const isBehind = (): boolean => wanted.kept !== undefined || wanted.client !== undefined

  const refused = (thrown: unknown): void => {
    // The same refusal a thousand times over says no more than once.
    if (!isToldOf) logger.error('The store of the sign-in refused', thrown)
    isToldOf = true
  }

  const write = async (): Promise<void> => {
    const { kept, client } = wanted
    const before = isToldOf
    try {
      if (kept !== undefined) {
        await (kept === null ? vault.clear() : vault.save(kept))
        if (wanted.kept === kept) delete wanted.kept
      }
      if (client !== undefined) {
        await vault.saveClient(client)
        if (wanted.client === client) delete wanted.client
      }
      isToldOf = false
      retryMs = firstRetryMs
    } catch (thrown) {
      refused(thrown)
      cancelRetry()
      if (!isStopped) cancelRetry = clock.after(retryMs, () => void writeSoon())
      retryMs = Math.min(2 * retryMs, longestRetryMs)
    }
    if (before !== isToldOf) options.onChange()
  }
  const writeSoon = (): Promise<void> => (writing = writing.then(write))

  const reading = async <T>(ask: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await ask()
    } catch (thrown) {
      refused(thrown)
      return otherwise
    }
  }

  return {
    load: async () =>
      wanted.kept === undefined ? reading(() => vault.load(), null) : structuredClone(wanted.kept),
    save: (kept) => {
      wanted.kept = structuredClone(kept)
      return writeSoon()
    },
    clear: () => {
      wanted.kept = null
      return writeSoon()
    },
    loadClient: async () =>
      wanted.client === undefined ? reading(() => vault.loadClient(), null) : wanted.client,
    saveClient: (client) => {
      wanted.client = client
      return writeSoon()
    },
    isLasting: async () => !isBehind() && reading(() => vault.isLasting(), false),
    keepInFile: () => vault.keepInFile(),
    isBehind,
    stop: () => {
      isStopped = true
      cancelRetry()
    },
  }
}
