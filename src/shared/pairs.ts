// Files that are one picture together: a RAW photo beside its JPEG, the film of a Live Photo beside its still. What each part
// is called, which names may belong together, and what a folder leaves out of them. No zod, since the window reads it.
import { extensionOf, mediaTypes, rawTypeOf } from './media-types.ts'

/** What belongs to a still and may be left out for it. */
export const secondRoles = ['raw', 'film'] as const
/** One of {@link secondRoles}. */
export type SecondRole = (typeof secondRoles)[number]
/** What a file may be in a pair: the photo that people look at, or what belongs to it. */
export type PairRole = 'still' | SecondRole

const extensionsOf = (format: 'jpeg' | 'heic' | 'iso-video'): readonly string[] =>
  mediaTypes
    .filter((type) => type.format === format)
    .flatMap(({ extensions, otherExtensions }) => [...extensions, ...otherExtensions])

const roleByExtension: ReadonlyMap<string, PairRole> = new Map([
  ...extensionsOf('iso-video').map((extension) => [extension, 'film'] as const),
  ...[...extensionsOf('jpeg'), ...extensionsOf('heic')].map((one) => [one, 'still'] as const),
])

/** What a file may be in a pair by its name; null: it is in none. */
export function pairRoleOf(name: string): PairRole | null {
  const extension = extensionOf(name)
  return rawTypeOf(extension) === null ? (roleByExtension.get(extension) ?? null) : 'raw'
}

/** What two names must have in common: all before the last dot, in small letters. */
export function pairStem(name: string): string {
  const dot = name.lastIndexOf('.')
  return (dot < 0 ? name : name.slice(0, dot)).toLowerCase()
}

/** How iCloud for Windows calls the film of a Live Photo (RhetTbull/osxphotos issue 1399). */
const filmEnding = '_hevc'

/** Whether names may belong to one picture; it takes the same Apple identifier where the film is called otherwise. */
export function nameMatch(still: string, second: string): 'same' | 'as-exported' | null {
  const [one, other] = [pairStem(still), pairStem(second)]
  if (one === other) return 'same'
  return pairRoleOf(second) === 'film' && other === one + filmEnding ? 'as-exported' : null
}

/** The stems of files that may belong to this one, in the writing of its own name. */
export function stemsBeside(name: string): string[] {
  const dot = name.lastIndexOf('.')
  const stem = dot < 0 ? name : name.slice(0, dot)
  const isExported = stem.toLowerCase().endsWith(filmEnding)
  switch (pairRoleOf(name)) {
    case 'still':
      return [stem, `${stem}${filmEnding.toUpperCase()}`]
    case 'film':
      return isExported ? [stem, stem.slice(0, -filmEnding.length)] : [stem]
    case 'raw':
      return [stem]
    case null:
      return []
  }
}

/** What a folder leaves out of pairs. */
export type PairPolicy = Readonly<Record<SecondRole, boolean>>

const words = { raw: 'jpeg', film: 'still' } as const satisfies Record<SecondRole, string>
/** Nothing is left out. */
export const bothOfPairs = 'both'

/**
 * What a folder does with pairs, as it is kept and as people write it: `both`, `jpeg` (a RAW beside its JPEG is left out),
 * `still` (the film of a Live Photo is), or `jpeg,still`; null for anything else.
 */
export function parsePairs(text: string): PairPolicy | null {
  const trimmed = text.trim()
  if (trimmed === bothOfPairs) return { raw: false, film: false }
  const said = trimmed.split(',').map((word) => word.trim())
  const isKnown = said.every((word) => word === words.raw || word === words.film)
  return isKnown ? { raw: said.includes(words.raw), film: said.includes(words.film) } : null
}

/** The same as it is kept. */
export function pairsText({ raw, film }: PairPolicy): string {
  const said = [...(raw ? [words.raw] : []), ...(film ? [words.film] : [])]
  return said.length === 0 ? bothOfPairs : said.join(',')
}

/** How long a partner that is not there yet is waited for, in ms from when a file was written: cameras write one after the other. */
export const partnerWaitMs = 30_000
