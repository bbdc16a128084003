// Walks a source, folder by folder, and hands packed batches on. Runs in walk-worker.ts; knows no threads, so that
// tests can walk in the foreground. How one folder is read is read-folder.ts.
import { lstatSync, opendirSync, statSync } from 'node:fs'
import type { Failure } from '../../../shared/failure.ts'
import { findLeftOutFolder } from '../../../shared/left-out.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { compileIgnorePatterns, type IgnoreTest } from '../sources/ignore-patterns.ts'
import type { WalkRequest } from '../ports/files.ts'
import { createPacker, type PackedBatch } from './packed-batch.ts'
import { codeOf, readFolder } from './read-folder.ts'
import { joinFolder, toFolderPath } from './system-path.ts'

/** A walk as it crosses to the walking thread. */
export interface WalkJob extends Omit<WalkRequest, 'signal' | 'recall'> {
  /** Files and events in a batch; a folder is never split. */
  batchSize: number
}

/** What a whole walk met. */
export interface WalkTotals {
  files: number
  folders: number
  /** Photo libraries of other apps that were not searched, relative to the source; the first few. */
  libraries: string[]
  /** Links to folders or photos, which are not followed. */
  links: number
}

/** How the walk talks to whoever runs it. */
export interface WalkHost {
  /** Takes a batch; may block until there is room for the next. */
  post(batch: PackedBatch): void
  isStopped(): boolean
  /** A sign of life. */
  pulse(): void
}

/** A slow disk shows its first photos this soon, however few they are. */
const longestWaitMs = 200
/** Enough to name to the user; a disk full of libraries must not make a long answer. */
const mostLibraries = 20

/** Walks until done or stopped. Holds one batch, one folder and the names of the folders still to be read. */
export function walkTree(job: WalkJob, host: WalkHost): Result<WalkTotals, Failure> {
  const rootPath = toFolderPath(job.root, '')
  const root = openRoot(job.root, rootPath)
  if (!root.ok) return root
  const isIgnored = compileIgnorePatterns(job.ignorePatterns)
  const leftOut = new Set(job.leftOut)
  const rules = { isIgnored }
  const packer = createPacker()
  const totals: WalkTotals = { files: 0, folders: 0, libraries: [], links: 0 }
  let lastPostAt = performance.now()

  const post = (): Failure | null => {
    // A drive pulled out during the walk leaves an empty mount point or nothing, which reads as photos deleted.
    const failure = findDisconnection(job.root, rootPath, root.value.device)
    if (failure) return failure
    if (packer.size() > 0) host.post(packer.takeBatch())
    lastPostAt = performance.now()
    return null
  }

  /** Reads one folder into the batch and answers with the subfolders to read next. */
  const visit = (folder: string): string[] => {
    const reading = readFolder(toFolderPath(job.root, folder), folder, rules, host.pulse)
    if (reading.kind === 'missing') {
      packer.addEvent({ kind: 'missing', folder })
      return []
    }
    if (reading.kind === 'unreadable') {
      packer.addEvent({ kind: 'unreadable', folder, code: reading.code })
      return []
    }
    totals.files += reading.files.names.length
    totals.folders += 1
    totals.links += reading.links
    if (!job.includeSubfolders) {
      packer.addListing(folder, reading, [])
      return []
    }
    const subfolders = reading.subfolders.filter((name) => !leftOut.has(joinFolder(folder, name)))
    packer.addListing(folder, reading, subfolders)
    for (const name of reading.unusableFolders) {
      packer.addEvent({ kind: 'unreadable', folder: joinFolder(folder, name), code: 'EILSEQ' })
    }
    const roomForLibraries = Math.max(mostLibraries - totals.libraries.length, 0)
    for (const name of reading.libraries.slice(0, roomForLibraries)) {
      totals.libraries.push(joinFolder(folder, name))
    }
    return job.isRecursive ? subfolders.map((name) => joinFolder(folder, name)) : []
  }

  for (const asked of job.folders) {
    if (!isInSource(job, asked, isIgnored)) {
      packer.addEvent({ kind: 'missing', folder: asked })
      continue
    }
    const pending = [asked]
    for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
      if (host.isStopped()) return fail({ kind: 'aborted' })
      host.pulse()
      for (const subfolder of visit(folder).reverse()) pending.push(subfolder)
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
function openRoot(root: string, rootPath: string): Result<{ device: number }, Failure> {
  try {
    const stats = statSync(rootPath)
    if (!stats.isDirectory()) return fail({ kind: 'not-a-folder', path: root })
    opendirSync(rootPath).closeSync()
    return ok({ device: stats.dev })
  } catch (error) {
    return fail(toRootFailure(root, codeOf(error)))
  }
}

function findDisconnection(root: string, rootPath: string, device: number): Failure | null {
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
    try {
      return (
        lstatSync(toFolderPath(job.root, path), { throwIfNoEntry: false })?.isDirectory() ?? false
      )
    } catch {
      // Reading the folder itself tells what is wrong, and its rows stay.
      return true
    }
  })
}
