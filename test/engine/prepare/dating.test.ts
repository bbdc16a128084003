// What is gathered to tell the date of a photo: from the catalogue, from its folder on a real disk, and in which amounts.
import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createFileReader } from '../../../src/main/engine/scan/index.ts'
import type { WorkStore } from '../../../src/main/engine/ports/catalogue.ts'
import type { FolderPage } from '../../../src/main/engine/ports/dates.ts'
import { createCompanions } from '../../../src/main/engine/prepare/companions.ts'
import { createDating } from '../../../src/main/engine/prepare/dating.ts'
import { anItem } from '../../builders/items.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { tempFolder } from '../scan/temp-folder.ts'

type File = FolderPage['files'][number]
const now = Date.UTC(2026, 6, 1)
const signal = new AbortController().signal
const plain = (name: string): File => ({
  ...{ name, mtimeUs: now * 1000, mediaKind: null, takenAt: null },
})
const dated = (name: string, takenAt: number): File => ({
  ...{ name, mtimeUs: now * 1000, mediaKind: 'photo', takenAt },
})

/** A folder on a real disk, and what the catalogue knows of it. */
function bench(files: readonly File[], { folder = '', root = 'Pictures' } = {}) {
  const disk = tempFolder()
  const reader = createFileReader()
  onTestFinished(() => reader.close())
  const clock = manualClock(now)
  const pages: string[] = []
  const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const store: Pick<WorkStore, 'besides'> = {
    besides: (_, after, limit) => {
      pages.push(after)
      const rest = sorted.filter(({ name }) => name > after).slice(0, limit)
      return { root: `/somewhere/${root}`, folder, files: rest }
    },
  }
  const companions = createCompanions({ store, reader, clock })
  const dateOf = createDating({ store, reader, companions, clock })
  const ask = async (name: string, undated: string) => {
    const item = anItem({ name, path: join(disk, name), undated })
    const date = (await dateOf(item, signal))?.(null)?.added ?? null
    return date === null ? null : { at: new Date(date.at).toISOString(), source: date.source }
  }
  return { disk, clock, pages, ask }
}

describe('the date of a photo without one', () => {
  it('is told by its name, its folder or the source itself', async () => {
    const { ask } = bench([plain('scan.jpg')], { folder: '2019-07-14 Party' })
    expect(await ask('IMG-20180305-WA0003.jpg', 'name')).toMatchObject({ source: 'name-date' })
    expect(await ask('scan.jpg', 'name')).toEqual({
      at: '2019-07-14T12:00:00.000Z',
      source: 'folder-name',
    })
    const source = bench([plain('scan.jpg')], { root: '1987' })
    expect(await source.ask('scan.jpg', 'name')).toMatchObject({ at: '1987-01-01T12:00:00.000Z' })
  })

  it('lies between those of its neighbours', async () => {
    const { ask } = bench([
      dated('DSC_0001.jpg', Date.UTC(2015, 4, 1, 10)),
      plain('DSC_0002.jpg'),
      dated('DSC_0003.jpg', Date.UTC(2015, 4, 1, 11)),
    ])
    expect(await ask('DSC_0002.jpg', 'name')).toEqual({
      at: '2015-05-01T10:30:00.000Z',
      source: 'neighbours',
    })
  })

  it.each(['scan.jpg.xmp', 'scan.xmp', 'scan.jpg.XMP'])(
    'is told by its sidecar %s',
    async (name) => {
      const { ask, disk } = bench([plain('scan.jpg')], { root: '1987' })
      writeFileSync(
        join(disk, name),
        `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
       <rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:DateTimeOriginal="1991-08-20T19:30:00"/></rdf:RDF>`,
      )
      expect(await ask('scan.jpg', 'name')).toEqual({
        at: '1991-08-20T19:30:00.000Z',
        source: 'sidecar',
      })
    },
  )

  it('is that of its file only where the folder wants that', async () => {
    const { ask, disk } = bench([plain('garden.jpg')])
    writeFileSync(join(disk, 'garden.jpg'), 'photo')
    const then = new Date(2003, 3, 5, 14, 30)
    utimesSync(join(disk, 'garden.jpg'), then, then)
    expect(await ask('garden.jpg', 'name')).toBeNull()
    expect(await ask('garden.jpg', 'file')).toEqual({
      at: '2003-04-05T14:30:00.000Z',
      source: 'file-time',
    })
  })

  it('is not that of a file which was unpacked with twenty others', async () => {
    const many = Array.from({ length: 25 }, (_, index) => ({
      ...plain(`garden ${index}.jpg`),
      mtimeUs: Date.UTC(2003, 3, 5, 14, 30) * 1000,
    }))
    const { ask, disk } = bench(many)
    writeFileSync(join(disk, 'garden 1.jpg'), 'photo')
    const then = new Date(Date.UTC(2003, 3, 5, 14, 30))
    utimesSync(join(disk, 'garden 1.jpg'), then, then)
    expect(await ask('garden 1.jpg', 'file')).toBeNull()
  })

  it('is the one chosen, in the order in which people count', async () => {
    const names = ['page 10.jpg', 'page 2.jpg', 'page 1.jpg']
    const { ask } = bench([...names.map(plain), dated('page 0.jpg', Date.UTC(2015, 4, 1, 10))])
    const at = async (name: string) => (await ask(name, '1987-07'))?.at
    expect(await at('page 1.jpg')).toBe('1987-07-01T12:00:00.000Z')
    expect(await at('page 2.jpg')).toBe('1987-07-01T12:00:01.000Z')
    expect(await at('page 10.jpg')).toBe('1987-07-01T12:00:02.000Z')
  })

  it('is looked for nowhere where it is left, or where the words mean nothing', async () => {
    const { ask, pages } = bench([plain('IMG-20180305-WA0003.jpg')])
    expect(await ask('IMG-20180305-WA0003.jpg', 'leave')).toBeNull()
    expect(await ask('IMG-20180305-WA0003.jpg', 'of a newer version')).toBeNull()
    expect(pages).toEqual([])
  })
})

describe('a large folder', () => {
  const names = Array.from(
    { length: 4_500 },
    (_, index) => `page ${String(index).padStart(4, '0')}.jpg`,
  )

  it('is read in pages, once for all its photos, and anew after a while', async () => {
    const { ask, pages, clock } = bench(names.map(plain))
    expect((await ask('page 4321.jpg', '1987'))?.at).toBe('1987-01-01T13:12:01.000Z')
    expect(pages).toEqual(['', 'page 1999.jpg', 'page 3999.jpg'])
    await ask('page 0001.jpg', '1987')
    expect(pages).toHaveLength(3)
    clock.advance(31_000)
    await ask('page 0001.jpg', '1987')
    expect(pages).toHaveLength(6)
  })
})
