// Says which photos lie under another day than they should in the library. That they are there is compare.ts's.
import type { LibraryItem } from './library.ts'
import type { PhotoRecipe } from './photo-list.ts'

/** One sentence for each photo under a wrong day: a camera's at its own time, one without a date at that of its upload. */
export function wrongDays(
  recipes: readonly PhotoRecipe[],
  items: readonly LibraryItem[],
): string[] {
  return recipes.flatMap(({ path, camera }) => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    const item = items.find(({ filename }) => filename.normalize('NFC') === name.normalize('NFC'))
    if (item === undefined) return []
    if (camera === null)
      return item.datedBy === null ? [] : [`${name}: has no date, and lies at ${item.localTime}`]
    const takenAt = camera.takenAt.replace(':', '-').replace(':', '-').replace(' ', 'T')
    return item.localTime === takenAt
      ? []
      : [`${name}: was taken at ${takenAt}, and lies at ${item.localTime}`]
  })
}
