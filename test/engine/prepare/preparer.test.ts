// What is decided for files of every kind, through the room's door and with a real image worker.
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
} from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Decision } from '../../../src/main/engine/ports/prepare.ts'
import { posixIt } from '../../builders/posix.ts'
import {
  largeJpeg,
  noise,
  openWorkshop,
  testPixels,
  type Wishes,
  type Workshop,
} from './workshop.ts'

let workshop: Workshop
beforeAll(() => {
  workshop = openWorkshop()
})
beforeEach(() => workshop.preparer.keepOnly(new Set()))
afterAll(() => workshop.close())

const decide = async (path: string, wishes?: Wishes): Promise<Decision> => {
  const result = await workshop.prepare(path, wishes)
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}
const planOf = async (path: string, wishes?: Wishes) => {
  const decision = await decide(path, wishes)
  if (decision.kind !== 'send') throw new Error(JSON.stringify(decision))
  return decision.plan
}
const segment = (marker: number, text: string): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(text.length + 2, 2)
  return Buffer.concat([head, Buffer.from(text, 'latin1')])
}
const withSegment = (jpeg: Buffer, marker: number, text: string): Buffer =>
  Buffer.concat([jpeg.subarray(0, 2), segment(marker, text), jpeg.subarray(2)])
const xmp = (body: string): string =>
  `http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/">${body}</x:xmpmeta>`

describe('what is no photo or video', () => {
  test('an empty file is skipped as empty', async () => {
    const path = workshop.write('empty.jpg', '')
    expect(await decide(path)).toEqual({ kind: 'skip', reason: { kind: 'empty' }, facts: null })
  })

  test('a text named .jpg is skipped, and the reason says that it is text', async () => {
    const path = workshop.write('letter.jpg', 'Dear Anna,\nthe photos are lovely.\n')
    const reason = { kind: 'not-a-photo', detected: 'text/plain' }
    expect(await decide(path)).toEqual({ kind: 'skip', reason, facts: null })
  })

  test('a PDF named .jpg is skipped, and the reason says what it is', async () => {
    const path = workshop.write('scan.jpg', '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n')
    const decision = await decide(path)
    expect(decision).toMatchObject({ reason: { kind: 'not-a-photo', detected: 'application/pdf' } })
  })
})

describe('type by content, not by name', () => {
  test('a PNG named .jpg is sent as PNG, under a name that says so', async () => {
    const bytes = await noise(50, 40).png().toBuffer()
    const plan = await planOf(workshop.write('holiday.jpg', bytes))
    expect(plan).toEqual({
      kind: 'original',
      mimeType: 'image/png',
      fileName: 'holiday.png',
      sizeBytes: bytes.length,
      keptOriginal: 'small-enough',
    })
  })

  test('a video named .jpg is a video', async () => {
    const box = Buffer.from('\0\0\0\x14ftypisom\0\0\0\0isom\0\0\0\x08moov', 'latin1')
    const decision = await decide(workshop.write('clip.jpg', box))
    expect(decision).toMatchObject({
      kind: 'send',
      plan: { fileName: 'clip.mp4', mimeType: 'video/mp4', keptOriginal: 'video' },
      facts: { mediaKind: 'video' },
    })
  })
})

describe('Original', () => {
  test('sends a large photo as it is, with the facts of its header', async () => {
    const bytes = await noise(400, 300)
      .withExif({ IFD2: { DateTimeOriginal: '2024:05:01 10:11:12' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const path = workshop.write('original.jpg', bytes)
    const decision = await decide(path, { photoSize: 'original' })
    expect(decision).toMatchObject({
      kind: 'send',
      plan: {
        kind: 'original',
        fileName: 'original.jpg',
        sizeBytes: bytes.length,
        keptOriginal: null,
      },
      facts: { mediaKind: 'photo', mimeType: 'image/jpeg', width: 300, height: 400 },
    })
  })
})

describe('High quality', () => {
  test('reduces a large photo and puts the copy on disk before it answers', async () => {
    const path = workshop.write('large.jpg', await largeJpeg())
    workshop.sideEffects.length = 0
    const plan = await planOf(path)
    if (plan.kind !== 'reduced') throw new Error(JSON.stringify(plan))
    expect(plan).toMatchObject({ mimeType: 'image/jpeg', fileName: 'large.jpg' })
    expect(plan.width * plan.height).toBeLessThanOrEqual(testPixels)
    const copy = readFileSync(workshop.preparer.renditionPath(plan.rendition))
    expect(copy.length).toBe(plan.sizeBytes)
    expect(await sharp(copy).metadata()).toMatchObject({ width: plan.width, height: plan.height })
    expect(workshop.sideEffects).toEqual(['rendition-written'])
  })

  test('leaves the file untouched', async () => {
    const bytes = await largeJpeg()
    const path = workshop.write('untouched.jpg', bytes)
    chmodSync(path, 0o444)
    const before = statSync(path, { bigint: true })
    expect((await planOf(path)).kind).toBe('reduced')
    const after = statSync(path, { bigint: true })
    expect(readFileSync(path).equals(bytes)).toBe(true)
    expect([after.mtimeNs, after.ctimeNs]).toEqual([before.mtimeNs, before.ctimeNs])
  })

  test('uses a copy again that is already on disk', async () => {
    const path = workshop.write('again.jpg', await largeJpeg())
    const first = await planOf(path)
    workshop.sideEffects.length = 0
    expect(await planOf(path)).toEqual(first)
    expect(workshop.sideEffects).toEqual([])
  })

  test('makes the same bytes again after the copy was discarded', async () => {
    const path = workshop.write('same.jpg', await largeJpeg())
    const plan = await planOf(path)
    if (plan.kind !== 'reduced') throw new Error(JSON.stringify(plan))
    const file = workshop.preparer.renditionPath(plan.rendition)
    const bytes = readFileSync(file)
    await workshop.preparer.discard(plan.rendition)
    expect(existsSync(file)).toBe(false)
    expect(await planOf(path)).toEqual(plan)
    expect(readFileSync(file).equals(bytes)).toBe(true)
  })

  test('sends the original when the copy would not be smaller', async () => {
    // Blocks of eight pixels cost a JPEG nothing; made smaller they no longer fit its grid.
    const small = await noise(50, 40).raw().toBuffer()
    const bytes = await sharp(small, { raw: { width: 50, height: 40, channels: 3 } })
      .resize(400, 320, { kernel: 'nearest' })
      .jpeg({ quality: 30 })
      .toBuffer()
    const plan = await planOf(workshop.write('blocks.jpg', bytes))
    expect(plan).toMatchObject({ kind: 'original', keptOriginal: 'not-smaller' })
    expect(readdirSync(workshop.renditionFolder)).toEqual([])
  })

  test.each([
    ['a Google motion photo', 'motion-photo', xmp('<r GCamera:MotionPhoto="1"/>')],
    [
      'an older Google motion photo',
      'motion-photo',
      xmp('<GCamera:MicroVideo>1</GCamera:MicroVideo>'),
    ],
    [
      'an Ultra HDR photo',
      'gain-map',
      xmp('<r xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"/>'),
    ],
    [
      'a panorama',
      'panorama',
      xmp(
        '<r xmlns:GPano="http://ns.google.com/photos/1.0/panorama/" GPano:ProjectionType="equirectangular"/>',
      ),
    ],
    ['a photo with a depth map', 'multi-picture', xmp('<r Item:Semantic="Depth"/>')],
  ])('leaves %s alone', async (_, keptOriginal, body) => {
    const path = workshop.write('special.jpg', withSegment(await largeJpeg(), 0xe1, body))
    expect(await planOf(path)).toMatchObject({ kind: 'original', keptOriginal })
  })

  test('reduces a photo whose camera says that it is no motion photo', async () => {
    const body = xmp('<r GCamera:MotionPhoto="0" GCamera:MicroVideo="0"/>')
    const path = workshop.write('still.jpg', withSegment(await largeJpeg(), 0xe1, body))
    expect((await planOf(path)).kind).toBe('reduced')
  })

  test('leaves an ISO gain map alone', async () => {
    const name = 'urn:iso:std:iso:ts:21496:-1\0\0\0\0\0'
    const path = workshop.write('iso.jpg', withSegment(await largeJpeg(), 0xe2, name))
    expect(await planOf(path)).toMatchObject({ keptOriginal: 'gain-map' })
  })

  test.each([
    ['Samsung puts its film', 'motion-photo', 'MotionPhoto_Data\0\0\0\x18ftypmp42SEFH'],
    ['a film lies', 'motion-photo', '\0\0\0\x18ftypmp42'],
    ['a second picture lies', 'multi-picture', '\0\0\xff\xd8\xff\xe1'],
  ])('leaves a photo alone where %s behind the picture', async (_, keptOriginal, trailer) => {
    const bytes = Buffer.concat([await largeJpeg(), Buffer.from(trailer, 'latin1')])
    expect(await planOf(workshop.write('trailer.jpg', bytes))).toMatchObject({ keptOriginal })
  })

  test('says for which tags an original goes', async () => {
    const bytes = withSegment(await largeJpeg(), 0xeb, 'HDR_RI ver=11')
    expect(await planOf(workshop.write('hdr.jpg', bytes))).toMatchObject({
      ...{ kind: 'original', keptOriginal: 'metadata-lost', lost: 'JPEG APP11 HDR_RI ver=11' },
    })
    const text = Buffer.from('\0\0\0\x0btEXtTitle\0boats\0\0\0\0', 'latin1')
    const png = await noise(400, 300).png().toBuffer()
    const titled = Buffer.concat([png.subarray(0, 33), text, png.subarray(33)])
    expect(await planOf(workshop.write('titled.png', titled))).toMatchObject({
      ...{ kind: 'original', keptOriginal: 'metadata-lost', lost: 'PNG Title' },
    })
    const film = Buffer.concat([await largeJpeg(), Buffer.from('\0\0\0\x18ftypmp42')])
    expect(await planOf(workshop.write('film.jpg', film))).not.toHaveProperty('lost')
  })

  test('leaves an animation alone', async () => {
    const [frame, next] = await Promise.all([
      noise(400, 300).raw().toBuffer(),
      noise(400, 300).raw().toBuffer(),
    ])
    const raw = { width: 400, height: 600, channels: 3 as const, pageHeight: 300 }
    const bytes = await sharp(Buffer.concat([frame, next]), { raw })
      .webp({ delay: [90, 90] })
      .toBuffer()
    expect(await planOf(workshop.write('dance.webp', bytes))).toMatchObject({
      keptOriginal: 'animation',
    })
  })

  test('leaves a TIFF of several pages alone', async () => {
    const page = await noise(400, 300).raw().toBuffer()
    const raw = { width: 400, height: 600, channels: 3 as const, pageHeight: 300 }
    const bytes = await sharp(Buffer.concat([page, page]), { raw })
      .tiff()
      .toBuffer()
    expect(await planOf(workshop.write('pages.tif', bytes))).toMatchObject({
      keptOriginal: 'multi-picture',
    })
  })

  test('sends a damaged photo as it is', async () => {
    const bytes = await largeJpeg()
    const path = workshop.write('torn.jpg', bytes.subarray(0, bytes.length / 2))
    expect(await planOf(path)).toMatchObject({ kind: 'original', keptOriginal: 'undecodable' })
  })

  test('sends a photo as it is whose EXIF cannot be carried over', async () => {
    // A directory that claims more than its segment holds.
    const path = workshop.write(
      'broken-exif.jpg',
      withSegment(await largeJpeg(), 0xe1, 'Exif\0\0II*\0\x08\0\0\0\xff\x03'),
    )
    expect(await planOf(path)).toMatchObject({ kind: 'original', keptOriginal: 'undecodable' })
  })

  test('reduces a progressive photo too, unless all of it would not fit into the memory', async () => {
    const bytes = await noise(400, 300).jpeg({ quality: 95, progressive: true }).toBuffer()
    expect(await planOf(workshop.write('progressive.jpg', bytes))).toMatchObject({
      kind: 'reduced',
    })
    const narrow = openWorkshop({ mostWorkerMemoryBytes: 1 })
    try {
      const result = await narrow.prepare(narrow.write('progressive.jpg', bytes))
      expect(result).toMatchObject({ ok: true, value: { plan: { keptOriginal: 'worker-failed' } } })
    } finally {
      await narrow.close()
    }
  })

  test('sends the original when the folder of copies has no room', async () => {
    const narrow = openWorkshop({ mostRenditionBytes: 0 })
    try {
      const result = await narrow.prepare(narrow.write('large.jpg', await largeJpeg()))
      expect(result).toMatchObject({ ok: true, value: { plan: { keptOriginal: 'no-room' } } })
    } finally {
      await narrow.close()
    }
  })

  test('reports the worker, and keeps no original, when no worker can be started', async () => {
    const broken = openWorkshop({
      workerHost: {
        start: () => ({
          post: () => undefined,
          onMessage: () => undefined,
          onExit: (listener) => queueMicrotask(() => listener('code 1')),
          kill: () => undefined,
        }),
      },
    })
    try {
      const result = await broken.prepare(broken.write('large.jpg', await largeJpeg()))
      expect(result).toEqual({ ok: false, failure: { kind: 'image-worker', problem: 'crashed' } })
    } finally {
      await broken.close()
    }
  })
})

describe('limits', () => {
  /** A photo with a valid header and a size that takes no room on disk. */
  const hugeJpeg = async (name: string, megabytes: number): Promise<string> => {
    const path = workshop.write(name, await noise(100, 80).jpeg().toBuffer())
    truncateSync(path, megabytes * 1_000_000)
    return path
  }
  const withoutHash = { sha256: '0'.repeat(64), photoSize: 'original' } as const

  test('a photo above 75 MB is skipped with both numbers, and sent under the higher limit', async () => {
    const path = await hugeJpeg('huge.jpg', 84)
    expect(await decide(path, withoutHash)).toMatchObject({
      kind: 'skip',
      reason: { kind: 'too-large', sizeBytes: 84_000_000, limitBytes: 75_000_000 },
      facts: { width: 100, height: 80 },
    })
    const raised = { ...withoutHash, settings: { limits: 'google' as const } }
    expect(await decide(path, raised)).toMatchObject({ kind: 'send' })
    truncateSync(path, 201_000_000)
    expect(await decide(path, raised)).toMatchObject({ reason: { limitBytes: 200_000_000 } })
  })

  test('a photo of 108 MP is skipped by its header alone, and sent where Google’s own limit holds', async () => {
    const png = await noise(10, 10).png().toBuffer()
    png.writeUInt32BE(12_000, 16)
    png.writeUInt32BE(9_000, 20)
    const path = workshop.write('wide.png', png)
    expect(await decide(path, { photoSize: 'original' })).toMatchObject({
      reason: { kind: 'too-many-pixels', pixels: 108_000_000, limitPixels: 100_000_000 },
    })
    const settings = { limits: 'google' } as const
    expect(await decide(path, { photoSize: 'original', settings })).toMatchObject({ kind: 'send' })
  })

  test('in High quality a photo over the limit is reduced and sent', async () => {
    const bytes = await largeJpeg()
    const path = workshop.write('heavy.png', await sharp(bytes).png().toBuffer())
    // A chunk that readers skip makes the file heavy; its header is written, its body is a hole in the file.
    const chunk = Buffer.alloc(8)
    chunk.writeUInt32BE(80_000_000)
    chunk.write('juNk', 4)
    const png = readFileSync(path)
    const end = png.length - 12
    const heavy = Buffer.concat([png.subarray(0, end), chunk])
    workshop.write('heavy.png', heavy)
    truncateSync(path, heavy.length + 80_000_004)
    appendFileSync(path, png.subarray(end))
    expect((await decide(path)).kind).toBe('send')
    expect((await planOf(path)).kind).toBe('reduced')
  })

  test('a small picture is sent, unless the user leaves small pictures out', async () => {
    const path = workshop.write('icon.png', await noise(64, 64).png().toBuffer())
    expect(await decide(path)).toMatchObject({ kind: 'send' })
    expect(await decide(path, { settings: { leaveOutSmallPictures: true } })).toMatchObject({
      kind: 'skip',
      reason: { kind: 'small-picture', width: 64, height: 64 },
    })
    const banner = workshop.write('banner.png', await noise(600, 100).png().toBuffer())
    expect(await decide(banner, { settings: { leaveOutSmallPictures: true } })).toMatchObject({
      kind: 'send',
    })
  })
})

describe('files that do not hold still', () => {
  test('a file that is gone is reported as gone', async () => {
    const path = workshop.write('gone.jpg', await largeJpeg())
    const wishes = { sizeBytes: statSync(path).size, sha256: '0'.repeat(64) }
    rmSync(path)
    expect(await workshop.prepare(path, wishes)).toEqual({
      ok: false,
      failure: { kind: 'file-gone' },
    })
  })

  test('a file of another size than was fingerprinted has changed', async () => {
    const path = workshop.write('grown.jpg', await largeJpeg())
    expect(await workshop.prepare(path, { sizeBytes: 5 })).toEqual({
      ok: false,
      failure: { kind: 'file-changed' },
    })
  })

  test('a file of the same size with other bytes than were fingerprinted has changed', async () => {
    const path = workshop.write('swapped.jpg', await largeJpeg())
    expect(await workshop.prepare(path, { sha256: '1'.repeat(64) })).toEqual({
      ok: false,
      failure: { kind: 'file-changed' },
    })
    expect(readdirSync(workshop.renditionFolder)).toEqual([])
  })

  posixIt('a named pipe is refused and never waited for', async () => {
    const path = workshop.path('pipe.jpg')
    execFileSync('mkfifo', [path])
    expect(await workshop.prepare(path, { sizeBytes: 1, sha256: '0'.repeat(64) })).toEqual({
      ok: false,
      failure: { kind: 'file-changed' },
    })
  })

  test('a folder is no longer the file that was fingerprinted', async () => {
    const result = await workshop.prepare(workshop.folder, { sizeBytes: 1, sha256: '0'.repeat(64) })
    expect(result).toEqual({ ok: false, failure: { kind: 'file-changed' } })
  })

  test('after an abort nothing is sent and nothing is left behind', async () => {
    const path = workshop.write('aborted.jpg', await largeJpeg())
    const result = await workshop.prepare(path, { signal: AbortSignal.abort() })
    expect(result).toEqual({ ok: false, failure: { kind: 'aborted' } })
    expect(readdirSync(workshop.renditionFolder)).toEqual([])
  })
})

describe('the folder of copies', () => {
  test('keeps only what is named, and nothing temporary', async () => {
    const one = await planOf(workshop.write('one.jpg', await largeJpeg()))
    const two = await planOf(workshop.write('two.jpg', await largeJpeg()))
    if (one.kind !== 'reduced' || two.kind !== 'reduced') throw new Error('not reduced')
    workshop.write('.renditions/left.tmp', 'half a copy')
    await workshop.preparer.keepOnly(new Set([one.rendition]))
    expect(readdirSync(workshop.renditionFolder)).toEqual([one.rendition])
  })

  test('refuses a name that is not its own', () => {
    expect(() => workshop.preparer.renditionPath('../catalogue.sqlite')).toThrow()
  })
})

test('a date before the first photograph, or none at all, is no date', async () => {
  for (const date of ['0000:00:00 00:00:00', '2024:02:30 10:00:00', 'yesterday']) {
    const bytes = await noise(20, 20)
      .withExif({ IFD2: { DateTimeOriginal: date } })
      .jpeg()
      .toBuffer()
    expect(await decide(workshop.write('undated.jpg', bytes))).toMatchObject({
      facts: { takenAt: null },
    })
  }
  const dated = await noise(20, 20)
    .withExif({ IFD2: { DateTimeOriginal: '2024:05:01 10:11:12', SubSecTimeOriginal: '347' } })
    .jpeg()
    .toBuffer()
  const path = workshop.write('dated.jpg', dated)
  utimesSync(path, 0, 0)
  expect(await decide(path)).toMatchObject({
    facts: { takenAt: Date.UTC(2024, 4, 1, 10, 11, 12, 347) },
  })
})

describe('a type that Google is not known to take', () => {
  test('is sent, waits or is left out as is found out, and no other type asks', async () => {
    const asked: string[] = []
    let answer: 'send' | 'wait' | 'refused' = 'send'
    const trying = openWorkshop({
      tryType: (extension) => {
        asked.push(extension)
        return answer
      },
    })
    onTestFinished(() => trying.close())
    const path = trying.write('a.x3f', 'FOVb and so on')
    expect(await trying.prepare(path)).toMatchObject({ value: { kind: 'send' } })
    answer = 'wait'
    const failure = { kind: 'type-on-trial' }
    expect(await trying.prepare(path)).toEqual({ ok: false, failure })
    answer = 'refused'
    const reason = { kind: 'not-taken', extension: 'x3f' }
    expect(await trying.prepare(path)).toMatchObject({ value: { kind: 'skip', reason } })
    expect(asked).toEqual(['x3f', 'x3f', 'x3f'])
    for (const [name, bytes] of [
      ['a.nef', 'II*\0\x08\0\0\0'],
      ['a.jpg', await noise(20, 20).jpeg().toBuffer()],
    ] as const)
      expect(await trying.prepare(trying.write(name, bytes))).toMatchObject({
        value: { kind: 'send' },
      })
    expect(asked).toHaveLength(3)
  })
})
