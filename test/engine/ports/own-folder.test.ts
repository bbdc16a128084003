// Which throws are foreseen where a folder of Shoebox's own is made or used, and which are bugs.
import { expect, test } from 'vitest'
import { ownFolderFailure } from '../../../src/main/engine/ports/own-folder.ts'

const thrown = (code: string): Error => Object.assign(new Error('no way'), { code })

test.each([
  ['ENOTDIR', 'ENOTDIR'],
  ['E2BIG', 'E2BIG'],
  ['SQLITE_CANTOPEN_ISDIR', 'SQLITE_CANTOPEN'],
  ['SQLITE_READONLY', 'SQLITE_READONLY'],
  ['SQLITE_PERM', 'SQLITE_PERM'],
])('%s is foreseen', (said, code) => {
  const failure = { kind: 'own-folder-unusable', path: '/data', code }
  expect(ownFolderFailure('/data', thrown(said))).toEqual(failure)
})

test.each([
  ['a wrong argument', thrown('ERR_INVALID_ARG_TYPE')],
  ['wrong SQL', thrown('SQLITE_ERROR')],
  ['an error without a code', new Error('no way')],
  ['what is no error', { code: 'ENOTDIR' }],
])('%s is a bug', (_, bug) => {
  expect(ownFolderFailure('/data', bug)).toBeNull()
})
