// Behaviour of a file as a source of bytes: any offset, through a window; what cannot be opened; what changed meanwhile.
import { execFileSync } from 'node:child_process'
import { appendFile, mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  beginSourceFile,
  memorySource,
  headerOf,
  openSourceFile,
  orWhenUnreadable,
  toFileFailure,
  UnreadableHeadError,
  type ByteSource,
  type ClosableSource,
  type SourceFile,
} from '../../../src/main/engine/media/byte-source.ts'
import { fileReader } from '../../builders/file-reader.ts'
import { heldOpen } from '../../builders/held-open.ts'
import { linuxIt, posixIt } from '../../builders/posix.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-media-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const headBytes = 64 * 1024
const windowBytes = 16 * 1024

/** Bytes of which each place has its own. */
const pattern = (length: number): Buffer => {
  const bytes = Buffer.alloc(length)
  for (let at = 0; at < length; at += 1) bytes[at] = (at * 7 + (at >> 8)) & 0xff
  return bytes
}

const write = async (name: string, bytes: Buffer | string): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

async function opened(path: string): Promise<SourceFile> {
  const result = await openSourceFile(path)
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

async function begun(path: string): Promise<ClosableSource> {
  const result = await beginSourceFile(fileReader, path, new AbortController().signal)
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

describe.each([
  ['opened', opened],
  ['begun by a thread', begun],
])('a file that is %s', (_, open) => {
  it('answers with the bytes of any place, and with what there is at its end', async () => {
    const bytes = pattern(headBytes * 2)
    const source: ByteSource & ClosableSource = await open(await write('any.bin', bytes))
    expect(source.sizeBytes).toBe(bytes.length)
    const places: readonly (readonly [number, number])[] = [
      [0, 10],
      [headBytes - 10, 10],
      [headBytes - 10, 11],
      [headBytes - 1, 3],
      [headBytes, 10],
      [headBytes + 5, 20],
      [headBytes + windowBytes - 3, 10],
      [headBytes + 1, 2],
      [70_000, windowBytes + 1],
      [bytes.length - 5, 5],
      [bytes.length - 5, 6],
      [bytes.length - 20_000, 90_000],
      [bytes.length, 1],
      [bytes.length + 5, 1],
      [100, 0],
    ]
    for (const [offset, length] of places) {
      const wanted = bytes.subarray(offset, offset + length)
      expect((await source.read(offset, length)).equals(wanted), `${offset}+${length}`).toBe(true)
    }
    await source.close()
  })

  it.each([
    [-1, 5],
    [5, -1],
  ])('is not read at %i for %i bytes', async (offset, length) => {
    const source = await open(await write('small.bin', pattern(100)))
    await expect(source.read(offset, length)).rejects.toThrow(UnreadableHeadError)
    await source.close()
  })

  it('is read 256 times outside its head and its window', async () => {
    const bytes = pattern(headBytes + windowBytes * 3)
    const source = await open(await write('often.bin', bytes))
    const places = [headBytes, headBytes + windowBytes * 2]
    const hop = (turn: number): Promise<Buffer> => source.read(places[turn % 2] ?? 0, 4)
    for (let turn = 0; turn < 256; turn += 1) await hop(turn)
    // What is at hand is no further read of the disk.
    for (let turn = 0; turn < 300; turn += 1) {
      expect(await source.read(8, 4)).toHaveLength(4)
      expect(await source.read(headBytes + windowBytes * 2 + turn, 4)).toHaveLength(4)
    }
    await expect(hop(256)).rejects.toThrow('a header that never ends')
    await source.close()
  })

  it('is read as often and as far as it is long where all of it is wanted', async () => {
    // More than is taken with the first question.
    const far = 8 * 1024 * 1024
    const bytes = pattern(far + windowBytes * 3)
    const path = await write('whole.bin', bytes)
    const opened = await openSourceFile(path, 'whole')
    if (!opened.ok) throw new Error('not opened')
    const places = [far, far + windowBytes * 2]
    for (let turn = 0; turn < 600; turn += 1) {
      const at = places[turn % 2] ?? 0
      expect(await opened.value.read(at, 4)).toEqual(bytes.subarray(at, at + 4))
    }
    expect(await opened.value.read(far - 2, 4)).toEqual(bytes.subarray(far - 2, far + 2))
    await opened.value.close()
  })

  it('is as bounded as any header for whoever has it open whole and looks at its header', async () => {
    const bytes = pattern(headBytes + windowBytes * 3)
    const source = headerOf(memorySource(bytes))
    expect(source.sizeBytes).toBe(bytes.length)
    expect(await source.read(5, 9)).toEqual(bytes.subarray(5, 14))
    const places = [0, headBytes]
    const hop = (turn: number): Promise<Buffer> => source.read(places[turn % 2] ?? 0, 4)
    for (let turn = 1; turn < 256; turn += 1) await hop(turn)
    await expect(hop(256)).rejects.toThrow('a header that never ends')
  })

  it('is read for 16 MB outside its head', async () => {
    const most = 16 * 1024 * 1024
    const path = await write('long.bin', Buffer.alloc(headBytes + most + 10))
    const enough = await open(path)
    expect(await enough.read(headBytes, most)).toHaveLength(most)
    await enough.close()
    const tooMuch = await open(path)
    await expect(tooMuch.read(headBytes, most + 1)).rejects.toThrow(UnreadableHeadError)
    await tooMuch.close()
  })
})

describe('a file that cannot be opened', () => {
  it('is gone', async () => {
    const gone = { ok: false, failure: { kind: 'file-gone' } }
    expect(await openSourceFile(join(folder, 'gone.jpg'))).toEqual(gone)
    const inFile = join(await write('file.jpg', 'x'), 'photo.jpg')
    expect(await openSourceFile(inFile)).toEqual(gone)
    const signal = new AbortController().signal
    expect(await beginSourceFile(fileReader, join(folder, 'gone.jpg'), signal)).toEqual(gone)
  })

  it('is a folder', async () => {
    await mkdir(join(folder, 'folder.jpg'))
    expect(await openSourceFile(join(folder, 'folder.jpg'))).toMatchObject({
      ok: false,
      failure: { kind: 'file-unreadable' },
    })
  })

  posixIt('is a pipe, which is not waited for', async () => {
    const pipe = join(folder, 'pipe.jpg')
    execFileSync('mkfifo', [pipe])
    expect(await openSourceFile(pipe)).toEqual({
      ok: false,
      failure: { kind: 'file-unreadable', code: 'ENOTFILE' },
    })
  })
})

describe('a file that is open', () => {
  it('has not changed while nobody writes', async () => {
    const source = await opened(await write('still.jpg', 'x'))
    expect(await source.hasChanged()).toBe(false)
    await source.close()
  })

  it('has changed when it grew, or got another time', async () => {
    const path = await write('grows.jpg', 'x')
    const grown = await opened(path)
    await appendFile(path, 'y')
    expect(await grown.hasChanged()).toBe(true)
    await grown.close()
    const touched = await opened(path)
    await utimes(path, 1_000, 1_000)
    expect(await touched.hasChanged()).toBe(true)
    await touched.close()
  })

  it('has not changed when another took its name, but is the one that was opened', async () => {
    const path = await write('one.jpg', 'one')
    const source = await opened(path)
    const other = await write('other.jpg', 'other')
    await rename(other, path)
    expect((await source.read(0, 9)).toString()).toBe('one')
    await source.close()
  })

  it('lets go of the file', async () => {
    const source = await opened(await write('closed.jpg', pattern(headBytes + 9)))
    await source.close()
    await expect(source.read(headBytes, 4)).rejects.toThrow()
  })

  linuxIt('is held open until it is closed, and what is no file is not', async () => {
    const path = await write('held.jpg', 'x')
    const source = await opened(path)
    expect(heldOpen(path)).toEqual([path])
    await source.close()
    await mkdir(join(folder, 'held'))
    expect(await openSourceFile(join(folder, 'held'))).toMatchObject({ ok: false })
    expect(heldOpen(join(folder, 'held'))).toEqual([])
  })
})

describe('a file that a thread began', () => {
  const size = headBytes + 100

  it.each([
    ['grew', (path: string) => appendFile(path, 'y')],
    ['got another time', (path: string) => utimes(path, 1_000, 1_000)],
    [
      'is another one',
      async (path: string) => {
        await writeFile(`${path}.new`, pattern(size))
        await utimes(`${path}.new`, 5_000, 5_000)
        await rename(`${path}.new`, path)
      },
    ],
    [
      'became a folder',
      async (path: string) => {
        await rm(path)
        await mkdir(path)
      },
    ],
  ])('is not read on when it %s meanwhile', async (what, change) => {
    const path = await write(`begun ${what}.bin`, pattern(size))
    await utimes(path, 5_000, 5_000)
    const source = await begun(path)
    await change(path)
    const error: unknown = await source.read(headBytes, 4).catch((reason: unknown) => reason)
    expect(toFileFailure(error)).toEqual({ kind: 'file-changed' })
    // What was read before is still there, and there is nothing to close.
    expect(await source.read(0, 4)).toHaveLength(4)
    await source.close()
  })

  it('is gone when it goes before more of it is wanted', async () => {
    const path = await write('begun and gone.bin', pattern(size))
    const source = await begun(path)
    await rm(path)
    const error: unknown = await source.read(headBytes, 4).catch((reason: unknown) => reason)
    expect(toFileFailure(error)).toEqual({ kind: 'file-gone' })
    await source.close()
  })

  it('lets go of the file once it was opened', async () => {
    const source = await begun(await write('begun and closed.bin', pattern(size + windowBytes)))
    await source.read(headBytes, 4)
    await source.close()
    await expect(source.read(size + windowBytes - 4, 4)).rejects.toThrow()
  })

  it('is opened once, also when two want more of it', async () => {
    const path = await write('begun twice.bin', pattern(headBytes * 3))
    const source = await begun(path)
    const reads = await Promise.all([source.read(headBytes, 4), source.read(headBytes * 2, 4)])
    expect(reads).toHaveLength(2)
    await source.close()
    await expect(source.read(headBytes, 4).then(() => source.read(0, -1))).rejects.toThrow()
  })
})

describe('how much is asked of a disk', () => {
  it('is the head at once', async () => {
    const asked: number[] = []
    const gone = { ok: false, failure: { kind: 'file-gone' } } as const
    const reader = {
      readStart: async (_: string, bytes: number) => {
        asked.push(bytes)
        return gone
      },
      open: async () => gone,
    }
    expect(await beginSourceFile(reader, 'a.jpg', new AbortController().signal)).toEqual(gone)
    expect(asked).toEqual([headBytes])
  })

  it('is a window elsewhere, as far as there is one, or all that is wanted', async () => {
    const asked: [number, number][] = []
    const read = async (offset: number, length: number): Promise<Buffer> => {
      asked.push([offset, length])
      return Buffer.alloc(length)
    }
    const source = headerOf({ sizeBytes: 100_000, read })
    await source.read(5, 9)
    await source.read(5 + windowBytes - 1, 1)
    await source.read(5 + windowBytes, 1)
    await source.read(99_000, 5_000)
    await source.read(0, windowBytes + 1)
    expect(asked).toEqual([
      [5, windowBytes],
      [5 + windowBytes, windowBytes],
      [99_000, 1_000],
      [0, windowBytes + 1],
    ])
  })
})

describe('bytes in memory', () => {
  it('are a source too', async () => {
    const source = memorySource(Buffer.from('abcdef'))
    expect(source.sizeBytes).toBe(6)
    expect((await source.read(2, 3)).toString()).toBe('cde')
    expect((await source.read(4, 9)).toString()).toBe('ef')
  })
})

describe('an error', () => {
  const coded = (code: string): Error => Object.assign(new Error(code), { code })

  it.each([
    ['ENOENT', { kind: 'file-gone' }],
    ['ENOTDIR', { kind: 'file-gone' }],
    ['EACCES', { kind: 'file-unreadable', code: 'EACCES' }],
    ['X'.repeat(50), { kind: 'file-unreadable', code: 'X'.repeat(40) }],
  ])('of the file system with code %s is a failure', (code, failure) => {
    expect(toFileFailure(coded(code))).toEqual(failure)
  })

  it.each([
    ['of Node itself', coded('ERR_INVALID_ARG_TYPE')],
    ['without a code', new TypeError('undefined is not a function')],
    ['with a code that is a number', Object.assign(new Error('x'), { code: 5 })],
    ['that is none', { code: 'ENOENT' }],
    ['that is nothing', null],
  ])('%s is a bug', (_, error) => {
    let thrown: unknown = 'nothing'
    try {
      toFileFailure(error)
    } catch (reason) {
      thrown = reason
    }
    expect(thrown).toBe(error)
  })

  it('of a damaged header has an answer instead, one of the disk has none', async () => {
    const instead = (error: Error): Promise<string> =>
      orWhenUnreadable(Promise.reject<string>(error), 'instead')
    expect(await orWhenUnreadable(Promise.resolve('value'), 'instead')).toBe('value')
    expect(await instead(new UnreadableHeadError('damaged'))).toBe('instead')
    expect(await instead(new RangeError('outside'))).toBe('instead')
    await expect(instead(coded('EIO'))).rejects.toThrow('EIO')
  })
})
