// The file name that Google is told: the user's own, with an extension that fits the bytes. Pure.
import { mediaExtensions } from '../../../shared/model.ts'

/** Google refuses longer names (photos-api.md section 3). */
const longestName = 255

/** The extension of a name, lower case and without the dot; '' when there is none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase()
}

/** The name to send: unchanged when its extension fits, else with the usual extension of the real type. */
export function sentName(name: string, extensions: readonly string[]): string {
  const extension = extensionOf(name)
  if (extensions.includes(extension)) return shorten(name, name.slice(name.lastIndexOf('.')))
  const right = `.${extensions[0] ?? 'bin'}`
  // "summer.2019" has no wrong extension to take away; "summer.jpg" has.
  const stem = mediaExtensions.includes(extension) ? name.slice(0, name.lastIndexOf('.')) : name
  return shorten(stem + right, right)
}

function shorten(name: string, ending: string): string {
  if (name.length <= longestName) return name
  const stem = name.slice(0, longestName - ending.length)
  // Half of a surrogate pair is no character.
  return stem.replace(/[\ud800-\udbff]$/u, '') + ending
}
