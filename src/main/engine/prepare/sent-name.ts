// The file name that Google is told: the user's own, with an extension that fits the bytes. Pure.
import { extensionOf, mediaExtensions, withoutTrail } from '../../../shared/media-types.ts'
import { diskPath } from '../ports/disk-names.ts'

/** Google refuses longer names (photos-api.md section 3). */
const longestName = 255

/** The name to send: unchanged when its extension fits, else with the usual extension of the real type. */
export function sentName(writtenName: string, extensions: readonly string[]): string {
  const ownName = inLetters(writtenName)
  const name = withoutTrail(ownName) || ownName
  const extension = extensionOf(name)
  if (extensions.includes(extension)) return shorten(name, name.slice(name.lastIndexOf('.')))
  const right = `.${extensions[0] ?? 'bin'}`
  // "summer.2019" has no wrong extension to take away; "summer.jpg" has.
  const stem = mediaExtensions.has(extension) ? name.slice(0, name.lastIndexOf('.')) : name
  return shorten(stem + right, right)
}

/** Bytes that are not UTF-8 are taken for the letters of Western Europe, as most old disks mean them. */
function inLetters(writtenName: string): string {
  const name = diskPath(writtenName)
  return typeof name === 'string' ? name : new TextDecoder('windows-1252').decode(name)
}

function shorten(name: string, ending: string): string {
  if (name.length <= longestName) return name
  const stem = name.slice(0, longestName - ending.length)
  // Half of a surrogate pair is no character.
  return stem.replace(/[\ud800-\udbff]$/u, '') + ending
}
