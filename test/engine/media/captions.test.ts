// Behaviour of the choice of a caption: which source counts, which words are none, and how a long one is cut.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseCaption, type CaptionWords } from '../../../src/main/engine/media/captions.ts'
import { mostCaptionLength, tidyCaption } from '../../../src/main/engine/media/captions/cut.ts'
import { describedIn, sidecarCaption } from '../../../src/main/engine/media/captions/embedded.ts'
import {
  captionInIptc,
  captionInResources,
} from '../../../src/main/engine/media/captions/iptc-caption.ts'
import { isJunk } from '../../../src/main/engine/media/captions/junk.ts'
import { isPicasaIni, PicasaCaptions } from '../../../src/main/engine/media/captions/picasa-ini.ts'
import { repeatedCaptions } from '../../../src/main/engine/media/captions/repeated.ts'
import type { Sidecar } from '../../../src/main/engine/media/dates/sidecars.ts'
import { imageResources } from '../../../src/main/engine/media/iptc.ts'
import { readXmp } from '../../../src/main/engine/media/xmp.ts'

const choose = (words: Partial<CaptionWords>): string | null => {
  const caption = chooseCaption({
    fileName: 'IMG_1.jpg',
    embedded: [],
    sidecar: null,
    modifiedAt: 100,
    picasa: null,
    takeout: null,
    repeated: new Set(),
    ...words,
  })
  return caption === null ? null : `${caption.source}: ${caption.text}`
}
const xmp = { text: 'In XMP', source: 'xmp' } as const
const exif = { text: 'In EXIF', source: 'exif' } as const
const junk = { text: 'OLYMPUS DIGITAL CAMERA', source: 'xmp' } as const

describe('the choice', () => {
  it.each<[string, Partial<CaptionWords>, string | null]>([
    ['the first inside the file', { embedded: [xmp, exif] }, 'xmp: In XMP'],
    ['the next where the first is junk', { embedded: [junk, exif] }, 'exif: In EXIF'],
    [
      'a newer sidecar first',
      { embedded: [xmp], sidecar: { text: 'Beside', modifiedAt: 101 } },
      'sidecar: Beside',
    ],
    [
      'the file before an older sidecar',
      { embedded: [xmp], sidecar: { text: 'Beside', modifiedAt: 100 } },
      'xmp: In XMP',
    ],
    [
      'an older sidecar where the file says nothing',
      { embedded: [junk], sidecar: { text: 'Beside', modifiedAt: 100 } },
      'sidecar: Beside',
    ],
    [
      'the file where a newer sidecar holds junk',
      { embedded: [xmp], sidecar: { text: ' \0', modifiedAt: 101 } },
      'xmp: In XMP',
    ],
    ['the file before Picasa', { embedded: [exif], picasa: 'In Picasa' }, 'exif: In EXIF'],
    [
      'Picasa where nothing else is',
      { embedded: [junk], picasa: 'In Picasa', takeout: 'In Takeout' },
      'picasa: In Picasa',
    ],
    ['Takeout last', { takeout: 'In Takeout' }, 'takeout: In Takeout'],
    [
      'no words of a camera that says them always',
      { embedded: [exif], repeated: new Set(['in exif']) },
      null,
    ],
    ['none where nobody wrote one', {}, null],
    ['none of the own name', { embedded: [{ text: 'img_1.JPG', source: 'exif' }] }, null],
  ])('takes %s', (_what, words, expected) => {
    expect(choose(words)).toBe(expected)
  })
})

describe('junk', () => {
  it.each([
    ...[
      'OLYMPUS DIGITAL CAMERA',
      '  olympus   digital camera \0',
      'SAMSUNG',
      'SONY DSC',
      'DIGITAL CAMERA',
    ],
    ...['KONICA MINOLTA DIGITAL CAMERA', 'MINOLTA DIGITAL CAMERA', 'KODAK Digital Still Camera'],
    ...[
      'Exif_JPEG_PICTURE',
      'Exif JPEG',
      'default',
      'Untitled',
      'x-default',
      'AppleMark\n',
      'binary comment',
    ],
    ...[
      '<KENOX S760  / Samsung S760>',
      'LEAD Technologies Inc. V1.01',
      'cof_soft',
      'sdr_HDRB',
      'oznorWO',
      'hdrpl',
    ],
    ...[
      'DCIM\\100MEDIA\\DJI_0001.JPG',
      'C:\\Users\\me\\Pictures\\a.jpg',
      '\\\\nas\\photos\\a.jpg',
      '/home/me/my photos',
    ],
    ...[
      'file:///tmp/a.jpg',
      '~/Pictures',
      'Photos/2019/summer day.jpg',
      'DSC_0001.JPG',
      'party.heic',
    ],
    ...[
      'IMG_1234',
      'IMG_1234.JPG',
      'img_1234.jpg',
      '',
      ' ',
      '\0\0\0\0',
      '\u00a0\t',
      '-',
      '...',
      '\u200b',
    ],
  ])('is %j', (text) => {
    expect(isJunk(tidyCaption(text), 'IMG_1234.jpg')).toBe(true)
  })

  it.each([
    ...[
      'At the lake',
      'Samsung’s new house',
      'My digital camera',
      'Default settings of the heating',
      '❤️',
      '1987',
    ],
    ...[
      'Mum and/or Dad',
      'From A:B to C:D',
      'My favourite is IMG_1234.jpg',
      '長崎の港',
      'C: the third one',
    ],
    ...['Before/after', 'Monday', 'A\n/home/of/all', 'IMG_1234 retouched', 'O'],
  ])('is not %j', (text) => {
    expect(isJunk(tidyCaption(text), 'IMG_1234.jpg')).toBe(false)
  })

  it('is every name of the file itself, composed or not, with its extension or without', () => {
    const stem = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(stem, fc.constantFrom('jpg', 'HEIC', 'mp4'), (words, extension) => {
        const name = `${words}.${extension}`
        expect(isJunk(tidyCaption(name.normalize('NFD')), name)).toBe(true)
        expect(isJunk(tidyCaption(words), name)).toBe(true)
      }),
    )
  })
})

describe('what a camera says again and again', () => {
  const said = (count: number, photos: number): boolean =>
    repeatedCaptions({ photos, captions: new Map([['at sea', count]]) }).has('at sea')

  it('is none from four fifths of fifty photos on', () => {
    expect([said(40, 50), said(39, 50), said(49, 49), said(800, 1000), said(799, 1000)]).toEqual([
      ...[true, false, false, true, false],
    ])
  })

  it('leaves what fewer say, and can be at most one thing', () => {
    const counts = fc.dictionary(fc.string(), fc.integer({ min: 1, max: 500 }), { maxKeys: 8 })
    fc.assert(
      fc.property(counts, fc.nat(500), (captions, silent) => {
        const all = new Map(Object.entries(captions))
        const photos = [...all.values()].reduce((sum, count) => sum + count, silent)
        const none = repeatedCaptions({ photos, captions: all })
        expect(none.size).toBeLessThanOrEqual(photos < 50 ? 0 : 1)
        for (const key of none) expect((all.get(key) ?? 0) / photos).toBeGreaterThanOrEqual(0.8)
      }),
    )
  })
})

describe('tidying and cutting', () => {
  /** Anything, also halves of letters and signs that no text should have. */
  const anything = fc.oneof(
    fc.string({
      unit: fc.constantFrom(
        'a',
        ' ',
        '\n',
        '\r',
        '\0',
        '\ud800',
        '\udc00',
        'é',
        'e',
        '\u0301',
        '👨‍👩‍👧',
        '港',
      ),
      maxLength: 3000,
    }),
    fc.string({ unit: 'binary', maxLength: 3000 }),
    fc
      .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), { maxLength: 400 })
      .map((words) => words.join(' ')),
  )

  it('gives composed, whole text within the limit, and changes it no more', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const tidy = tidyCaption(text)
        expect(tidy.length).toBeLessThanOrEqual(mostCaptionLength)
        expect(tidy.isWellFormed()).toBe(true)
        expect(tidy.normalize('NFC')).toBe(tidy)
        expect(tidy).not.toMatch(/[\0-\x08\x0e-\x1f\x7f]/)
        expect(tidyCaption(tidy)).toBe(tidy)
      }),
      { numRuns: 300 },
    )
  })

  it('cuts behind a whole word and marks it', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'ü', '港', '😀', '.'),
      minLength: 1,
      maxLength: 60,
    })
    fc.assert(
      fc.property(fc.array(word, { minLength: 200, maxLength: 1500 }), (words) => {
        const text = words.join(' ')
        fc.pre(text.length > mostCaptionLength)
        const cut = tidyCaption(text)
        expect(cut.endsWith('…')).toBe(true)
        const kept = cut.slice(0, -1)
        expect(text.startsWith(`${kept} `)).toBe(true)
        // The next word would not have fitted.
        const next = text.slice(kept.length + 1).split(' ', 1)[0] ?? ''
        expect(kept.length + 1 + next.length + 1).toBeGreaterThan(mostCaptionLength)
      }),
    )
  })

  it('cuts a text without blanks between letters as people see them', () => {
    const family = '👨‍👩‍👧'
    const cut = tidyCaption(family.repeat(500))
    expect(cut).toBe(family.repeat(Math.floor((mostCaptionLength - 1) / family.length)) + '…')
    expect(tidyCaption('港'.repeat(2000))).toBe('港'.repeat(mostCaptionLength - 1) + '…')
  })

  it.each([
    ['1,001 signs of several parts', '👩🏽‍🚀'.repeat(1001), '👩🏽‍🚀'.repeat(142) + '…'],
    ['50,000 letters', 'At the lake. '.repeat(4_000), null],
    ['one letter of 1,500 accents', `e${'\u0301'.repeat(1_500)}`, '…'],
    [
      'what turns the letters behind it',
      'IMG\u202egpj.exe\u2066 at\u202c sea\u2069',
      'IMGgpj.exe at sea',
    ],
    ['a mark for one letter', 'שלום\u200f!', 'שלום\u200f!'],
    ['a mark of the byte order', '\uFEFFAt sea', 'At sea'],
    ['halves of letters', 'At\ud83d sea\udc00', 'At sea'],
    ['signs of control', 'At\x1b[31m\x07 sea\x9b', 'At[31m sea'],
    ['blanks alone', ' \t\u00a0\u3000\r\n', ''],
  ])('makes something whole of %s', (_what, text, expected) => {
    const tidy = tidyCaption(text)
    if (expected !== null) expect(tidy).toBe(expected)
    expect(tidy.length).toBeLessThanOrEqual(mostCaptionLength)
    expect(tidy.isWellFormed()).toBe(true)
  })

  it('calls none of what is left of nothing a caption', () => {
    for (const text of [' \t\u00a0\u3000', '\u202e\u2066', `e${'\u0301'.repeat(1_500)}`, '\uFEFF'])
      expect(choose({ embedded: [{ text, source: 'xmp' }] })).toBeNull()
  })

  it('keeps what just fits, and lines', () => {
    expect(tidyCaption('x'.repeat(mostCaptionLength))).toBe('x'.repeat(mostCaptionLength))
    expect(tidyCaption('x'.repeat(mostCaptionLength + 1))).toBe(
      'x'.repeat(mostCaptionLength - 1) + '…',
    )
    expect(tidyCaption(' One\r\ntwo\rthree\u2028four\t\v\0 ')).toBe('One\ntwo\nthree\nfour')
  })
})

describe('IPTC', () => {
  const set = (record: number, number: number, bytes: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from([0x1c, record, number, bytes.length >> 8, bytes.length & 255]),
      bytes,
    ])
  const caption = (charset: string, bytes: Buffer): string | null =>
    captionInIptc(
      Buffer.concat([
        ...(charset === '' ? [] : [set(1, 90, Buffer.from(charset, 'latin1'))]),
        set(2, 120, bytes),
      ]),
    )

  it.each([
    ['UTF-8 as it says', '\x1b%G', Buffer.from('Łódź'), 'Łódź'],
    ['UTF-8 of a level', '\x1b%/I', Buffer.from('Łódź'), 'Łódź'],
    ['UTF-8 that nobody announced', '', Buffer.from('Łódź'), 'Łódź'],
    ['Latin-1', '\x1b.A', Buffer.from('Z\xfcrich', 'latin1'), 'Zürich'],
    ['Windows’ Western', '', Buffer.from('\x84Gr\xf6\xdfe\x93 \x80', 'latin1'), '„Größe“ €'],
    ['Western that says to be UTF-8', '\x1b%G', Buffer.from('Z\xfcrich', 'latin1'), 'Zürich'],
    ['Latin-2', '\x1b-B', Buffer.from('\xa3\xf3d\xbc', 'latin1'), 'Łódź'],
    ['Cyrillic', '\x1b-L', Buffer.from('\xbc\xde\xe1\xda\xd2\xd0', 'latin1'), 'Москва'],
    ['Greek', '\x1b-F', Buffer.from('\xc1\xe8\xde\xed\xe1', 'latin1'), 'Αθήνα'],
    [
      'a Macintosh’s that nobody announced',
      '',
      Buffer.from('f\x9fr Ren\x8e', 'latin1'),
      'für René',
    ],
    ['a Macintosh’s sharp s', '', Buffer.from('Schlo\xa7stra\xa7e', 'latin1'), 'Schloßstraße'],
    ['Windows’ quotes', '', Buffer.from('Zo\xeb\x92s \x96 it\x92s', 'latin1'), 'Zoë’s – it’s'],
    ['Windows’ own letters', '', Buffer.from('\x8akoda c\x9cur', 'latin1'), 'Škoda cœur'],
    ['UTF-8 with a mark', '', Buffer.from('\uFEFFŁódź'), 'Łódź'],
    ['UTF-16 with a mark', '', Buffer.from('\uFEFFŁódź', 'utf16le'), 'Łódź'],
    [
      'a letter cut in two by the end of its field',
      '\x1b%G',
      Buffer.from('Łódź').subarray(0, -1),
      'Łód',
    ],
  ])('reads %s', (_what, charset, bytes, expected) => {
    expect(caption(charset, bytes)).toBe(expected)
  })

  it('finds the caption among resources, and none in damage', () => {
    const block = set(2, 120, Buffer.from('At sea'))
    const head = Buffer.from('8BIM\x04\x04\0\0\0\0\0\0', 'latin1')
    head.writeUInt32BE(block.length, 8)
    expect(captionInResources(Buffer.concat([head, block]))).toBe('At sea')
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        captionInResources(Buffer.concat([Buffer.from('8BIM'), bytes]))
        captionInIptc(Buffer.concat([Buffer.from([0x1c]), bytes]))
      }),
    )
    // A resource that ends within its size.
    for (let bytes = 0; bytes < 4; bytes += 1)
      expect([
        ...imageResources(Buffer.concat([Buffer.from('8BIM\x04\x04\x03abc'), Buffer.alloc(bytes)])),
      ]).toEqual([])
  })
})

describe('Picasa', () => {
  const ini = `[Picasa]\r\nname=Summer\r\ncaption=\r\n[Sea.PNG]\r\ncaption= At sea = fine \r\nstar=yes\r\n[empty.png]\r\ncaption=\r\n[.album:1]\r\nname=x\r\n[film.avi]\r\nCaption=Dör Film`

  it('has captions by the names of files, in any case', () => {
    const captions = new PicasaCaptions(Buffer.from(ini))
    expect(
      ['sea.png', 'empty.png', 'film.AVI', 'none.png'].map((name) => captions.of(name)),
    ).toEqual([...['At sea = fine', null, 'Dör Film', null]])
    expect(new PicasaCaptions(Buffer.from(ini, 'latin1')).of('film.avi')).toBe('Dör Film')
  })

  it('lies in a file of two names', () => {
    expect(['.picasa.ini', 'Picasa.ini', 'picasa.ini.bak', 'desktop.ini'].map(isPicasaIni)).toEqual(
      [...[true, true, false, false]],
    )
  })
})

it('reads the caption of a sidecar for the photo that it belongs to', () => {
  const sidecar = (owner: string): Buffer =>
    Buffer.from(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"><rdf:Description dc:description="Beside" ${owner}/></rdf:RDF>`)
  const said = (claim: Sidecar['claim'], owner = ''): string | null =>
    sidecarCaption(sidecar(owner), { name: 'IMG_1.xmp', claim }, 'IMG_1.JPG')
  expect([said('whole-name'), said('only-one'), said('if-it-says-so')]).toEqual([
    'Beside',
    'Beside',
    null,
  ])
  expect(said('if-it-says-so', 'photoshop:SidecarForExtension="jpg"')).toBe('Beside')
  expect(said('if-it-says-so', 'photoshop:SidecarForExtension="png"')).toBeNull()
})

it.each([
  [
    'entities of XML and numbers',
    'Tom &amp; Jerry &lt;3 caf&#233; &#x1F600;',
    'Tom & Jerry <3 café 😀',
  ],
  ['what was escaped twice, as it is written', 'Tom &amp;amp; Jerry', 'Tom &amp; Jerry'],
  ['entities of HTML, which XML does not have, as they are written', 'caf&eacute;', 'caf&eacute;'],
  ['entities of its own, which stay unread', '&own;', '&own;'],
])('reads in XMP %s', (_what, written, expected) => {
  const packet =
    Buffer.from(`<!DOCTYPE x [<!ENTITY own "grows">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description><dc:description>${written}</dc:description></rdf:Description></rdf:RDF>`)
  expect(describedIn(readXmp(packet))).toBe(expected)
})

it('takes of several languages the one for everybody', () => {
  const item = (language: string, text: string): string =>
    `<rdf:li xml:lang="${language}">${text}</rdf:li>`
  const packet = (...items: string[]): Buffer =>
    Buffer.from(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <rdf:Description><dc:description><rdf:Alt>${items.join('')}</rdf:Alt></dc:description></rdf:Description></rdf:RDF>`)
  const said = (...items: string[]): string | null => describedIn(readXmp(packet(...items)))
  expect(said(item('de', 'Am See'), item('x-default', 'At the lake'))).toBe('At the lake')
  expect(said(item('de', 'Am See'), item('fr', 'Au lac'))).toBe('Am See')
  expect(said()).toBeNull()
})
