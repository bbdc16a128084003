// One table: what is known to be a photo or video is looked at under every name that it is known by, and whatever the
// table says of a type is so.
import { describe, expect, it } from 'vitest'
import {
  extensionOf,
  mediaExtensions,
  mediaType,
  mediaTypes,
  rawTypeOf,
  videoExtensions,
} from '../../src/shared/media-types.ts'

const named = (extension: string): boolean => mediaExtensions.has(extension)

describe('the table of media types', () => {
  it.each(
    [
      'jpg jpeg jpe jfif png gif webp tif tiff bmp ico heic heif avif',
      '3gp 3g2 asf avi divx m2t m2ts m4v mkv mmv mod mov mp4 mpg mpeg mts tod wmv',
    ]
      .join(' ')
      .split(' '),
  )('has .%s, which Google’s own list has', (extension) => {
    expect(named(extension)).toBe(true)
    const types = mediaTypes.filter(({ extensions }) => extensions.includes(extension))
    expect(types.some(({ google }) => google === 'takes')).toBe(true)
  })

  it.each('hif mpo insp insv 360 mp webm mpe heics jps qt'.split(' '))(
    'has .%s, which a camera or program writes',
    (extension) => {
      expect(named(extension)).toBe(true)
    },
  )

  it.each('arw srf sr2 crw cr2 cr3 dng nef nrw orf raf raw rw2'.split(' '))(
    'has .%s, a RAW that Google’s help names',
    (extension) => {
      expect(rawTypeOf(extension)).toMatchObject({ google: 'takes', extensions: [extension] })
      expect(named(extension)).toBe(true)
    },
  )

  it.each(
    '3fr fff iiq cap mos gpr mef ptx dcr k25 kdc kc2 erf mrw ori pef rwl srw x3f ari'.split(' '),
  )('has .%s, a RAW that Google may or may not take', (extension) => {
    expect(rawTypeOf(extension)?.google).toBe('untried')
    expect(named(extension)).toBe(true)
  })

  it('calls a RAW by one extension, and each extension by one RAW', () => {
    const raws = mediaTypes.filter(({ format }) => format === 'raw')
    expect(new Set(raws.flatMap(({ extensions }) => extensions)).size).toBe(raws.length)
  })

  it('has nothing under a name in capitals, and no empty name', () => {
    for (const extension of mediaExtensions) expect(extension).toMatch(/^[a-z0-9]+$/)
  })

  it('keeps photos and videos apart', () => {
    for (const { mediaKind, extensions, otherExtensions } of mediaTypes)
      for (const extension of [...extensions, ...otherExtensions])
        expect(videoExtensions.has(extension), extension).toBe(mediaKind === 'video')
  })

  it('finds a type by its MIME type, and says so where there is none', () => {
    expect(mediaType('video/webm').extensions[0]).toBe('webm')
    expect(() => mediaType('text/plain')).toThrow('text/plain')
    expect(rawTypeOf('jpg')).toBeNull()
  })
})

describe('the extension of a name', () => {
  it.each([
    ['IMG.JPG', 'jpg'],
    ['IMG.jpg.', 'jpg'],
    ['IMG.jpg  ', 'jpg'],
    ['IMG', ''],
    ['...', ''],
  ])('%j is %j', (name, extension) => {
    expect(extensionOf(name)).toBe(extension)
  })
})
