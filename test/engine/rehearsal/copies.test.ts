// Files with the same bytes are one photo; a file is read whole only where another one has its size.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCopyFinder } from '../../../src/main/engine/rehearsal/copies.ts'
import { fileReader } from '../../builders/file-reader.ts'

const { signal } = new AbortController()
let folder: string
let hashed: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shoebox-copies-'))
  hashed = []
})
afterEach(() => rmSync(folder, { recursive: true }))

const put = (name: string, bytes: string): string => {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}
const finder = () =>
  createCopyFinder({
    readStart: (...of) => fileReader.readStart(...of),
    fingerprint: (path, ...rest) => {
      hashed.push(path.slice(folder.length + 1))
      return fileReader.fingerprint(path, ...rest)
    },
  })

describe('a finder of copies', () => {
  it('reads nothing of files of different sizes', async () => {
    const { isCopy } = finder()
    expect(await isCopy(put('a', '1'), 1, signal)).toBe(false)
    expect(await isCopy(put('b', '12'), 2, signal)).toBe(false)
    expect(hashed).toEqual([])
  })

  it('reads each file of one size once, and finds every copy but the first', async () => {
    const { isCopy } = finder()
    const found: boolean[] = []
    for (const [name, bytes] of [
      ['a', 'one'],
      ['b', 'two'],
      ['c', 'one'],
      ['d', 'two'],
      ['e', 'six'],
    ] as const)
      found.push(await isCopy(put(name, bytes), 3, signal))
    expect(found).toEqual([false, false, true, true, false])
    expect(hashed).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  it('knows what is in the library already, and takes a changed file for no copy of itself', async () => {
    const { isCopy, note } = finder()
    note(put('done', 'one'), 3)
    note(put('changed', 'two'), 3)
    expect(await isCopy(put('new', 'one'), 3, signal)).toBe(true)
    expect(await isCopy(join(folder, 'changed'), 3, signal)).toBe(false)
  })

  it('takes what cannot be read for no copy, and goes on', async () => {
    const { isCopy, note } = finder()
    note(join(folder, 'gone'), 3)
    expect(await isCopy(put('a', 'one'), 3, signal)).toBe(false)
    expect(await isCopy(join(folder, 'gone too'), 3, signal)).toBe(false)
    expect(await isCopy(put('b', 'one'), 3, signal)).toBe(true)
  })
})
