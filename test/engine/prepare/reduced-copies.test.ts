// What comes of the reduction of one photo, over a worker that answers as the test says: each trouble, a copy that is there
// already or is no picture, one that is still too large, and a disk that fails under way.
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JobAnswer, ReduceJob } from '../../../src/main/engine/images/image-jobs.ts'
import type {
  ImageWorker,
  WorkerProblem,
} from '../../../src/main/engine/images/image-worker-pool.ts'
import type { FileOpener } from '../../../src/main/engine/ports/files.ts'
import { withPhotoFile } from '../../../src/main/engine/prepare/photo-file.ts'
import { prepare } from '../../../src/main/engine/prepare/preparer.ts'
import { previewPhoto } from '../../../src/main/engine/prepare/preview.ts'
import { createRenditionStore } from '../../../src/main/engine/prepare/rendition-store.ts'
import { sampleSizes } from '../../../src/main/engine/prepare/size-sample.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail, ok } from '../../../src/shared/result.ts'

const signal = new AbortController().signal
/** The header of a JPEG of these sides. */
const jpeg = (width: number, height: number, more = ''): Buffer => {
  const frame = Buffer.from('\xff\xc0\0\x0b\x08\0\0\0\0\x01\x01\x11\0', 'latin1')
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  return Buffer.concat([Buffer.from(`\xff\xd8${more}`, 'latin1'), frame])
}
const photo = jpeg(300, 200)
const small = jpeg(30, 20)
const sha256 = 'a'.repeat(64)
const made: JobAnswer = {
  ...{ outcome: 'made', width: 30, height: 20, sizeBytes: 7, mimeType: 'image/jpeg' },
}

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-copies-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const broken: Failure = { kind: 'file-unreadable', code: 'EIO' }

/** A file that can be read so often after its start was, and then no more. */
const readerOf = (bytes: Buffer, goodReads = 0): FileOpener => {
  const stamp = { sizeBytes: bytes.length, mtimeUs: 1, ctimeUs: 1, inode: 1 }
  let reads = 0
  return {
    readStart: async (_, mostBytes) => ok({ bytes: bytes.subarray(0, mostBytes), stamp }),
    open: async () => {
      reads = 0
      return ok({
        ...{ stamp, look: async () => ok(stamp), close: () => undefined },
        read: async (position, length) => {
          reads += 1
          if (reads > goodReads) return fail(broken)
          return ok(new Uint8Array(bytes.subarray(position, position + length)))
        },
      })
    },
  }
}

/** The preparing of a photo whose copy is made so. */
function bench(
  answer: JobAnswer | WorkerProblem = made,
  write: (job: ReduceJob) => Promise<unknown> = (job) => writeFile(job.output ?? '', small),
) {
  const asked: ReduceJob[] = []
  const late: (() => void)[] = []
  const effects: string[] = []
  const worker: Pick<ImageWorker, 'run'> = {
    run: async (job, { onLate }) => {
      if (job.do !== 'reduce') throw new Error('another job')
      asked.push(job)
      if (onLate !== undefined) late.push(onLate)
      await write(job)
      return typeof answer === 'string' ? { ok: false, problem: answer } : { ok: true, answer }
    },
  }
  const renditions = createRenditionStore(join(folder, 'copies'), 1e9)
  const parts = {
    ...{ renditions, worker: worker as ImageWorker, maxPixels: 1_000, mostDecodeBytes: 0 },
    checkpoint: (effect: string) => void effects.push(effect),
    tryType: () => 'send' as const,
  }
  const run = (bytes = photo, reader = readerOf(bytes)) =>
    prepare(
      { ...parts, reader },
      {
        ...{ path: '/photos/a.jpg', name: 'a.jpg', sizeBytes: bytes.length, sha256 },
        ...{
          photoSize: 'high',
          undated: 'leave',
          settings: { limits: 'small', leaveOutSmallPictures: false },
        },
      },
      signal,
    )
  const left = async (): Promise<string[]> =>
    existsSync(join(folder, 'copies')) ? readdir(join(folder, 'copies')) : []
  return { run, left, asked, late, effects, parts, renditions }
}

describe('a photo that is to be reduced', () => {
  it('is planned with the sides and the size of its copy, as it is on the disk', async () => {
    const { run, asked, left, effects } = bench()
    expect(await run()).toMatchObject({
      ok: true,
      value: {
        kind: 'send',
        plan: { kind: 'reduced', width: 30, height: 20, sizeBytes: small.length },
        facts: { width: 300, height: 200 },
      },
    })
    expect(asked).toMatchObject([{ sha256, sides: { width: 300, height: 200 }, maxPixels: 1_000 }])
    expect([await left(), effects]).toEqual([[`${sha256}-v1`], ['rendition-written']])
  })

  it.each<[WorkerProblem, unknown]>([
    ['aborted', fail({ kind: 'aborted' })],
    ['not-started', fail({ kind: 'image-worker', problem: 'crashed' })],
    ['crashed', { ok: true, value: { plan: { keptOriginal: 'worker-failed' } } }],
    ['timeout', { ok: true, value: { plan: { keptOriginal: 'worker-failed' } } }],
    ['memory', { ok: true, value: { plan: { keptOriginal: 'worker-failed' } } }],
  ])('after "%s" leaves nothing, also what comes late', async (problem, outcome) => {
    const { run, left, late, asked } = bench(problem)
    expect(await run()).toMatchObject(outcome as object)
    expect(await left()).toEqual([])
    await writeFile(asked[0]?.output ?? '', 'late')
    for (const call of late) call()
    await expect.poll(left).toEqual([])
  })

  it.each([
    ['is no picture', Buffer.from('half a copy')],
    ['is the beginning of one', small.subarray(0, 4)],
  ])('is reduced again where the copy that is there %s', async (_, half) => {
    const { run, asked, renditions } = bench()
    const path = await renditions.temporaryPath()
    await writeFile(path, half)
    await renditions.keep(path, renditions.nameOf(sha256), half.length)
    expect(await run()).toMatchObject({ ok: true, value: { plan: { kind: 'reduced', width: 30 } } })
    expect(asked).toHaveLength(1)
    expect(await run()).toMatchObject({ ok: true, value: { plan: { kind: 'reduced', width: 30 } } })
    expect(asked).toHaveLength(1)
  })

  it('is left out, and its copy does not stay, where that is still over the limits', async () => {
    const { run, left } = bench(made, async ({ output }) => {
      await writeFile(output ?? '', small)
      await truncate(output ?? '', 75_000_001)
    })
    expect(await run()).toMatchObject({
      ok: true,
      value: { kind: 'skip', reason: { kind: 'too-large', sizeBytes: 75_000_001 } },
    })
    expect(await left()).toEqual([])
  })

  it('is left out, and its copy does not stay, where that still has too many pixels', async () => {
    const huge = jpeg(20_000, 5_001)
    const { run, left } = bench(made, ({ output }) => writeFile(output ?? '', huge))
    const reason = { kind: 'too-many-pixels', pixels: 100_020_000, limitPixels: 100_000_000 }
    expect(await run()).toMatchObject({ ok: true, value: { kind: 'skip', reason } })
    expect(await left()).toEqual([])
  })

  it('is not tried where its decoder would have to hold more than there is room for', async () => {
    const steps = Buffer.from(photo)
    steps.writeUInt8(0xc2, 3)
    const { run, asked } = bench()
    const outcome = { ok: true, value: { plan: { keptOriginal: 'worker-failed' } } }
    expect(await run(steps)).toMatchObject(outcome)
    expect(asked).toEqual([])
  })
})

describe('a photo whose disk fails while it is looked at', () => {
  /** What tells whether it is more than its picture ends beyond the first read, and the frame comes after it. */
  const segment = (marker: string, body: string): string => {
    const head = Buffer.from(`\xff${marker}\0\0`, 'latin1')
    head.writeUInt16BE(body.length + 2, 2)
    return head.toString('latin1') + body
  }
  const xmp = 'http://ns.adobe.com/xap/1.0/\0GCamera:MotionPhoto="1"' + ' '.repeat(65_000)
  const long = jpeg(300, 200, segment('\xfe', ' '.repeat(2_000)) + segment('\xe1', xmp))

  it.each([0, 1])(
    'after %i more reads is handed on, and no copy is asked for',
    async (goodReads) => {
      const { run, asked } = bench()
      expect(await run(long, readerOf(long, goodReads))).toEqual(fail(broken))
      expect(asked).toEqual([])
    },
  )

  it('has no preview, and counts as it is in a sample where its header is known', async () => {
    const asked: string[] = []
    const worker: Pick<ImageWorker, 'run'> = {
      run: async (job) => {
        asked.push(job.do)
        return { ok: false, problem: 'crashed' }
      },
    }
    const parts = (goodReads: number) => ({
      ...{ worker: worker as ImageWorker, maxPixels: 1_000, mostDecodeBytes: 0 },
      ...{ before: join(folder, 'before'), after: join(folder, 'after') },
      reader: readerOf(long, goodReads),
    })
    const file = { path: '/photos/a.jpg', name: 'a.jpg' }
    const previewOf = (goodReads: number) =>
      previewPhoto(parts(goodReads), { ...file, part: { width: 4, height: 3 } }, signal)
    const sampleOf = (goodReads: number) =>
      sampleSizes(
        parts(goodReads),
        [{ ...file, fileId: 1 }],
        { limits: 'small', leaveOutSmallPictures: false },
        signal,
      )
    expect([await previewOf(0), await previewOf(1)]).toEqual([fail(broken), fail(broken)])
    const unknown = { fileId: 1, sentBytes: null }
    const asItIs = { fileId: 1, sentBytes: long.length }
    expect([await sampleOf(0), await sampleOf(1)]).toEqual([[unknown], [asItIs]])
    // The film that it has is known only where all could be read.
    expect([await previewOf(2), await sampleOf(2)]).toEqual([ok(null), [asItIs]])
    expect(asked).toEqual([])
  })

  it('is closed, whatever it was opened for', async () => {
    let closed = 0
    const opening = ok({
      sizeBytes: 100,
      read: () => Promise.reject(Object.assign(new Error('i/o error'), { code: 'EIO' })),
      close: async () => void (closed += 1),
    })
    const looked = withPhotoFile(Promise.resolve(opening), 'a.jpg', async () => ok('looked at'))
    expect([await looked, closed]).toEqual([fail(broken), 1])
  })
})
