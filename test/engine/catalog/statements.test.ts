// Statements in the catalogue: what each file counts as, which folders are named, and which statements are kept.
import { describe, expect, it, test } from 'vitest'
import { countsAs } from '../../../src/main/engine/catalog/statements.ts'
import type { FileState } from '../../../src/shared/model.ts'
import { noFigures } from '../../../src/shared/statement-words.ts'
import type { Statement } from '../../../src/shared/statement.ts'
import {
  aCatalog,
  aCatalogWithSource,
  addSource,
  as,
  fingerprint,
  listing,
  noon,
  sha,
} from './catalog-builder.ts'

test.each<[FileState, string | null, ReturnType<typeof countsAs>]>([
  ['gone', null, null],
  ['done', null, 'safe'],
  ['failed', 'item-error', 'needYou'],
  ['found', null, 'waiting'],
  ['waiting', 'server-error', 'waiting'],
  ['creating', null, 'waiting'],
  ['skipped', 'empty', 'noPhotos'],
  ['skipped', 'not-a-photo', 'noPhotos'],
  ['skipped', 'too-large', 'leftOut'],
  ['skipped', null, 'leftOut'],
  // Only of what was skipped does the reason tell.
  ['waiting', 'empty', 'waiting'],
  ['failed', 'not-a-photo', 'needYou'],
])('a file that is %s because of %j counts as %j', (state, reason, kind) => {
  expect(countsAs(state, reason)).toBe(kind)
})

/** What is stated now, as what is named of each folder. */
async function world(folders: Readonly<Record<string, readonly string[]>>) {
  const { catalog, sourceId } = await aCatalogWithSource()
  const names = Object.keys(folders)
  const walk = names.map((folder) => listing(folder, [...(folders[folder] ?? [])]))
  await catalog.applyWalk(sourceId, [listing('', [], names), ...walk], noon, 0)
  const told = () => catalog.figuresByFolder().map(({ folder }) => folder)
  const become = (name: string, next: ReturnType<typeof as.done>) =>
    catalog.record([{ of: 'upload', uploadId: fingerprint(catalog, name, name), next }])
  return { catalog, sourceId, told, become }
}

describe('the folders of a statement', () => {
  it('have what lies below them, each file once and in its kind, in the order of their names', async () => {
    const { catalog, sourceId, become } = await world({
      b: ['1.jpg', '2.jpg'],
      'b/x': ['3.jpg', '4.jpg'],
      a: ['5.jpg'],
      gone: ['6.jpg'],
    })
    await catalog.applyWalk(sourceId, [listing('gone', [])], noon, 0)
    become('1.jpg', as.done('1'))
    become('3.jpg', as.done('3'))
    become('4.jpg', as.failed())
    become('5.jpg', as.skipped())
    const named = { ...noFigures, sourceId: String(sourceId), source: 'photos' }
    const inB = { safe: 2, safeBytes: 2_000, needYou: 1, waiting: 1 }
    expect(catalog.figuresByFolder()).toEqual([
      { ...named, folder: '', ...inB, leftOut: 1 },
      { ...named, folder: 'a', leftOut: 1 },
      { ...named, folder: 'b', ...inB },
    ])
  })

  it('are every source, also one of which nothing is known yet', async () => {
    const catalog = await aCatalog()
    const ids = ['/photos', '/card'].map((path) => String(addSource(catalog, path)))
    expect(catalog.figuresByFolder()).toEqual([
      { ...noFigures, sourceId: ids[0], source: 'photos', folder: '' },
      { ...noFigures, sourceId: ids[1], source: 'card', folder: '' },
    ])
  })

  it('are no more than 200: those with most to tell, and of as much those with most that is safe', async () => {
    const number = (at: number): string => String(at).padStart(3, '0')
    const safe = Object.fromEntries(
      Array.from({ length: 200 }, (_, at) => [`s${number(at)}`, [`${number(at)}.jpg`]]),
    )
    const { catalog, told } = await world({
      ...safe,
      'a few': ['f.jpg', 'g.jpg'],
      'z waits': ['w.jpg'],
      'z was left out': ['l.jpg'],
      'z needs you': ['n.jpg'],
    })
    catalog.record(
      catalog.next('found', 300, noon, new Set()).map(({ fileId, name, stamp }) => ({
        ...{ of: 'fingerprint', fileId, sha256: sha(name), stamp },
      })),
    )
    const special = new Map([
      ['w.jpg', as.ready()],
      ['l.jpg', as.skipped()],
      ['n.jpg', as.failed()],
    ])
    catalog.record(
      catalog.next('fingerprinted', 300, noon, new Set()).map(({ uploadId, name }) => ({
        ...{ of: 'upload', uploadId: uploadId ?? 0 },
        next: special.get(name) ?? as.done(name),
      })),
    )
    const all = told()
    expect(all).toHaveLength(1 + 200)
    expect(all[0]).toBe('')
    expect(all.slice(1)).toEqual(all.slice(1).sort())
    for (const folder of ['a few', 'z waits', 'z was left out', 'z needs you'])
      expect(all).toContain(folder)
  })
})

describe('the statements that are kept', () => {
  const stated: Omit<Statement, 'statementId'> = {
    ...{ at: noon, why: 'monthly', account: null, total: noFigures, unread: 0 },
    ...{ away: [], folders: [] },
  }

  it('are told as they were given, at a whole millisecond', async () => {
    const catalog = await aCatalog()
    const kept = catalog.keepStatement({ ...stated, at: noon + 0.6 })
    expect(kept).toEqual({ ...stated, at: noon + 1, statementId: '1' })
    expect(catalog.statement('1')).toEqual(kept)
    expect(catalog.statement('2')).toBeNull()
    const [head] = catalog.statements()
    expect(head).not.toHaveProperty('folders')
    expect({ ...head, folders: kept.folders }).toEqual(kept)
  })

  it('are the newest 240 and the first one', async () => {
    const catalog = await aCatalog()
    const ids = () => catalog.statements().map(({ statementId }) => Number(statementId))
    for (const why of ['asked', 'first', 'first'] as const)
      catalog.keepStatement({ ...stated, why })
    for (let at = 0; at < 240; at += 1) catalog.keepStatement(stated)
    const newest = Array.from({ length: 240 }, (_, at) => 243 - at)
    expect(ids()).toEqual([...newest, 2])
    catalog.keepStatement(stated)
    expect(ids()).toEqual([244, ...newest.slice(0, -1), 2])
  })

  it('lose the names of a source that is taken out, and nothing else', async () => {
    const catalog = await aCatalog()
    const [photos, card] = ['/photos', '/card'].map((path) => addSource(catalog, path))
    const folders = catalog.figuresByFolder()
    catalog.keepStatement({ ...stated, away: ['card', 'photos'], folders })
    await catalog.removeSource(photos ?? 0)
    expect(catalog.statement('1')).toEqual({
      ...{ ...stated, statementId: '1', away: ['card'] },
      folders: [{ ...noFigures, sourceId: String(card), source: 'card', folder: '' }],
    })
  })

  it('lose the name of a card, too, which has none any more by then', async () => {
    const catalog = await aCatalog()
    const sourceId = addSource(catalog, '/media/9016-4EF8')
    catalog.rememberVolume({
      ...{ kind: 'card', volumeId: null, label: 'Anna', sizeBytes: 1, cameraFolder: null },
      ...{ answer: 'always', holds: true, sourceId, lastSeenAt: noon },
    })
    const folders = catalog.figuresByFolder()
    catalog.keepStatement({ ...stated, away: ['Card “Anna”'], folders })
    expect(JSON.stringify(catalog.statement('1'))).toContain('Anna')
    catalog.forgetVolumeOf(sourceId)
    await catalog.removeSource(sourceId)
    expect(JSON.stringify(catalog.statement('1'))).not.toMatch(/Anna|9016/)
  })
})
