// Writes tags into files with exiftool, the judge of what our own readers make of them: one process for any number of files,
// since most of its time is its start. It comes from the Debian package libimage-exiftool-perl.
import { execFileSync } from 'node:child_process'

/** What is written into one file: arguments as exiftool takes them, such as `-EXIF:ImageDescription=At sea`. */
export interface TagWriting {
  readonly path: string
  readonly args: readonly string[]
}

/** Writes tags into files; throws where one of them cannot be written. */
export function writeTags(writings: readonly TagWriting[]): void {
  const lines = writings.flatMap(({ path, args }) => [
    '-q',
    '-overwrite_original',
    ...args,
    path,
    '-execute',
  ])
  execFileSync('exiftool', ['-@', '-'], { input: lines.join('\n') })
}
