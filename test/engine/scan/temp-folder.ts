// A real folder for one test, removed when the test ends, and the few ways in which tests of this room fill it.
import { execFileSync } from 'node:child_process'
import { lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { onTestFinished } from 'vitest'
import { toMicroseconds } from '../../../src/shared/microseconds.ts'
import type { FileStamp, WalkEvent } from '../../../src/main/engine/ports/files.ts'
import { isWindows } from '../../builders/posix.ts'

/** Makes a folder with these files, each holding its own name. */
export function tempFolder(...files: string[]): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'shoebox-scan-')))
  onTestFinished(() => {
    // rm copes with paths too long for one call; Node's own does not, but on Windows.
    if (isWindows) rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    else execFileSync('rm', ['-rf', folder])
  })
  for (const file of files) writeFile(join(folder, file), file)
  return folder
}

/** Writes a file and the folders above it. */
export function writeFile(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

/** What a scan would have noted of a file. */
export function stampOf(path: string): FileStamp {
  const stats = lstatSync(path)
  return {
    sizeBytes: stats.size,
    mtimeUs: toMicroseconds(stats.mtimeMs),
    ctimeUs: toMicroseconds(stats.ctimeMs),
    inode: stats.ino,
  }
}

/** The files of a walk, with their folders. */
export function filesOf(events: readonly WalkEvent[]): string[] {
  return events
    .flatMap((event) =>
      event.kind === 'listing'
        ? event.listing.entries.map(({ name }) => posix.join(event.listing.folder, name))
        : [],
    )
    .sort()
}

/** Runs as a user without rights, where the tests run as one who has them all. */
export async function withoutRights<T>(run: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0
  if (isRoot) process.seteuid?.('nobody')
  try {
    return await run()
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
}
