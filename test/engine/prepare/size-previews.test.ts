// Behaviour of "compare one photo": which of the user's photos is shown, what is kept of it, and when it is given up.
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Preview } from '../../../src/main/engine/prepare/index.ts'
import { createSizePreviews } from '../../../src/main/engine/prepare/index.ts'
import { fail, ok } from '../../../src/shared/result.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-previews-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

interface Library {
  readonly last: number
  /** File ids of the photos that are large enough. */
  readonly large: readonly number[]
  /** Those of which no pair can be made. */
  readonly unfit?: readonly number[]
  readonly unreadable?: readonly number[]
  readonly random?: number
  readonly onTry?: (fileId: number) => void
}

function openPreviews(library: Library, signal = new AbortController().signal) {
  const ranges: { from: number; to: number; limit: number; pixels: number }[] = []
  const tried: number[] = []
  const previews = createSizePreviews({
    catalog: {
      lastFileId: () => library.last,
      largePhotos: ({ from, to }, pixels, limit) => {
        ranges.push({ from, to, limit, pixels })
        return library.large
          .filter((id) => id >= from && id <= to)
          .slice(0, limit)
          .map((fileId) => ({ fileId, path: `/photos/${fileId}.jpg`, name: `${fileId}.jpg` }))
      },
    },
    preparer: {
      preview: async ({ path, name, part }) => {
        expect(part).toEqual({ width: 480, height: 360 })
        expect(path).toBe(`/photos/${name}`)
        const fileId = Number.parseInt(name)
        tried.push(fileId)
        library.onTry?.(fileId)
        if (library.unreadable?.includes(fileId) === true) return fail({ kind: 'file-gone' })
        if (library.unfit?.includes(fileId) === true) return ok(null)
        const [before, after] = ['before', 'after'].map((which) =>
          join(folder, `${tried.length}-${which}`),
        )
        const preview: Preview = {
          before: before ?? '',
          after: after ?? '',
          original: { width: 5_000, height: 4_000, sizeBytes: fileId },
          reduced: { width: 4_000, height: 3_000, sizeBytes: 1 },
        }
        await writeFile(preview.before, 'x')
        await writeFile(preview.after, 'x')
        return ok(preview)
      },
    },
    random: () => library.random ?? 0,
    signal,
  })
  /** The file that is shown, or null. */
  const show = async (not: number | null = null): Promise<number | null> => {
    const shown = await previews.show(not)
    if (!shown.ok) throw new Error(shown.failure.kind)
    return shown.value.preview === null ? null : Number(shown.value.preview.fileId)
  }
  return { previews, show, ranges, tried }
}

describe('the photo that is shown', () => {
  it('has an id, its name and both figures', async () => {
    const { previews } = openPreviews({ last: 9, large: [7] })
    expect(await previews.show(null)).toMatchObject({
      ok: true,
      value: {
        preview: {
          fileId: '7',
          name: '7.jpg',
          before: { width: 5_000, sizeBytes: 7 },
          after: { width: 4_000, sizeBytes: 1 },
        },
      },
    })
  })

  it('is looked for in two thousand rows at a time, from a random place round', async () => {
    const { show, ranges } = openPreviews({ last: 5_999, large: [1], random: 0.5 })
    expect(await show()).toBe(1)
    expect(ranges.map(({ from, to }) => [from, to])).toEqual([
      [2_001, 4_000],
      [4_001, 6_000],
      [1, 2_000],
    ])
    expect(ranges[0]).toMatchObject({ limit: 20, pixels: 16_000_000 })
  })

  it('may be the very last', async () => {
    expect(await openPreviews({ last: 4_000, large: [4_000] }).show()).toBe(4_000)
    expect(await openPreviews({ last: 4_001, large: [4_001] }).show()).toBe(4_001)
    expect(await openPreviews({ last: 4_001, large: [2_000], random: 0.99 }).show()).toBe(2_000)
  })

  it('is none where there is none', async () => {
    for (const [last, looks] of [
      [0, 0],
      [9, 1],
      [4_001, 3],
    ] as const) {
      const { show, ranges } = openPreviews({ last, large: [] })
      expect(await show()).toBeNull()
      expect(ranges).toHaveLength(looks)
    }
    expect(await openPreviews({ last: 9, large: [3], unfit: [3] }).show()).toBeNull()
  })

  it('is one that can be read and would be reduced', async () => {
    const { show, tried } = openPreviews({ last: 9, large: [1, 2, 3], unfit: [1], unreadable: [2] })
    expect(await show()).toBe(3)
    expect(tried).toEqual([1, 2, 3])
  })

  it('is given up after sixty that would not', async () => {
    const unfit = Array.from({ length: 60 }, (_, index) => index * 100 + 1)
    const within = openPreviews({ last: 9_000, large: [...unfit.slice(1), 8_000], unfit })
    expect(await within.show()).toBe(8_000)
    const beyond = openPreviews({ last: 9_000, large: [...unfit, 8_000], unfit })
    expect(await beyond.show()).toBeNull()
    expect(beyond.tried).toHaveLength(60)
  })
})

describe('another photo', () => {
  it('is none that was shown, until all were', async () => {
    const { show } = openPreviews({ last: 9, large: [1, 2, 3] })
    expect(await show()).toBe(1)
    expect(await show(1)).toBe(2)
    expect(await show(2)).toBe(3)
    expect(await show(3)).toBe(1)
    expect(await show(1)).toBe(2)
  })

  it('begins anew when nothing is on show', async () => {
    const { show } = openPreviews({ last: 9, large: [1, 2] })
    expect(await show()).toBe(1)
    expect(await show()).toBe(1)
  })

  it('is none where there is but one', async () => {
    const { show, tried } = openPreviews({ last: 9, large: [5] })
    expect(await show()).toBe(5)
    expect(await show(5)).toBeNull()
    expect(tried).toEqual([5])
  })

  it('is found behind twenty that were shown', async () => {
    const large = Array.from({ length: 30 }, (_, index) => index + 1)
    const { show } = openPreviews({ last: 30, large })
    let shown = await show()
    const seen = [shown]
    for (let turn = 1; turn < 30; turn += 1) seen.push((shown = await show(shown)))
    expect(seen).toEqual(large)
  })
})

describe('the pictures of the pair', () => {
  it('are had by the id of the last pair alone', async () => {
    const { previews } = openPreviews({ last: 9, large: [1, 2] })
    expect(previews.pathOf('any', 'before')).toBeNull()
    const idOf = async (not: number | null): Promise<string> => {
      const shown = await previews.show(not)
      return shown.ok ? (shown.value.preview?.previewId ?? '') : ''
    }
    const first = await idOf(null)
    const paths = [previews.pathOf(first, 'before'), previews.pathOf(first, 'after')]
    expect(paths).toEqual([join(folder, '1-before'), join(folder, '1-after')])
    const second = await idOf(1)
    expect(previews.pathOf(first, 'before')).toBeNull()
    expect(previews.pathOf(second, 'after')).toBe(join(folder, '2-after'))
    // The first pair is gone, the second is there.
    expect(paths.map((path) => existsSync(path ?? ''))).toEqual([false, false])
    expect(existsSync(join(folder, '2-before'))).toBe(true)
  })

  it('may be gone by the time that the next are made', async () => {
    const { show } = openPreviews({ last: 9, large: [1, 2] })
    expect(await show()).toBe(1)
    for (const name of ['1-before', '1-after']) await rm(join(folder, name))
    expect(await show(1)).toBe(2)
  })

  it('are not made on after the end', async () => {
    const ending = new AbortController()
    const atOnce = openPreviews(
      { last: 9, large: [1, 2], unfit: [1, 2], onTry: () => ending.abort() },
      ending.signal,
    )
    expect(await atOnce.previews.show(null)).toEqual({ ok: false, failure: { kind: 'aborted' } })
    expect(atOnce.tried).toEqual([1])
    const between = openPreviews({ last: 9_000, large: [] }, ending.signal)
    expect(await between.previews.show(null)).toEqual({ ok: false, failure: { kind: 'aborted' } })
    expect(between.ranges).toHaveLength(1)
  })
})
