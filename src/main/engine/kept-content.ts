// What a vault's file holds, for the app and for the command alike: one sign-in and one client for Google, and one of each
// for the last stand-in. A vault is opened for one origin and gives away nothing that was kept for another. How the file
// is protected is each vault's own affair.
import * as z from 'zod'
import type { KeptSignIn, OAuthClient } from './ports/outside.ts'

/** What the engine may hand to `save`. */
export const keptSignInSchema = z.object({
  refreshToken: z.string(),
  clientId: z.string(),
  scopes: z.array(z.string()),
  endsAt: z.number().nullable().exactOptional(),
  isConfirmed: z.boolean().exactOptional(),
  toRevoke: z.string().exactOptional(),
  account: z.object({
    sub: z.string(),
    email: z.string(),
    name: z.string(),
    pictureUrl: z.string().nullable(),
  }),
})
/** What the engine may hand to `saveClient`. */
export const oauthClientSchema = z.object({ clientId: z.string(), clientSecret: z.string() })

const part = { signIn: keptSignInSchema.nullable(), client: oauthClientSchema.nullable() }

/** The content of a vault's file. */
export const keptContentSchema = z.object({
  version: z.literal(1),
  ...part,
  /** The last stand-in that somebody signed in to; Google's own part knows nothing of it. */
  standIn: z
    .object({ origin: z.string(), ...part })
    .nullable()
    .exactOptional(),
})
/** The content of a vault's file. */
export type KeptContent = z.infer<typeof keptContentSchema>

/** What is kept for one origin. */
export interface KeptPart {
  signIn: KeptSignIn | null
  client: OAuthClient | null
}

/** A file that holds nothing. */
export const nothingKept: KeptContent = { version: 1, signIn: null, client: null }

const nothing: KeptPart = { signIn: null, client: null }

/** What is kept for Google (null), or for a stand-in, and for no other. */
export function keptFor(content: KeptContent, origin: string | null): KeptPart {
  if (origin === null) return { signIn: content.signIn, client: content.client }
  const { standIn } = content
  return standIn?.origin === origin ? { signIn: standIn.signIn, client: standIn.client } : nothing
}

/** The content with another part for one origin; what is kept for Google outlives every stand-in. */
export function withPart(content: KeptContent, origin: string | null, next: KeptPart): KeptContent {
  if (origin === null) return { ...content, ...next }
  const isEmpty = next.signIn === null && next.client === null
  // Whatever another stand-in left is of no use to anyone.
  return { ...content, standIn: isEmpty ? null : { origin, ...next } }
}

/** Whether a file with this content is worth keeping. */
export const holdsNothing = ({ signIn, client, standIn }: KeptContent): boolean =>
  signIn === null && client === null && (standIn ?? null) === null
