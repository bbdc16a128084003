import { describe, expect, it } from 'vitest'
import { compileIgnorePatterns } from '../../../src/main/engine/sources/ignore-patterns.ts'

const matches = (pattern: string, path: string, platform: NodeJS.Platform = 'linux'): boolean =>
  compileIgnorePatterns([pattern], platform)(path)

describe('ignore patterns', () => {
  it.each([
    ['*.png', 'a/b/c.png'],
    ['Exports', 'a/Exports'],
    ['Exports/', 'Exports'],
    ['a/*/raw', 'a/2024/raw'],
    ['a/**', 'a'],
    ['a/**', 'a/b/c.jpg'],
    ['./a/b.jpg', 'a/b.jpg'],
    ['/a/b.jpg', 'a/b.jpg'],
    ['IMG_????.jpg', 'x/IMG_0001.jpg'],
    ['{Exports,Prints}', 'Prints'],
    ['*', '.hidden'],
    ['\\*', 'a/*'],
  ])('%s leaves out %s', (pattern, path) => {
    expect(matches(pattern, path)).toBe(true)
  })

  it.each([
    ['*.png', 'a/b.jpg'],
    ['a/*.jpg', 'a/b/c.jpg'],
    ['Exports', 'My Exports'],
    ['b/c', 'a/b/c'],
    ['', 'a'],
    ['  ', 'a'],
    ['!a', 'b'],
    ['+(a|aa)', 'aaa'],
    ['@(a|b)', 'a'],
    ['a/**', 'x/a'],
    ['b', 'a\\b'],
    ['\\*', 'a'],
  ])('%s keeps %s', (pattern, path) => {
    expect(matches(pattern, path)).toBe(false)
  })

  it('tells cases apart only where file systems do', () => {
    expect(matches('EXPORTS', 'Exports', 'linux')).toBe(false)
    expect(matches('EXPORTS', 'Exports', 'win32')).toBe(true)
    expect(matches('EXPORTS', 'Exports', 'darwin')).toBe(true)
  })

  it('takes backslashes as separators on Windows', () => {
    expect(matches('a\\b', 'a/b', 'win32')).toBe(true)
  })

  it('ignores nothing without patterns', () => {
    expect(compileIgnorePatterns([])('a.jpg')).toBe(false)
  })

  it('takes patterns that are not well formed without failing', () => {
    expect(matches('[', 'a')).toBe(false)
    expect(matches('(((', 'a')).toBe(false)
  })
})
