// What a name claims: a photo or video, nothing, or something that cannot hold a picture.
import { describe, expect, it } from 'vitest'
import { mediaExtensions } from '../../src/shared/media-types.ts'
import { claimOf } from '../../src/shared/other-files.ts'

describe('a name', () => {
  it('with an extension of a photo or video claims to be one', () => {
    for (const extension of mediaExtensions) {
      expect(claimOf(`file.${extension}`), extension).toBe('media')
      expect(claimOf(`FILE.${extension.toUpperCase()}. `), extension).toBe('media')
    }
  })

  it.each([
    'IMG_0001',
    'scan.0001',
    'photo.jpg~',
    'film.ts',
    'a.',
    'clip.MP~2',
    'x.jpg (1)',
    'pdf',
  ])('%j claims nothing', (name) => {
    expect(claimOf(name)).toBe('nothing')
  })

  it.each([
    ...['letter.txt', 'book.PDF', 'song.mp3', 'all.zip', 'setup.exe', 'data.sqlite', 'side.xmp'],
    ...['GOPR0001.THM', 'GOPR0001.LRV', 'IMG_0001.jpg.part', 'half.tmp', 'letter.txt.'],
  ])('%j says that it is no photo', (name) => {
    expect(claimOf(name)).toBe('other')
  })

  it.each([
    '.DS_Store',
    '._IMG_0001.jpg',
    '.nomedia',
    '.jpg',
    'Thumbs.db',
    'DESKTOP.INI',
    'Icon\r',
  ])('%j is the system’s or a program’s own', (name) => {
    expect(claimOf(name)).toBe('hidden')
  })
})
