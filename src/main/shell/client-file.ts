// The OAuth client that counts as built in: the maker's, set at build time, or a downloaded client file that the
// environment names for this start. The user's own client is the engine's affair.
import { readFileSync } from 'node:fs'
import * as z from 'zod'
import type { OAuthClient } from '../engine/ports/outside.ts'

// Replaced by the build (electron.vite.config.ts); there is none when the source runs as it is.
declare const __BUILT_IN_CLIENT__: OAuthClient | null

/** Google's download for a desktop app. */
const clientFileSchema = z.object({
  installed: z.object({ client_id: z.string().min(1), client_secret: z.string().min(1) }),
})

/** The client set at build time, or null. */
export const clientFromBuild = (): OAuthClient | null =>
  typeof __BUILT_IN_CLIENT__ === 'undefined' ? null : __BUILT_IN_CLIENT__

/** Whose client a text holds, as the engine would take it; null when it is none for a desktop app. */
export function clientIdIn(text: string): string | null {
  try {
    return clientFileSchema.parse(JSON.parse(text)).installed.client_id
  } catch {
    return null
  }
}

/** Reads a client file; null when it is not one for a desktop app. */
export function readClientFile(path: string): OAuthClient | null {
  try {
    const { installed } = clientFileSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    return { clientId: installed.client_id, clientSecret: installed.client_secret }
  } catch {
    return null
  }
}
