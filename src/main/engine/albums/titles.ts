// What albums are called: by their folders, with as many of the folders above as tell two apart, and no longer than Google
// takes. Pure; which folders have an album is asked of the catalogue.
import type { AlbumFolder } from '../ports/albums.ts'

const isWindows = process.platform === 'win32'

/** The longest title that Google takes, in UTF-16 units, which are never fewer than what it counts (photos-api.md 4). */
export const longestTitle = 500
const between = ' / '
const cutMark = '…'

/**
 * The title of a new album. `others` are the folders that have an album or are to get one: of two that would be called the same,
 * both say where they lie, whichever is made first. `taken` are the titles that albums have: they stay, and only the new one
 * says more.
 */
export function titleOf(
  folder: AlbumFolder,
  others: readonly AlbumFolder[],
  taken: ReadonlySet<string>,
  isOnWindows = isWindows,
): string {
  const parts = partsOf(folder, isOnWindows)
  let rivals = others
    .filter((other) => !isSame(other, folder))
    .map((other) => partsOf(other, isOnWindows))
  let title = folder.sourcePath
  for (let count = 1; count <= parts.length; count += 1) {
    title = endOf(parts, count)
    rivals = rivals.filter((rival) => endOf(rival, count) === title)
    if (title !== '' && rivals.length === 0 && !taken.has(title)) return title
  }
  return fitting(title)
}

/** The title of one part of an album that is too large for one: the first has the title itself. */
export function partTitle(title: string, part: number): string {
  if (part === 1) return fitting(title)
  const number = ` (${part})`
  return `${fitting(title, longestTitle - number.length)}${number}`
}

/** The name of a folder as its title has it, so that it is known whether the folder was renamed since. */
export function folderName(folder: AlbumFolder, isOnWindows = isWindows): string {
  return partsOf(folder, isOnWindows).at(-1) ?? folder.sourcePath
}

const isSame = (one: AlbumFolder, other: AlbumFolder): boolean =>
  one.sourceId === other.sourceId && one.key === other.key

/** The last names of a path as one title. */
const endOf = (parts: readonly string[], count: number): string =>
  fitting(parts.slice(-count).join(between))

/** The names from the root down, as people read them: of a share they begin with its server, of a drive with its letter. */
function partsOf({ sourcePath, key }: AlbumFolder, isOnWindows: boolean): string[] {
  return [...sourcePath.split(isOnWindows ? /[\\/]/ : '/'), ...key.split('/')]
    .map(readable)
    .filter((part) => part !== '')
}

/** Two forms of one name are one title, and what no title shows is none. */
function readable(name: string): string {
  return name
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
}

/** A title that is too long loses its head: what tells folders apart is at the end. */
function fitting(title: string, longest = longestTitle): string {
  if (title.length <= longest) return title
  // Half of a surrogate pair at the cut would be no letter.
  const tail = title.slice(cutMark.length - longest).replace(/^[\udc00-\udfff]/, '')
  return `${cutMark}${tail.trimStart()}`
}
