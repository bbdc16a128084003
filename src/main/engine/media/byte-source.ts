// One source file, read at any offset through a window of its head. Knows descriptors and their errors;
// what the bytes mean is left to the head readers.
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import type { Failure } from '../../../shared/failure.ts'
import { toMicroseconds } from '../../../shared/microseconds.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { FileReader, FileStamp, FileStart } from '../ports/files.ts'

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

/** The file is not the one that was looked at before. */
class FileChangedError extends Error {}

/** Holds EXIF, XMP and the frame header of nearly every JPEG, and the whole of an icon. */
const headBytes = 64 * 1024
/** A read outside the head fetches at least this much, since headers lie next to each other. */
const windowBytes = 16 * 1024
/** Real files need a few dozen reads; what asks for more is built to keep a reader busy. */
const mostReads = 256
const mostBytesRead = 16 * 1024 * 1024

// A named pipe called photo.jpg would block open() for ever; O_NONBLOCK does not exist on Windows.
const openFlags = constants.O_RDONLY | ((constants as { O_NONBLOCK?: number }).O_NONBLOCK ?? 0)

/** Opens a file for reading, or says why that is not possible. Never writes, never creates. */
export async function openSourceFile(path: string): Promise<Result<SourceFile, Failure>> {
  let handle: FileHandle | undefined
  try {
    handle = await open(path, openFlags)
    const state = await stateOf(handle)
    if (state === null) {
      await handle.close()
      return fail({ kind: 'file-unreadable', code: 'ENOTFILE' })
    }
    const head = Buffer.allocUnsafe(Math.min(headBytes, state.sizeBytes))
    const { bytesRead } = await handle.read(head, 0, head.length, 0)
    return ok(new OpenFile(handle, state, head.subarray(0, bytesRead)))
  } catch (error) {
    await handle?.close().catch(() => undefined)
    return fail(toFileFailure(error))
  }
}

/** The same from a thread that reads files: one message instead of four calls where the start tells all. */
export async function beginSourceFile(
  reader: Pick<FileReader, 'readStart'>,
  path: string,
  signal: AbortSignal,
): Promise<Result<ClosableSource, Failure>> {
  const start = await reader.readStart(path, headBytes, signal)
  return start.ok ? ok(new StartedFile(path, start.value)) : start
}

/** Bytes in memory as a source: an EXIF block, or a finished copy that is checked. */
export function memorySource(bytes: Buffer): ByteSource {
  return {
    sizeBytes: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
  }
}

/** Translates an error of the file system; anything else is a bug and is thrown on. */
export function toFileFailure(error: unknown): Failure {
  if (error instanceof FileChangedError) return { kind: 'file-changed' }
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (!(error instanceof Error) || typeof code !== 'string' || code.startsWith('ERR_')) throw error
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'file-gone' }
  return { kind: 'file-unreadable', code: code.slice(0, 40) }
}

/** Reads at any offset through a window, from a descriptor that a subclass has or opens. */
abstract class WindowedFile implements ByteSource {
  readonly sizeBytes: number
  readonly #head: Buffer
  #window: { start: number; bytes: Buffer } = { start: 0, bytes: Buffer.alloc(0) }
  #reads = 0
  #bytesRead = 0

  constructor(sizeBytes: number, head: Buffer) {
    this.sizeBytes = sizeBytes
    this.#head = head
  }

  protected abstract handle(): Promise<FileHandle>

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
    if (this.#reads > mostReads || this.#bytesRead > mostBytesRead) {
      throw new UnreadableHeadError('a header that never ends')
    }
    const handle = await this.handle()
    const buffer = Buffer.allocUnsafe(wanted)
    const { bytesRead } = await handle.read(buffer, 0, wanted, offset)
    this.#window = { start: offset, bytes: buffer.subarray(0, bytesRead) }
    return this.#window.bytes.subarray(0, end - offset)
  }
}

class OpenFile extends WindowedFile implements SourceFile {
  readonly #handle: FileHandle
  readonly #state: FileState

  constructor(handle: FileHandle, state: FileState, head: Buffer) {
    super(state.sizeBytes, head)
    this.#handle = handle
    this.#state = state
  }

  protected handle(): Promise<FileHandle> {
    return Promise.resolve(this.#handle)
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

/** A file whose start was read elsewhere; opened only when more of it is wanted. */
class StartedFile extends WindowedFile implements ClosableSource {
  readonly #path: string
  readonly #stamp: FileStamp
  #opened: Promise<FileHandle> | null = null

  constructor(path: string, { bytes, stamp }: FileStart) {
    super(stamp.sizeBytes, bytes)
    this.#path = path
    this.#stamp = stamp
  }

  protected handle(): Promise<FileHandle> {
    return (this.#opened ??= this.#open())
  }

  async #open(): Promise<FileHandle> {
    const handle = await open(this.#path, openFlags)
    const now = await handle.stat()
    const { sizeBytes, mtimeUs, inode } = this.#stamp
    const isSame =
      now.isFile() &&
      now.size === sizeBytes &&
      toMicroseconds(now.mtimeMs) === mtimeUs &&
      now.ino === inode
    if (isSame) return handle
    await handle.close()
    throw new FileChangedError('another file than the one that was begun')
  }

  async close(): Promise<void> {
    // One that could not be opened has nothing to close; its reader was told.
    await this.#opened?.then(
      (handle) => handle.close(),
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
