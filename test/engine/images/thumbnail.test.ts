// Behaviour of the small pictures for the window: thumbnails, and the pair that shows a photo before and after.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PreviewJob } from '../../../src/main/engine/images/image-jobs.ts'
import { UndecodableError } from '../../../src/main/engine/images/picture.ts'
import { makePreview, makeThumbnail } from '../../../src/main/engine/images/thumbnail.ts'
import type { Format } from '../../../src/shared/media-types.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-images-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const write = async (bytes: Buffer): Promise<string> => {
  await writeFile(join(folder, 'photo'), bytes)
  return join(folder, 'photo')
}

/** Red to the right and green to the bottom, so that each place has its own colour. */
function gradient(width: number, height: number): Sharp {
  const data = Buffer.alloc(width * height * 3)
  for (let at = 0; at < width * height; at += 1) {
    data[at * 3] = Math.round(((at % width) / width) * 255)
    data[at * 3 + 1] = Math.round((Math.floor(at / width) / height) * 255)
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
}

describe('a thumbnail', () => {
  const thumbnail = async (bytes: Buffer, format: Format, side = 50) => {
    const output = join(folder, 'small.jpg')
    const answer = await makeThumbnail({
      do: 'thumbnail',
      path: await write(bytes),
      format,
      side,
      output,
    })
    return { answer, bytes: await readFile(output) }
  }

  it('fits a square, and is what the answer says', async () => {
    const { answer, bytes } = await thumbnail(await gradient(400, 200).jpeg().toBuffer(), 'jpeg')
    expect(answer).toEqual({
      outcome: 'made',
      mimeType: 'image/jpeg',
      width: 50,
      height: 25,
      sizeBytes: bytes.length,
    })
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 50, height: 25 })
  })

  it('is upright, and never larger than its photo', async () => {
    const lying = await gradient(40, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const { answer } = await thumbnail(lying, 'jpeg')
    expect(answer).toMatchObject({ width: 20, height: 40 })
  })

  it('has grey where its photo is seen through', async () => {
    const clear = sharp({
      create: { width: 60, height: 60, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } },
    })
    const { bytes } = await thumbnail(await clear.png().toBuffer(), 'png')
    const [red, green, blue] = await sharp(bytes).raw().toBuffer()
    for (const value of [red, green, blue]) expect(Math.abs((value ?? 0) - 0x80)).toBeLessThan(4)
  })

  it('is in the colours of the screen', async () => {
    const wide = await sharp({
      create: { width: 60, height: 60, channels: 3, background: '#c83219' },
    })
      .withIccProfile('p3')
      .jpeg({ quality: 100 })
      .toBuffer()
    const { bytes } = await thumbnail(wide, 'jpeg')
    expect((await sharp(bytes).metadata()).icc).toBeUndefined()
    const coded = await sharp(wide, { ignoreIcc: true }).raw().toBuffer()
    const shown = await sharp(bytes).raw().toBuffer()
    expect(Math.abs((coded[0] ?? 0) - (shown[0] ?? 0))).toBeGreaterThan(5)
  })

  it('shows what is left of a damaged photo', async () => {
    const whole = await gradient(400, 200).jpeg().toBuffer()
    const { answer } = await thumbnail(whole.subarray(0, whole.length - 900), 'jpeg')
    expect(answer).toMatchObject({ outcome: 'made', width: 50, height: 25 })
  })
})

describe('a pair of before and after', () => {
  const pair = async (bytes: Buffer, job: Partial<PreviewJob> = {}) => {
    const [before, after] = [join(folder, 'before.png'), join(folder, 'after.png')]
    const sides = { width: 400, height: 300 }
    const part = { width: 100, height: 60 }
    const path = await write(bytes)
    const wishes = { path, format: 'jpeg', sides, part, maxPixels: 30_000, before, after } as const
    const answer = await makePreview({ do: 'preview', ...wishes, ...job })
    const pixels = (of: string) => sharp(of).raw().toBuffer({ resolveWithObject: true })
    return { answer, before: await pixels(before), after: await pixels(after) }
  }
  /** The largest difference of two pictures of the same size. */
  const difference = (one: Buffer, other: Buffer): number =>
    one.reduce((most, value, at) => Math.max(most, Math.abs(value - (other[at] ?? 0))), 0)

  it.each([
    [
      { width: 100, height: 60 },
      { left: 150, top: 120 },
    ],
    [
      { width: 101, height: 61 },
      { left: 149, top: 119 },
    ],
    [
      { width: 200, height: 40 },
      { left: 100, top: 130 },
    ],
  ])('shows the middle %j of a photo, pixel by pixel and as the copy has it', async (part, at) => {
    const jpeg = await gradient(400, 300).jpeg({ quality: 100 }).toBuffer()
    const { answer, before, after } = await pair(jpeg, { part })
    const own = await sharp(jpeg)
      .extract({ ...at, ...part })
      .raw()
      .toBuffer()
    expect(before.info).toMatchObject({ ...part, format: 'raw' })
    expect(before.data.equals(own)).toBe(true)
    expect(after.info).toMatchObject(part)
    expect(difference(before.data, after.data)).toBeLessThan(12)
    expect(after.data.equals(before.data)).toBe(false)
    expect(answer).toMatchObject({ outcome: 'made', width: 200, height: 150 })
  })

  it('tells the size of the copy that would be sent', async () => {
    const jpeg = await gradient(400, 300).jpeg({ quality: 100 }).toBuffer()
    const { answer } = await pair(jpeg)
    const copy = await sharp(jpeg)
      .resize(200, 150, { fit: 'fill' })
      .jpeg({ quality: 85, optimiseCoding: false })
      .toBuffer()
    expect(answer).toMatchObject({ sizeBytes: copy.length })
  })

  it('shows the whole of a photo that is smaller than the part', async () => {
    const jpeg = await gradient(400, 300).jpeg({ quality: 100 }).toBuffer()
    const { before, after } = await pair(jpeg, { part: { width: 999, height: 999 } })
    expect(before.info).toMatchObject({ width: 400, height: 300 })
    expect(after.info).toMatchObject({ width: 400, height: 300 })
    expect(difference(before.data, after.data)).toBeLessThan(16)
  })

  it('shows a single pixel, and a copy of a single pixel', async () => {
    const jpeg = await gradient(400, 300).jpeg({ quality: 100 }).toBuffer()
    const { after } = await pair(jpeg, { part: { width: 1, height: 1 } })
    expect(after.info).toMatchObject({ width: 1, height: 1 })
    const { answer, after: tiny } = await pair(jpeg, { maxPixels: 1 })
    expect(answer).toMatchObject({ width: 1, height: 1 })
    expect(tiny.info).toMatchObject({ width: 100, height: 60 })
  })

  it('is upright', async () => {
    const lying = await gradient(300, 400)
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 100 })
      .toBuffer()
    const { before, after } = await pair(lying)
    const upright = await sharp(lying).autoOrient().raw().toBuffer({ resolveWithObject: true })
    const { width, height, channels } = upright.info
    const own = await sharp(upright.data, { raw: { width, height, channels } })
      .extract({ left: 150, top: 120, width: 100, height: 60 })
      .raw()
      .toBuffer()
    expect(before.data.equals(own)).toBe(true)
    expect(difference(before.data, after.data)).toBeLessThan(12)
  })

  it('is of the photo that the header told of, or of none', async () => {
    const jpeg = await gradient(400, 300).jpeg().toBuffer()
    const sides = { width: 400, height: 301 }
    await expect(pair(jpeg, { sides })).rejects.toBeInstanceOf(UndecodableError)
  })
})
