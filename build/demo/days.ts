// Says which photos lie under another day than they should in the library. That they are there is compare.ts's.
import type { LibraryItem } from './library.ts'
import type { PhotoRecipe } from './photo-list.ts'

/**
 * One sentence for each photo under a wrong day: a camera's at its own time; one without a date where its folder or its name
 * says, else at the time of its file, since nothing of the demo is in Google Photos already.
 */
export function wrongDays(
  recipes: readonly PhotoRecipe[],
  items: readonly LibraryItem[],
): string[] {
  return recipes.flatMap((recipe) => {
    const { path, camera } = recipe
    const name = path.slice(path.lastIndexOf('/') + 1)
    const item = items.find(({ filename }) => filename.normalize('NFC') === name.normalize('NFC'))
    if (item === undefined) return []
    const belongsAt = camera === null ? toldBeside(recipe) : camerasTime(camera.takenAt)
    if (item.localTime === belongsAt && item.datedBy !== null) return []
    const told = camera === null ? 'carries no date and belongs to' : 'was taken at'
    return [`${name}: ${told} ${belongsAt}, and lies at ${item.localTime}`]
  })
}

const camerasTime = (takenAt: string): string =>
  takenAt.replace(':', '-').replace(':', '-').replace(' ', 'T')

/** What tells the date of a photo that carries none. */
function toldBeside({ path, modifiedAt }: PhotoRecipe): string {
  const [, year, month, day] = /-(\d{4})(\d\d)(\d\d)-/.exec(path) ?? []
  if (year !== undefined) return `${year}-${month}-${day}T12:00:00`
  const [, ofFolder] = /\/(\d{4})\//.exec(path) ?? []
  return ofFolder === undefined ? wallTime(new Date(modifiedAt)) : `${ofFolder}-01-01T12:00:00`
}

/** What a clock here showed. */
function wallTime(at: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0')
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return `${day}T${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}`
}
