// A catalogue that is only glanced at: opened without a look at all its pages, and mended all the same where that meets damage.
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openCatalog } from '../../../src/main/engine/catalog/index.ts'
import { migrations, newestVersion } from '../../../src/main/engine/catalog/migrate.ts'
import type { OpenOptions } from '../../../src/main/engine/catalog/open-options.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import { overwrite, pageOf } from '../../builders/damaged-pages.ts'
import { addSource, listing, noon, openOptions, tempFolder } from './catalog-builder.ts'

type Place = Pick<OpenOptions, 'path' | 'backupFolder'>

async function openedAs(at: Place, change: Partial<OpenOptions>): Promise<Catalog['openedAs']> {
  const opened = await openCatalog(openOptions({ ...at, ...change }))
  if (!opened.ok) throw new Error(opened.failure.kind)
  const { openedAs: how } = opened.value
  opened.value.close()
  return how
}

/** A catalogue of which the disk damages the first page of a table or index. */
async function damaged(name: string): Promise<Place> {
  const folder = tempFolder()
  const at = { path: join(folder, 'catalogue.sqlite'), backupFolder: join(folder, 'backups') }
  const opened = await openCatalog(openOptions(at))
  if (!opened.ok) throw new Error(opened.failure.kind)
  const sourceId = addSource(opened.value, '/photos')
  await opened.value.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, 0)
  opened.value.close()
  overwrite(at.path, pageOf(at.path, name))
  return at
}

const setAside = ({ path }: Place): string[] =>
  readdirSync(join(path, '..')).filter((name) => name.includes('.corrupt-'))

it('opens over damage that it does not meet, and leaves it to whoever works with it', async () => {
  const at = await damaged('history')
  expect(await openedAs(at, { isGlance: true })).toBe('good')
  expect(setAside(at)).toEqual([])
  expect(await openedAs(at, {})).toBe('rebuilt')
})

it('mends damage that it meets as it opens', async () => {
  const at = await damaged('source')
  expect(await openedAs(at, { isGlance: true })).toBe('rebuilt')
  expect(setAside(at)).not.toEqual([])
})

it('looks at all pages where the run before met damage', async () => {
  const at = await damaged('history')
  writeFileSync(`${at.path}.damaged`, '')
  expect(await openedAs(at, { isGlance: true })).toBe('rebuilt')
})

it('looks at all pages before a migration', async () => {
  const at = await damaged('history')
  const steps = [...migrations, { version: newestVersion() + 1, up: () => undefined }]
  expect(await openedAs(at, { isGlance: true, migrations: steps })).toBe('rebuilt')
})
