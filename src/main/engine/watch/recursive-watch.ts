// Watches a source with the one handle that Windows and macOS offer for a whole tree, through chokidar, which knows what
// those handles do when the root is replaced, a name comes in another form, or events were dropped.
//
// chokidar is told to ignore all but the root and only its `raw` events are used: then it neither looks at files nor
// remembers them. `raw` is documented as unstable, so the version is pinned and test/engine/watch holds it to this.
import { watch as watchWithChokidar } from 'chokidar'
import { isAbsolute, join, relative, resolve } from 'node:path'
import type { Clock } from '../ports/outside.ts'
import { watchRoot } from './root-watch.ts'
import { nameOf, parentOf, toProblem, type Session } from './session.ts'
import { lookAt, readSubfolders } from './subfolders.ts'

/** Starts to watch. The returned function closes the handle. */
export function startRecursiveWatch(session: Session, clock: Clock): () => Promise<void> {
  const root = resolve(session.root)
  const watcher = watchWithChokidar(root, {
    backend: session.includeSubfolders ? 'native-recursive' : 'native',
    ...(session.includeSubfolders ? {} : { depth: 0 }),
    ignored: (path) => resolve(path) !== root,
    ignoreInitial: true,
    followSymlinks: false,
    atomic: false,
  })

  /** A folder that appeared brings folders that nobody else tells of, as when a whole tree is moved in. */
  const markTree = async (folder: string): Promise<void> => {
    const pending = [folder]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (session.isOver()) return
      session.markDirty(next)
      pending.push(...(await readSubfolders(session, next)))
    }
  }
  const onEvent = async (event: string, path: string): Promise<void> => {
    const folder = parentOf(path)
    if (!session.isSearched(folder)) return
    const isMedia = session.isMedia(folder, nameOf(path))
    if (isMedia) session.markDirty(folder)
    // A folder is also told of when something in it changes, and that has an event of its own.
    if (event !== 'rename' || !session.isSearched(path)) return
    // A folder that came or went, whatever it is called, or a file of no interest.
    const found = await lookAt(session, path)
    if (found === 'other') return
    if (!isMedia) session.markDirty(folder)
    if (found === 'folder') await markTree(path)
  }

  watcher.on('raw', (event, path, details) => {
    if (session.isOver()) return
    // chokidar also watches the parent of a root that is missing.
    if (resolve(toWatchedPath(details) ?? root) !== root) return
    const relativePath = typeof path === 'string' ? toRelative(root, path) : null
    // Windows names no path when its buffer ran over.
    if (relativePath === null) session.overflow()
    else void onEvent(event, relativePath)
  })
  watcher.on('unlinkDir', (path) => {
    if (resolve(path) === root) session.overflow()
  })
  watcher.on('error', (error) => {
    session.fail(toProblem(error))
  })
  const leaveRoot = watchRoot(session, clock)
  return () => {
    leaveRoot()
    return watcher.close()
  }
}

/** The path of an event relative to the root, with '/', or null where it is none. */
export function toRelative(root: string, path: string): string | null {
  const relativePath = relative(root, isAbsolute(path) ? path : join(root, path))
  if (relativePath === '' || relativePath.startsWith('..') || isAbsolute(relativePath)) return null
  return process.platform === 'win32' ? relativePath.replaceAll('\\', '/') : relativePath
}

function toWatchedPath(details: unknown): string | null {
  const isObject = typeof details === 'object' && details !== null
  const path = isObject && 'watchedPath' in details ? details.watchedPath : null
  return typeof path === 'string' ? path : null
}
