// What the first bytes of a file say it is.
import { describe, expect, test } from 'vitest'
import {
  isRawExtension,
  rawType,
  sniff,
  sniffStranger,
} from '../../../src/main/engine/media/media-types.ts'
import { nameStranger } from '../../../src/main/engine/media/name-stranger.ts'
import { mediaTypes } from '../../../src/shared/media-types.ts'

const webmStart =
  '\x1aE\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm\x42\x87\x81\x02'

describe('types by signature', () => {
  const head = (text: string): Buffer =>
    Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(600)])
  const packets = (first: number, step: number): Buffer => {
    const bytes = Buffer.alloc(step * 5)
    for (let at = first; at < bytes.length; at += step) bytes[at] = 0x47
    return bytes
  }
  test.each([
    ['a Canon CR2', head('II*\0\x10\0\0\0CR\x02\0'), 'jpg', 'image/x-canon-cr2'],
    ['a Canon CR3', head('\0\0\0\x18ftypcrx \0\0\0\x01'), 'cr3', 'image/x-canon-cr3'],
    ['a Canon CRW', head('II\x1a\0\0\0HEAPCCDR'), 'crw', 'image/x-canon-crw'],
    ['a Fuji RAF', head('FUJIFILMCCD-RAW 0201'), 'raf', 'image/x-fuji-raf'],
    ['a Panasonic RW2', head('IIU\0\x18\0\0\0'), 'rw2', 'image/x-panasonic-rw2'],
    ['a Leica RWL', head('IIU\0\x18\0\0\0'), 'rwl', 'image/x-panasonic-rw2'],
    ['an Olympus ORF', head('IIRO\x08\0\0\0'), 'orf', 'image/x-olympus-orf'],
    ['a Minolta MRW', head('\0MRM\0\0\0\0'), 'mrw', 'image/x-minolta-mrw'],
    ['a Sigma X3F', head('FOVb\0\0\0\0'), 'x3f', 'image/x-sigma-x3f'],
    ['an MTS of a camcorder', packets(4, 192), 'mts', 'video/mp2t'],
    ['a TOD', packets(0, 188), 'tod', 'video/mp2t'],
    ['a MOD', head('\0\0\x01\xba\x44\0'), 'mod', 'video/mpeg'],
    ['a QuickTime film without brands', head('\0\0\x10\0moov'), 'mov', 'video/quicktime'],
    ['a big-endian Canon CR2', head('MM\0*\0\0\0\x10CR\x02\0'), 'cr2', 'image/x-canon-cr2'],
    ['an Olympus ORF of another age', head('IIRS\x08\0\0\0'), 'orf', 'image/x-olympus-orf'],
    ['a big-endian Olympus ORF', head('MMOR\0\0\0\x08'), 'orf', 'image/x-olympus-orf'],
    ['a JPEG', head('\xff\xd8\xff\xe1'), 'jpg', 'image/jpeg'],
    ['a PNG', head('\x89PNG\r\n\x1a\n'), 'png', 'image/png'],
    ['an old GIF', head('GIF87a'), 'gif', 'image/gif'],
    ['a GIF', head('GIF89a'), 'gif', 'image/gif'],
    ['a WebP', head('RIFF\0\0\0\0WEBP'), 'webp', 'image/webp'],
    ['an AVI', head('RIFF\0\0\0\0AVI '), 'avi', 'video/x-msvideo'],
    ['a TIFF', head('II*\0'), 'tif', 'image/tiff'],
    ['a big-endian TIFF', head('MM\0*'), 'tif', 'image/tiff'],
    ['a BigTIFF', head('II+\0'), 'tif', 'image/tiff'],
    ['a big-endian BigTIFF', head('MM\0+'), 'tif', 'image/tiff'],
    ['a Matroska film', head('\x1aE\xdf\xa3'), 'mkv', 'video/x-matroska'],
    [
      'a Windows Media film',
      head('0&\xb2u\x8ef\xcf\x11\xa6\xd9\0\xaa\0b\xcel'),
      'wmv',
      'video/x-ms-wmv',
    ],
    ['a program stream', head('\0\0\x01\xb3'), 'mpg', 'video/mpeg'],
    ['a RAW of an ARRI', head('ARRI\x12\x34'), 'ari', 'application/octet-stream'],
    ['an Olympus ORI', head('IIRO\x08\0\0\0'), 'ori', 'image/x-olympus-orf'],
    ['a WebM', head(webmStart), 'webm', 'video/webm'],
    ['a WebM called Matroska', head(webmStart), 'mkv', 'video/webm'],
    [
      'a Matroska film that speaks of webm',
      head('\x1aE\xdf\xa3\x8b\x42\x82\x88matroska webm'),
      'webm',
      'video/x-matroska',
    ],
  ])('%s', (_, bytes, extension, mimeType) => {
    expect(sniff(bytes, extension)?.mimeType).toBe(mimeType)
  })

  test.each(['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'])(
    'a QuickTime film that begins with %s',
    (box) => {
      expect(sniff(head(`\0\0\0\x08${box}`), 'mov')?.mimeType).toBe('video/quicktime')
      expect(sniff(Buffer.from(`\0\0\0\x08${box}`), 'mov')?.mimeType).toBe('video/quicktime')
      expect(sniff(head(`\0\0\0\0${box}`), 'mov')).toBeNull()
    },
  )

  const branded = (major: string, ...others: string[]): Buffer => {
    const bytes = head(`\0\0\0\0ftyp${major}\0\0\0\0${others.join('')}`)
    bytes.writeUInt32BE(16 + 4 * others.length)
    return bytes
  }
  test.each([
    ...['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1'].map(
      (brand) => [brand, 'image/heic', 'heic'] as const,
    ),
    ['avif', 'image/avif', 'avif'],
    ['avis', 'image/avif', 'avif'],
    ['qt  ', 'video/quicktime', 'mov'],
    ['3g2a', 'video/3gpp2', '3g2'],
    ['3gp5', 'video/3gpp', '3gp'],
    ['M4V ', 'video/x-m4v', 'm4v'],
    ['isom', 'video/mp4', 'mp4'],
  ] as const)('the brand %s', (brand, mimeType, extension) => {
    const type = sniff(branded(brand), '')
    expect(type?.mimeType).toBe(mimeType)
    expect(type?.extensions[0]).toBe(extension)
  })

  test('a HEIF whose other brands say AV1 is an AVIF', () => {
    expect(sniff(branded('mif1', 'miaf', 'avif'), '')?.mimeType).toBe('image/avif')
    expect(sniff(branded('mif1', 'miaf', 'heic'), '')?.mimeType).toBe('image/heic')
    // What stands behind the box is no brand.
    const behind = branded('mif1', 'miaf', 'avif')
    behind.writeUInt32BE(20)
    expect(sniff(behind, '')?.mimeType).toBe('image/heic')
    behind.writeUInt32BE(23)
    expect(sniff(behind, '')?.mimeType).toBe('image/heic')
  })

  test('brands are looked for in 256 bytes', () => {
    const far = (count: number): Buffer =>
      branded('mif1', ...Array<string>(count).fill('miaf'), 'avif')
    expect(sniff(far(59), '')?.mimeType).toBe('image/avif')
    expect(sniff(far(60), '')?.mimeType).toBe('image/heic')
  })

  test.each(['M4A ', 'M4B ', 'M4P ', 'F4A ', 'F4B ', 'jp2 ', 'jpx ', 'jpm '])(
    'the brand %s is none of ours',
    (brand) => {
      expect(sniff(branded(brand), '')).toBeNull()
    },
  )

  test('a film is known under every name of its family', () => {
    const names = ['mp4', 'm4v', 'mov', '3gp', '3g2', 'mmv']
    for (const brand of ['qt  ', '3g2a', '3gp5', 'M4V ', 'isom'])
      expect([...(sniff(branded(brand), '')?.extensions ?? [])].sort()).toEqual([...names].sort())
  })

  test.each([12, 16, 40, 52, 56, 64, 108, 124])('a BMP with a header of %i bytes', (size) => {
    const bytes = head('BM')
    bytes.writeUInt32LE(size, 14)
    expect(sniff(bytes, 'bmp')?.mimeType).toBe('image/bmp')
    expect(sniff(bytes.subarray(0, 26), 'bmp')?.mimeType).toBe('image/bmp')
    expect(sniff(bytes.subarray(0, 25), 'bmp')).toBeNull()
    bytes.writeUInt32LE(size + 1, 14)
    expect(sniff(bytes, 'bmp')).toBeNull()
  })

  test('an icon has a directory of pictures that lie behind it', () => {
    const icon = (count: number, reserved: number, at: number): Buffer => {
      const bytes = head('\0\0\x01\0')
      bytes.writeUInt16LE(count, 4)
      bytes.writeUInt8(reserved, 9)
      bytes.writeUInt32LE(at, 18)
      return bytes
    }
    expect(sniff(icon(1, 0, 22), 'ico')?.mimeType).toBe('image/x-icon')
    expect(sniff(icon(2, 0, 38), 'ico')?.mimeType).toBe('image/x-icon')
    expect(sniff(icon(1, 0, 22).subarray(0, 22), 'ico')?.mimeType).toBe('image/x-icon')
    expect(sniff(icon(1, 0, 22).subarray(0, 21), 'ico')).toBeNull()
    expect(sniff(icon(0, 0, 22), 'ico')).toBeNull()
    expect(sniff(icon(1, 1, 22), 'ico')).toBeNull()
    expect(sniff(icon(1, 0, 21), 'ico')).toBeNull()
    expect(sniff(icon(2, 0, 37), 'ico')).toBeNull()
  })

  test('a transport stream has four packets in a row', () => {
    for (const [first, step] of [
      [0, 188],
      [4, 192],
    ] as const) {
      const bytes = packets(first, step)
      expect(sniff(bytes, 'mts')?.mimeType).toBe('video/mp2t')
      for (const packet of [0, 1, 2, 3]) {
        const broken = Buffer.from(bytes)
        broken[first + packet * step] = 0
        expect(sniff(broken, 'mts')).toBeNull()
      }
    }
  })

  test.each([
    ['music in MP4', head('\0\0\0\x18ftypM4A \0\0\0\0')],
    ['a text that begins with BM', head('BMW is a car, and this is a text about it.')],
    ['zeros', Buffer.alloc(5_000)],
    ['a single byte', Buffer.from('\xff', 'latin1')],
    ['an SVG', head('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ])('%s is none of ours', (_, bytes) => {
    expect(sniff(bytes, 'jpg')).toBeNull()
  })
})

describe('a row of the table', () => {
  const beginning = (places: readonly (readonly [at: number, text: string])[]): Buffer => {
    const bytes = Buffer.alloc(600)
    for (const [at, text] of places) bytes.write(text, at, 'latin1')
    return bytes
  }

  test.each(mediaTypes.filter(({ begins }) => begins.length > 0))(
    'for $mimeType is found by each of its beginnings',
    (type) => {
      for (const begins of type.begins) expect(sniff(beginning(begins), '')).toBe(type)
    },
  )

  test.each(mediaTypes.filter(({ brands }) => brands.length > 0))(
    'for $mimeType is found by each of its brands',
    (type) => {
      for (const brand of type.brands) {
        const major = brand.replace('*', '').padEnd(4, 'x')
        expect(sniff(beginning([[3, `\x14ftyp${major}`]]), ''), brand).toBe(type)
      }
    },
  )
})

describe('a file whose name claims nothing', () => {
  const bytes = (text: string, length = 4096): Buffer => {
    const all = Buffer.alloc(length)
    all.write(text, 'latin1')
    return all
  }
  const kindOf = (head: Buffer, sizeBytes = 1_000_000) =>
    sniffStranger(head, sizeBytes)?.mimeType ?? null
  const packets = (count: number, first: number, step: number): Buffer => {
    const all = Buffer.alloc(4096)
    for (let packet = 0; packet < count; packet += 1) all[first + packet * step] = 0x47
    return all
  }

  test.each([
    ['a JPEG', bytes('\xff\xd8\xff\xe0'), 'image/jpeg'],
    ['a HEIC', bytes('\0\0\0\x14ftypheic\0\0\0\0mif1'), 'image/heic'],
    ['a film', bytes('\0\0\0\x14ftypisom\0\0\0\0mp42'), 'video/mp4'],
    ['an old film', bytes('\0\0\0\x08wide\0\0\0\0mdat'), 'video/quicktime'],
    ['an old film with a length of eight bytes', bytes('\0\0\0\x01mdat'), 'video/quicktime'],
    ['a WebM', bytes(webmStart), 'video/webm'],
    ['a BMP', bytes('BM\x36\x10\0\0\0\0\0\0\x36\0\0\0\x28'), 'image/bmp'],
    ['an MPEG-2', bytes('\0\0\x01\xba\x44'), 'video/mpeg'],
    ['an MPEG-2 at another time', bytes('\0\0\x01\xba\x7d'), 'video/mpeg'],
    ['an MPEG-1', bytes('\0\0\x01\xba\x21'), 'video/mpeg'],
    ['an MPEG-1 at another time', bytes('\0\0\x01\xba\x2f'), 'video/mpeg'],
    ['an elementary stream', bytes('\0\0\x01\xb3\x14'), 'video/mpeg'],
    ['a transport stream', packets(22, 0, 188), 'video/mp2t'],
    ['a stream of a camcorder', packets(22, 4, 192), 'video/mp2t'],
  ])('is %s by its bytes', (_, head, mimeType) => {
    expect(kindOf(head)).toBe(mimeType)
  })

  test.each([
    ['a text about free things', bytes('The free world')],
    ['a text about wide things', bytes('the wide world')],
    ['a box that is longer than the file', bytes('\0\x10\0\0mdat')],
    ['a text with BM in front', bytes(`BMW ${'x'.repeat(10)}\x28\0\0\0`)],
    ['a start code without a pack', bytes('\0\0\x01\xba\0')],
    ['a pack of neither age', bytes('\0\0\x01\xba\xc4')],
    ['a pack of no age', bytes('\0\0\x01\xba\x31')],
    ['four letters G by chance', packets(4, 0, 188)],
    ['fifteen letters G by chance', packets(15, 4, 192)],
    ['a sound', bytes('\0\0\0\x14ftypM4A ')],
    ['nothing', Buffer.alloc(0)],
    ['noughts', Buffer.alloc(4096)],
  ])('is left alone where it is %s', (_, head) => {
    expect(kindOf(head)).toBeNull()
  })

  test('may be an old film of one box', () => {
    expect(kindOf(bytes('\0\0\x10\0mdat'), 4096)).toBe('video/quicktime')
    expect(kindOf(bytes('\0\0\x10\x01mdat'), 4096)).toBeNull()
  })

  test('is a stream of a few packets where it holds no more', () => {
    expect(kindOf(packets(5, 0, 188), 5 * 188)).toBe('video/mp2t')
    expect(kindOf(packets(16, 4, 192))).toBe('video/mp2t')
    // As many as fit are looked at.
    expect(kindOf(packets(5, 4, 192), 6 * 192 - 1)).toBe('video/mp2t')
    expect(kindOf(packets(5, 4, 192), 6 * 192)).toBeNull()
  })

  test('is a WebM where that stands in its first 64 bytes', () => {
    const named = (end: number): Buffer =>
      bytes(`\x1aE\xdf\xa3${'\0'.repeat(end - 4 - 7)}\x42\x82\x84webm`)
    expect(kindOf(named(64))).toBe('video/webm')
    expect(kindOf(named(65))).toBe('video/x-matroska')
  })
})

describe('a RAW', () => {
  test('keeps its own name, or has that of its kind', () => {
    expect(rawType('nef', 'dng')).toMatchObject({
      mediaKind: 'photo',
      format: 'raw',
      mimeType: 'image/x-nikon-nef',
      extensions: ['nef'],
    })
    expect(rawType('jpg', 'dng')).toMatchObject({
      mimeType: 'image/x-adobe-dng',
      extensions: ['dng'],
    })
    expect(rawType('3fr', 'dng')).toMatchObject({
      mimeType: 'application/octet-stream',
      extensions: ['3fr'],
    })
  })

  test('is known by its extension', () => {
    expect(['nef', 'dng', 'gpr', 'raw'].map(isRawExtension)).toEqual([true, true, true, true])
    expect(['jpg', 'tif', '', 'NEF'].map(isRawExtension)).toEqual([false, false, false, false])
  })
})

describe('a stranger', () => {
  test.each([
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'application/pdf'],
    ['a text', Buffer.from('Dear diary,\n\ttoday\r\f'), 'text/plain'],
    [
      'a text that goes on otherwise',
      Buffer.concat([Buffer.alloc(512, 'a'), Buffer.alloc(9)]),
      'text/plain',
    ],
    ['a text with a nought in it', Buffer.concat([Buffer.alloc(511, 'a'), Buffer.alloc(9)]), null],
    ['bytes that mean nothing', Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]), null],
    ['nothing', Buffer.alloc(0), null],
  ])('%s has the name %s', async (_, bytes, name) => {
    expect(await nameStranger(bytes)).toBe(name)
  })
})
