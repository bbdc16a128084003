// Watches a source with one kernel watch for each folder, as inotify works, and keeps nothing about files.
//
// [Note: Why not chokidar here] chokidar promises exact events for every file, so at start it looks at each one, all at
// once: 100,000 files in 1,000 folders took it 3 s and 440 MB above an empty process, with every file ignored as well, and
// a heap of 64 MB is too small for it. Hints need only folders. This took 0.3 s and 11 MB, and 37 MB for ten times as much.
import { watch as watchFolder, type FSWatcher } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { diskPath, writtenBytes, writtenPath } from '../ports/disk-names.ts'
import type { BurstMeter } from './burst-meter.ts'
import { codeOf, joinFolder, nameOf, parentOf, toProblem, type Session } from './session.ts'
import { lookAt, readSubfolders } from './subfolders.ts'

/** `fs.watch` with names in the written form, replaced by tests that need a system at its limits. */
export type WatchFunction = (
  path: string | Buffer,
  listener: (event: 'rename' | 'change', name: string | null) => void,
) => Pick<FSWatcher, 'close' | 'on'>

const watchInBytes: WatchFunction = (path, listener) =>
  watchFolder(path, { encoding: 'buffer' }, (event, name) =>
    listener(event, name === null ? null : writtenBytes(name).name),
  )

/** A folder that is watched, with those below it. */
interface Branch {
  folder: string
  /** null: it could not be watched, for lack of rights. */
  handle: Pick<FSWatcher, 'close'> | null
  children: Map<string, Branch> | null
}

/** What a folder watch needs. */
export interface FolderWatchOptions {
  meter: BurstMeter
  /** Milliseconds since 1970. */
  now(): number
  watch?: WatchFunction
}

/** Folders changed this long before they were first watched count as changed since: file systems round times, FAT to 2 s. */
const coarseTimeMs = 2_000

/** Starts to watch; handles appear in the background. The returned function closes them all. */
export function startFolderWatch(session: Session, options: FolderWatchOptions): () => void {
  const { meter, watch = watchInBytes } = options
  const startedAt = options.now()
  /** Every change of the tree of handles waits for the one before, so that none meets it half changed. */
  let work: Promise<void> = Promise.resolve()
  const awaited = new Set<string>()
  let top: Branch | null = null

  const findBranch = (folder: string): Branch | null => {
    if (folder === '') return top
    let branch = top
    for (const name of folder.split('/')) branch = branch?.children?.get(name) ?? null
    return branch
  }
  const drop = (branch: Branch): void => {
    branch.handle?.close()
    for (const child of branch.children?.values() ?? []) drop(child)
    branch.children = null
  }

  /** Watches one folder. null: it is gone, or the session ended over it. */
  const open = (folder: string): Branch | null => {
    const branch: Branch = { folder, handle: null, children: null }
    try {
      const handle = watch(diskPath(session.pathOf(folder)), (event, name) =>
        onEvent(branch, event, name),
      )
      handle.on('error', () => recheck(folder))
      branch.handle = handle
      return branch
    } catch (error) {
      const code = codeOf(error)
      if (code === 'ENOENT' || code === 'ENOTDIR') return null
      const problem = toProblem(error)
      if (problem === 'watch-limit' || folder === '') {
        session.fail(problem)
        return null
      }
      // Most often for lack of rights. The scan reports it; the parent tells when the rights change.
      return branch
    }
  }

  /** Watches a folder and all below it. `isNew` marks each as dirty; else only those that just changed. */
  const addTree = async (folder: string, isNew: boolean): Promise<void> => {
    const pending = [folder]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (session.isOver()) return
      // Watched before it is read: what appears in between is met twice rather than never.
      const branch = open(next)
      if (!branch) continue
      if (next === '') top = branch
      else {
        const parent = findBranch(parentOf(next))
        if (!parent) {
          drop(branch)
          continue
        }
        parent.children ??= new Map()
        parent.children.set(nameOf(next), branch)
      }
      // The first scan may have read this folder before it was watched.
      if (isNew || (await hasJustChanged(next))) session.markDirty(next)
      pending.push(...(await readSubfolders(session, next)))
    }
  }
  const hasJustChanged = async (folder: string): Promise<boolean> => {
    const stats = await lstat(diskPath(session.pathOf(folder))).catch(() => null)
    return stats !== null && stats.mtimeMs >= startedAt - coarseTimeMs
  }

  /** Looks again at what is at this place, and watches that instead of what was there. */
  const recheck = (folder: string): void => {
    if (awaited.has(folder)) return
    awaited.add(folder)
    enqueue(async () => {
      awaited.delete(folder)
      const branch = findBranch(folder)
      if (branch) {
        drop(branch)
        findBranch(parentOf(folder))?.children?.delete(nameOf(folder))
      }
      if (folder === '') {
        await recheckTop()
      } else if ((await lookAt(session, folder)) === 'folder') {
        session.markDirty(parentOf(folder))
        await addTree(folder, true)
      } else if (branch) {
        session.markDirty(parentOf(folder))
      }
    })
  }
  const recheckTop = async (): Promise<void> => {
    top = null
    session.overflow()
    await addTree('', false)
    failWithoutTop()
  }
  const failWithoutTop = (): void => {
    if (!top) session.fail('watch-error')
  }

  const onEvent = (branch: Branch, event: 'rename' | 'change', name: string | null): void => {
    if (session.isOver()) return
    if (meter.count() || name === null) {
      session.overflow()
      return
    }
    const { folder } = branch
    const child = joinFolder(folder, name)
    if (event === 'rename' && name === nameOf(folder === '' ? writtenPath(session.root) : folder)) {
      // What libuv says when the folder itself is deleted, moved or unmounted.
      recheck(folder)
    }
    const known = branch.children?.get(name)
    if (!known && session.isMedia(folder, name)) {
      session.markDirty(folder)
      // A folder may be called like a photo.
      if (event === 'rename' && session.isSearched(child)) recheck(child)
    } else if (session.isSearched(child)) {
      if (event === 'rename') recheck(child)
      // Its rights or times were changed; what changes inside, its own watch tells.
      else if (known?.handle === null) recheck(child)
      else if (known) session.markDirty(child)
    }
  }

  const enqueue = (step: () => Promise<void>): void => {
    work = work.then(async () => {
      if (!session.isOver()) await step()
    })
  }

  enqueue(async () => {
    await addTree('', false)
    failWithoutTop()
  })
  return () => {
    if (top) drop(top)
  }
}
