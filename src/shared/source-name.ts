// What a watched folder is called wherever it is shown: in the window, the catalogue's answers and the command.

/** The last part of a path of any system, or the whole of it for a drive. */
export function sourceName(path: string): string {
  return path.split(/[\\/]/).findLast(Boolean) ?? path
}
