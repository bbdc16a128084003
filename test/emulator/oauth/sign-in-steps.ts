/**
 * The steps of a sign-in as the emulator's own tests take them, each over real HTTP.
 * What should come of them is left to the tests beside this file.
 */
import { createHash, randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import type { Emulator, SettingsPatch } from '../index.ts'
import { jsonOf, send, startForTest, type Reply } from '../testing.ts'

/** The scope of uploading. */
export const append = 'https://www.googleapis.com/auth/photoslibrary.appendonly'
/** The scope of reading. */
export const read = 'https://www.googleapis.com/auth/photoslibrary.readonly.appcreateddata'
/** Where the tests want to be sent back to; nobody listens there. */
export const redirectUri = 'http://127.0.0.1:51234/callback'
const verifier = randomBytes(48).toString('base64url')
const challenge = createHash('sha256').update(verifier).digest('base64url')

/** The address a browser would open, with some parameters changed or left out. */
export function authorizeAddress(
  emulator: Emulator,
  change: Record<string, string | null> = {},
): string {
  const query = new URLSearchParams()
  const parameters: Record<string, string | null> = {
    client_id: emulator.client.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: `openid email profile ${append} ${read}`,
    state: 'the-state',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    access_type: 'offline',
    ...change,
  }
  for (const [name, value] of Object.entries(parameters)) if (value !== null) query.set(name, value)
  return `${emulator.origin}/o/oauth2/v2/auth?${query.toString()}`
}

/** Starts an emulator that consents by itself. */
export const startAuto = (settings: SettingsPatch = {}): Promise<Emulator> =>
  startForTest({ settings: { autoConsent: true, ...settings } })

/** Where the consent sent the browser. */
export function landed(reply: Reply): URLSearchParams {
  expect(reply.status).toBe(302)
  const url = new URL(reply.headers.location ?? '')
  expect(url.origin + url.pathname).toBe(redirectUri)
  return url.searchParams
}

/** Signs in as far as the code. */
export async function codeFrom(
  emulator: Emulator,
  change: Record<string, string | null> = {},
): Promise<string> {
  return landed(await send(authorizeAddress(emulator, change))).get('code') ?? ''
}

/** Posts a form. */
export function postForm(address: string, form: Record<string, string>): Promise<Reply> {
  return send(address, {
    body: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
}

/** Exchanges a code, with some parameters changed. */
export function exchange(
  emulator: Emulator,
  code: string,
  change: Record<string, string> = {},
): Promise<Reply> {
  return postForm(`${emulator.origin}/token`, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    client_id: emulator.client.clientId,
    client_secret: emulator.client.clientSecret,
    code_verifier: verifier,
    ...change,
  })
}

/** Asks for a new access token. */
export function refresh(emulator: Emulator, refreshToken: string): Promise<Reply> {
  return postForm(`${emulator.origin}/token`, {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: emulator.client.clientId,
    client_secret: emulator.client.clientSecret,
  })
}

/** What the token endpoint answers. */
export type Tokens = {
  access_token: string
  refresh_token?: string
  expires_in: number
  scope: string
  id_token?: string
  refresh_token_expires_in?: number
}
/** The tokens in a reply. */
export const tokensOf = (reply: Reply): Tokens => jsonOf(reply) as Tokens

/** Signs in to the end. */
export async function signIn(
  emulator: Emulator,
  change: Record<string, string | null> = {},
): Promise<Tokens> {
  return tokensOf(await exchange(emulator, await codeFrom(emulator, change)))
}
