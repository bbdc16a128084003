import fc from 'fast-check'
import picomatch from 'picomatch'
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
    ['page{a..c}.png', 'pageb.png'],
    ['{a\\,b,c}.png', 'a,b.png'],
    ['page{c..a}.png', 'pageb.png'],
    // A class that never ends is the very characters.
    ['x[a\\]', 'x[a]'],
    ['x[\\]a]', 'x]'],
    ['x[a\\-c]', 'x-'],
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
    ['{a\\,b,c}.png', 'b.png'],
    ['page{a..c}.png', 'paged.png'],
    ['page{a..cc}.png', 'pageb.png'],
    ['x[a\\]', 'xa'],
    ['x[a\\-c]', 'xb'],
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

  it.each([
    ['IMG_*_*_*_*_COPY.jpg', `IMG_${'_'.repeat(240)}.jpg`],
    [`${'*a'.repeat(60)}b`, 'a'.repeat(250)],
    [`${'?*'.repeat(60)}b`, 'a'.repeat(250)],
    [`${'[a-z]*'.repeat(40)}1`, 'a'.repeat(250)],
    [`${'**/'.repeat(40)}x`, Array.from({ length: 120 }, () => 'a').join('/')],
    ['{a,b}'.repeat(30), 'a'.repeat(30)],
    ['{a,'.repeat(400), 'a'],
  ])('%s takes no time, however it fails to fit', (pattern, path) => {
    const before = process.cpuUsage()
    const fits = compileIgnorePatterns([pattern], 'linux')
    for (let name = 0; name < 100; name += 1) fits(path)
    const { user, system } = process.cpuUsage(before)
    // One name took 3.1 s with the first of them, and two stars more froze the engine.
    expect((user + system) / 1_000).toBeLessThan(1_500)
  })

  it.each([
    ['IMG_*_*_*_*_COPY.jpg', 'IMG_1_2_3_4_COPY.jpg', true],
    ['*.{jpg,jpeg,p[mn]g}', 'a.png', true],
    ['*.{jpg,{heic,heif}}', 'a.heif', true],
    ['{draft}', '{draft}', true],
    ['{draft}', 'draft', false],
    ['DSC{1..3}', 'DSC2', true],
    ['DSC{1..3}', 'DSC4', false],
    ['[!a-c]x', 'dx', true],
    ['[!a-c]x', 'bx', false],
    ['[]]', ']', true],
    ['a[', 'a[', true],
    ['?', '😀', true],
    ['**/raw/*.dng', 'raw/a.dng', true],
    ['**/raw/*.dng', 'x/y/raw/a.dng', true],
    ['x/**/a.dng', 'x/a.dng', true],
    ['x/**/a.dng', 'x/1/2/a.dng', true],
    ['x/**/a.dng', 'y/x/a.dng', false],
    ['a**b', 'axxb', true],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected)
  })

  it('fit what the usual matcher of such patterns lets fit', () => {
    const piece = fc.constantFrom('a', 'b', '.', 'a', '*', '?', '[ab]', '[^a]', '{a,b}', '**')
    const pattern = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''))
    const name = fc
      .array(fc.constantFrom('a', 'b', 'c', '.'), { minLength: 1, maxLength: 6 })
      .map((letters) => letters.join(''))
    fc.assert(
      fc.property(
        fc.array(pattern, { minLength: 1, maxLength: 3 }),
        fc.array(name, { minLength: 1, maxLength: 3 }),
        (patterns, names) => {
          // A path's own `.` and `..` are no names of files, and stars side by side are read as one here.
          fc.pre([...names, ...patterns].every((text) => !/^\.{1,2}$/.test(text)))
          // Its short way for `*.*` wants something after the dot.
          fc.pre(names.every((text) => !text.endsWith('.')))
          fc.pre(patterns.every((text) => !/\*\*\*|[^/]\*\*|\*\*[^/]/.test(text)))
          const [glob, path] = [patterns.join('/'), names.join('/')]
          const usual = picomatch(glob, {
            dot: true,
            noextglob: true,
            nonegate: true,
            windows: false,
            basename: !glob.includes('/'),
          })
          expect([glob, path, matches(glob, path)]).toEqual([glob, path, usual(path)])
        },
      ),
      { numRuns: 3_000 },
    )
  })
})
