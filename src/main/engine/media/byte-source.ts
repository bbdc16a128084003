// One source file, read at any offset through a window of its head. Knows descriptors and their errors;
// what the bytes mean is left to the head readers.
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { FileOpener, FileStamp, FileStart, OpenedFile } from '../ports/files.ts'

/** Random access to bytes. A read past the end answers with what there is. */
export interface ByteSource {
  readonly sizeBytes: number
  read(offset: number, length: number): Promise<Buffer>
}

/** A header that does not say what it must: malformed, or longer than anyone needs. */
export class UnreadableHeadError extends Error {}

/** The value, or `instead` when the header is damaged. Errors of the disk and bugs are thrown on. */
export async function orWhenUnreadable<T>(work: Promise<T>, instead: T): Promise<T> {
  try {
    return await work
  } catch (error) {
    // Buffer's own checks answer every read outside the bytes with a RangeError.
    if (error instanceof UnreadableHeadError || error instanceof RangeError) return instead
    throw error
  }
}

/** What identifies the state of an open file; two equal ones mean that nothing was written between. */
export interface FileState {
  sizeBytes: number
  mtimeNs: bigint
  ctimeNs: bigint
  inode: bigint
}

/** Bytes that hold something open. */
export interface ClosableSource extends ByteSource {
  close(): Promise<void>
}

/** A source file that is open for reading. */
export interface SourceFile extends ClosableSource {
  /** Looks at the file behind the descriptor again. */
  hasChanged(): Promise<boolean>
}

/** What happened to a file while it was read. */
class FileFailure extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.kind)
    this.failure = failure
  }
}

/** Holds EXIF, XMP and the frame header of nearly every JPEG, and the whole of an icon. */
const headBytes = 64 * 1024
/** Whoever wants all of a photo has it with one question to the disk; what is longer comes through the window. */
export const wholeBytes = 8 * 1024 * 1024
/** A read outside the head fetches at least this much, since headers lie next to each other. */
const windowBytes = 16 * 1024
/** Real files need a few dozen reads; what asks for more is built to keep a reader busy. */
const mostReads = 256
const mostBytesRead = 16 * 1024 * 1024

// A named pipe called photo.jpg would block open() for ever; O_NONBLOCK does not exist on Windows.
const openFlags = constants.O_RDONLY | ((constants as { O_NONBLOCK?: number }).O_NONBLOCK ?? 0)

/** How much may be read of a file: as much as headers need, or all of it, for whoever keeps to bounds of his own. */
export type Reach = 'header' | 'whole'

/** Opens a file for reading, or says why that is not possible. Never writes, never creates. */
export async function openSourceFile(
  path: string,
  reach: Reach = 'header',
): Promise<Result<SourceFile, Failure>> {
  let handle: FileHandle | undefined
  try {
    handle = await open(path, openFlags)
    const state = await stateOf(handle)
    if (state === null) {
      await handle.close()
      return fail({ kind: 'file-unreadable', code: 'ENOTFILE' })
    }
    const atOnce = reach === 'whole' ? wholeBytes : headBytes
    const head = Buffer.allocUnsafe(Math.min(atOnce, state.sizeBytes))
    const { bytesRead } = await handle.read(head, 0, head.length, 0)
    return ok(new OpenFile(handle, state, head.subarray(0, bytesRead), reach))
  } catch (error) {
    await handle?.close().catch(() => undefined)
    return fail(toFileFailure(error))
  }
}

/** The same by the engine's own threads for files: one question instead of four where the start tells all. */
export async function beginSourceFile(
  reader: FileOpener,
  path: string,
  signal: AbortSignal,
): Promise<Result<ClosableSource, Failure>> {
  const start = await reader.readStart(path, headBytes, signal)
  if (!start.ok) return start
  return ok(new StartedFile(() => reader.open(path, signal), start.value))
}

/** Bytes in memory as a source: an EXIF block, or a finished copy that is checked. */
export function memorySource(bytes: Buffer): ByteSource {
  return {
    sizeBytes: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
  }
}

/** What is open as whoever reads its header sees it: no further than headers go. */
export function headerOf(source: ByteSource): ByteSource {
  return new HeaderOnly(source)
}

/** Translates an error of the file system; anything else is a bug and is thrown on. */
export function toFileFailure(error: unknown): Failure {
  if (error instanceof FileFailure) return error.failure
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (!(error instanceof Error) || typeof code !== 'string' || code.startsWith('ERR_')) throw error
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'file-gone' }
  return { kind: 'file-unreadable', code: code.slice(0, 40) }
}

/** Reads at any offset through a window, from a file that a subclass has open or opens. */
abstract class WindowedFile implements ByteSource {
  readonly sizeBytes: number
  readonly #head: Buffer
  readonly #reach: Reach
  #window: { start: number; bytes: Buffer } = { start: 0, bytes: Buffer.alloc(0) }
  #reads = 0
  #bytesRead = 0

  constructor(sizeBytes: number, head: Buffer, reach: Reach) {
    this.sizeBytes = sizeBytes
    this.#head = head
    this.#reach = reach
  }

  /** All of a part, fewer bytes only where the file ends. */
  protected abstract fetch(offset: number, length: number): Promise<Buffer>

  async read(offset: number, length: number): Promise<Buffer> {
    if (offset < 0 || length < 0) throw new UnreadableHeadError('negative offset or length')
    const end = Math.min(offset + length, this.sizeBytes)
    if (end <= offset) return Buffer.alloc(0)
    if (end <= this.#head.length) return this.#head.subarray(offset, end)
    const { start, bytes } = this.#window
    if (offset >= start && end <= start + bytes.length) {
      return bytes.subarray(offset - start, end - start)
    }
    const wanted = Math.min(Math.max(end - offset, windowBytes), this.sizeBytes - offset)
    this.#reads += 1
    this.#bytesRead += wanted
    const isTooMuch = this.#reads > mostReads || this.#bytesRead > mostBytesRead
    if (isTooMuch && this.#reach === 'header') {
      throw new UnreadableHeadError('a header that never ends')
    }
    this.#window = { start: offset, bytes: await this.fetch(offset, wanted) }
    return this.#window.bytes.subarray(0, end - offset)
  }
}

class HeaderOnly extends WindowedFile {
  readonly #source: ByteSource

  constructor(source: ByteSource) {
    super(source.sizeBytes, Buffer.alloc(0), 'header')
    this.#source = source
  }

  protected fetch(offset: number, length: number): Promise<Buffer> {
    return this.#source.read(offset, length)
  }
}

class OpenFile extends WindowedFile implements SourceFile {
  readonly #handle: FileHandle
  readonly #state: FileState

  constructor(handle: FileHandle, state: FileState, head: Buffer, reach: Reach) {
    super(state.sizeBytes, head, reach)
    this.#handle = handle
    this.#state = state
  }

  protected async fetch(offset: number, length: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(length)
    const { bytesRead } = await this.#handle.read(buffer, 0, length, offset)
    return buffer.subarray(0, bytesRead)
  }

  async hasChanged(): Promise<boolean> {
    const now = await stateOf(this.#handle)
    const then = this.#state
    return (
      now?.sizeBytes !== then.sizeBytes ||
      now.mtimeNs !== then.mtimeNs ||
      now.ctimeNs !== then.ctimeNs ||
      now.inode !== then.inode
    )
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}

/** A file whose start was read before; opened only when more of it is wanted. */
class StartedFile extends WindowedFile implements ClosableSource {
  readonly #open: () => Promise<Result<OpenedFile, Failure>>
  readonly #stamp: FileStamp
  #opened: Promise<OpenedFile> | null = null

  constructor(open: () => Promise<Result<OpenedFile, Failure>>, { bytes, stamp }: FileStart) {
    super(stamp.sizeBytes, bytes, 'header')
    this.#open = open
    this.#stamp = stamp
  }

  protected async fetch(offset: number, length: number): Promise<Buffer> {
    const file = await (this.#opened ??= this.#openSame())
    const part = await file.read(offset, length)
    if (!part.ok) throw new FileFailure(part.failure)
    const { buffer, byteOffset, byteLength } = part.value
    return Buffer.from(buffer, byteOffset, byteLength)
  }

  async #openSame(): Promise<OpenedFile> {
    const opened = await this.#open()
    if (!opened.ok) throw new FileFailure(opened.failure)
    const { sizeBytes, mtimeUs, inode } = opened.value.stamp
    const then = this.#stamp
    if (sizeBytes === then.sizeBytes && mtimeUs === then.mtimeUs && inode === then.inode)
      return opened.value
    opened.value.close()
    throw new FileFailure({ kind: 'file-changed' })
  }

  async close(): Promise<void> {
    // One that could not be opened has nothing to close; its reader was told.
    await this.#opened?.then(
      (file) => file.close(),
      () => undefined,
    )
  }
}

async function stateOf(handle: FileHandle): Promise<FileState | null> {
  const stat = await handle.stat({ bigint: true })
  if (!stat.isFile()) return null
  return {
    sizeBytes: Number(stat.size),
    mtimeNs: stat.mtimeNs,
    ctimeNs: stat.ctimeNs,
    inode: stat.ino,
  }
}
