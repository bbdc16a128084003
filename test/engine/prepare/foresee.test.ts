// What is told of a file before anything is done: the same as what preparing comes to, and nothing is made of it.
import { existsSync, readdirSync, statSync, truncateSync } from 'node:fs'
import { basename } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { DecidingSettings, Foresight } from '../../../src/main/engine/ports/foresight.ts'
import { film } from '../../builders/undated.ts'
import { largeJpeg, noise, openWorkshop, type Workshop } from './workshop.ts'

const signal = new AbortController().signal
const nothingBeside = { sidecar: null, modifiedAt: 0, picasa: null }
const taken = { IFD2: { DateTimeOriginal: '2015:05:01 10:11:12' } }
const summer = {
  added: { at: Date.UTC(1987, 6, 14, 18, 22, 33), offsetMinutes: null, source: 'folder-name' },
  filmOffsetMinutes: 120,
} as const

let workshop: Workshop
beforeAll(() => {
  workshop = openWorkshop()
})
afterEach(() => {
  // Neither a copy nor a folder for one.
  expect(existsSync(workshop.renditionFolder) ? readdirSync(workshop.renditionFolder) : []).toEqual(
    [],
  )
  expect(workshop.sideEffects).toEqual([])
})
afterAll(() => workshop.close())

type Chosen = Partial<Pick<DecidingSettings, 'limits' | 'leaveOutSmallPictures' | 'photoSize'>>

function foresee(path: string, { photoSize = 'high', ...settings }: Chosen = {}, more = {}) {
  const name = basename(path)
  const request = { path, name, sizeBytes: statSync(path).size, photoSize, beside: nothingBeside }
  return workshop.preparer.foresee(
    {
      ...request,
      settings: { limits: 'small', leaveOutSmallPictures: false, ...settings },
      ...more,
    },
    signal,
  )
}

async function foreseen(path: string, chosen: Chosen = {}, more = {}): Promise<Foresight> {
  const result = await foresee(path, chosen, more)
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

const panorama = (): Promise<Buffer> =>
  noise(400, 300)
    .withXmp(
      `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
       <rdf:Description xmlns:GPano="http://ns.google.com/photos/1.0/panorama/" GPano:ProjectionType="equirectangular"/></rdf:RDF></x:xmpmeta>`,
    )
    .jpeg({ quality: 95 })
    .toBuffer()

describe('what would become of a file', () => {
  it('is a smaller copy where one would be made, with what the photo says', async () => {
    const bytes = await sharp(await largeJpeg())
      .withExif({ IFD0: { ImageDescription: 'At the lake' }, ...taken })
      .jpeg({ quality: 95 })
      .toBuffer()
    const path = workshop.write('large.jpg', bytes)
    const takenAt = Date.UTC(2015, 4, 1, 10, 11, 12)
    expect(await foreseen(path)).toMatchObject({
      ...{ kind: 'send', isReduced: true, keptOriginal: null, isDateWritable: true },
      facts: { mediaKind: 'photo', mimeType: 'image/jpeg', width: 400, height: 300, takenAt },
      ...{ carried: { date: { wallMs: takenAt } }, caption: 'At the lake' },
    })
    const beside = { sidecar: { text: 'Said later', modifiedAt: 2 }, modifiedAt: 1, picasa: null }
    expect(await foreseen(path, {}, { beside })).toMatchObject({ caption: 'Said later' })
    expect(await foreseen(path, { photoSize: 'original' })).toMatchObject({
      ...{ kind: 'send', isReduced: false, keptOriginal: null },
    })
  })

  it('is itself where that is small enough, or something in it would be lost', async () => {
    const small = workshop.write('small.jpg', await noise(100, 80).jpeg().toBuffer())
    expect(await foreseen(small)).toMatchObject({
      ...{ isReduced: false, keptOriginal: 'small-enough', caption: null },
      carried: { date: null, inside: null },
    })
    expect(await foreseen(workshop.write('wide.jpg', await panorama()))).toMatchObject({
      ...{ kind: 'send', isReduced: false, keptOriginal: 'panorama' },
    })
  })

  it('is nothing where it is left out, with the reason', async () => {
    const photo = workshop.write('icon.jpg', await noise(100, 80).jpeg().toBuffer())
    expect(await foreseen(photo, { leaveOutSmallPictures: true })).toMatchObject({
      ...{ kind: 'skip', reason: { kind: 'small-picture' }, facts: { width: 100 } },
    })
    expect(await foreseen(workshop.write('empty.jpg', ''))).toEqual({
      ...{ kind: 'skip', reason: { kind: 'empty' }, facts: null },
    })
    expect(await foreseen(workshop.write('text.jpg', 'no photo'))).toMatchObject({
      ...{ kind: 'skip', reason: { kind: 'not-a-photo' }, facts: null },
    })
  })

  it('is nothing where it is over a limit and would not be made smaller', async () => {
    // Behind its picture the file is room, as cameras leave some.
    const huge = async (name: string, jpeg: Buffer): Promise<string> => {
      const path = workshop.write(name, jpeg)
      truncateSync(path, 75_000_001)
      return path
    }
    const plain = await huge('huge.jpg', await largeJpeg())
    expect(await foreseen(plain)).toMatchObject({ kind: 'send', isReduced: true })
    expect(await foreseen(plain, { photoSize: 'original' })).toMatchObject({
      kind: 'skip',
      reason: { kind: 'too-large', sizeBytes: 75_000_001 },
    })
    expect(await foreseen(await huge('huge wide.jpg', await panorama()))).toMatchObject({
      ...{ kind: 'skip', reason: { kind: 'too-large', keptOriginal: 'panorama' } },
      facts: { width: 400 },
    })
  })

  it('is a failure of a file that is gone or another one by now', async () => {
    expect(
      await workshop.preparer.foresee(
        {
          ...{ path: workshop.path('gone.jpg'), name: 'gone.jpg', sizeBytes: 1, photoSize: 'high' },
          settings: { limits: 'small', leaveOutSmallPictures: false },
          beside: nothingBeside,
        },
        signal,
      ),
    ).toEqual({ ok: false, failure: { kind: 'file-gone' } })
    const path = workshop.write('other.jpg', await noise(100, 80).jpeg().toBuffer())
    expect(await foresee(path, {}, { sizeBytes: 1 })).toEqual({
      ...{ ok: false, failure: { kind: 'file-changed' } },
    })
  })
})

describe('the copy with a date that a file would get', () => {
  const dated = (
    path: string,
    mediaKind: 'photo' | 'video' = 'photo',
    sizeBytes = statSync(path).size,
  ) => workshop.preparer.dated({ path, sizeBytes, mediaKind, date: summer }, signal)

  it('is as large as the one that is made', async () => {
    const jpeg = workshop.write('scan.jpg', await noise(120, 90).jpeg().toBuffer())
    const told = await dated(jpeg)
    if (!told.ok || !('sizeBytes' in told.value)) throw new Error(JSON.stringify(told))
    expect(told.value.sizeBytes).toBeGreaterThan(statSync(jpeg).size)
    const made = await workshop.prepare(jpeg, { undated: () => summer })
    if (!made.ok || made.value.kind !== 'send') throw new Error(JSON.stringify(made))
    expect(made.value.plan).toMatchObject({ kind: 'dated', sizeBytes: told.value.sizeBytes })
    await workshop.preparer.keepOnly(new Set())
    workshop.sideEffects.length = 0
    // The times of a film are overwritten, in UTC, for which its zone is told.
    const mp4 = workshop.write('film.mp4', film())
    expect(await dated(mp4, 'video')).toEqual({
      ok: true,
      value: { sizeBytes: statSync(mp4).size },
    })
    expect(await dated(mp4, 'photo')).toEqual({ ok: true, value: { reason: 'not-proved' } })
  })

  it('is none where the file has one already or its kind takes none, and fails with it', async () => {
    const has = await noise(120, 90).withExif(taken).jpeg().toBuffer()
    expect(await dated(workshop.write('has.jpg', has))).toEqual({
      ok: true,
      value: { reason: null },
    })
    const gif = await noise(120, 90).gif().toBuffer()
    expect(await dated(workshop.write('a.gif', gif))).toEqual({
      ok: true,
      value: { reason: 'format' },
    })
    const scan = workshop.write('changed.jpg', await noise(120, 90).jpeg().toBuffer())
    expect(await dated(scan, 'photo', 1)).toEqual({ ok: false, failure: { kind: 'file-changed' } })
  })
})
