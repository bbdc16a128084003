// How the one connection is set up: what is stored is on the disk, rows point at rows, and what is deleted is overwritten.
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { connect, setUp } from '../../../src/main/engine/catalog/database.ts'
import { tempFolder } from './catalog-builder.ts'

/** SQLite's numbers for what the names mean (its page of pragmas). */
const full = 2
const on = 1

test.each<[string, string | number]>([
  ['journal_mode', 'wal'],
  // A commit waits for the disk: nothing that was told to be in the library is forgotten when the power fails.
  ['synchronous', full],
  ['foreign_keys', on],
  ['secure_delete', on],
  ['locking_mode', 'exclusive'],
  // Negative is in KiB, where positive would be in pages.
  ['cache_size', -16 * 1024],
])('%s is %s', (pragma, value) => {
  const db = connect(join(tempFolder(), 'catalogue.sqlite'))
  onTestFinished(() => void db.close())
  setUp(db)
  expect(db.pragma(pragma, { simple: true })).toBe(value)
})
