// Folders of many small photos, in subfolders as cameras make them.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { smallJpeg } from './jpegs.ts'

/** Writes so many small photos below a folder, with numbers from `first` on; answers their paths. */
export async function fill(folder: string, count: number, first = 1): Promise<string[]> {
  const paths: string[] = []
  for (let number = first; number < first + count; number += 1) {
    const name = `IMG_${String(number).padStart(5, '0')}.jpg`
    const path = join(folder, `day-${number % 7}`, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, await smallJpeg(number))
    paths.push(path)
  }
  return paths
}
