// The headless token vault: one file that only its owner can read (0600). Less than a system key store
// gives, and sign-in says so. Under the app the shell's vault is used instead.
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import type { TokenVault } from '../engine/ports/outside.ts'

const client = z.object({ clientId: z.string(), clientSecret: z.string() })
const contentSchema = z.object({
  signIn: z
    .object({
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
    .nullable()
    .catch(null),
  client: client.nullable().catch(null),
})
type Content = z.infer<typeof contentSchema>

/** The file's name below the data folder. */
export const vaultFileName = 'sign-in.json'

/** A vault in a file of the data folder. */
export function createFileVault(dataFolder: string): TokenVault {
  const path = join(dataFolder, vaultFileName)

  const read = async (): Promise<Content> => {
    const nothing: Content = { signIn: null, client: null }
    try {
      const parsed = contentSchema.safeParse(JSON.parse(await readFile(path, 'utf8')))
      return parsed.success ? parsed.data : nothing
    } catch {
      // Missing or not JSON: the same as never signed in.
      return nothing
    }
  }
  const write = async (content: Content): Promise<void> => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const draft = `${path}.${process.pid}.tmp`
    const file = await open(draft, 'w', 0o600)
    try {
      await file.writeFile(JSON.stringify(content))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  }

  return {
    load: async () => (await read()).signIn,
    save: async (signIn) => {
      await write({ ...(await read()), signIn })
    },
    clear: async () => {
      const content = await read()
      if (content.client === null) await rm(path, { force: true })
      else await write({ ...content, signIn: null })
    },
    loadClient: async () => (await read()).client,
    saveClient: async (own) => {
      await write({ ...(await read()), client: own })
    },
    isLasting: async () => true,
  }
}
