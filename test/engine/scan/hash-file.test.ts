// Whether two looks saw one file, and what the system's errors mean for it.
import { lstatSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isSameFile, toFailure } from '../../../src/main/engine/scan/hash-file.ts'
import { tempFolder } from './temp-folder.ts'

it('a file is the same while its size, both of its times and its number are', () => {
  const root = tempFolder('a.jpg')
  const one = lstatSync(join(root, 'a.jpg'))
  const but = (change: Partial<Stats>): Stats =>
    Object.assign(lstatSync(join(root, 'a.jpg')), change)
  expect(isSameFile(one, but({ dev: one.dev + 1, atimeMs: 0 }))).toBe(true)
  for (const name of ['size', 'mtimeMs', 'ctimeMs', 'ino'] as const)
    expect(isSameFile(one, but({ [name]: one[name] + 1 })), name).toBe(false)
  // A folder is no file, however much it stays the same.
  expect(isSameFile(lstatSync(root), lstatSync(root))).toBe(false)
})

it.each([
  ['ENOENT', { kind: 'file-gone' }],
  ['ENOTDIR', { kind: 'file-gone' }],
  ['ELOOP', { kind: 'file-changed' }],
  ['EISDIR', { kind: 'file-changed' }],
  ['EIO', { kind: 'file-unreadable', code: 'EIO' }],
])('%s is what became of the file: %j', (code, failure) => {
  expect(toFailure(code)).toEqual(failure)
})
