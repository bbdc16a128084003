// Which folders inside a watched one are left out, as a table over how they lie to one another.
import { describe, expect, test } from 'vitest'
import { afterTick, takeOf, type FolderTake } from '../../src/shared/sub-folders.ts'

describe('a folder', () => {
  test.each<[string, string[], FolderTake]>([
    ['a', [], 'all'],
    ['', [], 'all'],
    ['a', ['a'], 'none'],
    ['a/b', ['a'], 'with-its-folder'],
    ['a/b/c', ['a'], 'with-its-folder'],
    ['a', ['a/b'], 'some'],
    ['', ['a/b'], 'some'],
    ['a', ['a/b/c'], 'some'],
    ['ab', ['a'], 'all'],
    ['a', ['ab'], 'all'],
    ['a b', ['a'], 'all'],
    ['a/b', ['a/c'], 'all'],
    // Names are names and no patterns.
    ['abc', ['*', 'a?c', '[a]bc'], 'all'],
    ['*', ['*'], 'none'],
    ['A', ['a'], 'all'],
  ])('%j beside %j is taken: %s', (folder, leftOut, take) => {
    expect(takeOf(folder, leftOut)).toBe(take)
  })
})

describe('the list after a tick', () => {
  test.each<[string, boolean, string[], string[]]>([
    ['b', true, ['a', 'c'], ['a', 'b', 'c']],
    ['b', true, ['b'], ['b']],
    ['b', false, ['a', 'b'], ['a']],
    ['b', false, ['a'], ['a']],
    // What lies below is left out with it, and taken with it.
    ['a', true, ['a/b', 'a/c/d', 'ab'], ['a', 'ab']],
    ['a', false, ['a/b', 'a/c/d', 'ab'], ['ab']],
    ['a/b', true, ['a'], ['a']],
    ['a/b', false, ['a'], ['a']],
  ])('of %j (left out: %j) in %j is %j', (folder, isLeftOut, before, after) => {
    expect(afterTick(before, folder, isLeftOut)).toEqual(after)
  })
})
