// Behaviour of the folder of thumbnails: made once, used again, thrown away by age, and never under a name that leads out.
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createThumbnailCache,
  type MakeThumbnail,
} from '../../../src/main/engine/prepare/thumbnail-cache.ts'

let parent = ''
let folder = ''
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'shoebox-thumbnails-'))
  folder = join(parent, 'thumbnails')
})
afterEach(() => rm(parent, { recursive: true, force: true }))

/** Draws so many bytes, and counts how often. */
function drawing(bytes = 10): { make: MakeThumbnail; drawn: string[] } {
  const drawn: string[] = []
  const make: MakeThumbnail = async (path) => {
    drawn.push(path)
    await writeFile(path, Buffer.alloc(bytes))
    return 'drawn'
  }
  return { make, drawn }
}

describe('a thumbnail', () => {
  it('is made under its key and its side, in a folder of the owner alone', async () => {
    const cache = createThumbnailCache(folder, 1_000)
    const { make } = drawing()
    expect(await cache.get('17', 64, make)).toBe(join(folder, '17-64.jpg'))
    expect(await cache.get('17', 128, make)).toBe(join(folder, '17-128.jpg'))
    expect((await readdir(folder)).sort()).toEqual(['17-128.jpg', '17-64.jpg'])
    if (process.platform !== 'win32') expect((await stat(folder)).mode & 0o777).toBe(0o700)
  })

  it('is made once, and young again each time it is used', async () => {
    const cache = createThumbnailCache(folder, 1_000)
    const { make, drawn } = drawing()
    const path = (await cache.get('17', 64, make)) ?? ''
    await utimes(path, 1_000, 1_000)
    expect(await cache.get('17', 64, make)).toBe(path)
    expect(drawn).toHaveLength(1)
    expect((await stat(path)).mtimeMs).toBeGreaterThan(1e12)
  })

  it('is made again after somebody emptied the folder', async () => {
    const cache = createThumbnailCache(folder, 1_000)
    const { make, drawn } = drawing()
    await cache.get('17', 64, make)
    await rm(folder, { recursive: true })
    expect(existsSync((await cache.get('17', 64, make)) ?? '')).toBe(true)
    expect(drawn).toHaveLength(2)
  })

  it('is made once for two who ask at a time', async () => {
    const cache = createThumbnailCache(folder, 1_000)
    const { make, drawn } = drawing()
    const paths = await Promise.all([cache.get('17', 64, make), cache.get('17', 64, make)])
    expect(paths[0]).toBe(paths[1])
    expect(drawn).toHaveLength(1)
  })

  it('that can never be made is not tried again; one that could later is', async () => {
    const cache = createThumbnailCache(folder, 1_000)
    const asked: string[] = []
    const answer =
      (what: 'never' | 'not-now'): MakeThumbnail =>
      (path) => {
        asked.push(path)
        return Promise.resolve(what)
      }
    expect(await cache.get('never', 64, answer('never'))).toBeNull()
    expect(await cache.get('never', 64, answer('never'))).toBeNull()
    expect(asked).toHaveLength(1)
    // Of several that cannot be made, each is remembered.
    expect(await cache.get('nor this', 64, answer('never'))).toBeNull()
    expect(await cache.get('never', 64, answer('never'))).toBeNull()
    expect(asked).toHaveLength(2)
    expect(await cache.get('later', 64, answer('not-now'))).toBeNull()
    expect(await cache.get('later', 64, answer('not-now'))).toBeNull()
    expect(asked).toHaveLength(4)
  })

  it('that failed is tried again', async () => {
    const cache = createThumbnailCache(folder, 1_000)
    await expect(cache.get('17', 64, () => Promise.reject(new Error('a bug')))).rejects.toThrow(
      'a bug',
    )
    expect(await cache.get('17', 64, drawing().make)).not.toBeNull()
  })

  it('has a name that stays in the folder, whatever its key', async () => {
    const cache = createThumbnailCache(folder, 1_000)
    const path = await cache.get('../../etc/pass wd', 64, drawing().make)
    expect(path).toBe(join(folder, '______etc_pass_wd-64.jpg'))
    const long = await cache.get('a'.repeat(150), 64, drawing().make)
    expect(long).toBe(join(folder, `${'a'.repeat(100)}-64.jpg`))
    expect(cache.pathFor('preview.png')).toBe(join(folder, 'preview.png'))
  })
})

describe('the folder of thumbnails', () => {
  /** Fills a cache of 100 bytes with these keys, each older than the next. */
  async function fill(keys: readonly string[], bytes = 10): Promise<() => Promise<string[]>> {
    const cache = createThumbnailCache(folder, 100)
    for (const [index, key] of keys.entries()) {
      const path = (await cache.get(key, 1, drawing(bytes).make)) ?? ''
      if (existsSync(path)) await utimes(path, 1_000 + index, 1_000 + index)
    }
    return async () => (await readdir(folder)).map((name) => name.replace('-1.jpg', '')).sort()
  }
  const letters = 'abcdefghijklmnop'.split('')

  it('holds up to its bound', async () => {
    expect(await (await fill(letters.slice(0, 10)))()).toEqual(letters.slice(0, 10))
  })

  it('holds up to its bound also after the app ended', async () => {
    const left = await fill(letters.slice(0, 9))
    await createThumbnailCache(folder, 100).get('new', 1, drawing().make)
    expect(await left()).toEqual([...letters.slice(0, 9), 'new'])
  })

  it('above it throws away the longest unused, down to four fifths', async () => {
    expect(await (await fill(letters.slice(0, 11)))()).toEqual(letters.slice(3, 11))
    await rm(folder, { recursive: true })
    expect(await (await fill(letters.slice(0, 14)))()).toEqual(letters.slice(6, 14))
  })

  it('goes by use, not by name', async () => {
    const left = await fill(letters.slice(0, 10).toReversed())
    const cache = createThumbnailCache(folder, 100)
    await cache.get('new', 1, drawing().make)
    // Of j to a, each older than the next, the three that were made first.
    expect(await left()).toEqual([...letters.slice(0, 7), 'new'])
  })

  it('never throws away what was just made, however large', async () => {
    const left = await fill(['a', 'b'])
    const cache = createThumbnailCache(folder, 100)
    expect(existsSync((await cache.get('huge', 1, drawing(500).make)) ?? '')).toBe(true)
    expect(await left()).toEqual(['huge'])
  })

  it('counts what was there before, and no folders', async () => {
    await fill(letters.slice(0, 10))
    await writeFile(join(parent, 'other'), Buffer.alloc(500))
    const cache = createThumbnailCache(folder, 100)
    await cache.get('new', 1, drawing().make)
    expect((await readdir(folder)).sort()).toEqual([
      ...letters.slice(3, 10).map((key) => `${key}-1.jpg`),
      'new-1.jpg',
    ])
  })
})

describe('a file that is not there', () => {
  it('has the picture that is kept, of its side or of the largest other one', async () => {
    const cache = createThumbnailCache(folder, 10_000)
    expect(await cache.get('17', 96, null)).toBeNull()
    const paths = new Map<number, string | null>()
    for (const side of [96, 256, 512]) {
      paths.set(side, await cache.get('17', side, drawing().make))
      for (const asked of [96, 64])
        expect(await cache.get('17', asked, null)).toBe(paths.get(asked === 96 ? 96 : side))
    }
    // It counts as used.
    const path = paths.get(512) ?? ''
    await utimes(path, 1_000, 1_000)
    await cache.get('17', 64, null)
    expect((await stat(path)).mtimeMs).toBeGreaterThan(1e12)
    expect(await cache.get('18', 64, null)).toBeNull()
  })

  it('has it also where it came too late to be drawn', async () => {
    const cache = createThumbnailCache(folder, 10_000)
    const kept = await cache.get('17', 256, drawing().make)
    expect(await cache.get('17', 96, () => Promise.resolve('not-now'))).toBe(kept)
    expect(await cache.get('18', 96, () => Promise.resolve('not-now'))).toBeNull()
  })
})

describe('a cache that is cleared', () => {
  it('has nothing more but what is being drawn, and asks again for what could not be', async () => {
    const cache = createThumbnailCache(folder, 100)
    await cache.clear()
    await cache.get('17', 64, drawing(90).make)
    const asked: string[] = []
    const never: MakeThumbnail = (path) => {
      asked.push(path)
      return Promise.resolve('never')
    }
    await cache.get('18', 64, never)
    await writeFile(join(folder, '19-64.jpg.tmp'), 'half')
    await cache.clear()
    expect(await readdir(folder)).toEqual(['19-64.jpg.tmp'])
    await cache.get('18', 64, never)
    expect(asked).toHaveLength(2)
    // What was there counts no more.
    await cache.get('20', 64, drawing(50).make)
    await cache.get('21', 64, drawing(30).make)
    expect((await readdir(folder)).sort()).toEqual(['19-64.jpg.tmp', '20-64.jpg', '21-64.jpg'])
  })
})

it('of five thousand files that cannot be pictured each is remembered, and of one more none', async () => {
  const cache = createThumbnailCache(folder, 100)
  let asked = 0
  const never: MakeThumbnail = () => {
    asked += 1
    return Promise.resolve('never')
  }
  for (let key = 0; key < 5_000; key += 1) await cache.get(`${key}`, 1, never)
  await cache.get('0', 1, never)
  expect(asked).toBe(5_000)
  await cache.get('5000', 1, never)
  await cache.get('0', 1, never)
  expect(asked).toBe(5_002)
})
