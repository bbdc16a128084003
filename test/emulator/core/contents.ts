/**
 * Bytes on disk, each content once under its SHA-256, and the parts of unfinished uploads.
 * Bytes are only handed to the system, never synced, so a synchronous write of many chunks costs less than a trip
 * through the thread pool for each. Which bytes are known is left to the store.
 */
import { createHash, hash, randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, openSync, rmSync, statSync, writevSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { bytesInFile, bytesInMemory } from '../media/byte-source.ts'
import { inspectMedia } from '../media/inspect.ts'
import type { Content } from './model.ts'
import type { Store } from './store.ts'

/** A file being received whose place among the contents is not known yet. */
export type IncomingFile = {
  readonly path: string
  write(chunk: Buffer): void
  /** Keeps the bytes as a content. */
  keep(): Promise<Content>
  discard(): void
}

/** The bytes the emulator holds. */
export type Contents = {
  pathOf(sha256: string): string
  sessionPath(sessionId: string): string
  /** Keeps bytes that arrived in memory. */
  keepChunks(chunks: readonly Buffer[], sizeBytes: number): Content
  /** Starts receiving a body too large for memory. */
  receive(): IncomingFile
  /** Keeps a finished file, moving it to its place. */
  keepFile(path: string, sha256: string): Promise<Content>
  clear(): void
}

/** Opens the folder of bytes. */
export function createContents(dataDir: string, store: Store): Contents {
  const contentDir = join(dataDir, 'content')
  const sessionDir = join(dataDir, 'sessions')
  const incomingDir = join(dataDir, 'incoming')
  let madeDirs = new Set<string>()
  const prepare = (): void => {
    rmSync(incomingDir, { recursive: true, force: true })
    for (const dir of [contentDir, sessionDir, incomingDir]) mkdirSync(dir, { recursive: true })
    madeDirs = new Set()
  }
  prepare()

  const pathOf = (sha256: string): string => join(contentDir, sha256.slice(0, 2), sha256)
  const makeDirFor = (sha256: string): void => {
    const name = sha256.slice(0, 2)
    if (madeDirs.has(name)) return
    mkdirSync(join(contentDir, name), { recursive: true })
    madeDirs.add(name)
  }
  const keepFile = async (path: string, sha256: string): Promise<Content> => {
    makeDirFor(sha256)
    const known = store.contents.get(sha256)
    if (known !== undefined) {
      rmSync(path, { force: true })
      return known
    }
    await rename(path, pathOf(sha256))
    const source = bytesInFile(pathOf(sha256))
    try {
      const content: Content = { sha256, sizeBytes: source.sizeBytes, media: inspectMedia(source) }
      store.put({ t: 'content', v: content })
      return content
    } finally {
      source.close()
    }
  }

  return {
    pathOf,
    sessionPath: (sessionId) => join(sessionDir, `${sessionId}.part`),
    keepFile,
    keepChunks: (chunks, sizeBytes) => {
      const sha256 = hashOf(chunks)
      const known = store.contents.get(sha256)
      if (known !== undefined) return known
      makeDirFor(sha256)
      const fd = openSync(pathOf(sha256), 'w')
      try {
        writeAll(fd, chunks)
      } finally {
        closeSync(fd)
      }
      const media = inspectMedia(bytesInMemory(chunks, sizeBytes))
      const content: Content = { sha256, sizeBytes, media }
      store.put({ t: 'content', v: content })
      return content
    },
    receive: () => incomingFile(join(incomingDir, randomUUID()), keepFile),
    clear: () => {
      rmSync(contentDir, { recursive: true, force: true })
      rmSync(sessionDir, { recursive: true, force: true })
      prepare()
    },
  }
}

/** The length of a file, or 0 when there is none. */
export function lengthOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

function hashOf(chunks: readonly Buffer[]): string {
  const only = chunks[0]
  if (only !== undefined && chunks.length === 1) return hash('sha256', only, 'hex')
  const sum = createHash('sha256')
  for (const chunk of chunks) sum.update(chunk)
  return sum.digest('hex')
}

/** Writes all chunks, however few the system takes at once. */
export function writeAll(fd: number, chunks: readonly Buffer[]): void {
  let rest = [...chunks]
  while (rest.length > 0) {
    let written = writevSync(fd, rest)
    while (rest[0] !== undefined && written >= rest[0].length) {
      written -= rest[0].length
      rest.shift()
    }
    if (rest[0] !== undefined) rest = [rest[0].subarray(written), ...rest.slice(1)]
  }
}

/** Chunks are written in groups of about this size. */
export const writeBytes = 1 << 20

function incomingFile(
  path: string,
  keepFile: (path: string, sha256: string) => Promise<Content>,
): IncomingFile {
  const sum = createHash('sha256')
  const fd = openSync(path, 'w')
  let pending: Buffer[] = []
  let pendingBytes = 0
  const writePending = (): void => {
    writeAll(fd, pending)
    pending = []
    pendingBytes = 0
  }
  return {
    path,
    write: (chunk) => {
      sum.update(chunk)
      pending.push(chunk)
      pendingBytes += chunk.length
      if (pendingBytes >= writeBytes) writePending()
    },
    keep: async () => {
      writePending()
      closeSync(fd)
      return keepFile(path, sum.digest('hex'))
    },
    discard: () => {
      closeSync(fd)
      rmSync(path, { force: true })
    },
  }
}
