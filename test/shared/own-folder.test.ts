// What the codes of the system mean for a folder of Shoebox's own, as a table.
import { expect, test } from 'vitest'
import { ownFolderTrouble } from '../../src/shared/own-folder.ts'

test.each([
  ['ENOTDIR', 'in-the-way'],
  ['EEXIST', 'in-the-way'],
  ['EISDIR', 'in-the-way'],
  ['EACCES', 'not-allowed'],
  ['EPERM', 'not-allowed'],
  ['SQLITE_PERM', 'not-allowed'],
  ['EROFS', 'read-only'],
  ['SQLITE_READONLY', 'read-only'],
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['ENAMETOOLONG', 'too-long'],
  ['ELOOP', 'circle'],
  ['ENOENT', 'nowhere'],
  ['EIO', 'other'],
  ['SQLITE_CANTOPEN', 'other'],
])('%s: %s', (code, trouble) => {
  expect(ownFolderTrouble(code)).toBe(trouble)
})
