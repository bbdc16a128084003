// The token vault of the command: one file that only its owner can read (0600). Less than a system key store gives, and
// sign-in says so. The app keeps its own (shell/safe-storage-vault.ts), and takes this one where there is no key store and
// the user says so (shell/fallback-vault.ts).
import { access, mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import {
  holdsNothing,
  keptContentSchema,
  keptFor,
  nothingKept,
  withPart,
  type KeptContent,
  type KeptPart,
} from './kept-content.ts'
import type { TokenVault } from './ports/outside.ts'
import { replaceFile } from './ports/replace.ts'

const { signIn, client, standIn } = keptContentSchema.shape
// One part that cannot be read leaves the others; the first versions wrote no number.
const contentSchema = z.object({
  version: z.literal(1).catch(1),
  signIn: signIn.catch(null),
  client: client.catch(null),
  standIn: standIn.unwrap().catch(null),
})

/** The file's name below the data folder. */
export const vaultFileName = 'sign-in.json'

/** Whether something is kept in the file already, by the command or by the app. */
export const isVaultFileThere = (dataFolder: string): Promise<boolean> =>
  access(join(dataFolder, vaultFileName)).then(
    () => true,
    () => false,
  )

/** A vault in a file of the data folder, for one origin (null: Google itself); what is kept for another stays unseen. */
export function createFileVault(dataFolder: string, origin: string | null): TokenVault {
  const path = join(dataFolder, vaultFileName)

  const read = async (): Promise<KeptContent> => {
    try {
      const parsed = contentSchema.safeParse(JSON.parse(await readFile(path, 'utf8')))
      return parsed.success ? parsed.data : nothingKept
    } catch {
      // Missing or not JSON: the same as never signed in.
      return nothingKept
    }
  }
  const write = async (content: KeptContent): Promise<void> => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const draft = `${path}.${process.pid}.tmp`
    const file = await open(draft, 'w', 0o600)
    try {
      await file.writeFile(JSON.stringify(content))
      await file.sync()
    } finally {
      await file.close()
    }
    await replaceFile(draft, path)
  }

  const mine = async (): Promise<KeptPart> => keptFor(await read(), origin)
  const change = async (part: Partial<KeptPart>): Promise<void> => {
    const content = await read()
    const next = withPart(content, origin, { ...keptFor(content, origin), ...part })
    if (holdsNothing(next)) await rm(path, { force: true })
    else await write(next)
  }

  return {
    load: async () => (await mine()).signIn,
    save: (kept) => change({ signIn: kept }),
    clear: () => change({ signIn: null }),
    loadClient: async () => (await mine()).client,
    saveClient: (own) => change({ client: own }),
    isLasting: async () => true,
    keepInFile: async () => undefined,
  }
}
