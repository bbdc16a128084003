import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { EventEmitter, getEventListeners } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { createFileHasher } from '../../../src/main/engine/scan/hash-file.ts'
import { createFileReader } from '../../../src/main/engine/scan/index.ts'
import type { FileThreadData } from '../../../src/main/engine/scan/file-control.ts'
import type { OpenedFile } from '../../../src/main/engine/ports/files.ts'
import { posixDescribe, posixIt } from '../../builders/posix.ts'
import { stampOf, tempFolder, withoutRights } from './temp-folder.ts'

const fileReader = createFileReader()
afterAll(() => fileReader.close())

const never = new AbortController().signal
const sha256 = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex')
const changed = { ok: false, failure: { kind: 'file-changed' } }
const aborted = { ok: false, failure: { kind: 'aborted' } }

function fileOf(sizeBytes: number): string {
  const path = join(tempFolder(), 'a.jpg')
  writeFileSync(path, randomBytes(sizeBytes))
  return path
}

describe('a fingerprint', () => {
  it.each([0, 1, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 5_000_000])(
    'is the SHA-256 of all %d bytes',
    async (sizeBytes) => {
      const path = fileOf(sizeBytes)
      expect(await fileReader.fingerprint(path, stampOf(path), never)).toEqual({
        ok: true,
        value: { sha256: sha256(path), stamp: stampOf(path) },
      })
    },
  )

  it('is given for many files at once', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `${index}.jpg`)
    const root = tempFolder(...names)
    const paths = names.map((name) => join(root, name))
    const results = await Promise.all(
      paths.map((path) => fileReader.fingerprint(path, stampOf(path), never)),
    )
    expect(results.map((result) => result.ok && result.value.sha256)).toEqual(paths.map(sha256))
  })

  it('leaves nothing behind on a signal that outlives it, nor does the start of a file', async () => {
    const { signal } = new AbortController()
    const path = fileOf(10)
    await fileReader.fingerprint(path, stampOf(path), signal)
    await fileReader.readStart(path, 5, signal)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('is refused for a file that is not what the scan saw', async () => {
    const path = fileOf(10)
    const stamp = stampOf(path)
    for (const other of [
      { ...stamp, sizeBytes: 11 },
      { ...stamp, mtimeUs: stamp.mtimeUs + 1 },
      { ...stamp, inode: stamp.inode + 1, ctimeUs: stamp.ctimeUs - 1 },
    ]) {
      expect(await fileReader.fingerprint(path, other, never)).toEqual(changed)
    }
  })

  it('is given when only attributes changed, or only the number of the inode is another', async () => {
    const path = fileOf(10)
    const stamp = stampOf(path)
    for (const other of [
      { ...stamp, ctimeUs: stamp.ctimeUs - 1 },
      { ...stamp, inode: stamp.inode + 1 },
      { ...stamp, inode: 0 },
    ]) {
      expect((await fileReader.fingerprint(path, other, never)).ok).toBe(true)
    }
  })

  posixIt('is refused for a link, a pipe and a placeholder, which are not opened', async () => {
    const path = fileOf(10)
    const folder = join(path, '..')
    symlinkSync('a.jpg', join(folder, 'link.jpg'))
    execFileSync('mkfifo', [join(folder, 'fifo.jpg')])
    truncateSync(path, 0)
    truncateSync(path, 1_000_000)
    expect(lstatSync(path).blocks).toBe(0)
    for (const name of ['a.jpg', 'link.jpg', 'fifo.jpg']) {
      const other = join(folder, name)
      expect(await fileReader.fingerprint(other, stampOf(other), never)).toEqual(changed)
    }
  })

  it('says when the file is gone', async () => {
    const path = fileOf(10)
    const stamp = stampOf(path)
    rmSync(path)
    const gone = { ok: false, failure: { kind: 'file-gone' } }
    expect(await fileReader.fingerprint(path, stamp, never)).toEqual(gone)
    expect(await fileReader.fingerprint(join(path, 'b.jpg'), stamp, never)).toEqual(gone)
  })

  posixIt('says why a file cannot be read', async () => {
    const path = fileOf(10)
    chmodSync(join(path, '..'), 0o755)
    chmodSync(path, 0)
    const result = await withoutRights(() => fileReader.fingerprint(path, stampOf(path), never))
    expect(result).toEqual({ ok: false, failure: { kind: 'file-unreadable', code: 'EACCES' } })
  })
})

describe('a file that changes while it is read', () => {
  const hashWhile = (path: string, change: () => void) => {
    let pulses = 0
    return createFileHasher()(path, stampOf(path), {
      isAborted: () => false,
      pulse: () => {
        pulses += 1
        if (pulses === 2) change()
      },
    })
  }

  it.each<[string, (path: string) => void]>([
    ['grows', (path) => appendFileSync(path, 'x')],
    ['shrinks', (path) => truncateSync(path, 3_000_000)],
    [
      'is replaced by another',
      (path) => {
        writeFileSync(`${path}.new`, readFileSync(path))
        renameSync(`${path}.new`, path)
      },
    ],
    [
      'is rewritten at the same size, its time put back',
      (path) => {
        const { atime, mtime } = lstatSync(path)
        writeFileSync(path, randomBytes(5_000_000))
        utimesSync(path, atime, mtime)
      },
    ],
  ])('is refused when it %s', async (_, change) => {
    const path = fileOf(5_000_000)
    // A whole time, so that putting it back is exact.
    utimesSync(path, 1000, 1000)
    expect(await hashWhile(path, () => change(path))).toEqual(changed)
  })

  it('is gone when it was deleted meanwhile', async () => {
    const path = fileOf(5_000_000)
    expect(await hashWhile(path, () => rmSync(path))).toEqual({
      ok: false,
      failure: { kind: 'file-gone' },
    })
  })

  it('is given up in the middle when it is no longer wanted', async () => {
    const path = fileOf(5_000_000)
    let looks = 0
    let pulses = 0
    const result = await createFileHasher()(path, stampOf(path), {
      isAborted: () => ++looks > 2,
      pulse: () => (pulses += 1),
    })
    expect(result).toEqual(aborted)
    // One as it begins, one for the second part; the third is not read any more.
    expect(pulses).toBe(2)
  })
})

describe('the start of a file', () => {
  it.each([
    [0, 10],
    [10, 10],
    [100_000, 10],
    [10, 100_000],
  ])('of %d bytes is given as far as it was asked for: %d', async (sizeBytes, mostBytes) => {
    const path = fileOf(sizeBytes)
    const result = await fileReader.readStart(path, mostBytes, never)
    expect(result).toEqual({
      ok: true,
      value: {
        ...{ bytes: readFileSync(path).subarray(0, mostBytes), stamp: stampOf(path) },
        birthtimeMs: statSync(path).birthtimeMs,
      },
    })
  })

  it('is given while both threads are busy with large files', async () => {
    const large = fileOf(60_000_000)
    let isHashed = false
    const hashing = Promise.all(
      [1, 2].map(() => fileReader.fingerprint(large, stampOf(large), never)),
    ).then(() => (isHashed = true))
    expect((await fileReader.readStart(fileOf(10), 10, never)).ok).toBe(true)
    expect(isHashed).toBe(false)
    await hashing
  })

  posixIt('is refused for a link, a pipe, a folder and a placeholder', async () => {
    const path = fileOf(10)
    const folder = join(path, '..')
    symlinkSync('a.jpg', join(folder, 'link.jpg'))
    execFileSync('mkfifo', [join(folder, 'fifo.jpg')])
    truncateSync(path, 0)
    truncateSync(path, 1_000_000)
    for (const other of ['a.jpg', 'link.jpg', 'fifo.jpg', '.'])
      expect(await fileReader.readStart(join(folder, other), 10, never)).toEqual(changed)
  })

  it('says when the file is gone, and when nobody wants it', async () => {
    const path = fileOf(10)
    expect(await fileReader.readStart(path, 10, AbortSignal.abort())).toEqual(aborted)
    rmSync(path)
    expect(await fileReader.readStart(path, 10, never)).toEqual({
      ok: false,
      failure: { kind: 'file-gone' },
    })
  })
})

describe('an abort', () => {
  it('ends jobs that wait and jobs that run', async () => {
    const path = fileOf(5_000_000)
    const stamp = stampOf(path)
    const abort = new AbortController()
    const jobs = Array.from({ length: 20 }, () => fileReader.fingerprint(path, stamp, abort.signal))
    abort.abort()
    expect(await Promise.all(jobs)).toEqual(jobs.map(() => aborted))
    expect(await fileReader.fingerprint(path, stamp, abort.signal)).toEqual(aborted)
    expect((await fileReader.fingerprint(path, stamp, never)).ok).toBe(true)
  })

  it('comes to every job when the reader closes', async () => {
    const path = fileOf(1_000)
    const short = createFileReader({ threads: 1 })
    const jobs = Array.from({ length: 10 }, () => short.fingerprint(path, stampOf(path), never))
    const reads = Array.from({ length: 3 }, () => short.readStart(path, 10, never))
    await short.close()
    expect(await Promise.all([...jobs, ...reads])).toEqual([...jobs, ...reads].map(() => aborted))
    expect(await short.readStart(path, 10, never)).toEqual(aborted)
    expect(await short.fingerprint(path, stampOf(path), never)).toEqual(aborted)
  })
})

describe('an open file', () => {
  const opened = async (path: string, signal = never): Promise<OpenedFile> => {
    const result = await fileReader.open(path, signal)
    if (!result.ok) throw new Error(JSON.stringify(result.failure))
    return result.value
  }

  it('gives any part of itself, and what there is at its end', async () => {
    const path = fileOf(300_000)
    const bytes = readFileSync(path)
    const file = await opened(path)
    expect(file.stamp).toEqual(stampOf(path))
    for (const [position, length] of [
      [0, 10],
      [299_990, 10],
      [299_990, 20],
      [300_000, 5],
      [1_000, 262_144],
    ] as const) {
      const part = await file.read(position, length)
      expect(part.ok && Buffer.from(part.value)).toEqual(
        bytes.subarray(position, position + length),
      )
    }
    file.close()
  })

  it('reads into the buffer that it is lent, and hands it back under the bytes', async () => {
    const path = fileOf(1_000)
    const file = await opened(path)
    const lent = new ArrayBuffer(4_096)
    const part = await file.read(100, 800, lent)
    expect(lent.byteLength).toBe(0)
    expect(part.ok && part.value.buffer.byteLength).toBe(4_096)
    expect(part.ok && Buffer.from(part.value)).toEqual(readFileSync(path).subarray(100, 900))
    file.close()
  })

  it('shows what became of it', async () => {
    const path = fileOf(10)
    const file = await opened(path)
    expect(await file.look()).toEqual({ ok: true, value: stampOf(path) })
    appendFileSync(path, 'more')
    expect(await file.look()).toEqual({ ok: true, value: stampOf(path) })
    file.close()
  })

  it('is read by whichever thread is free, also after the one that opened it is gone', async () => {
    const paths = [fileOf(1_000), fileOf(1_000)]
    const [first, second] = await Promise.all([opened(paths[0] ?? ''), opened(paths[1] ?? '')])
    const parts = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? first : second).read(at, 900)),
    )
    expect(parts.map((part) => part.ok && Buffer.from(part.value))).toEqual(
      parts.map((_, at) => readFileSync(paths[at % 2] ?? '').subarray(at, at + 900)),
    )
    first.close()
    second.close()
  })

  it.skipIf(process.platform !== 'linux')('keeps no descriptor once it is closed', async () => {
    const path = fileOf(10)
    const held = (): number =>
      readdirSync('/proc/self/fd').filter((descriptor) => {
        try {
          return readlinkSync(`/proc/self/fd/${descriptor}`) === path
        } catch {
          return false
        }
      }).length
    const file = await opened(path)
    expect(held()).toBe(1)
    file.close()
    // Nobody waits for it long.
    const abort = new AbortController()
    const unwanted = fileReader.open(path, abort.signal)
    abort.abort()
    expect(await unwanted).toEqual(aborted)
    await vi.waitFor(() => expect(held()).toBe(0), { timeout: 20_000 })
  })

  it('is closed after what was asked before, and read by nobody later', async () => {
    // The number of a closed descriptor goes to the next file that is opened.
    const paths = Array.from({ length: 8 }, () => fileOf(500_000))
    for (let round = 0; round < 5; round += 1) {
      const parts = await Promise.all(
        paths.map(async (path) => {
          const file = await opened(path)
          const inHand = [file.read(0, 400_000), file.read(400_000, 100_000)]
          file.close()
          file.close()
          expect(await file.read(0, 1)).toEqual(aborted)
          expect(await file.look()).toEqual(aborted)
          return Promise.all(inHand)
        }),
      )
      for (const [at, read] of parts.entries()) {
        const bytes = read.map((part) => (part.ok ? Buffer.from(part.value) : Buffer.alloc(0)))
        expect(Buffer.concat(bytes).equals(readFileSync(paths[at] ?? ''))).toBe(true)
      }
    }
  })

  it('answers nothing more once nobody wants it', async () => {
    const abort = new AbortController()
    const file = await opened(fileOf(10), abort.signal)
    abort.abort()
    expect(await file.look()).toEqual(aborted)
    expect(await file.read(0, 1)).toEqual(aborted)
    file.close()
  })

  posixIt('is none when it is gone, a link, a pipe, a folder or a placeholder', async () => {
    const path = fileOf(10)
    const folder = join(path, '..')
    symlinkSync('a.jpg', join(folder, 'link.jpg'))
    execFileSync('mkfifo', [join(folder, 'fifo.jpg')])
    truncateSync(path, 0)
    truncateSync(path, 1_000_000)
    for (const other of ['a.jpg', 'link.jpg', 'fifo.jpg', '.'])
      expect(await fileReader.open(join(folder, other), never)).toEqual(changed)
    expect(await fileReader.open(join(folder, 'none.jpg'), never)).toEqual({
      ok: false,
      failure: { kind: 'file-gone' },
    })
  })
})

describe.skipIf(process.platform !== 'linux')('a share that hangs', () => {
  /** A reader with files on two places; what lies in "hung" waits while the gate is shut. */
  function share(limits: { lateLimitMs: number; stallLimitMs: number }) {
    const gate = new Int32Array(new SharedArrayBuffer(4))
    const root = tempFolder('hung/a.jpg', 'hung/b.jpg', 'hung/c.jpg', 'good/a.jpg', 'good/b.jpg')
    let started = 0
    const reader = createFileReader({
      ...limits,
      placeOf: (path) => path.slice(0, path.lastIndexOf('/')),
      startWorker: (data) => {
        started += 1
        return new Worker(new URL('hanging-worker.ts', import.meta.url), {
          workerData: { ...data, gate },
          trackUnmanagedFds: false,
        })
      },
    })
    const hash = (name: string) => {
      const path = join(root, name)
      return reader.fingerprint(path, stampOf(path), never)
    }
    return {
      reader,
      root,
      hash,
      started: () => started,
      hang: () => Atomics.store(gate, 0, 1),
      answer: () => {
        Atomics.store(gate, 0, 0)
        Atomics.notify(gate, 0)
      },
    }
  }

  it('keeps only its own files waiting, and they come when it answers again', async () => {
    const { reader, root, hash, hang, answer } = share({ lateLimitMs: 50, stallLimitMs: 600_000 })
    const [own, file] = await Promise.all([
      hash('good/a.jpg'),
      reader.open(join(root, 'hung/a.jpg'), never),
    ])
    expect([own.ok, file.ok]).toEqual([true, true])
    hang()
    const answered: string[] = []
    const note = (name: string) => (result: { ok: boolean }) =>
      answered.push(`${name} ${result.ok ? 'ok' : 'failed'}`)
    const waiting = ['hung/a.jpg', 'hung/b.jpg', 'hung/c.jpg', 'hung/a.jpg', 'hung/b.jpg'].map(
      (name) => hash(name).then(note(name)),
    )
    if (file.ok) waiting.push(file.value.read(0, 1).then(note('read')))
    // Behind them, in the same threads.
    const others = await Promise.all([
      ...Array.from({ length: 12 }, (_, at) => hash(`good/${at % 2 === 0 ? 'a' : 'b'}.jpg`)),
      reader.readStart(join(root, 'good/a.jpg'), 10, never),
    ])
    expect(others.every(({ ok }) => ok)).toBe(true)
    expect(answered).toEqual([])
    answer()
    await Promise.all(waiting)
    expect(answered.sort()).toEqual(
      ['hung/a.jpg', 'hung/a.jpg', 'hung/b.jpg', 'hung/b.jpg', 'hung/c.jpg', 'read'].map(
        (name) => `${name} ok`,
      ),
    )
    if (file.ok) file.value.close()
    await reader.close()
  })

  it('that never answers is given up, and asked nothing more until it is back', async () => {
    const { reader, root, hash, hang, answer, started } = share({
      lateLimitMs: 50,
      stallLimitMs: 3_000,
    })
    expect((await hash('good/a.jpg')).ok).toBe(true)
    hang()
    const timedOut = { ok: false, failure: { kind: 'file-unreadable', code: 'ETIMEDOUT' } }
    const first = await Promise.all(['a', 'b', 'c', 'a'].map((name) => hash(`hung/${name}.jpg`)))
    expect(first).toEqual(first.map(() => timedOut))
    const before = started()
    expect(await hash('hung/a.jpg')).toEqual(timedOut)
    expect(await reader.readStart(join(root, 'hung/a.jpg'), 10, never)).toEqual(timedOut)
    expect(await reader.open(join(root, 'hung/a.jpg'), never)).toEqual(timedOut)
    expect(started()).toBe(before)
    expect((await hash('good/b.jpg')).ok).toBe(true)
    answer()
    await vi.waitFor(async () => expect((await hash('hung/a.jpg')).ok).toBe(true), {
      timeout: 20_000,
    })
    await reader.close()
  })
})

posixDescribe('a process with a thread that hangs', () => {
  it.each([
    ['given-up', 'file-unreadable'],
    ['closed', 'aborted'],
  ])('ends all the same, with its own code: %s', (how, kind) => {
    const pipe = join(tempFolder(), 'pipe')
    execFileSync('mkfifo', [pipe])
    const program = join(import.meta.dirname, 'stuck-process.ts')
    const ended = spawnSync(process.execPath, [program, pipe, how], {
      encoding: 'utf8',
      timeout: 60_000,
    })
    expect([ended.stdout, ended.status, ended.signal]).toEqual([`${kind}\n`, 3, null])
  })
})

describe('the threads', () => {
  it('are as many as there are jobs at a time, and two at the most', async () => {
    let started = 0
    const reader = createFileReader({
      startWorker: (data) => {
        started += 1
        return new Worker(
          new URL('../../../src/main/engine/scan/file-worker.ts', import.meta.url),
          {
            workerData: data,
          },
        )
      },
    })
    const path = fileOf(1_000)
    expect(started).toBe(0)
    await reader.readStart(path, 10, never)
    await reader.readStart(path, 10, never)
    expect(started).toBe(1)
    await Promise.all([reader.readStart(path, 10, never), reader.readStart(path, 10, never)])
    expect(started).toBe(2)
    await Promise.all(Array.from({ length: 9 }, () => reader.readStart(path, 10, never)))
    expect(started).toBe(2)
    await reader.close()
  })
})

describe('a file thread', () => {
  const good = (data: FileThreadData): Worker =>
    new Worker(new URL('../../../src/main/engine/scan/file-worker.ts', import.meta.url), {
      workerData: data,
    })
  const bad = (onMessage: string): Worker =>
    new Worker(`require("worker_threads").parentPort.on("message", () => { ${onMessage} })`, {
      eval: true,
    })

  it.each([
    ['dies', 'process.exit(1)', 'unexpected'],
    ['throws', 'throw new Error("bug")', 'unexpected'],
    ['hangs', 'for (;;) {}', 'file-unreadable'],
  ])('that %s answers what it held and is replaced', async (_, onMessage, kind) => {
    const path = fileOf(1_000)
    let started = 0
    const mended = createFileReader({
      threads: 1,
      // Longer than a thread takes to start on a machine with much else to do.
      stallLimitMs: 4_000,
      startWorker: (data) => (started++ === 0 ? bad(onMessage) : good(data)),
    })
    const jobs = Array.from({ length: 10 }, () => mended.fingerprint(path, stampOf(path), never))
    const results = await Promise.all(jobs)
    await mended.close()
    expect(results.slice(0, 8)).toMatchObject(
      Array.from({ length: 8 }, () => ({ ok: false, failure: { kind } })),
    )
    expect(results.slice(8)).toMatchObject([{ ok: true }, { ok: true }])
    expect(started).toBe(2)
  })
})

describe('threads that hang and never come back', () => {
  /** As a thread inside a system call on a dead share: it hears nothing, and does not end. */
  class DeadWorker extends EventEmitter {
    ref = (): this => this
    unref = (): this => this
    postMessage = (): void => undefined
    terminate = (): Promise<number> => new Promise(() => undefined)
  }

  it('are left behind only so often, and whoever asks is answered all the same', async () => {
    let started = 0
    const reader = createFileReader({
      stallLimitMs: 10,
      startWorker: () => {
        started += 1
        return new DeadWorker() as unknown as Worker
      },
    })
    const timedOut = { ok: false, failure: { kind: 'file-unreadable', code: 'ETIMEDOUT' } }
    for (let ask = 0; ask < 20; ask += 1) {
      expect(await reader.readStart('/dead/a.jpg', 10, never)).toEqual(timedOut)
      const stamp = { sizeBytes: 1, mtimeUs: 1, ctimeUs: 1, inode: 1 }
      expect(await reader.fingerprint('/dead/a.jpg', stamp, never)).toEqual(timedOut)
    }
    expect(started).toBe(16)
  })
})
