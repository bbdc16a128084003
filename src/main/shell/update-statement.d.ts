import { type KeyObject } from 'node:crypto'
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
export declare function statementText({ system, version, files }: UpdateStatement): Buffer
/** Signs with the private key of releases (PKCS 8, PEM). */
export declare const signStatement: (statement: UpdateStatement, privateKey: string) => string
/** Whether the holder of the private key has said so. */
export declare function isSigned(
  statement: UpdateStatement,
  signature: string,
  key: KeyObject,
): boolean
/** The public key that was set at build time, or null: such a build looks for no updates. */
export declare const keyFromBuild: () => KeyObject | null
/** Reads what the build sets: the mark, then the key (SPKI, DER, base64) or "none". */
export declare function parseKey(built: string): KeyObject | null
