// A shelf beside the folder that is backed up: each file lies there in a folder of its own, and comes with it when it is
// moved in. Nothing has written to it for a while, so the app takes it at once; what is saved into the folder itself rests
// for three seconds first. Tests that are about something else need not wait for that.
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join, parse } from 'node:path'
import { photoBytes } from './app.ts'

/** What lies ready. */
export interface Shelf {
  put(name: string, bytes: Buffer): Promise<void>
  /** Lays the small photos from one number to another ready. */
  putPhotos(from: number, to: number): Promise<void>
  /** Moves a file with its folder into the one that is backed up. */
  moveIn(name: string): Promise<void>
}

/** The shelf beside a folder; it takes nothing away that is there. */
export function shelfBeside(photoFolder: string): Shelf {
  const shelf = join(dirname(photoFolder), 'shelf')
  const folderOf = (name: string): string => `Folder of ${parse(name).name}`
  const put = async (name: string, bytes: Buffer): Promise<void> => {
    const folder = join(shelf, folderOf(name))
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, name), bytes)
  }
  return {
    put,
    async putPhotos(from, to) {
      for (let at = from; at <= to; at += 1) await put(`photo-${at}.jpg`, await photoBytes(at))
    },
    moveIn: (name) => rename(join(shelf, folderOf(name)), join(photoFolder, folderOf(name))),
  }
}
