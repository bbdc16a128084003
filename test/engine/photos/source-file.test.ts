// One file that is sent, over a reader that answers as the test says: what counts as the same file, what its bytes are
// read into, and when it is looked at again.
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { FileStamp, OpenedFile } from '../../../src/main/engine/ports/files.ts'
import { openSourceFile, type ExpectedFile } from '../../../src/main/engine/photos/source-file.ts'
import { createSpeedLimit, type SpeedLimit } from '../../../src/main/engine/photos/speed-limit.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail, ok, type Result } from '../../../src/shared/result.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

const KiB = 1024
const pieceBytes = 256 * KiB
const changed: Failure = { kind: 'file-changed' }
const gone: Failure = { kind: 'file-gone' }
const { signal } = new AbortController()

/** A file of so many bytes, and everything that is asked of it. */
async function aFile(sizeBytes: number, expected: Partial<ExpectedFile> = {}) {
  const content = Buffer.alloc(sizeBytes, 7)
  content.write('the beginning')
  const stamp: FileStamp = { sizeBytes, mtimeUs: 5, ctimeUs: 6, inode: 1 }
  const sha256 = createHash('sha256').update(content).digest('hex')
  const state = {
    /** Where it ends now. */
    endsAt: sizeBytes,
    readsFail: null as Failure | null,
    looks: ok(stamp) as Result<FileStamp, Failure>,
    looked: 0,
    closed: 0,
  }
  const reads: [position: number, length: number][] = []
  /** The buffers that came along, undefined where none did. */
  const into: (ArrayBuffer | undefined)[] = []
  const file: OpenedFile = {
    stamp,
    look: async () => {
      state.looked += 1
      return state.looks
    },
    read: async (position, length, buffer) => {
      reads.push([position, length])
      into.push(buffer)
      if (state.readsFail !== null) return fail(state.readsFail)
      const part = new Uint8Array(buffer ?? new ArrayBuffer(length), 0, length)
      part.set(content.subarray(position, position + length))
      return ok(part.subarray(0, Math.max(0, Math.min(length, state.endsAt - position))))
    },
    close: () => {
      state.closed += 1
    },
  }
  const reader = { open: async () => ok(file) }
  const opened = await openSourceFile(
    reader,
    { path: '/photos/a.jpg', sizeBytes, mtimeUs: 5, ...expected },
    signal,
  )
  /** All of a part, and where it was said to be after each piece. */
  const piecesOf = async (from: number, to: number, limit?: SpeedLimit) => {
    if (!opened.ok) throw new Error(opened.failure.kind)
    const told: number[] = []
    const bytes: Buffer[] = []
    const speedLimit = limit ?? createSpeedLimit(manualClock(), null)
    const onProgress = (sentBytes: number): void => void told.push(sentBytes)
    for await (const piece of opened.value.pieces({ from, to, speedLimit, onProgress, signal }))
      bytes.push(Buffer.from(piece))
    return { told, lengths: bytes.map(({ length }) => length), bytes: Buffer.concat(bytes) }
  }
  return { opened, state, content, sha256, reads, into, piecesOf }
}

describe('a file that is opened', () => {
  it.each<[string, Partial<ExpectedFile>, boolean]>([
    ['as it was', { ctimeUs: 6 }, true],
    ['and our own, whose time says nothing', { mtimeUs: null }, true],
    ['whose change time nobody asks for', { ctimeUs: null }, true],
    ['of another size', { sizeBytes: 9 }, false],
    ['of another time', { mtimeUs: 4 }, false],
    ['of another change time', { ctimeUs: 7 }, false],
  ])('%s: %j is taken: %s', async (_, expected, isTaken) => {
    const { opened, state } = await aFile(10, expected)
    expect(opened.ok ? null : opened.failure).toEqual(isTaken ? null : changed)
    expect(state.closed).toBe(isTaken ? 0 : 1)
  })

  it('and is not there is handed on', async () => {
    const expected = { path: '/photos/a.jpg', sizeBytes: 1, mtimeUs: null }
    const opened = await openSourceFile({ open: async () => fail(gone) }, expected, signal)
    expect(opened).toEqual(fail(gone))
  })

  it('is closed when it is no longer needed', async () => {
    const { opened, state } = await aFile(10)
    if (opened.ok) opened.value.close()
    expect(state.closed).toBe(1)
  })
})

describe('the pieces of a file', () => {
  it('are 256 KiB each, are told as they leave, and the file is looked at before the last', async () => {
    const { piecesOf, content, state } = await aFile(2 * pieceBytes + 10)
    const first = await piecesOf(0, pieceBytes + 5)
    expect(first).toMatchObject({
      lengths: [pieceBytes, 5],
      told: [pieceBytes, pieceBytes + 5],
    })
    expect(state.looked).toBe(1)
    const second = await piecesOf(pieceBytes + 5, content.length)
    expect(second.told.at(-1)).toBe(content.length)
    expect(Buffer.concat([first.bytes, second.bytes]).equals(content)).toBe(true)
    expect(state.looked).toBe(2)
  })

  it('take turns in three buffers, and small ones have none', async () => {
    const { piecesOf, into } = await aFile(8 * pieceBytes + 128 * KiB)
    await piecesOf(0, 8 * pieceBytes + 128 * KiB)
    expect(into).toHaveLength(9)
    expect(new Set(into).size).toBe(3)
    expect(into.every((buffer) => buffer?.byteLength === pieceBytes)).toBe(true)
    const small = await aFile(128 * KiB - 1)
    await small.piecesOf(0, 128 * KiB - 1)
    expect(small.into).toEqual([undefined])
  })

  it('are those of the file but where it is sent otherwise', async () => {
    const splices = [{ at: 4, removes: 9, bytes: Buffer.from('end').toString('base64') }]
    const { piecesOf } = await aFile(20, { sizeBytes: 14, splices })
    const { bytes } = await piecesOf(0, 14)
    expect(bytes.toString()).toBe(`the end${'\u0007'.repeat(7)}`)
  })

  it('leave in their turn under a limit, the first with the request around it', async () => {
    const { piecesOf } = await aFile(100)
    const taken: number[] = []
    const limit: SpeedLimit = {
      ...createSpeedLimit(manualClock(), null),
      pieceBytes: (wanted) => Math.min(wanted, 40),
      take: async (bytes) => void taken.push(bytes),
    }
    expect((await piecesOf(0, 100, limit)).lengths).toEqual([40, 40, 20])
    expect(taken).toEqual([640, 40, 20])
  })

  it('end where the file cannot be read, has become shorter, or is another at the last', async () => {
    const unread = await aFile(10)
    unread.state.readsFail = gone
    await expect(unread.piecesOf(0, 10)).rejects.toMatchObject({ failure: gone })
    const shorter = await aFile(10)
    shorter.state.endsAt = 9
    await expect(shorter.piecesOf(0, 10)).rejects.toMatchObject({ failure: changed })
    const touched = await aFile(10)
    touched.state.looks = ok({ sizeBytes: 10, mtimeUs: 9, ctimeUs: 6, inode: 1 })
    await expect(touched.piecesOf(0, 10)).rejects.toMatchObject({ failure: changed })
    const away = await aFile(10)
    away.state.looks = fail(gone)
    await expect(away.piecesOf(0, 10)).rejects.toMatchObject({ failure: gone })
  })
})

describe('the proof of a file', () => {
  /** The hash of what {@link aFile} makes. */
  const hashOf = async (sizeBytes: number): Promise<string> => (await aFile(sizeBytes)).sha256

  it('is that all of it is what was fingerprinted, the bytes of an earlier run read once for it', async () => {
    const sizeBytes = 2 * pieceBytes + 20
    const { piecesOf, reads } = await aFile(sizeBytes, { sha256: await hashOf(sizeBytes) })
    expect((await piecesOf(pieceBytes + 10, sizeBytes - 5)).bytes).toHaveLength(pieceBytes + 5)
    expect(reads.slice(1, 3)).toEqual([
      [0, pieceBytes],
      [pieceBytes, 10],
    ])
    const before = reads.length
    // From an earlier offset again, as after a doubt, and to the end.
    expect((await piecesOf(sizeBytes - 10, sizeBytes)).bytes).toHaveLength(10)
    expect(reads.slice(before)).toEqual([[sizeBytes - 10, 10]])
    // The last bytes a second time are the same file.
    expect((await piecesOf(sizeBytes - 10, sizeBytes)).bytes).toHaveLength(10)
  })

  it('fails with the last byte where another was fingerprinted', async () => {
    const { piecesOf } = await aFile(10, { sha256: '0'.repeat(64) })
    expect((await piecesOf(0, 9)).bytes).toHaveLength(9)
    await expect(piecesOf(9, 10)).rejects.toMatchObject({ failure: changed })
  })

  it('of a file of which nothing is left to send is asked for by itself', async () => {
    const sha256 = await hashOf(10)
    const whole = await aFile(10, { sha256 })
    expect(whole.opened.ok && (await whole.opened.value.checkWhole())).toBeNull()
    expect([whole.reads, whole.state.looked]).toEqual([[[0, 10]], 1])
    const other = await aFile(10, { sha256: '0'.repeat(64) })
    expect(other.opened.ok && (await other.opened.value.checkWhole())).toEqual(changed)
    const unread = await aFile(10, { sha256 })
    unread.state.readsFail = gone
    expect(unread.opened.ok && (await unread.opened.value.checkWhole())).toEqual(gone)
    const unknown = await aFile(10)
    unknown.state.looks = fail(gone)
    expect(unknown.opened.ok && (await unknown.opened.value.checkWhole())).toEqual(gone)
    expect(unknown.reads).toEqual([])
  })
})
