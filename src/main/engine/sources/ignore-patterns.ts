// What the user wants left out of a source, as glob patterns. Both the walk and the watcher ask here, so that
// neither sees what the other ignores. What is left out everywhere is shared/left-out.ts.
import { compileGlob } from './glob.ts'

/** Says whether a path relative to the source, with '/' between its parts, is one that the user wants left out. */
export type IgnoreTest = (relativePath: string) => boolean

/**
 * Compiles the patterns of a source. A pattern without '/' fits the name of a file or folder at any depth, one with
 * '/' fits the path from the source on. What lies in an ignored folder is ignored because nothing descends into it.
 */
export function compileIgnorePatterns(
  patterns: readonly string[],
  platform: NodeJS.Platform = process.platform,
): IgnoreTest {
  const globs = patterns.map((pattern) => toGlob(pattern, platform)).filter((glob) => glob !== '')
  // The file systems of Windows and macOS do not tell cases apart; nobody expects a pattern to.
  const isCaseless = platform !== 'linux'
  const compile = (isOfNames: boolean) =>
    globs
      .filter((glob) => glob.includes('/') !== isOfNames)
      .map((glob) => compileGlob(glob, isCaseless))
  const [ofNames, ofPaths] = [compile(true), compile(false)]
  return (relativePath) => {
    const name = relativePath.slice(relativePath.lastIndexOf('/') + 1)
    return ofNames.some((fits) => fits(name)) || ofPaths.some((fits) => fits(relativePath))
  }
}

function toGlob(pattern: string, platform: NodeJS.Platform): string {
  const slashed = platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern
  return slashed
    .trim()
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/+$/, '')
}
