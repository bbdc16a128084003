// Captions on their way: what is gathered beside a photo, what its file says, at which price, and what is chosen of it.
import { copyFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { CaptionChoice, CameraCaptions } from '../../../src/main/engine/ports/captions.ts'
import type { FolderPage } from '../../../src/main/engine/ports/dates.ts'
import type { FileReader } from '../../../src/main/engine/ports/files.ts'
import { createCaptions } from '../../../src/main/engine/prepare/captions.ts'
import { createCompanions } from '../../../src/main/engine/prepare/companions.ts'
import { createFileReader } from '../../../src/main/engine/scan/index.ts'
import { fileReader } from '../../builders/file-reader.ts'
import { anItem } from '../../builders/items.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { tempFolder } from '../scan/temp-folder.ts'
import { largeJpeg, openWorkshop, type Workshop } from './workshop.ts'

const signal = new AbortController().signal
const noon = Date.UTC(2026, 6, 1, 12)

const packet = (text: string, owner = ''): string =>
  `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"><rdf:Description dc:description="${text}" ${owner}/></rdf:RDF>`

/** A folder on a real disk, whose reader counts what it is asked. */
function bench(media: readonly string[], choice: CaptionChoice = { words: null }) {
  const disk = tempFolder()
  const real = createFileReader()
  onTestFinished(() => real.close())
  const clock = manualClock(noon)
  const asked: string[] = []
  const state = { choice, camera: null as CameraCaptions | null, sendCaptions: true }
  const reader: Pick<FileReader, 'readStart' | 'namesIn'> = {
    readStart: (path, ...rest) => {
      asked.push(path.slice(disk.length + 1))
      return real.readStart(path, ...rest)
    },
    namesIn: (folder, ...rest) => {
      asked.push('names')
      return real.namesIn(folder, ...rest)
    },
  }
  const page: FolderPage = {
    root: disk,
    folder: '',
    files: media.map((name) => ({ ...{ name, mtimeUs: 0, mediaKind: null, takenAt: null } })),
  }
  const companions = createCompanions({
    reader,
    clock,
    store: {
      besides: (_, after) => {
        if (after === '') asked.push('catalogue')
        return after === '' ? page : { ...page, files: [] }
      },
    },
  })
  const captions = createCaptions({
    companions,
    settings: () => state,
    store: { captionChoice: () => state.choice, cameraCaptions: () => state.camera },
  })
  const put = (name: string, content: string | Buffer, at = noon): void => {
    writeFileSync(join(disk, name), content)
    utimesSync(join(disk, name), at / 1000, at / 1000)
  }
  const beside = (name: string, ask = signal) => {
    const stamp = { sizeBytes: 1, mtimeUs: noon * 1000, ctimeUs: noon * 1000, inode: 1 }
    return captions.wordsBeside(anItem({ name, path: join(disk, name), stamp }), ask)
  }
  return { asked, clock, state, captions, put, beside }
}

describe('beside a photo', () => {
  const nothing = { sidecar: null, modifiedAt: noon * 1000, picasa: null }

  it('nothing costs one look at its folder, for all photos of it', async () => {
    const { beside, asked, clock } = bench(['a.jpg', 'b.jpg'])
    expect([await beside('a.jpg'), await beside('b.jpg'), await beside('c.png')]).toEqual([
      ...[nothing, nothing, nothing],
    ])
    expect(asked).toEqual(['names'])
    clock.advance(31_000)
    await beside('a.jpg')
    expect(asked).toEqual(['names', 'names'])
  })

  it('a sidecar is read with its time, by its whole name before the stem', async () => {
    const { beside, put, asked } = bench(['a.jpg', 'b.jpg'])
    put('a.xmp', packet('By the stem'), noon + 5_000)
    put('a.jpg.xmp', packet('By the name'), noon - 5_000)
    expect((await beside('a.jpg')).sidecar).toEqual({
      text: 'By the name',
      modifiedAt: (noon - 5_000) * 1000,
    })
    expect((await beside('b.jpg')).sidecar).toBeNull()
    expect(asked).toEqual(['names', 'catalogue', 'a.jpg.xmp', 'a.xmp'])
  })

  it('a sidecar of a stem that two photos bear says itself whose it is', async () => {
    const { beside, put } = bench(['a.jpg', 'a.png'])
    put('a.XMP', packet('Of the PNG', 'photoshop:SidecarForExtension="png"'))
    expect((await beside('a.jpg')).sidecar).toBeNull()
    expect((await beside('a.png')).sidecar?.text).toBe('Of the PNG')
  })

  it('Picasa’s list is read once', async () => {
    const { beside, put, asked } = bench(['a.png', 'b.png'])
    put('.picasa.ini', '[a.png]\ncaption=At sea\n')
    put('Picasa.ini', '[b.png]\ncaption=An older one\n')
    expect((await beside('A.png')).picasa).toBe('At sea')
    expect((await beside('b.png')).picasa).toBe('An older one')
    expect((await beside('c.png')).picasa).toBeNull()
    expect(asked.toSorted()).toEqual(['.picasa.ini', 'Picasa.ini', 'names'])
  })

  it('a look that was broken off is no look', async () => {
    const { beside, put } = bench(['a.jpg'])
    put('a.jpg.xmp', packet('At sea'))
    const stop = new AbortController()
    const first = beside('a.jpg', stop.signal)
    const second = beside('a.jpg')
    stop.abort()
    expect((await first).sidecar).toBeNull()
    expect((await second).sidecar?.text).toBe('At sea')
  })
})

describe('what is chosen', () => {
  const said = (text: string, source: 'xmp' | 'exif' = 'xmp') => ({ text, source, said: text })
  const words = { camera: 'M', said: ['Own'], captions: [said('Own'), said('At sea', 'exif')] }
  const chosen = (change: Partial<ReturnType<typeof bench>['state']>) => {
    const { captions, state } = bench([])
    Object.assign(state, change)
    return captions.captionOf(1)
  }
  const counted = (photos: number, own: number): CameraCaptions => ({
    photos,
    captions: new Map([['Own', own]]),
  })
  const own = { text: 'Own', source: 'xmp', isRefused: false } as const
  const atSea = { text: 'At sea', source: 'exif', isRefused: false }
  const refused = { ...own, isRefused: true } as const

  it.each<[string, Parameters<typeof chosen>[0], unknown]>([
    ['nothing of nothing', { choice: { words: null } }, undefined],
    ['the surest', { choice: { words } }, own],
    [
      'the surest of a camera that few photos are of',
      { choice: { words }, camera: counted(49, 49) },
      own,
    ],
    [
      'the next where the camera always says the first',
      { choice: { words }, camera: counted(50, 40) },
      atSea,
    ],
    ['the first where it says it less', { choice: { words }, camera: counted(50, 39) }, own],
    [
      'nothing where the camera says it all',
      { choice: { words: { ...words, captions: [said('Own')] } }, camera: counted(60, 60) },
      null,
    ],
    [
      'the same again after a lost answer, whatever was counted since',
      { choice: { words, decided: own }, camera: counted(60, 60) },
      own,
    ],
    ['none again', { choice: { words, decided: null } }, null],
    ['what Google did not take as what it is', { choice: { words, decided: refused } }, refused],
    ['nothing where captions are off', { choice: { words }, sendCaptions: false }, null],
    [
      'nothing where they were turned off after an answer was lost',
      { choice: { words, decided: refused }, sendCaptions: false },
      null,
    ],
  ])('is %s', (_what, change, expected) => {
    expect(chosen(change)).toEqual(expected)
  })
})

describe('a photo that is prepared', () => {
  let workshop: Workshop
  let reads: string[] = []
  beforeAll(() => {
    const reader: FileReader = {
      ...fileReader,
      readStart: (...asked) => {
        reads.push('start')
        return fileReader.readStart(...asked)
      },
      open: async (...asked) => {
        reads.push('open')
        return fileReader.open(...asked)
      },
    }
    workshop = openWorkshop({ reader })
  })
  afterAll(() => workshop.close())

  const described = async (): Promise<Buffer> =>
    sharp(await largeJpeg())
      .withExif({ IFD0: { ImageDescription: 'At the lake', Make: 'Maker', Model: 'One' } })
      .withXmp(packet('In the garden'))
      .jpeg({ quality: 95 })
      .toBuffer()
  const wordsOf = async (path: string, wishes = {}) => {
    const decision = await workshop.prepare(path, wishes)
    if (!decision.ok || decision.value.kind !== 'send') throw new Error('It is not sent.')
    const { plan, words } = decision.value
    const captions = words?.captions.map(({ text, source }) => `${source} ${text}`)
    return { kind: plan.kind, camera: words?.camera, captions, said: words?.said.length }
  }

  it('says the same whether it goes whole or reduced', async () => {
    const path = workshop.write('a.jpg', await described())
    const expected = {
      camera: 'Maker One',
      captions: ['xmp In the garden', 'exif At the lake'],
      said: 2,
    }
    expect(await wordsOf(path, { photoSize: 'original' })).toEqual({
      kind: 'original',
      ...expected,
    })
    expect(await wordsOf(path)).toEqual({ kind: 'reduced', ...expected })
  })

  it('says with a date what it said without', async () => {
    const path = workshop.write('b.jpg', await described())
    const added = { at: noon, offsetMinutes: null, source: 'folder-name' } as const
    const undated = () => ({ added, filmOffsetMinutes: 0 })
    expect(await wordsOf(path, { photoSize: 'original', undated })).toMatchObject({
      kind: 'dated',
      captions: ['xmp In the garden', 'exif At the lake'],
    })
  })

  it('says what lies beside it, where that is newer or it says nothing itself', async () => {
    const path = workshop.write('c.jpg', await described())
    const sidecar = { text: 'Beside', modifiedAt: 5 }
    const beside = { sidecar, modifiedAt: 4, picasa: 'In Picasa' }
    expect(await wordsOf(path, { beside })).toMatchObject({
      captions: ['sidecar Beside', 'xmp In the garden', 'exif At the lake', 'picasa In Picasa'],
      // Of a camera's own words only what is inside can be.
      said: 2,
    })
    const older = { ...beside, modifiedAt: 5 }
    const { captions } = await wordsOf(path, { beside: older })
    expect(captions?.[0]).toBe('xmp In the garden')
  })

  it('costs no read more than it did without', async () => {
    const path = workshop.write('d.jpg', await described())
    copyFileSync(path, workshop.path('plain.jpg'))
    reads = []
    await wordsOf(path, { photoSize: 'original' })
    expect(reads).toEqual(['start'])
  })
})
