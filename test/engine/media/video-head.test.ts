// Behaviour of the reader of a film's movie box: sides, turned tracks, and the two places that name a date.
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../../src/main/engine/media/byte-source.ts'
import { unknownHead } from '../../../src/main/engine/media/head.ts'
import { readVideoHead } from '../../../src/main/engine/media/video-head.ts'
import { box, fullBox, number } from './box-builder.ts'

const from1904 = (ms: number): number => ms / 1_000 - Date.UTC(1904, 0, 1) / 1_000
const shotAt = Date.UTC(2024, 4, 1, 10, 11, 12)

function movieHeader(seconds: number, version = 0): Buffer {
  const width = version === 1 ? 8 : 4
  return fullBox('mvhd', version, 0, number(seconds, width), Buffer.alloc(96))
}

/** A track of these sides; a quarter turn has noughts on the diagonal of its matrix. */
function track(width: number, height: number, isTurned = false, version = 0): Buffer {
  const matrix = Buffer.alloc(36)
  if (isTurned) {
    matrix.writeInt32BE(0x10000, 4)
    matrix.writeInt32BE(-0x10000, 12)
  } else matrix.writeInt32BE(0x10000, 0)
  const before = Buffer.alloc(version === 1 ? 48 : 36)
  const sides = [number(width, 2), number(0x8000, 2), number(height, 2), number(0x8000, 2)]
  return box(
    'trak',
    box('edts'),
    fullBox('tkhd', version, 7, before, matrix, ...sides),
    box('mdia'),
  )
}

/** QuickTime's metadata, whose keys are named in a list of their own. */
function creationDate(text: string, isMov = true, keys = ['com.apple.quicktime.make']): Buffer {
  const names = [...keys, 'com.apple.quicktime.creationdate']
  const data = (value: string): Buffer => box('data', number(1, 4), number(0, 4), value)
  const parts = [
    fullBox('hdlr', 0, 0, Buffer.alloc(20)),
    fullBox('keys', 0, 0, number(names.length, 4), ...names.map((name) => box('mdta', name))),
    box(
      'ilst',
      ...keys.map((_, index) => box(number(index + 1, 4).toString('latin1'), data('a maker'))),
      box(number(names.length, 4).toString('latin1'), data(text)),
    ),
  ]
  return isMov ? box('meta', ...parts) : fullBox('meta', 0, 0, ...parts)
}

const film = (...parts: Buffer[]) =>
  readVideoHead(memorySource(Buffer.concat([box('ftyp', 'qt  '), box('moov', ...parts)])))

describe('the sides of a film', () => {
  it('are those of its largest track, whichever comes first', async () => {
    const tracks = [track(320, 240), track(1_920, 1_080), track(640, 480), track(0, 0)]
    expect(await film(...tracks)).toMatchObject({ width: 1_920, height: 1_080 })
    expect(await film(track(30, 20), track(20, 30))).toMatchObject({ width: 30, height: 20 })
  })

  it('are not known where it has no track, or none that is seen', async () => {
    for (const parts of [[movieHeader(0)], [movieHeader(0), track(0, 0)]])
      expect(await film(...parts)).toMatchObject({ width: null, height: null })
  })

  it.each([0, 1])('are turned with the track, in version %i', async (version) => {
    expect(await film(track(1_920, 1_080, true, version))).toMatchObject({
      width: 1_080,
      height: 1_920,
      orientation: 1,
    })
    expect(await film(track(1_920, 1_080, false, version))).toMatchObject({ width: 1_920 })
  })

  it('are unknown without a track, or in a track without a header', async () => {
    expect(await film(movieHeader(0))).toEqual(unknownHead)
    expect(await film(box('trak', box('mdia')))).toEqual(unknownHead)
  })

  it('are unknown without a movie', async () => {
    const bytes = Buffer.concat([box('ftyp', 'qt  '), box('mdat', track(30, 20))])
    expect(await readVideoHead(memorySource(bytes))).toEqual(unknownHead)
  })

  it('are found behind the film', async () => {
    const bytes = Buffer.concat([box('mdat', Buffer.alloc(9_999)), box('moov', track(30, 20))])
    expect(await readVideoHead(memorySource(bytes))).toMatchObject({ width: 30, height: 20 })
  })
})

describe('the date of a film', () => {
  it.each([0, 1])('is counted in seconds from 1904, in version %i', async (version) => {
    expect(await film(movieHeader(from1904(shotAt), version))).toMatchObject({ takenAt: shotAt })
  })

  it('is counted from 1970 where it would lie before', async () => {
    expect(await film(movieHeader(shotAt / 1_000))).toMatchObject({ takenAt: shotAt })
    expect(await film(movieHeader(from1904(0)))).toMatchObject({ takenAt: 0 })
    expect(await film(movieHeader(from1904(-1_000)))).toMatchObject({
      takenAt: from1904(0) * 1_000 - 1_000,
    })
  })

  it('is unknown where the clock was not set', async () => {
    expect(await film(movieHeader(0), track(30, 20))).toMatchObject({ takenAt: null, width: 30 })
  })

  it.each([true, false])('is the wall time where that is told (as MOV: %s)', async (isMov) => {
    const meta = creationDate('2024-05-01T10:11:12+0200', isMov)
    const header = movieHeader(from1904(shotAt - 7_200_000))
    expect(await film(header, meta)).toMatchObject({ takenAt: shotAt })
    expect(await film(meta, header)).toMatchObject({ takenAt: shotAt })
    const first = creationDate('2024-05-01T10:11:12+0200', isMov, [])
    expect(await film(first, header)).toMatchObject({ takenAt: shotAt })
  })

  it('stays that of the movie where the wall time makes no sense', async () => {
    const header = movieHeader(from1904(shotAt))
    const metas = [
      creationDate('once upon a time'),
      box('meta', fullBox('hdlr', 0, 0, Buffer.alloc(20))),
      box('meta', fullBox('hdlr', 0, 0, Buffer.alloc(20)), fullBox('keys', 0, 0, number(0, 4))),
      box('meta', fullBox('hdlr', 0, 0, Buffer.alloc(20)), box('ilst')),
      box('meta'),
    ]
    for (const meta of metas) expect(await film(header, meta)).toMatchObject({ takenAt: shotAt })
  })

  it('is not taken from other keys', async () => {
    const text = '2024-05-01T10:11:12+0200'
    const renamed = creationDate(text).toString('latin1').replace('creationdate', 'creationDATE')
    expect(await film(Buffer.from(renamed, 'latin1'))).toMatchObject({ takenAt: null })
    // The value of the last key is there, and has no data.
    const empty = creationDate(text)
      .toString('latin1')
      .replace(/data(?=.{8}2024)/s, 'DATA')
    expect(await film(Buffer.from(empty, 'latin1'))).toMatchObject({ takenAt: null })
    // The first value stands under a key that is not in the list.
    const shifted = creationDate(text, true, [])
      .toString('latin1')
      .replace('\0\0\0\x01\0\0\0\x28data', '\0\0\0\x02\0\0\0\x28data')
    expect(await film(Buffer.from(shifted, 'latin1'))).toMatchObject({ takenAt: null })
  })

  it('is looked for in metadata of up to 1 MB', async () => {
    const padded = (bytes: number): Buffer => {
      const inside = creationDate('2024-05-01T10:11:12+0200').subarray(8)
      return box('meta', inside, box('free', Buffer.alloc(bytes - inside.length - 8)))
    }
    expect(await film(padded(1024 * 1024))).toMatchObject({ takenAt: shotAt })
    expect(await film(padded(1024 * 1024 + 1))).toMatchObject({ takenAt: null })
  })
})
