// Keeps the sign-in and the user's own client in one encrypted file that only its owner can read. Where the
// system has no safe store, they stay in memory and are forgotten at quit; nothing is ever written in the clear.
import { readFile, rm } from 'node:fs/promises'
import {
  holdsNothing,
  keptContentSchema,
  keptFor,
  nothingKept,
  withPart,
  type KeptContent,
  type KeptPart,
} from '../engine/kept-content.ts'
import type { KeptSignIn, OAuthClient, TokenVault } from '../engine/ports/outside.ts'
import { writeWhole } from './atomic-file.ts'
import type { SafeStore } from './safe-store.ts'

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

/**
 * Opens the vault in `path` for one origin (null: Google itself); what is kept for another stays there, unseen. Problems
 * with an existing file go to `onProblem`, and the user signs in again.
 */
export function createSafeStorageVault(
  store: SafeStore,
  path: string,
  origin: string | null,
  onProblem: (problem: unknown) => void,
): TokenVault {
  let content: Promise<KeptContent> | null = null
  // Writes follow one another, so that the last one asked for is the one on disk.
  let lastWrite: Promise<void> = Promise.resolve()

  const isLasting = async (): Promise<boolean> => {
    try {
      return await store.isAvailable()
    } catch (error) {
      onProblem(error)
      return false
    }
  }

  const write = (next: KeptContent): Promise<void> => {
    lastWrite = lastWrite
      .catch(() => undefined)
      .then(async () => {
        if (holdsNothing(next)) await rm(path, { force: true })
        else if (await isLasting())
          await writeWhole(path, await store.encrypt(JSON.stringify(next)))
      })
    return lastWrite
  }

  const read = async (): Promise<KeptContent> => {
    if (!(await isLasting())) return nothingKept
    try {
      const bytes = await readFile(path)
      const { text, shouldReEncrypt } = await store.decrypt(bytes)
      const kept = keptContentSchema.parse(JSON.parse(text))
      if (shouldReEncrypt) await write(kept)
      return kept
    } catch (error) {
      // The file stays: a locked keyring may open again at the next start.
      if (!hasCode(error, 'ENOENT')) onProblem(error)
      return nothingKept
    }
  }

  const current = (): Promise<KeptContent> => (content ??= read())

  const mine = async (): Promise<KeptPart> => keptFor(await current(), origin)

  const change = async (part: Partial<KeptPart>): Promise<void> => {
    const before = await current()
    const next = withPart(before, origin, { ...keptFor(before, origin), ...part })
    content = Promise.resolve(next)
    await write(next)
  }

  return {
    load: async (): Promise<KeptSignIn | null> => (await mine()).signIn,
    save: (signIn) => change({ signIn }),
    clear: () => change({ signIn: null }),
    loadClient: async (): Promise<OAuthClient | null> => (await mine()).client,
    saveClient: (client) => change({ client }),
    isLasting,
    // Whether there is another place is fallback-vault.ts.
    keepInFile: async () => undefined,
  }
}
