// Judges a version that the page of releases offers, before a byte of it is fetched: said by whoever holds the private
// key, for this system, newer than what runs; and a package on disk, before it is installed. Fetching is updates.ts.
import { createHash, type KeyObject } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import * as z from 'zod'
import { isSigned } from './update-statement.ts'

const versionPattern = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-([\w.]{1,40}))?$/
const fileName = /^Shoebox-[\w.-]{1,120}$/

/**
 * What may stand in an update file. Anything else is refused rather than left out: electron-updater knows more words than
 * these ("packages" makes it fetch another file), and what is not signed must not steer it.
 */
const offerSchema = z.strictObject({
  version: z.string().regex(versionPattern),
  system: z.string(),
  signature: z.string().max(100),
  files: z
    .array(
      z.strictObject({
        url: z.string().regex(fileName),
        sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
        size: z.int().positive(),
        blockMapSize: z.number().optional(),
      }),
    )
    .min(1)
    .max(20),
  // Only versions of electron-updater that Shoebox never had read these two.
  path: z.string().optional(),
  sha512: z.string().optional(),
  releaseDate: z.string().optional(),
  // Added by electron-updater from the page of releases; they choose and show nothing here.
  tag: z.string().optional(),
  releaseName: z.string().nullish(),
  releaseNotes: z.unknown().optional(),
})

/** Why an offered version is not taken. */
export type Refusal = 'no-key' | 'malformed' | 'other-system' | 'not-signed' | 'not-newer'

/** A version that may be fetched, and what its packages must be. */
export interface AcceptedOffer {
  readonly version: string
  readonly hashes: readonly string[]
}

/** Judges an offer. */
export function judgeOffer(
  offer: unknown,
  running: { key: KeyObject | null; system: string; version: string },
): AcceptedOffer | Refusal {
  if (running.key === null) return 'no-key'
  const parsed = offerSchema.safeParse(offer)
  if (!parsed.success) return 'malformed'
  const { version, system, files, signature } = parsed.data
  if (!isSigned({ system, version, files }, signature, running.key)) return 'not-signed'
  if (system !== running.system) return 'other-system'
  if (!isNewer(version, running.version)) return 'not-newer'
  return { version, hashes: files.map(({ sha512 }) => sha512) }
}

/** Whether a version comes after another (semver.org, item 11); one that is not a version comes after none. */
export function isNewer(version: string, than: string): boolean {
  const [a, b] = [versionPattern.exec(version), versionPattern.exec(than)]
  if (a === null || b === null) return false
  for (const at of [1, 2, 3]) {
    const difference = Number(a[at]) - Number(b[at])
    if (difference !== 0) return difference > 0
  }
  return isLaterBeta(a[4], b[4])
}

/** The version itself comes after all its betas. */
function isLaterBeta(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return a === undefined && b !== undefined
  const [left, right] = [a.split('.'), b.split('.')]
  for (const [at, part] of left.entries()) {
    const other = right[at]
    if (other === undefined) return true
    if (part === other) continue
    const [isNumber, isOtherNumber] = [/^\d+$/.test(part), /^\d+$/.test(other)]
    if (isNumber && isOtherNumber) return Number(part) > Number(other)
    // Numbers come before words.
    return isNumber === isOtherNumber ? part > other : isOtherNumber
  }
  return false
}

/** Whether a file is, byte for byte, one that the offer names. */
export async function isWhatWasOffered(path: string, offer: AcceptedOffer): Promise<boolean> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(path), hash)
  return offer.hashes.includes(hash.digest('base64'))
}
