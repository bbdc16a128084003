/** Signed identity tokens and the key that checks them. The key lives as long as the process. */
import { generateKeyPairSync, sign } from 'node:crypto'
import { json, type Answer } from '../core/answer.ts'
import type { Context } from '../core/context.ts'
import type { AccessToken, Account } from '../core/model.ts'
import { emailScope, profileScope } from '../core/scopes.ts'

// An elliptic key is made in a millisecond, where Google's RSA would delay the first sign-in.
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const keyId = 'emulator'

/** A token that says who signed in. */
export function idToken(context: Context, access: AccessToken, nonce: string | null): string {
  const account = context.accounts.find((one) => one.email === access.email)
  const nowSeconds = Math.floor(context.clock.now() / 1000)
  const claims = {
    iss: context.origin,
    azp: access.clientId,
    aud: access.clientId,
    iat: nowSeconds,
    exp: nowSeconds + 3600,
    ...(nonce === null ? {} : { nonce }),
    ...(account === undefined ? {} : identityOf(context, account, access.scopes)),
  }
  const encode = (value: unknown): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${encode({ alg: 'ES256', kid: keyId, typ: 'JWT' })}.${encode(claims)}`
  const options = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const
  return `${signed}.${sign('sha256', Buffer.from(signed), options).toString('base64url')}`
}

/** The keys that check identity tokens. */
export function certs(): Answer {
  const key = publicKey.export({ format: 'jwk' })
  return json({ keys: [{ ...key, kid: keyId, alg: 'ES256', use: 'sig' }] })
}

/** What the granted scopes let a client know of an account, in the words of OpenID Connect. */
export function identityOf(
  context: Context,
  account: Account,
  scopes: readonly string[],
): Record<string, unknown> {
  const [givenName = '', ...others] = account.name.split(' ')
  return {
    sub: account.sub,
    ...(scopes.includes(profileScope)
      ? {
          name: account.name,
          given_name: givenName,
          ...(others.length === 0 ? {} : { family_name: others.join(' ') }),
          picture: `${context.origin}/people/${account.sub}.png`,
        }
      : {}),
    ...(scopes.includes(emailScope) ? { email: account.email, email_verified: true } : {}),
  }
}
