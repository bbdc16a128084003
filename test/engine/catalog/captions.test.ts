// What photos say, as the catalogue keeps and counts it: until it is sent, with which of it a photo was made, what each camera
// says, and that nothing of it is left of a folder that was taken out.
import Sqlite from 'better-sqlite3'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { PhotoWords } from '../../../src/main/engine/ports/captions.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import {
  aCatalog,
  addSource,
  as,
  entry,
  listing,
  noon,
  sha,
  tempFolder,
} from './catalog-builder.ts'

const words = (text: string, change: Partial<PhotoWords> = {}): PhotoWords => ({
  camera: null,
  said: [text],
  captions: [{ text, source: 'xmp', said: text }],
  ...change,
})
const silent = (camera: string): PhotoWords => ({ camera, said: [], captions: [] })
const caption = { text: 'At sea', source: 'xmp', isRefused: false } as const

async function world(names: readonly string[], path?: string) {
  const catalog = await aCatalog(path === undefined ? {} : { path, backupFolder: tempFolder() })
  const sourceId = addSource(catalog, '/photos')
  await catalog.applyWalk(sourceId, [listing('', [...names])], noon, 0)
  const uploads = new Map<string, number | null>()
  for (const { fileId, name, stamp } of catalog.next('found', 1000, noon, new Set())) {
    catalog.record([{ of: 'fingerprint', fileId, sha256: sha(name), stamp }])
    uploads.set(name, catalog.fileById(fileId)?.uploadId ?? null)
  }
  const put = (name: string, said: PhotoWords): number => {
    const uploadId = uploads.get(name) ?? 0
    catalog.record([
      { of: 'upload', uploadId, next: as.ready() },
      { of: 'words', uploadId, words: said },
    ])
    return uploadId
  }
  return { catalog, sourceId, put }
}
const shown = (catalog: Catalog): unknown => catalog.listHistory({}, null, 9).rows[0]?.caption

test('keeps what a photo says until it is made, and then what it was made with', async () => {
  const { catalog, put } = await world(['a.jpg'])
  const uploadId = put('a.jpg', words('At sea'))
  expect(catalog.captionChoice(uploadId)).toEqual({ words: words('At sea') })
  catalog.record([
    { of: 'upload', uploadId, next: as.creating() },
    { of: 'caption', uploadId, caption },
  ])
  expect(catalog.captionChoice(uploadId)).toEqual({ words: words('At sea'), decided: caption })
  // Nobody knows yet whether it went.
  expect(shown(catalog)).toBeNull()
  catalog.resumeCreating()
  expect(catalog.captionChoice(uploadId).decided).toEqual(caption)
  catalog.record([{ of: 'upload', uploadId, next: as.done() }])
  expect(catalog.captionChoice(uploadId)).toEqual({ words: null })
  expect(shown(catalog)).toEqual(caption)
  expect(catalog.verify()).toEqual([])
})

test('remembers that a photo was to go without, and that Google did not take a caption', async () => {
  const { catalog, put } = await world(['a.jpg'])
  const uploadId = put('a.jpg', words('At sea'))
  catalog.record([{ of: 'caption', uploadId, caption: null }])
  expect(catalog.captionChoice(uploadId).decided).toBeNull()
  catalog.record([{ of: 'caption', uploadId, caption: { ...caption, isRefused: true } }])
  catalog.record([{ of: 'upload', uploadId, next: as.done() }])
  expect(shown(catalog)).toEqual({ ...caption, isRefused: true })
})

test('asks anew once a photo is prepared anew', async () => {
  const { catalog, put } = await world(['a.jpg'])
  const uploadId = put('a.jpg', words('At sea'))
  catalog.record([{ of: 'caption', uploadId, caption: { ...caption, isRefused: true } }])
  catalog.record([{ of: 'words', uploadId, words: words('In the harbour') }])
  expect(catalog.captionChoice(uploadId)).toEqual({ words: words('In the harbour') })
})

test('counts each photo of a camera once, also those that say nothing', async () => {
  const { catalog, put } = await world(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'])
  const of = (text: string): PhotoWords => words(text, { camera: 'Maker One' })
  const uploadId = put('a.jpg', of('Own words'))
  put('b.jpg', of('Own words'))
  expect(catalog.captionChoice(put('c.jpg', silent('Maker One')))).toEqual({ words: null })
  put('d.jpg', words('At sea'))
  // Prepared again: another size, perhaps.
  catalog.record([{ of: 'words', uploadId, words: of('Own words') }])
  expect(catalog.cameraCaptions('Maker One')).toEqual({
    photos: 3,
    captions: new Map([['Own words', 2]]),
  })
  for (const other of ['Maker Two', 'Faker One', 'Maker One '])
    expect(catalog.cameraCaptions(other)).toBeNull()
})

test('keeps of a camera what most of its photos say, however many others say something else', async () => {
  const names = Array.from({ length: 120 }, (_, index) => `${index}.jpg`)
  const { catalog, put } = await world(names)
  const say = (index: number): string => (index % 6 === 0 || index < 40 ? `Own ${index}` : 'At sea')
  for (let index = 0; index < 40; index += 1)
    put(`${index}.jpg`, words(say(index), { camera: 'M' }))
  // As long as each says its own, the last of them is kept all the same.
  expect(catalog.cameraCaptions('M')?.captions.size).toBe(32)
  expect(catalog.cameraCaptions('M')?.captions.get('Own 39')).toBe(1)
  for (let index = 40; index < 120; index += 1)
    put(`${index}.jpg`, words(say(index), { camera: 'M' }))
  const counted = catalog.cameraCaptions('M')
  expect(counted?.photos).toBe(120)
  expect(counted?.captions.size).toBe(32)
  const said = names.filter((_, index) => index % 6 !== 0 && index >= 40).length
  expect(counted?.captions.get('At sea')).toBe(said)
})

test('counts no more cameras than anybody has', async () => {
  const names = Array.from({ length: 520 }, (_, index) => `${index}.jpg`)
  const { catalog, put } = await world(names)
  put('0.jpg', silent('Mine'))
  put('1.jpg', silent('Mine'))
  const camera = (index: number): string => `Camera ${index}.jpg ${'x'.repeat(10_000)}`
  for (let index = 2; index < 520; index += 1) put(`${index}.jpg`, silent(camera(index)))
  expect(catalog.cameraCaptions('Mine')).toMatchObject({ photos: 2 })
  // Those that were met first go first, until 500 are left.
  expect([20, 21].map((index) => catalog.cameraCaptions(camera(index))?.photos)).toEqual([
    undefined,
    1,
  ])
  // Nobody's camera has a longer name.
  expect(catalog.cameraCaptions(camera(21).slice(0, 200))).toMatchObject({ photos: 1 })
  expect(catalog.cameraCaptions(camera(21).slice(0, 199))).toBeNull()
  expect(catalog.verify()).toEqual([])
})

test('shows no caption where a bit of what was kept fell over, and goes on', async () => {
  const path = join(tempFolder(), 'catalogue.sqlite')
  const { catalog, put } = await world(['a.jpg'], path)
  const uploadId = put('a.jpg', words('At sea'))
  catalog.close()
  const db = new Sqlite(path)
  db.pragma('ignore_check_constraints = ON')
  db.prepare(`UPDATE upload SET words = '{"camera', caption = '{"text":5}'`).run()
  db.close()
  const again = await aCatalog({ path, backupFolder: tempFolder() })
  expect(again.captionChoice(uploadId)).toEqual({ words: null, decided: null })
  again.record([{ of: 'upload', uploadId, next: as.done() }])
  expect(shown(again)).toBeNull()
})

test('leaves no word of a folder that is taken out', async () => {
  const path = join(tempFolder(), 'catalogue.sqlite')
  const { catalog, sourceId, put } = await world(['a.jpg', 'b.jpg', 'c.jpg'], path)
  const sent = put('a.jpg', words('Secret harbour'))
  const decided = { ...caption, text: 'Secret harbour' }
  catalog.record([
    { of: 'caption', uploadId: sent, caption: decided },
    { of: 'upload', uploadId: sent, next: as.done() },
  ])
  put('b.jpg', words('Secret beach'))
  const [row] = catalog.listHistory({ search: 'a.jpg' }, null, 9).rows
  expect(row?.caption).toEqual(decided)
  // What it was before it got other bytes belongs to it as well.
  const was = put('c.jpg', words('Secret island'))
  catalog.record([
    { of: 'caption', uploadId: was, caption: { ...caption, text: 'Secret island' } },
    { of: 'upload', uploadId: was, next: as.done('other') },
  ])
  await catalog.applyWalk(
    sourceId,
    [listing('', ['a.jpg', 'b.jpg', { ...entry('c.jpg'), sizeBytes: 77 }])],
    noon + 1,
    0,
  )
  await catalog.removeSource(sourceId)
  // What was in hand comes back late.
  catalog.record([
    { of: 'words', uploadId: sent, words: words('Secret bay') },
    { of: 'caption', uploadId: sent, caption: { ...caption, text: 'Secret bay' } },
  ])
  catalog.close()
  expect(readFileSync(path).includes('Secret')).toBe(false)
})
