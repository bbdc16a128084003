// Keeps the sign-in and the user's own client in one encrypted file that only its owner can read. Where the
// system has no safe store, they stay in memory and are forgotten at quit; nothing is ever written in the clear.
import { readFile, rm } from 'node:fs/promises'
import * as z from 'zod'
import type { KeptSignIn, OAuthClient, TokenVault } from '../engine/ports/outside.ts'
import { writeWhole } from './atomic-file.ts'
import type { SafeStore } from './safe-store.ts'

/** What the engine may hand to `save`. */
export const keptSignInSchema = z.object({
  refreshToken: z.string(),
  clientId: z.string(),
  scopes: z.array(z.string()),
  endsAt: z.number().nullable().exactOptional(),
  account: z.object({
    sub: z.string(),
    email: z.string(),
    name: z.string(),
    pictureUrl: z.string().nullable(),
  }),
})
/** What the engine may hand to `saveClient`. */
export const oauthClientSchema = z.object({ clientId: z.string(), clientSecret: z.string() })

const contentSchema = z.object({
  version: z.literal(1),
  signIn: keptSignInSchema.nullable(),
  client: oauthClientSchema.nullable(),
})
type Content = z.infer<typeof contentSchema>

const nothing: Content = { version: 1, signIn: null, client: null }

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

/** Opens the vault in `path`; problems with an existing file go to `onProblem`, and the user signs in again. */
export function createSafeStorageVault(
  store: SafeStore,
  path: string,
  onProblem: (problem: unknown) => void,
): TokenVault {
  let content: Promise<Content> | null = null
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

  const write = (next: Content): Promise<void> => {
    lastWrite = lastWrite
      .catch(() => undefined)
      .then(async () => {
        if (next.signIn === null && next.client === null) await rm(path, { force: true })
        else if (await isLasting())
          await writeWhole(path, await store.encrypt(JSON.stringify(next)))
      })
    return lastWrite
  }

  const read = async (): Promise<Content> => {
    if (!(await isLasting())) return nothing
    try {
      const bytes = await readFile(path)
      const { text, shouldReEncrypt } = await store.decrypt(bytes)
      const kept = contentSchema.parse(JSON.parse(text))
      if (shouldReEncrypt) await write(kept)
      return kept
    } catch (error) {
      // The file stays: a locked keyring may open again at the next start.
      if (!hasCode(error, 'ENOENT')) onProblem(error)
      return nothing
    }
  }

  const current = (): Promise<Content> => (content ??= read())

  const change = async (part: Partial<Content>): Promise<void> => {
    const next = { ...(await current()), ...part }
    content = Promise.resolve(next)
    await write(next)
  }

  return {
    load: async (): Promise<KeptSignIn | null> => (await current()).signIn,
    save: (signIn) => change({ signIn }),
    clear: () => change({ signIn: null }),
    loadClient: async (): Promise<OAuthClient | null> => (await current()).client,
    saveClient: (client) => change({ client }),
    isLasting,
  }
}
