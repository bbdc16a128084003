// A token vault that forgets everything with the test.
import type { KeptSignIn, OAuthClient, TokenVault } from '../../src/main/engine/ports/outside.ts'

/** A vault whose content a test may look at. */
export interface MemoryVault extends TokenVault {
  kept: KeptSignIn | null
  client: OAuthClient | null
}

/** Starts empty unless told otherwise. */
export function memoryVault(
  start: { kept?: KeptSignIn; client?: OAuthClient; isLasting?: boolean } = {},
): MemoryVault {
  let isLasting = start.isLasting ?? true
  const vault: MemoryVault = {
    kept: start.kept ?? null,
    client: start.client ?? null,
    load: () => Promise.resolve(structuredClone(vault.kept)),
    save: (kept) => {
      vault.kept = structuredClone(kept)
      return Promise.resolve()
    },
    clear: () => {
      vault.kept = null
      return Promise.resolve()
    },
    loadClient: () => Promise.resolve(vault.client),
    saveClient: (client) => {
      vault.client = client
      return Promise.resolve()
    },
    isLasting: () => Promise.resolve(isLasting),
    keepInFile: () => {
      isLasting = true
      return Promise.resolve()
    },
  }
  return vault
}
