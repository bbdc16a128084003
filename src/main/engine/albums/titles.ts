// What albums are called: by their folders, with as many of the folders above as tell two apart, and no longer than Google
// takes. Pure; which folders have an album is asked of the catalogue.
import type { AlbumFolder } from '../ports/albums.ts'

const isWindows = process.platform === 'win32'

/** The longest title that Google takes, in UTF-16 units, which are never fewer than what it counts (photos-api.md 4). */
export const longestTitle = 500
const between = ' / '
const cutMark = '…'

/**
 * The titles of new albums. Of two folders that would be called the same both say where they lie, whichever is made first.
 * `taken` are the titles that albums have: they stay, and only the new one says more.
 */
export function titlesOf(
  folders: readonly AlbumFolder[],
  taken: Pick<ReadonlySet<string>, 'has'>,
  isOnWindows = isWindows,
): ReadonlyMap<AlbumFolder, string> {
  const titles = new Map<AlbumFolder, string>()
  /** Those that are called the same by fewer of the folders above them, by one more. */
  const settle = (those: readonly Named[], count: number): void => {
    for (const [title, same] of byEnd(those, count)) {
      const isOwn = same.length === 1 && title !== '' && !taken.has(title)
      for (const { folder, parts } of same)
        if (isOwn || parts.length <= count)
          titles.set(folder, parts.length === 0 ? fitting(folder.sourcePath) : title)
      const open = isOwn ? [] : same.filter(({ parts }) => parts.length > count)
      if (open.length > 0) settle(open, count + 1)
    }
  }
  const places = new Map(folders.toReversed().map((one) => [`${one.sourceId}/${one.key}`, one]))
  settle(
    [...places.values()].map((folder) => ({ folder, parts: partsOf(folder, isOnWindows) })),
    1,
  )
  return titles
}

/** The title of a new album; `others` are the folders that have an album or are to get one. */
export function titleOf(
  folder: AlbumFolder,
  others: readonly AlbumFolder[],
  taken: Pick<ReadonlySet<string>, 'has'>,
  isOnWindows = isWindows,
): string {
  return titlesOf([folder, ...others], taken, isOnWindows).get(folder) ?? ''
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

/** A folder with the names from the root down to it. */
interface Named {
  folder: AlbumFolder
  parts: readonly string[]
}

function byEnd(those: readonly Named[], count: number): Map<string, Named[]> {
  const groups = new Map<string, Named[]>()
  for (const one of those) {
    const title = endOf(one.parts, count)
    const group = groups.get(title)
    if (group === undefined) groups.set(title, [one])
    else group.push(one)
  }
  return groups
}

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
