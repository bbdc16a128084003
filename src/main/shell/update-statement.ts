// What a release says of its own files, and the signature under it (Ed25519). The release writes it with the private key,
// which is nowhere else; the app reads it with the public key that is built in. Nothing but Node, so that whoever holds the
// private key needs no package for it (build/release/sign-updates.ts).
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'

/** A package of a release. */
export interface StatedFile {
  /** Its name alone; where it lies is the page of releases. */
  readonly url: string
  readonly sha512: string
  readonly size: number
}

/** What is signed: which files are which version of Shoebox, for which system. */
export interface UpdateStatement {
  readonly system: string
  readonly version: string
  readonly files: readonly StatedFile[]
}

/** The same words for the same facts, whatever else stands beside them. */
export function statementText({ system, version, files }: UpdateStatement): Buffer {
  const stated = files.map(({ url, sha512, size }) => ({ url, sha512, size }))
  return Buffer.from(
    JSON.stringify({ update: 1, app: 'app.shoebox.desktop', system, version, files: stated }),
  )
}

/** Signs with the private key of releases (PKCS 8, PEM). */
export const signStatement = (statement: UpdateStatement, privateKey: string): string =>
  sign(null, statementText(statement), createPrivateKey(privateKey)).toString('base64')

/** Whether the holder of the private key has said so. */
export function isSigned(statement: UpdateStatement, signature: string, key: KeyObject): boolean {
  const bytes = Buffer.from(signature, 'base64')
  return bytes.length === 64 && verify(null, statementText(statement), key, bytes)
}

// Replaced by the build (electron.vite.config.ts); there is none when the source runs as it is.
declare const __UPDATE_KEY__: string
const mark = 'shoebox-update-key:'

/** The public key that was set at build time, or null: such a build looks for no updates. */
export const keyFromBuild = (): KeyObject | null =>
  typeof __UPDATE_KEY__ === 'undefined' ? null : parseKey(__UPDATE_KEY__)

/** Reads what the build sets: the mark, then the key (SPKI, DER, base64) or "none". */
export function parseKey(built: string): KeyObject | null {
  const text = built.startsWith(mark) ? built.slice(mark.length) : ''
  if (text === '' || text === 'none') return null
  const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('The update key is no Ed25519 key.')
  return key
}
