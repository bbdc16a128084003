// What the command prints is only ever text: no name of a file can move the cursor, paint, or turn a line around.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { printable } from '../../src/main/cli/output.ts'

describe('a line', () => {
  test.each([
    ['a colour', 'a\u001b[31mb', 'a\\u001b[31mb'],
    ['a window title', '\u001b]0;x\u0007', '\\u001b]0;x\\u0007'],
    ['the same in one character', 'a\u009b31mb', 'a\\u009b31mb'],
    ['a line of its own', 'a\nFolder: /', 'a\\u000aFolder: /'],
    ['going back', 'a\rb\b', 'a\\u000db\\u0008'],
    ['a turned name', 'photo\u202egpj.exe', 'photo\\u202egpj.exe'],
    ['an isolated turn', '\u2066a\u2069', '\\u2066a\\u2069'],
    ['the last control', 'a\u007f', 'a\\u007f'],
    ['half a character', 'a\ud800b', 'a\\ud800b'],
  ])('shows %s instead of obeying it', (_, text, shown) => {
    expect(printable(text)).toBe(shown)
  })

  test('leaves every other letter as it is', () => {
    for (const text of ['Überraschung 2026', 'صورة', '写真 😀', 'a\\b', "it's"])
      expect(printable(text)).toBe(text)
  })
})

test('nothing of the command is printed but through the filter', () => {
  const source = join(import.meta.dirname, '../../src/main')
  const files = ['cli.ts', ...readdirSync(join(source, 'cli')).map((name) => join('cli', name))]
  const printing = files.filter((file) =>
    /process\.(stdout|stderr)|console\./.test(readFileSync(join(source, file), 'utf8')),
  )
  expect(printing).toEqual([join('cli', 'output.ts')])
})
