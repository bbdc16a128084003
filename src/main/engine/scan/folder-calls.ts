// The calls of the system that a walk makes for its folders: names with their types, and what lstat says. One after another on a
// quick disk, as a thread that waits for each makes them fastest; side by side where that helps (side-by-side.ts).
import { Dirent, lstat, lstatSync, readdir, readdirSync, type Stats } from 'node:fs'
import {
  createSideBySide,
  type Answer,
  type SideBySide,
  type SideBySideOptions,
} from './side-by-side.ts'

/** A path as the file system knows it. */
export type DiskPath = string | Buffer

/** A name in a folder: with what the listing says it is, or alone where listings tell no types. */
export type Listed<N extends DiskPath> = Dirent<N> | N

/** What lstat says: null where there is nothing, a code of the system where it refuses. */
export type Look = Stats | string | null

type Soon<T> = T | Promise<T>

/** The calls of one walk, answered at once or later. */
export interface FolderCalls extends Pick<SideBySide, 'hasRoom' | 'whenRoom' | 'pause' | 'end'> {
  /** The names in a folder. Throws what the system does. */
  names(folder: DiskPath): Soon<Listed<string>[]>
  /** The same as bytes. */
  nameBytes(folder: DiskPath): Soon<Listed<Buffer>[]>
  /** What each of these is, in their order. */
  looks(paths: readonly DiskPath[]): Soon<Look[]>
}

/** A way to list a folder, by this thread itself and in company. */
interface Listing<T> {
  now(): T[]
  soon(answer: Answer<T[]>): void
}

/** Looked at one after another, so many are before the time is read. */
const looksAtOnce = 4

/** Makes the calls of one walk. `onAnswer` is called for each file that is looked at, as a sign of life. */
export function createFolderCalls({ holder, onAnswer }: SideBySideOptions): FolderCalls {
  const calls = createSideBySide({ holder, onAnswer })
  // Where listings tell no types, Node looks at each name by itself while it lists, and a photo would be looked at twice.
  let isTyped = true
  const noteTypes = <N extends DiskPath>(names: Listed<N>[]): Listed<N>[] => {
    const [first] = names
    // What Node has looked at is of a kind of its own.
    if (first instanceof Dirent && Object.getPrototypeOf(first) !== Dirent.prototype)
      isTyped = false
    return names
  }

  const look = (path: DiskPath): Look => {
    try {
      return lstatSync(path, { throwIfNoEntry: false }) ?? null
    } catch (error) {
      return codeOf(error)
    }
  }
  const lookInCompany = (path: DiskPath): Promise<Look> =>
    calls.together<Look>(
      (answer) =>
        lstat(path, (error, stats) => {
          if (error === null) answer(null, stats)
          else answer(null, error.code === 'ENOENT' ? null : codeOf(error))
        }),
      () => look(path),
    )

  const list = <N extends DiskPath>(typed: Listing<Dirent<N>>, plain: Listing<N>) => {
    const { now, soon }: Listing<Listed<N>> = isTyped ? typed : plain
    return calls.isAlone()
      ? noteTypes(calls.alone(1, now))
      : calls.together(soon, now).then(noteTypes)
  }

  return {
    ...calls,
    names: (folder) =>
      list<string>(
        {
          now: () => readdirSync(folder, { withFileTypes: true }),
          soon: (answer) => readdir(folder, { withFileTypes: true }, answer),
        },
        { now: () => readdirSync(folder), soon: (answer) => readdir(folder, answer) },
      ),
    nameBytes: (folder) =>
      list<Buffer>(
        {
          now: () => readdirSync(folder, { withFileTypes: true, encoding: 'buffer' }),
          soon: (answer) => readdir(folder, { withFileTypes: true, encoding: 'buffer' }, answer),
        },
        {
          now: () => readdirSync(folder, 'buffer'),
          soon: (answer) => readdir(folder, 'buffer', answer),
        },
      ),
    looks: (paths) => {
      const found: Look[] = []
      while (found.length < paths.length && calls.isAlone()) {
        const end = Math.min(found.length + looksAtOnce, paths.length)
        calls.alone(end - found.length, () => {
          while (found.length < end) {
            onAnswer()
            found.push(look(paths[found.length] ?? ''))
          }
        })
      }
      if (found.length === paths.length) return found
      const rest = paths.slice(found.length).map(lookInCompany)
      return Promise.all(rest).then((later) => [...found, ...later])
    },
  }
}

/** The code of an error of the file system; anything else is a bug and goes on up. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  throw error
}
