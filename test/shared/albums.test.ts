// Which album a photo goes into by its folder, as a truth table and over folders of any depth.
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  albumChoiceText,
  albumKey,
  deepest,
  parseAlbumChoice,
  type AlbumChoice,
} from '../../src/shared/albums.ts'

describe('the album of a folder', () => {
  test.each<[string, string, string | null]>([
    ['none', '', null],
    ['none', 'a/b', null],
    ['source', '', ''],
    ['source', 'a/b', ''],
    ['folders', '', ''],
    ['folders', 'a', 'a'],
    ['folders', 'a/b/c', 'a/b/c'],
    ['folders:1', '', ''],
    ['folders:1', 'a', 'a'],
    ['folders:1', 'a/b/c', 'a'],
    ['folders:2', 'a', 'a'],
    ['folders:2', 'a/b', 'a/b'],
    ['folders:2', 'a/b/c', 'a/b'],
  ])('with %j, of %j, is that of %j', (choice, folder, key) => {
    const parsed = parseAlbumChoice(choice)
    expect(parsed).not.toBeNull()
    expect(albumKey(parsed ?? { for: 'none' }, folder)).toBe(key)
  })

  const name = fc.string({ minLength: 1, maxLength: 6 }).filter((text) => !text.includes('/'))
  const folder = fc.array(name, { maxLength: 6 }).map((names) => names.join('/'))
  const depth = fc.integer({ min: 1, max: 5 })

  it('is itself, or the one above it at the depth, and the same for all below that', () => {
    fc.assert(
      fc.property(folder, folder, depth, (above, below, count) => {
        const choice: AlbumChoice = { for: 'folders', depth: count }
        const path = [above, below].filter((part) => part !== '').join('/')
        const key = albumKey(choice, path) ?? 'none'
        expect(path === key || key === '' || path.startsWith(`${key}/`)).toBe(true)
        expect(albumKey(choice, key)).toBe(key)
        const levels = (text: string): number => (text === '' ? 0 : text.split('/').length)
        expect(levels(key)).toBe(Math.min(count, levels(path)))
        if (levels(above) >= count) expect(albumKey(choice, above)).toBe(key)
      }),
    )
  })
})

describe('a choice', () => {
  const choice = fc.oneof(
    fc.constantFrom<AlbumChoice>({ for: 'none' }, { for: 'source' }),
    fc
      .option(fc.integer({ min: 1, max: deepest }))
      .map((depth): AlbumChoice => ({ for: 'folders', depth })),
  )
  it('is the same after it was written and read', () => {
    fc.assert(
      fc.property(choice, (one) => {
        expect(parseAlbumChoice(albumChoiceText(one))).toEqual(one)
      }),
    )
  })
  test.each([
    '',
    'all',
    'folder',
    'folders:',
    'folders:0',
    'folders:65',
    'folders:1:2',
    'folders:-1',
    'folders:1.5',
    'source:1',
    'None',
  ])('is not read from %j', (text) => {
    expect(parseAlbumChoice(text)).toBeNull()
  })
})
