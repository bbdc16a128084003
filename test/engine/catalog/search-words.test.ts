// What a search finds whatever keyboard it is typed on: accents, letters of their own, and the forms in which file systems
// write them.
import { expect, test } from 'vitest'
import { foldedName, forSearch } from '../../../src/main/engine/catalog/paths.ts'
import { aCatalogWithSource, listing, noon } from './catalog-builder.ts'

const pairs: [typed: string, written: string][] = [
  ['oludeniz', 'Ölüdeniz'],
  ['ölüdeniz', 'Oludeniz'],
  ['ÖLÜDENİZ', 'ölüdeniz'],
  ['strasse', 'Straße'],
  ['straße', 'STRASSE'],
  ['grosse', 'GROẞE'],
  ['lodz', 'Łódź'],
  ['smorrebrod', 'Smørrebrød'],
  ['isiklar', 'Işıklar'],
  ['istanbul', 'İstanbul'],
  ['aero', 'Ærø'],
  ['dordevic', 'Đorđević'],
  ['thingvellir', 'Þingvellir'],
  ['noel', 'Noe\u0308l'],
  ['no\u00ebl', 'noel'],
  ['tieng viet', 'Tiếng Việt'],
  ['ελλας', 'ΕΛΛΆΣ'],
  ['елка', 'Ёлка'],
  ['office', 'o\ufb03ce'],
]

test.each(pairs)('“%s” finds “%s”, as NFC and as NFD', async (typed, written) => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const names = [`1 ${written.normalize('NFC')}.jpg`, `2 ${written.normalize('NFD')}.jpg`]
  const folders = [`b ${written.normalize('NFC')}`, `a ${written.normalize('NFD')}`]
  const events = [
    listing('', ['other.jpg', ...names], folders),
    ...folders.map((folder) => listing(folder, [`in ${folder.slice(0, 1)}.jpg`])),
  ]
  await catalog.applyWalk(sourceId, events, noon, 0)
  const found = (search: string): string[] =>
    catalog
      .listHistory({ search }, null, 9)
      .rows.map(({ name }) => name)
      .sort()
  const all = [...names, 'in a.jpg', 'in b.jpg'].sort()
  expect(found(typed)).toEqual(all)
  expect(found(typed.normalize('NFD'))).toEqual(all)
  expect(catalog.countHistory({ search: typed }, null).files).toBe(4)
  expect(
    catalog
      .historyFolders(typed, 9)
      .map(({ folder }) => folder)
      .sort(),
  ).toEqual([...folders].sort())
})

test('what tells letters of other scripts apart stays', () => {
  for (const [one, other] of [
    ['が', 'か'],
    ['ガ', 'カ'],
    ['कि', 'क'],
    ['한국', '하구'],
    ['ที่', 'ท'],
  ] as const)
    expect(forSearch(one), one).not.toBe(forSearch(other))
  expect(forSearch('한국'.normalize('NFD'))).toBe(forSearch('한국'))
})

test('a name in ASCII needs no second form', () => {
  expect(foldedName('IMG_0001.JPG')).toBeNull()
  expect(forSearch('IMG_0001.JPG')).toBe('img_0001.jpg')
})
