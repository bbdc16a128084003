// What the window shows of a photo: thumbnails, the preview pair, and the estimate from real reductions.
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { largeJpeg, noise, openWorkshop, type Workshop } from './workshop.ts'

let workshop: Workshop
beforeEach(() => {
  workshop = openWorkshop({ mostThumbnailBytes: 12_000 })
})
afterEach(() => workshop.close())

const signal = new AbortController().signal
const thumbnail = (path: string | null, key: string, side = 64) =>
  workshop.preparer.thumbnail({ path, key, side }, signal)

test('a thumbnail is a small upright JPEG, made once', async () => {
  const bytes = await noise(400, 300).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const path = workshop.write('turned.jpg', bytes)
  const made = await thumbnail(path, '17')
  if (made === null) throw new Error('no thumbnail')
  expect(await sharp(made).metadata()).toMatchObject({ format: 'jpeg', width: 48, height: 64 })
  const { mtimeMs, ino } = statSync(made)
  expect(await thumbnail(path, '17')).toBe(made)
  expect(statSync(made).ino).toBe(ino)
  expect(statSync(made).mtimeMs).toBeGreaterThanOrEqual(mtimeMs)
})

test('a damaged photo still has a thumbnail of what is left; a text has none', async () => {
  const bytes = await largeJpeg()
  const torn = workshop.write('torn.jpg', bytes.subarray(0, bytes.length / 2))
  expect(await thumbnail(torn, 'torn')).not.toBeNull()
  expect(await thumbnail(workshop.write('letter.jpg', 'Dear Anna'), 'letter')).toBeNull()
  expect(await thumbnail(workshop.path('missing.jpg'), 'missing')).toBeNull()
})

test('a picture that is kept is shown when its file is away, also one of another side', async () => {
  const path = workshop.write('away.jpg', await largeJpeg())
  const made = await thumbnail(path, 'away', 96)
  expect(made).not.toBeNull()
  rmSync(path)
  expect(await thumbnail(path, 'away', 96)).toBe(made)
  expect(await thumbnail(path, 'away', 512)).toBe(made)
  expect(await thumbnail(null, 'away', 96)).toBe(made)
  expect(await thumbnail(null, 'away', 256)).toBe(made)
  expect(await thumbnail(null, 'never drawn', 96)).toBeNull()
})

test('asking twice at the same time makes one picture', async () => {
  const path = workshop.write('twice.jpg', await largeJpeg())
  const [first, second] = await Promise.all([thumbnail(path, 'twice'), thumbnail(path, 'twice')])
  expect(first).not.toBeNull()
  expect(second).toBe(first)
})

test('the cache stays below its bound, and comes back after someone emptied it', async () => {
  const path = workshop.write('photo.jpg', await largeJpeg())
  let last: string | null = null
  for (let key = 0; key < 12; key += 1) last = await thumbnail(path, String(key), 100)
  const folder = join(workshop.folder, '.thumbnails')
  const total = readdirSync(folder).reduce(
    (sum, name) => sum + statSync(join(folder, name)).size,
    0,
  )
  expect(total).toBeLessThanOrEqual(12_000)
  expect(last === null ? null : statSync(last).isFile()).toBe(true)
})

test('the preview shows the same part of a photo twice, at the same size', async () => {
  const path = workshop.write('large.jpg', await largeJpeg())
  const request = { path, name: 'large.jpg', part: { width: 120, height: 90 } }
  const preview = await workshop.preparer.preview(request, signal)
  if (!preview.ok || preview.value === null) throw new Error('no preview')
  const { before, after, original, reduced } = preview.value
  for (const file of [before, after]) {
    expect(await sharp(file).metadata()).toMatchObject({ width: 120, height: 90 })
  }
  expect(original).toEqual({ width: 400, height: 300, sizeBytes: statSync(path).size })
  expect(reduced.width * reduced.height).toBeLessThanOrEqual(40_000)
  expect(reduced.sizeBytes).toBeLessThan(original.sizeBytes)
})

test('there is no preview of a photo that would not be reduced', async () => {
  const path = workshop.write('small.jpg', await noise(50, 40).jpeg().toBuffer())
  const request = { path, name: 'small.jpg', part: { width: 20, height: 20 } }
  expect(await workshop.preparer.preview(request, signal)).toEqual({ ok: true, value: null })
})

test('there is no preview of a photo that High quality leaves alone whatever its size', async () => {
  const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><a GCamera:MotionPhoto="1"/></x:xmpmeta>'
  const moving = await noise(400, 300).withXmp(xmp).jpeg().toBuffer()
  const path = workshop.write('moving.jpg', moving)
  const request = { path, name: 'moving.jpg', part: { width: 120, height: 90 } }
  expect(await workshop.preparer.preview(request, signal)).toEqual({ ok: true, value: null })
})

test('photos are measured by real reductions, and nothing is left behind', async () => {
  const files = []
  let bytes = 0
  for (let index = 0; index < 4; index += 1) {
    const isLarge = index < 3
    const data = isLarge ? await largeJpeg() : await noise(60, 50).jpeg().toBuffer()
    const path = workshop.path(`photo-${index}.jpg`)
    writeFileSync(path, data)
    files.push({ path, name: `photo-${index}.jpg`, fileId: index })
    bytes += data.length
  }
  const settings = { limits: 'small', leaveOutSmallPictures: false } as const
  const measured = await workshop.preparer.measure(
    { files, settings, isTimeUp: () => false },
    signal,
  )
  expect(measured).toHaveLength(4)
  const sent = measured.reduce((sum, { sentBytes }) => sum + (sentBytes ?? 0), 0)
  expect(sent).toBeLessThan(bytes * 0.7)
  // No copy comes to a disk, so not even its folder is made.
  expect(existsSync(workshop.renditionFolder)).toBe(false)
})
