// Walks a source, folder by folder, and hands packed batches on. Runs in walk-worker.ts; knows no threads, so that
// tests can walk in the foreground. How one folder is read is read-folder.ts; where calls go side by side, folders whose turn
// comes later are read meanwhile.
import { lstatSync, opendirSync, statSync } from 'node:fs'
import type { Failure } from '../../../shared/failure.ts'
import { findLeftOutFolder } from '../../../shared/left-out.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { compileIgnorePatterns, type IgnoreTest } from '../sources/ignore-patterns.ts'
import { diskPath } from '../ports/disk-names.ts'
import type { PassedBy, WalkRequest } from '../ports/files.ts'
import type { CallHolder } from './call-budget.ts'
import { codeOf, createFolderCalls, type FolderCalls } from './folder-calls.ts'
import { createFollower } from './follow-links.ts'
import { createPacker, type PackedBatch } from './packed-batch.ts'
import { readFolder, type FolderReading } from './read-folder.ts'
import { joinFolder, toFolderPath } from './system-path.ts'

/** A walk as it crosses to the walking thread. */
export interface WalkJob extends Omit<WalkRequest, 'signal' | 'recall'> {
  /** Files and events in a batch; a folder is never split. */
  batchSize: number
  /** Left out: this one. */
  platform?: NodeJS.Platform
}

/** What a whole walk met. */
export interface WalkTotals {
  files: number
  folders: number
  /** Photo libraries of other apps that were not searched, relative to the source; the first few. */
  libraries: string[]
  passedBy: PassedBy
}

/** How the walk talks to whoever runs it. */
export interface WalkHost {
  /** Takes a batch; may block until there is room for the next. */
  post(batch: PackedBatch): void
  isStopped(): boolean
  /** A sign of life. */
  pulse(): void
  /** With what calls are made side by side; left out: they are not. */
  holder?: CallHolder
}

/** A folder whose turn comes. */
interface Pending {
  folder: string
  /** It is being read, or was. */
  reading: Promise<FolderReading> | null
}

/** A slow disk shows its first photos this soon, however few they are. */
const longestWaitMs = 200
/** Folders that are read before their turn: enough to keep all calls going, however small they are. */
const mostAhead = 32
/** Enough to name to the user; a disk full of libraries must not make a long answer. */
const mostNamed = 20

/**
 * Walks until done or stopped. Holds one batch, one folder and the names of the folders still to be read; where calls go side by
 * side, as many folders more as keep them going.
 */
export async function walkTree(job: WalkJob, host: WalkHost): Promise<Result<WalkTotals, Failure>> {
  const { holder, pulse } = host
  const calls = createFolderCalls({ holder, onAnswer: pulse })
  try {
    return await walk(job, host, calls)
  } finally {
    // What is on its way keeps its place among the calls of all.
    await calls.end()
  }
}

async function walk(
  job: WalkJob,
  host: WalkHost,
  calls: FolderCalls,
): Promise<Result<WalkTotals, Failure>> {
  const rootPath = diskPath(toFolderPath(job.root, ''))
  const root = openRoot(job.root, rootPath)
  if (!root.ok) return root
  const isIgnored = compileIgnorePatterns(job.ignorePatterns)
  const leftOut = new Set(job.leftOut)
  const follower = job.followLinks ? createFollower(job.root, job.followLinks.ownFolders) : null
  const rules = { isIgnored, follower }
  const packer = createPacker()
  const totals: WalkTotals = {
    ...{ files: 0, folders: 0, libraries: [] },
    passedBy: { folders: [], moreFolders: 0, files: 0 },
  }
  let lastPostAt = performance.now()

  const post = (): Failure | null => {
    // A drive pulled out during the walk leaves an empty mount point or nothing, which reads as photos deleted.
    const failure = findDisconnection(job.root, rootPath, root.value.device)
    if (failure) return failure
    if (packer.size() > 0) host.post(packer.takeBatch())
    calls.pause()
    lastPostAt = performance.now()
    return null
  }

  /** Behind a link lies what may have been walked already. */
  const isDouble = (folder: string): boolean => {
    try {
      return follower?.enter(diskPath(toFolderPath(job.root, folder))) === false
    } catch {
      // Reading it tells what is wrong.
      return false
    }
  }

  const read = (folder: string): Promise<FolderReading> =>
    readFolder(toFolderPath(job.root, folder), folder, rules, calls, job.platform)

  /** Puts one folder into the batch and answers with the subfolders to read next, and which of them are links. */
  const take = (
    folder: string,
    reading: FolderReading,
  ): { inPlace: string[]; linked: string[] } => {
    const none = { inPlace: [], linked: [] }
    if (reading.kind === 'missing') {
      packer.addEvent({ kind: 'missing', folder })
      return none
    }
    if (reading.kind === 'unreadable') {
      packer.addEvent({ kind: 'unreadable', folder, code: reading.code })
      return none
    }
    totals.files += reading.files.names.length
    totals.folders += 1
    if (!job.includeSubfolders) {
      packer.addListing(folder, reading, [])
      return none
    }
    const subfolders = reading.subfolders.filter((name) => !leftOut.has(joinFolder(folder, name)))
    packer.addListing(folder, reading, subfolders)
    for (const name of reading.unusableFolders) {
      packer.addEvent({ kind: 'unreadable', folder: joinFolder(folder, name), code: 'EILSEQ' })
    }
    const roomForLibraries = Math.max(mostNamed - totals.libraries.length, 0)
    for (const name of reading.libraries.slice(0, roomForLibraries)) {
      totals.libraries.push(joinFolder(folder, name))
    }
    totals.passedBy.files += reading.ownFiles
    for (const name of reading.passedBy) {
      if (totals.passedBy.folders.length === mostNamed) totals.passedBy.moreFolders += 1
      else totals.passedBy.folders.push(joinFolder(folder, name))
    }
    if (!job.isRecursive) return none
    const linked = new Set(reading.linkedFolders)
    const isLinked = (name: string): boolean => linked.has(name)
    const paths = (names: string[]): string[] => names.map((name) => joinFolder(folder, name))
    return {
      inPlace: paths(subfolders.filter((name) => !isLinked(name))),
      linked: paths(subfolders.filter(isLinked)),
    }
  }

  for (const asked of job.folders) {
    if (!isInSource(job, asked, isIgnored)) {
      packer.addEvent({ kind: 'missing', folder: asked })
      continue
    }
    const pending: Pending[] = [{ folder: asked, reading: null }]
    // What is in its own place comes first: nothing of it is a double of what a link leads to.
    const behindLinks: string[] = []
    let isBehindLink = false
    const next = (): (Pending & { isBehindLink: boolean }) | null => {
      isBehindLink ||= pending.length === 0
      const last = pending.pop()
      if (last) return { ...last, isBehindLink }
      const folder = behindLinks.pop()
      return folder === undefined ? null : { folder, reading: null, isBehindLink }
    }
    /** Begins with folders whose turn comes later, the next ones first. */
    const readAhead = (): void => {
      if (isBehindLink) return
      for (const later of pending.slice(-mostAhead).reverse()) {
        if (!calls.hasRoom()) return
        if (later.reading) continue
        later.reading = read(later.folder)
        // Whoever takes it is told.
        later.reading.catch(() => undefined)
      }
    }
    for (let at = next(); at !== null; at = next()) {
      const { folder } = at
      if (host.isStopped()) return fail({ kind: 'aborted' })
      host.pulse()
      if (at.isBehindLink && isDouble(folder)) {
        packer.addEvent({ kind: 'missing', folder })
        continue
      }
      const reading = at.reading ?? read(folder)
      calls.whenRoom(readAhead)
      readAhead()
      const { inPlace, linked } = take(folder, await reading)
      for (const subfolder of inPlace.reverse()) pending.push({ folder: subfolder, reading: null })
      for (const subfolder of linked.reverse()) behindLinks.push(subfolder)
      if (packer.size() >= job.batchSize || performance.now() - lastPostAt >= longestWaitMs) {
        const failure = post()
        if (failure) return fail(failure)
      }
    }
  }
  const failure = post()
  return failure ? fail(failure) : ok(totals)
}

/** Proves that the root is a folder that can be read, and tells on which device it lies. A linked root is followed. */
function openRoot(root: string, rootPath: string | Buffer): Result<{ device: number }, Failure> {
  try {
    const stats = statSync(rootPath)
    if (!stats.isDirectory()) return fail({ kind: 'not-a-folder', path: root })
    opendirSync(rootPath).closeSync()
    return ok({ device: stats.dev })
  } catch (error) {
    return fail(toRootFailure(root, codeOf(error)))
  }
}

function findDisconnection(
  root: string,
  rootPath: string | Buffer,
  device: number,
): Failure | null {
  try {
    return statSync(rootPath).dev === device ? null : { kind: 'folder-missing', path: root }
  } catch (error) {
    return toRootFailure(root, codeOf(error))
  }
}

function toRootFailure(root: string, code: string): Failure {
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? { kind: 'folder-missing', path: root }
    : { kind: 'folder-unreadable', path: root, code }
}

/**
 * Whether a walk from the root would come to this folder. A folder that is asked for by name may have become a link,
 * or be left out by now; what a whole walk does not reach is missing from the source.
 */
function isInSource(job: WalkJob, folder: string, isIgnored: IgnoreTest): boolean {
  if (job.leftOut?.includes('') === true) return false
  if (folder === '') return true
  if (!job.includeSubfolders) return false
  const parts = folder.split('/')
  return parts.every((name, index) => {
    const path = parts.slice(0, index + 1).join('/')
    if (findLeftOutFolder(name) || isIgnored(path) || job.leftOut?.includes(path) === true)
      return false
    const look = job.followLinks ? statSync : lstatSync
    try {
      const stats = look(diskPath(toFolderPath(job.root, path)), { throwIfNoEntry: false })
      return stats?.isDirectory() ?? false
    } catch {
      // Reading the folder itself tells what is wrong, and its rows stay.
      return true
    }
  })
}
