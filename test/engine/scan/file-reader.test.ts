import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  lstatSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, describe, expect, it } from 'vitest'
import { createFileHasher } from '../../../src/main/engine/scan/hash-file.ts'
import { createFileReader } from '../../../src/main/engine/scan/index.ts'
import type { FileThreadData } from '../../../src/main/engine/scan/file-control.ts'
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

  it('is refused for a link, a pipe and a placeholder, which are not opened', async () => {
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

  it('says why a file cannot be read', async () => {
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
    expect(pulses).toBe(1)
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
      value: { bytes: readFileSync(path).subarray(0, mostBytes), stamp: stampOf(path) },
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

  it('is refused for a link, a pipe, a folder and a placeholder', async () => {
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
    const jobs = Array.from({ length: 6 }, () => mended.fingerprint(path, stampOf(path), never))
    const results = await Promise.all(jobs)
    await mended.close()
    expect(results.slice(0, 4)).toMatchObject(
      Array.from({ length: 4 }, () => ({ ok: false, failure: { kind } })),
    )
    expect(results.slice(4)).toMatchObject([{ ok: true }, { ok: true }])
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
    expect(started).toBe(8)
  })
})
