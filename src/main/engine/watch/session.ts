// One watched source: what may be told about it, to whom, and how often. Gathers the folders of a burst, so that ten
// thousand events become a few calls; waiting until a folder is quiet is the engine's. How events come is the two
// watches' (folder-watch.ts, recursive-watch.ts).
import { join } from 'node:path'
import { findLeftOutFolder } from '../../../shared/left-out.ts'
import { claimOf } from '../../../shared/other-files.ts'
import { compileIgnorePatterns } from '../sources/ignore-patterns.ts'
import { writtenPath } from '../ports/disk-names.ts'
import type { Watcher } from '../ports/files.ts'
import type { Clock } from '../ports/outside.ts'

/** What a caller asks to be watched. */
export type WatchRequest = Parameters<Watcher['watch']>[0]

/** Why watching ended. */
export type WatchProblem = Parameters<WatchRequest['onProblem']>[0]

/** The caller's side of a watched source, for whichever watch serves it. */
export interface Session {
  readonly root: string
  readonly includeSubfolders: boolean
  /** The full path of a folder, in the written form. */
  pathOf(folder: string): string
  /** Set when the caller closed the watch or was told of a problem; nothing is told afterwards. */
  isOver(): boolean
  /** Something in this folder may have changed. */
  markDirty(folder: string): void
  /** Anything may have changed. */
  overflow(): void
  /** Watching has to end; told once. */
  fail(problem: WatchProblem): void
  /** Whether a folder, given relative to the source, is searched at all. */
  isSearched(folder: string): boolean
  /** Whether a file of this name in that folder can be a photo or video. */
  isMedia(folder: string, name: string): boolean
  close(): void
}

/** Long enough to gather what one copied file causes, short beside the seconds that the engine waits anyway. */
const gatherMs = 100
/** Above this a whole scan costs less than so many single ones. */
const mostDirtyFolders = 2_000

/** Opens a session. `onOver` releases the handles, whoever ends it. */
export function createSession(request: WatchRequest, clock: Clock, onOver: () => void): Session {
  const isIgnored = compileIgnorePatterns(request.ignorePatterns)
  const leftOut = new Set(request.leftOut)
  let dirty = new Set<string>()
  let isOverflown = false
  let isOver = false
  let cancelFlush: (() => void) | null = null

  const hasEnded = (): boolean => isOver
  const flush = (): void => {
    cancelFlush = null
    const folders = dirty
    dirty = new Set()
    if (isOverflown) {
      isOverflown = false
      request.onOverflow()
    } else {
      for (const folder of folders) if (!isOver) request.onDirty(folder)
    }
  }
  const flushSoon = (): void => {
    cancelFlush ??= clock.after(gatherMs, flush)
  }
  const end = (): void => {
    isOver = true
    cancelFlush?.()
    onOver()
  }
  const isSearchedName = (path: string): boolean =>
    !findLeftOutFolder(path.slice(path.lastIndexOf('/') + 1)) &&
    !isIgnored(path) &&
    !leftOut.has(path)

  return {
    root: request.root,
    includeSubfolders: request.includeSubfolders,
    pathOf: (folder) => join(writtenPath(request.root), folder),
    isOver: hasEnded,
    markDirty: (folder) => {
      if (isOver || isOverflown) return
      dirty.add(folder)
      if (dirty.size > mostDirtyFolders) isOverflown = true
      flushSoon()
    },
    overflow: () => {
      if (isOver) return
      isOverflown = true
      flushSoon()
    },
    fail: (problem) => {
      if (isOver) return
      // What is known until now is the last that will be.
      if (cancelFlush) {
        cancelFlush()
        flush()
      }
      // The caller may have closed the watch meanwhile.
      if (hasEnded()) return
      end()
      request.onProblem(problem)
    },
    isSearched: (folder) => {
      if (folder === '') return true
      if (!request.includeSubfolders) return false
      for (let slash = folder.indexOf('/'); slash !== -1; slash = folder.indexOf('/', slash + 1)) {
        if (!isSearchedName(folder.slice(0, slash))) return false
      }
      return isSearchedName(folder)
    },
    isMedia: (folder, name) => {
      // What claims nothing may be a photo; a scan looks at its first bytes.
      const claim = claimOf(name)
      return (claim === 'media' || claim === 'nothing') && !isIgnored(joinFolder(folder, name))
    },
    close: () => {
      if (!isOver) end()
    },
  }
}

/** Joins relative folders as the catalogue writes them. */
export const joinFolder = (folder: string, name: string): string =>
  folder === '' ? name : `${folder}/${name}`

/** The folder that holds this one; the source's own folder holds itself. */
export const parentOf = (folder: string): string =>
  folder.slice(0, Math.max(folder.lastIndexOf('/'), 0))

/** The last part of a relative folder. */
export const nameOf = (folder: string): string => folder.slice(folder.lastIndexOf('/') + 1)

/** The problem behind an error of a watch: limits of the system have a cure that the user can be told. */
export const toProblem = (error: unknown): WatchProblem => {
  const code = codeOf(error)
  return code === 'ENOSPC' || code === 'EMFILE' ? 'watch-limit' : 'watch-error'
}

/** The code of an error of the system, or ''. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
