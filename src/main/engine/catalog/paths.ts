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

/** A name in NFC and lower case, or null where it is ASCII and SQLite's LIKE ignores case by itself. */
export function foldedName(name: string): string | null {
  return /^[\x00-\x7f]*$/.test(name) ? null : name.normalize('NFC').toLowerCase()
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
