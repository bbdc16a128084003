// Which folders inside a watched one are left out: exact paths relative to it with '/' between their parts, and everything
// below them. Pure; the walk, the watch, the window and the command ask here, so that none sees what another leaves out.

/** Whether a folder lies below another. */
export const isBelow = (folder: string, above: string): boolean => folder.startsWith(`${above}/`)

/** How a folder stands: with all in it taken, with some of it left out, left out itself, or left out with one above it. */
export type FolderTake = 'all' | 'some' | 'none' | 'with-its-folder'

/** How a folder stands under this list. */
export function takeOf(folder: string, leftOut: readonly string[]): FolderTake {
  if (leftOut.includes(folder)) return 'none'
  if (leftOut.some((one) => isBelow(folder, one))) return 'with-its-folder'
  return leftOut.some((one) => folder === '' || isBelow(one, folder)) ? 'some' : 'all'
}

/** The list after a folder was left out or taken again. What lay below it is no longer said apart. */
export function afterTick(
  leftOut: readonly string[],
  folder: string,
  isLeftOut: boolean,
): readonly string[] {
  const others = leftOut.filter((one) => one !== folder && !isBelow(one, folder))
  if (!isLeftOut || others.some((one) => isBelow(folder, one))) return others
  return [...others, folder].sort()
}
