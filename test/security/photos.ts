// Small photos, each another one, made at run time.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

/** Saves so many photos in a folder. */
export async function savePhotos(folder: string, count: number, first = 0): Promise<void> {
  for (let at = first; at < first + count; at += 1) {
    const background = { r: (at * 67) % 256, g: (at * 29) % 256, b: 99 }
    const create = { width: 320, height: 240, channels: 3, background } as const
    await writeFile(join(folder, `photo-${at}.jpg`), await sharp({ create }).jpeg().toBuffer())
  }
}
