// Where the system has no safe store, the sign-in stays in memory, unless the user wants it in a file that only they can
// read: the command's own (engine/file-vault.ts). What is in that file already was put there by such a wish.
import type { TokenVault } from '../engine/ports/outside.ts'

/** A vault in a file that may be there already. */
export interface OpenFile {
  vault: TokenVault
  isThere(): Promise<boolean>
}

/** The safe vault where it lasts; else the file once it is wanted, or is there. */
export function createFallbackVault(safe: TokenVault, file: OpenFile): TokenVault {
  let isWanted = false
  const chosen = async (): Promise<TokenVault> => {
    if (await safe.isLasting()) return safe
    return isWanted || (await file.isThere()) ? file.vault : safe
  }
  return {
    load: async () => (await chosen()).load(),
    save: async (kept) => (await chosen()).save(kept),
    clear: async () => (await chosen()).clear(),
    loadClient: async () => (await chosen()).loadClient(),
    saveClient: async (client) => (await chosen()).saveClient(client),
    isLasting: async () => (await chosen()).isLasting(),
    async keepInFile() {
      if ((await chosen()) !== safe || (await safe.isLasting())) return
      const [kept, client] = [await safe.load(), await safe.loadClient()]
      if (kept !== null) await file.vault.save(kept)
      if (client !== null) await file.vault.saveClient(client)
      isWanted = true
    },
  }
}
