// A real folder under a real watch, and ways to wait for what it tells: for what must come, never for a time.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { createWatcher, type WatcherOptions } from '../../../src/main/engine/watch/index.ts'
import { realClock } from '../../fakes/real-clock.ts'
import { eventually } from '../../builders/eventually.ts'

/** Everything that a watch told. */
export interface Watched {
  root: string
  dirty: Set<string>
  overflows: number
  problems: string[]
  close(): Promise<void>
  write(...files: string[]): void
  /** Waits until all of these folders were told as dirty. */
  seeDirty(...folders: string[]): Promise<void>
  /** Waits until the watch tells of the whole tree; then forgets what it told so far. */
  settle(): Promise<void>
}

/** Makes a folder with these files. */
export function folderWith(...files: string[]): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'shoebox-watch-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const file of files) write(root, file)
  return root
}

/** Watches a folder until the test ends. */
export function watchFolder(
  root: string,
  options: Partial<WatcherOptions> = {},
  request: { ignorePatterns?: string[]; includeSubfolders?: boolean } = {},
): Watched {
  const watched: Watched = {
    root,
    dirty: new Set(),
    overflows: 0,
    problems: [],
    close: () => handle.close(),
    write: (...files) => {
      for (const file of files) write(root, file)
    },
    seeDirty: (...folders) =>
      eventually(() => expect([...watched.dirty]).toEqual(expect.arrayContaining(folders))),
    settle: async () => {
      // Handles appear in the background, deepest last; a file that is written until it is seen shows that they are there.
      await eventually(() => {
        write(root, 'settle.jpg')
        write(root, 'settle/settle.jpg')
        expect([...watched.dirty]).toEqual(expect.arrayContaining(['', 'settle']))
      })
      rmSync(join(root, 'settle'), { recursive: true })
      watched.dirty.clear()
      watched.overflows = 0
    },
  }
  const handle = createWatcher({ clock: realClock(), ...options }).watch({
    root,
    ignorePatterns: [],
    includeSubfolders: true,
    onDirty: (folder) => watched.dirty.add(folder),
    onOverflow: () => (watched.overflows += 1),
    onProblem: (problem) => watched.problems.push(problem),
    ...request,
  })
  onTestFinished(() => handle.close())
  return watched
}

function write(root: string, file: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), file)
}
