// Behaviour of what is asked of the image worker for the window and the estimate: what is not even asked, and what each
// answer and each trouble means.
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImageJob, JobAnswer } from '../../../src/main/engine/images/image-jobs.ts'
import type {
  ImageWorker,
  JobOptions,
  JobResult,
  WorkerProblem,
} from '../../../src/main/engine/images/image-worker-pool.ts'
import { previewPhoto } from '../../../src/main/engine/prepare/preview.ts'
import { sampleSizes } from '../../../src/main/engine/prepare/size-sample.ts'
import { drawThumbnail } from '../../../src/main/engine/prepare/thumbnail-request.ts'
import { fileReader } from '../../builders/file-reader.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-requests-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const signal = new AbortController().signal
const made: JobAnswer = {
  ...{ outcome: 'made', width: 30, height: 20, sizeBytes: 7, mimeType: 'image/jpeg' },
}
const gone: JobAnswer = { outcome: 'failed', failure: { kind: 'file-gone' } }
const kept: JobAnswer = { outcome: 'kept', reason: 'not-smaller' }

/** A worker that gives one answer and remembers what it was asked. */
function worker(answer: JobAnswer | WorkerProblem, before?: (job: ImageJob) => Promise<void>) {
  const asked: { job: ImageJob; options: JobOptions }[] = []
  const run: ImageWorker['run'] = async (job, options): Promise<JobResult> => {
    asked.push({ job, options })
    await before?.(job)
    return typeof answer === 'string' ? { ok: false, problem: answer } : { ok: true, answer }
  }
  return { asked, run, peakBytes: () => 0, close: () => Promise.resolve() }
}

const write = async (name: string, bytes: Buffer | string): Promise<string> => {
  await writeFile(join(folder, name), Buffer.from(bytes as string, 'latin1'))
  return join(folder, name)
}
/** The header of a JPEG of 300 by 200, in rows or in steps: then a decoder holds 60,000 pixels of two bytes. */
const jpeg = (inSteps = false, more = ''): string =>
  `\xff\xd8${more}\xff${inSteps ? '\xc2' : '\xc0'}\0\x0b\x08\0\xc8\x01\x2c\x01\x01\x11\0`
const gif = 'GIF89a\x2c\x01\xc8\0\0\0\0' + '\0'.repeat(20)
const motion = '\xff\xe1\0\x35http://ns.adobe.com/xap/1.0/\0GCamera:MotionPhoto="1"'
const mostDecodeBytes = 120_000

describe('a thumbnail', () => {
  const draw = async (bytes: string, image = worker(made), most = mostDecodeBytes) => {
    const path = await write('photo', bytes)
    const request = { path, side: 64, output: join(folder, 'small') }
    const drawing = await drawThumbnail(
      { worker: image, reader: fileReader, mostDecodeBytes: most },
      request,
      signal,
    )
    return { drawing, asked: image.asked, path }
  }

  it('is asked for before all else', async () => {
    const { drawing, asked, path } = await draw(jpeg())
    expect(drawing).toBe('drawn')
    expect(asked).toMatchObject([
      {
        job: { do: 'thumbnail', path, format: 'jpeg', side: 64, output: join(folder, 'small') },
        options: { signal, isUrgent: true },
      },
    ])
  })

  it.each([
    ['a film', '\0\0\0\x18ftypisom\0\0\0\0'],
    ['a text', 'Dear Anna'],
    ['a RAW', 'FUJIFILMCCD-RAW 0201'],
  ])('of %s is never asked for', async (_, bytes) => {
    const { drawing, asked } = await draw(bytes)
    expect({ drawing, asked }).toEqual({ drawing: 'never', asked: [] })
  })

  it('of a GIF is asked for, of a picture that a decoder cannot hold never', async () => {
    expect((await draw(gif)).drawing).toBe('drawn')
    expect((await draw(jpeg(true))).drawing).toBe('drawn')
    const { drawing, asked } = await draw(jpeg(true), worker(made), mostDecodeBytes - 1)
    expect({ drawing, asked }).toEqual({ drawing: 'never', asked: [] })
  })

  it.each([
    ['aborted', 'not-now'],
    ['not-started', 'not-now'],
    ['crashed', 'never'],
    ['timeout', 'never'],
    ['memory', 'never'],
  ] as const)('after %s comes %s', async (problem, drawing) => {
    expect((await draw(jpeg(), worker(problem))).drawing).toBe(drawing)
  })

  it('that cannot be made never comes; of a file that is gone not now', async () => {
    expect((await draw(jpeg(), worker(kept))).drawing).toBe('never')
    expect((await draw(jpeg(), worker(gone))).drawing).toBe('not-now')
    const request = { path: join(folder, 'missing'), side: 64, output: '' }
    const parts = { worker: worker(made), reader: fileReader, mostDecodeBytes }
    expect(await drawThumbnail(parts, request, signal)).toBe('not-now')
  })
})

describe('a preview', () => {
  const preview = async (
    bytes: string,
    image = worker(made),
    limits: { maxPixels?: number; mostDecodeBytes?: number } = {},
  ) => {
    const path = await write('photo.jpg', bytes)
    const parts = {
      ...{ worker: image, reader: fileReader, maxPixels: 59_999, mostDecodeBytes, ...limits },
      ...{ before: join(folder, 'pair', 'before'), after: join(folder, 'pair', 'after') },
    }
    const request = { path, name: 'photo.jpg', part: { width: 40, height: 30 } }
    const result = await previewPhoto(parts, request, signal)
    return { result, asked: image.asked }
  }
  const none = { result: { ok: true, value: null }, asked: [] }

  it('tells both sizes and has a folder for its pictures', async () => {
    const { result, asked } = await preview(jpeg())
    expect(result).toEqual({
      ok: true,
      value: {
        before: join(folder, 'pair', 'before'),
        after: join(folder, 'pair', 'after'),
        original: { width: 300, height: 200, sizeBytes: jpeg().length },
        reduced: { width: 30, height: 20, sizeBytes: 7 },
      },
    })
    expect(asked[0]?.job).toMatchObject({
      ...{ do: 'preview', sides: { width: 300, height: 200 }, maxPixels: 59_999 },
      part: { width: 40, height: 30 },
    })
    expect(asked[0]?.options.isUrgent).toBe(true)
    expect(existsSync(join(folder, 'pair'))).toBe(true)
  })

  it('is not asked for where nothing would be reduced', async () => {
    expect(await preview(jpeg(), worker(made), { maxPixels: 60_000 })).toEqual(none)
    expect(await preview(gif)).toEqual(none)
    expect(await preview('Dear Anna')).toEqual(none)
    expect(await preview('\xff\xd8\xff\xe0\0\x02')).toEqual(none)
    expect(await preview(jpeg(false, motion))).toEqual(none)
  })

  it('is not asked for where a decoder would have to hold too much', async () => {
    expect((await preview(jpeg(true))).asked).toHaveLength(1)
    const tight = { mostDecodeBytes: mostDecodeBytes - 1 }
    expect(await preview(jpeg(true), worker(made), tight)).toEqual(none)
  })

  it('is none after most kinds of trouble, and a failure after others', async () => {
    const after = async (answer: JobAnswer | WorkerProblem) =>
      (await preview(jpeg(), worker(answer))).result
    for (const trouble of [kept, 'crashed', 'timeout', 'memory', 'not-started'] as const)
      expect(await after(trouble)).toEqual({ ok: true, value: null })
    expect(await after('aborted')).toEqual({ ok: false, failure: { kind: 'aborted' } })
    expect(await after(gone)).toEqual({ ok: false, failure: { kind: 'file-gone' } })
  })

  it('that comes when nobody waits for it is removed', async () => {
    const { asked } = await preview(
      jpeg(),
      worker('aborted', async (job) => {
        if (job.do !== 'preview') return
        await writeFile(job.before, 'x')
        await writeFile(job.after, 'x')
      }),
    )
    asked[0]?.options.onLate?.()
    await expect.poll(async () => readdir(join(folder, 'pair'))).toEqual([])
  })
})

describe('a sample', () => {
  const settings = { limits: 'small', leaveOutSmallPictures: false } as const
  const sample = async (
    files: readonly { name: string; bytes: string }[],
    image = worker(made),
    limits: { maxPixels?: number; mostDecodeBytes?: number } = {},
  ) => {
    const sampled = []
    for (const { name, bytes } of files)
      sampled.push({ path: await write(name, bytes), name, fileId: sampled.length })
    const parts = {
      ...{ worker: image, reader: fileReader, maxPixels: 59_999, mostDecodeBytes, ...limits },
    }
    const samples = await sampleSizes(parts, sampled, settings, signal)
    const inOrder = samples.sort((one, other) => one.fileId - other.fileId)
    return inOrder.map(({ sentBytes }) => sentBytes)
  }
  const large = { name: 'large.jpg', bytes: jpeg() }

  it('is what a photo takes after its reduction, of which nothing comes to the disk', async () => {
    const image = worker(made)
    const files = [large, { ...large, name: 'second.jpg' }, { ...large, name: 'third.jpg' }]
    expect(await sample(files, image)).toEqual([7, 7, 7])
    const asked = { do: 'reduce', sha256: null, maxPixels: 59_999, output: null }
    for (const { job } of image.asked) expect(job).toMatchObject(asked)
    expect((await readdir(folder)).sort()).toEqual(files.map(({ name }) => name).sort())
  })

  it.each([
    ['small enough', jpeg(), { maxPixels: 60_000 }],
    ['of another kind', gif, {}],
    ['more than its picture', jpeg(false, motion), {}],
    ['too large for a decoder', jpeg(true), { mostDecodeBytes: mostDecodeBytes - 1 }],
  ])('of a photo that is %s is the photo, and nobody is asked', async (_, bytes, limits) => {
    const image = worker(made)
    expect(await sample([{ name: 'a.jpg', bytes }], image, limits)).toEqual([bytes.length])
    expect(image.asked).toEqual([])
  })

  it('of a photo that cannot be reduced is the photo', async () => {
    for (const trouble of [kept, gone, 'crashed', 'timeout', 'memory', 'not-started'] as const)
      expect(await sample([large], worker(trouble))).toEqual([jpeg().length])
  })

  it('is nothing of what is no photo, empty or too large, and unknown of what is gone', async () => {
    const files = [
      { name: 'letter.jpg', bytes: 'Dear Anna' },
      { name: 'empty.jpg', bytes: '' },
      large,
    ]
    expect(await sample(files)).toEqual([0, 0, 7])
    const huge = { name: 'huge.gif', bytes: gif.padEnd(75_000_001) }
    expect(await sample([huge])).toEqual([0])
    const parts = {
      ...{ worker: worker(made), reader: fileReader, maxPixels: 1, mostDecodeBytes },
    }
    const missing = [{ path: join(folder, 'missing'), name: 'a.jpg', fileId: 8 }]
    const unknown = [{ fileId: 8, sentBytes: null }]
    expect(await sampleSizes(parts, missing, settings, signal)).toEqual(unknown)
  })

  it('measures no further photo once its time is up', async () => {
    const image = worker(made)
    const parts = {
      ...{ worker: image, reader: fileReader, maxPixels: 1, mostDecodeBytes },
    }
    const files = []
    for (let fileId = 0; fileId < 5; fileId += 1)
      files.push({ path: await write(`${fileId}.jpg`, jpeg()), name: `${fileId}.jpg`, fileId })
    const samples = await sampleSizes(parts, files, settings, signal, () => true)
    // One by each of the two that measure.
    expect(samples.map(({ fileId }) => fileId).sort()).toEqual([0, 1])
  })

  it('ends early when it is given up', async () => {
    const image = worker('aborted')
    expect(await sample([large], image)).toEqual([])
    const ending = new AbortController()
    ending.abort()
    const parts = {
      ...{ worker: image, reader: fileReader, maxPixels: 1, mostDecodeBytes },
    }
    const files = [{ path: join(folder, 'large.jpg'), name: 'large.jpg', fileId: 1 }]
    expect(await sampleSizes(parts, files, settings, ending.signal)).toEqual([])
    expect(image.asked).toHaveLength(1)
  })
})
