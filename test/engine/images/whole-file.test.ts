// Behaviour of the reading of a whole photo: its fingerprint, and what lies behind the picture.
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readWholeFile, type WholeFileLook } from '../../../src/main/engine/images/whole-file.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-images-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const jpeg: WholeFileLook = {
  ...{ format: 'jpeg', pictureAt: 0, mayHavePreviews: false },
  dispensableAt: Infinity,
}
const pieceBytes = 1024 * 1024
const end = '\xff\xd9'
const second = '\xff\xd8\xff\xe1'

async function read(bytes: Buffer | string, look: Partial<WholeFileLook> = {}) {
  const path = join(folder, 'photo.jpg')
  await writeFile(path, Buffer.from(bytes as string, 'latin1'))
  return readWholeFile(path, { ...jpeg, dispensableAt: bytes.length, ...look })
}
const specialOf = async (bytes: Buffer | string, look: Partial<WholeFileLook> = {}) =>
  (await read(bytes, look)).special

describe('a whole photo', () => {
  it('is proved by its SHA-256, however many pieces it is read in', async () => {
    for (const length of [0, 5, pieceBytes, pieceBytes * 2 + 3]) {
      const bytes = Buffer.alloc(length, 'photo')
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      expect(await read(bytes)).toEqual({ sha256, special: null })
    }
  })

  it('that is gone is an error', async () => {
    await expect(readWholeFile(join(folder, 'gone.jpg'), jpeg)).rejects.toThrow('ENOENT')
  })

  it.each([
    ['a film', `picture${end}\0\0\0\x18ftypmp42`, 'motion-photo'],
    ['a second picture', `picture${end}${second}`, 'multi-picture'],
    [
      'a second picture behind noughts',
      `picture${end}${'\0'.repeat(13)}${second}`,
      'multi-picture',
    ],
    ['a picture further away', `picture${end}${'\0'.repeat(14)}${second}`, 'more-inside'],
    ['text', `picture${end}and text`, 'more-inside'],
    ['a single byte', `picture${end}${'\0'.repeat(40)}x`, 'more-inside'],
    ['noughts', `picture${end}${'\0'.repeat(40)}`, null],
    ['what fills a sector', `picture${end}${'\xff'.repeat(40)}`, null],
    ['nothing', `picture${end}`, null],
    ['something before the next picture', `picture${end}x${second}`, 'more-inside'],
    ['a film behind a second end', `picture${end}xx${end}\0\0\0\x18ftypmp42`, 'motion-photo'],
    ['a film of Samsung', `picture${end}MotionPhoto_Data`, 'motion-photo'],
    ['a film that is named further on', `picture${end}\0\0\0\0\x18ftypmp42`, 'more-inside'],
  ])('with %s behind its picture', async (_, bytes, special) => {
    expect(await specialOf(bytes)).toBe(special)
  })

  it('may have behind it what can be dispensed with, and nothing before that', async () => {
    const bytes = `picture${end}\0\0notes`
    const from = bytes.length - 5
    expect(await specialOf(bytes, { dispensableAt: from })).toBeNull()
    expect(await specialOf(bytes, { dispensableAt: from + 1 })).toBe('more-inside')
    expect(await specialOf(`picture${end}`, { dispensableAt: null })).toBe('more-inside')
    expect(await specialOf(bytes, { dispensableAt: null, mayHavePreviews: true })).toBeNull()
  })

  it('has nothing more behind it, in however many pieces it is read', async () => {
    for (const before of [1, 2, 3, 30]) {
      const start = 'x'.repeat(pieceBytes - before)
      expect(await specialOf(`${start}${end}${'\0'.repeat(60)}`)).toBeNull()
      expect(await specialOf(`${start}${end}${'\0'.repeat(60)}x`)).toBe('more-inside')
      expect(await specialOf(`${start}${end}${'\0'.repeat(pieceBytes)}x`)).toBe('more-inside')
    }
  })

  it('may have previews behind it, but no film', async () => {
    const look = { mayHavePreviews: true }
    expect(await specialOf(`picture${end}${second}`, look)).toBeNull()
    const film = `picture${end}${second}preview${end}\0\0\0\x18ftypmp42`
    expect(await specialOf(film, look)).toBe('motion-photo')
  })

  it('is not searched before its picture', async () => {
    const header = `thumbnail${end}${second} MotionPhoto_Data`
    expect(await specialOf(header, { pictureAt: header.length })).toBeNull()
    expect(await specialOf(header, { pictureAt: 0 })).toBe('motion-photo')
    const long = header + 'x'.repeat(pieceBytes)
    expect(await specialOf(long, { pictureAt: long.length - 5 })).toBeNull()
    const film = `${long}${end}${second}`
    expect(await specialOf(film, { pictureAt: long.length })).toBe('multi-picture')
    expect(await specialOf(film, { pictureAt: long.length + 1 })).toBeNull()
  })

  it('is searched where two pieces meet', async () => {
    for (const [behind, special] of [
      [`${end}\0\0\0\x18ftyp`, 'motion-photo'],
      [`${end}${'\0'.repeat(13)}${second.slice(0, 3)}`, 'multi-picture'],
      ['MotionPhoto_Data', 'motion-photo'],
    ] as const) {
      for (let before = 1; before < behind.length; before += 1) {
        const bytes = Buffer.from('x'.repeat(pieceBytes - before) + behind, 'latin1')
        expect(await specialOf(bytes), `${before} bytes of ${behind.length}`).toBe(special)
      }
    }
  })

  it('of another kind is only searched for what it can have', async () => {
    const film = `picture${end}\0\0\0\x18ftypmp42${end}${second}`
    expect(await specialOf(film, { format: 'heic' })).toBeNull()
    expect(await specialOf(`${film}MotionPhoto_Data`, { format: 'heic' })).toBe('motion-photo')
    expect(await specialOf(`${film}MotionPhoto_Data`, { format: 'png' })).toBeNull()
  })
})
