// More watched folders than the one that each world has: a second one, a drive that is pulled out, a stranger's drive.
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { photo } from './pictures.ts'
import type { World } from './world.ts'

/** A folder beside the world's own. */
export interface OtherFolder {
  readonly path: string
  readonly sourceId: string
  /** Puts photos there that no test had before, expected in the library; returns their contents. */
  fill(count: number, sizeBytes?: number): Promise<Buffer[]>
  /** Puts one file there, expected in the library. */
  put(name: string, bytes: Buffer): Promise<string>
  pullOut(): Promise<void>
  plugIn(): Promise<void>
}

let madeCount = 0

/** Makes a folder beside the world's and has it backed up. */
export async function addFolder(world: World, name: string): Promise<OtherFolder> {
  const path = join(dirname(world.folder), name)
  await mkdir(path)
  const { sourceId } = await world.engine.call('addSource', { path })
  const put = async (file: string, bytes: Buffer): Promise<string> => {
    const draft = join(dirname(path), 'draft')
    await writeFile(draft, bytes)
    await rename(draft, join(path, file))
    world.expect(bytes, file)
    return join(path, file)
  }
  return {
    path,
    sourceId,
    put,
    fill: async (count, sizeBytes) => {
      const contents: Buffer[] = []
      for (let left = count; left > 0; left -= 1) {
        madeCount += 1
        const bytes = await photo(600_000 + madeCount, sizeBytes)
        await put(`${name}-${madeCount}.jpg`, bytes)
        contents.push(bytes)
      }
      return contents
    },
    pullOut: () => rename(path, `${path}-away`),
    plugIn: () => rename(`${path}-away`, path),
  }
}
