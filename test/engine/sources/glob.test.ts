// One pattern against one path, row by row: where stars go back, what a class and braces hold, and what means itself.
import { describe, expect, it } from 'vitest'
import { compileGlob } from '../../../src/main/engine/sources/glob.ts'

describe('a pattern', () => {
  it.each<[string, string, boolean]>([
    ['*', '', true],
    ['a', '', false],
    ['a*', 'a', true],
    ['*b', 'ab', true],
    ['*ab', 'aab', true],
    ['a*b', 'ab', true],
    ['a*b', 'acbd', false],
    ['*a*b*', 'xaybz', true],
    ['a?', 'a', false],
    ['a?', 'ab', true],
    ['a', 'ab', false],
    ['ab', 'a', false],
    ['**', 'a/b', true],
    ['**/b', 'b', true],
    ['**/b', 'x/b', true],
    ['**/b', 'x/y/z/b', true],
    ['**/b', 'x/b/y', false],
    ['a/**', 'a', true],
    ['a/**/**', 'a', true],
    ['a/**', 'b', false],
    ['a/**/b', 'a/b', true],
    ['a/**/b/**/c', 'a/b/x/b/c', true],
    ['a/b', 'a', false],
    ['a', 'a/b', false],
    ['*/**', 'a', false],
    ['*/**', 'a/b', true],
    ['*a/**', 'ba', true],
    ['a*b/**', 'axb', true],
    ['ab*/**', 'abc', false],
    ['ab*/**', 'abc/d', true],
    ['a\\/b', 'a/b', true],
    ['a\\?b', 'a?b', true],
    ['a\\?b', 'axb', false],
    ['a\\', 'a\\', true],
  ])('of stars: %s and %s: %s', (pattern, path, fits) => {
    expect(compileGlob(pattern, false)(path)).toBe(fits)
  })

  it.each<[string, string, boolean]>([
    ['[a-c]', 'a', true],
    ['[a-c]', 'c', true],
    ['[a-c]', 'd', false],
    ['[b-c]', 'a', false],
    ['[a-]', '-', true],
    ['[a-]', 'b', false],
    ['[a-c-e]', '-', true],
    ['[a-c-e]', 'd', false],
    ['[a-c-e]', 'e', true],
    ['[]a]', ']', true],
    ['[]a]', 'a', true],
    ['[!]]', 'a', true],
    ['[!]]', ']', false],
    ['[^a]', 'a', false],
    ['[^a]', '^', true],
    ['[ab]c', 'bc', true],
    ['x[ab]', 'xb', true],
    ['[a', '[a', true],
    ['[!a', '[!a', true],
    ['[a\\', '[a\\', true],
    ['[\\a-c]', 'b', true],
  ])('with a class: %s and %s: %s', (pattern, path, fits) => {
    expect(compileGlob(pattern, false)(path)).toBe(fits)
  })

  it.each<[string, string, boolean]>([
    ['{a,b}', 'a', true],
    ['{a,b}', 'b', true],
    ['{a,}x', 'x', true],
    ['x{a,b}y{c,d}z', 'xbycz', true],
    ['x{a,b}y{c,d}z', 'xbyz', false],
    ['{a{b,c},d}', 'ac', true],
    ['{a{b,c},d}', 'd', true],
    ['{a{b,c},d}', 'c', false],
    ['{a{b},d}', 'a{b}', true],
    ['{a\\}b,c}', 'a}b', true],
    ['\\{a,b}', '{a,b}', true],
    ['\\{a,b}', 'a', false],
    ['{{a,b}', '{a', true],
    ['{a,b', '{a,b', true],
    ['{1..3}', '0', false],
    ['{1..3}', '1', true],
    ['{1..3}', '3', true],
    ['{3..1}', '2', true],
    ['{9..11}', '10', true],
    ['{a..c}', 'a', true],
    ['{a..c}', 'c', true],
    ['{a..c}', 'd', false],
    ['{1..a}', '{1..a}', true],
    ['{a..1}', '{a..1}', true],
    ['{a..10}', '{a..10}', true],
    ['{0..255}', '255', true],
    ['{0..256}', '3', false],
    ['{0..256}', '{0..256}', true],
    ['{a,b}'.repeat(8), 'abababab', true],
    ['{a,b}'.repeat(9), 'ababababa', false],
    ['{a,b}'.repeat(9), '{a,b}'.repeat(9), true],
  ])('with braces: %s and %s: %s', (pattern, path, fits) => {
    expect(compileGlob(pattern, false)(path)).toBe(fits)
  })

  it('and a path are of one case where cases are one', () => {
    const pairs = [
      ['A', 'a'],
      ['a', 'A'],
    ] as const
    expect(pairs.map(([pattern, path]) => compileGlob(pattern, true)(path))).toEqual([true, true])
    expect(pairs.map(([pattern, path]) => compileGlob(pattern, false)(path))).toEqual([
      false,
      false,
    ])
  })
})
