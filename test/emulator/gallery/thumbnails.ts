/**
 * Pictures for looking at, made by sharp when first asked for. The gallery's are kept on disk.
 * A picture that cannot be decoded here yields null; its bytes are still in the library.
 */
import { mkdirSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import sharp from 'sharp'

const thumbnailPixels = 480
const maxAtOnce = 2
let running = 0
const waiting: (() => void)[] = []

/** A JPEG no larger than asked for, upright. */
export async function scaledPicture(
  path: string,
  size: { width: number; height: number; isCropped: boolean },
): Promise<Buffer | null> {
  const limit = (pixels: number): number => Math.min(Math.max(pixels, 1), 16_383)
  while (running >= maxAtOnce) {
    await new Promise<void>((resolve) => {
      waiting.push(resolve)
    })
  }
  running += 1
  try {
    return await sharp(path, { failOn: 'none', limitInputPixels: 300_000_000 })
      .rotate()
      .resize(limit(size.width), limit(size.height), {
        fit: size.isCropped ? 'cover' : 'inside',
        withoutEnlargement: true,
      })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 82 })
      .toBuffer()
  } catch {
    return null
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

/** The gallery's picture of some bytes, made once. */
export async function thumbnail(
  dataDir: string,
  sha256: string,
  contentPath: string,
): Promise<Buffer | null> {
  const dir = join(dataDir, 'thumbs')
  const path = join(dir, `${sha256}.jpg`)
  try {
    return await readFile(path)
  } catch {
    // Not made yet.
  }
  const size = { width: thumbnailPixels, height: thumbnailPixels, isCropped: false }
  const picture = await scaledPicture(contentPath, size)
  if (picture === null) return null
  mkdirSync(dir, { recursive: true })
  const draft = join(dir, randomUUID())
  await writeFile(draft, picture)
  await rename(draft, path)
  return picture
}
