// How a full path is made from a source and a folder of it, how names compare for search, and what they claim. Pure.
import { join } from 'node:path'
import { extensionOf, videoExtensions } from '../../../shared/media-types.ts'
import { writtenPath } from '../ports/disk-names.ts'

/**
 * The full path of a file, with the separators of this system and in the written form (ports/disk-names.ts). `folder` has
 * '/' between its parts. `target`: where a link leads that is followed; the path is that of the file there.
 */
export function sourcePath(
  source: string,
  folder: string,
  name: string,
  target: string | null,
): string {
  return target ?? join(writtenPath(source), folder, name)
}

// Letters that Unicode takes for letters of their own, as people type them who have no key for them.
const plainLetters: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th' },
  ...{ ł: 'l', ø: 'o', ı: 'i', đ: 'd', ð: 'd', ħ: 'h', ŧ: 't', ŋ: 'n', ĸ: 'k', ς: 'σ' },
}

/**
 * A name as people type it: in lower case and without accents, however the file system writes them (NFC, NFD, and what is
 * compatible, by Unicode Standard Annex 15); null where it is ASCII and SQLite's LIKE ignores case by itself. Marks of other
 * scripts than those with accents (U+0300 to U+036F) are letters there, and stay.
 */
export function foldedName(name: string): string | null {
  if (/^[\x00-\x7f]*$/.test(name)) return null
  const bare = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
  return bare.normalize('NFC').replace(/[^\x00-\x7f]/g, (letter) => plainLetters[letter] ?? letter)
}

/** A text as search compares it. */
export const forSearch = (text: string): string => foldedName(text) ?? text.toLowerCase()

// A word more than these narrows nothing that a person would look through.
const mostWords = 8

/** The words of a search, as they are compared. */
export const wordsOf = (search: string): string[] =>
  search.trim().split(/\s+/).filter(Boolean).slice(0, mostWords).map(forSearch)

/** Whether a name ends like a video's. */
export function claimsVideo(name: string): boolean {
  return videoExtensions.has(extensionOf(name))
}

/** A text as a LIKE pattern that finds it anywhere, with '\\' as the escape character. */
export function likeAnywhere(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
