// Captions inside files: each form is written by exiftool (films begin as ffmpeg's) and has to be read as it was meant.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memorySource } from '../../src/main/engine/media/byte-source.ts'
import { readEmbeddedCaptions } from '../../src/main/engine/media/captions/embedded.ts'
import { sniff } from '../../src/main/engine/media/media-types.ts'
import { readHead } from '../../src/main/engine/media/read-head.ts'
import { extensionOf } from '../../src/shared/media-types.ts'
import { ffmpeg, writeManyTags } from './tools.ts'

const folder = mkdtempSync(join(tmpdir(), 'captions-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** Words in several scripts, with what XML and old character sets stumble over. */
const said = 'Ölüdeniz & „Größe“ – 長崎の港 <3 😀'
const western = 'Zoë’s fête à Genève…'
/** Exiftool writes UTF-16 of two bytes a letter alone. */
const plane = 'Ölüdeniz – 長崎の港'

/** A packet by hand, for forms that exiftool reads and does not write. */
const packet = (attributes: string, inside = ''): string =>
  `<?xpacket begin="\uFEFF"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:own="http://purl.org/dc/elements/1.1/" ${attributes}>${inside}</rdf:Description>
  </rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
const packets: Record<string, string> = {
  attribute: packet('dc:description="As an attribute &amp; more"'),
  plain: packet('', '<dc:description>As a plain element</dc:description>'),
  prefix: packet('', '<own:description><![CDATA[Under <another> prefix]]></own:description>'),
  languages: packet(
    '',
    `<dc:description><rdf:Alt><rdf:li xml:lang="de">Am See</rdf:li>
    <rdf:li xml:lang="x-default">At the lake</rdf:li></rdf:Alt></dc:description>`,
  ),
  german: packet(
    '',
    `<dc:description><rdf:Alt><rdf:li xml:lang="de">Am See</rdf:li></rdf:Alt></dc:description>`,
  ),
  empty: packet(
    '',
    `<dc:description><rdf:Alt><rdf:li xml:lang="x-default"/></rdf:Alt></dc:description>`,
  ),
}
const withPacket = (name: string): string => `-XMP<=${join(folder, `${name}.xmp`)}`

type Row = [what: string, base: string, args: string[], found: string[]]
const asUtf8 = '-IPTC:CodedCharacterSet=UTF8'
const rows: Row[] = [
  ['XMP', 'jpg', [`-XMP-dc:Description=${said}`], [`xmp ${said}`]],
  ['XMP as an attribute', 'jpg', [withPacket('attribute')], ['xmp As an attribute & more']],
  ['XMP as a plain element', 'jpg', [withPacket('plain')], ['xmp As a plain element']],
  ['XMP by its namespace', 'jpg', [withPacket('prefix')], ['xmp Under <another> prefix']],
  ['XMP for everybody', 'jpg', [withPacket('languages')], ['xmp At the lake']],
  ['XMP in its one language', 'jpg', [withPacket('german')], ['xmp Am See']],
  ['nothing in empty XMP', 'jpg', [withPacket('empty')], []],
  ['XMP of a PNG', 'png', [`-XMP-dc:Description=${said}`], [`xmp ${said}`]],
  ['XMP of a WebP', 'webp', [`-XMP-dc:Description=${said}`], [`xmp ${said}`]],
  ['XMP of an AVIF', 'avif', [`-XMP-dc:Description=${said}`], [`xmp ${said}`]],
  ['XMP of a TIFF', 'tiff', [`-XMP-dc:Description=${said}`], [`xmp ${said}`]],
  ['IPTC in UTF-8', 'jpg', [asUtf8, `-IPTC:Caption-Abstract=${said}`], [`iptc ${said}`]],
  ['IPTC in Latin', 'jpg', [`-IPTC:Caption-Abstract=${western}`], [`iptc ${western}`]],
  ['IPTC of a TIFF', 'tiff', [asUtf8, `-IPTC:Caption-Abstract=${said}`], [`iptc ${said}`]],
  ['EXIF', 'jpg', [`-EXIF:ImageDescription=${said}`], [`exif ${said}`]],
  [
    'EXIF in the other byte order',
    'jpg',
    ['-ExifByteOrder=II', `-EXIF:ImageDescription=${said}`],
    [`exif ${said}`],
  ],
  [
    'EXIF in Latin',
    'jpg',
    ['-charset', 'exif=latin', `-EXIF:ImageDescription=${western}`],
    [`exif ${western}`],
  ],
  ['EXIF of a PNG', 'png', [`-EXIF:ImageDescription=${said}`], [`exif ${said}`]],
  ['EXIF of a WebP', 'webp', [`-EXIF:ImageDescription=${said}`], [`exif ${said}`]],
  ['EXIF of an AVIF', 'avif', [`-EXIF:ImageDescription=${said}`], [`exif ${said}`]],
  ['EXIF of a TIFF', 'tiff', [`-EXIF:ImageDescription=${said}`], [`exif ${said}`]],
  ['the comment of Windows', 'jpg', [`-EXIF:XPComment=${plane}`], [`windows-comment ${plane}`]],
  ['no UserComment', 'jpg', [`-EXIF:UserComment=${said}`], []],
  [
    'no title and no headline',
    'jpg',
    [asUtf8, `-XMP-dc:Title=${said}`, `-IPTC:Headline=${said}`, `-EXIF:XPTitle=${said}`],
    [],
  ],
  ['the description of a PNG', 'png', [`-PNG:Description=${said}`], [`png ${said}`]],
  ['a plain description of a PNG', 'png', ['-PNG:Description=Plain words'], ['png Plain words']],
  [
    'a packed description of a PNG',
    'png',
    ['-z', `-PNG:Description=${said.repeat(20)}`],
    [`png ${said.repeat(20)}`],
  ],
  ['no comment of a PNG', 'png', [`-PNG:Comment=${said}`, `-PNG:Title=${said}`], []],
  [
    'all forms in their order',
    'jpg',
    [
      '-EXIF:XPComment=5',
      '-EXIF:ImageDescription=4',
      '-IPTC:Caption-Abstract=3',
      '-XMP-dc:Description=1',
    ],
    ['xmp 1', 'iptc 3', 'exif 4', 'windows-comment 5'],
  ],
  ["Apple's key of a MOV", 'mov', [`-Keys:Description=${said}`], [`movie ${said}`]],
  ["Apple's key of an MP4", 'mp4', [`-Keys:Description=${said}`], [`movie ${said}`]],
  ['the list of an MP4', 'mp4', [`-ItemList:Description=${said}`], [`movie ${said}`]],
  ['the list of a MOV', 'mov', [`-ItemList:Description=${said}`], [`movie ${said}`]],
  ['the user data of a MOV', 'mov', [`-UserData:Description=${said}`], [`movie ${said}`]],
  ['the user data of a 3GP', '3gp', [`-UserData:Description=${said}`], [`movie ${said}`]],
  ['XMP of an MP4', 'mp4', [`-XMP-dc:Description=${said}`], [`xmp ${said}`]],
  ['XMP of a MOV', 'mov', [`-XMP-dc:Description=${said}`], [`xmp ${said}`]],
  ['no comment of a film', 'mp4', [`-ItemList:Comment=${said}`, `-Keys:Comment=${said}`], []],
  ['the camera', 'jpg', ['-Make=Maker', '-Model=Model 1 '], ['by Maker Model 1']],
  ['nothing where nothing is', 'jpg', ['-EXIF:Artist=Somebody'], []],
]
const pathOf = (index: number, base: string): string => join(folder, `${index}.${base}`)

beforeAll(async () => {
  for (const [name, text] of Object.entries(packets))
    writeFileSync(join(folder, `${name}.xmp`), text)
  const picture = sharp({ create: { width: 16, height: 16, channels: 3, background: 'teal' } })
  const baseAt = (base: string): string => join(folder, `base.${base}`)
  writeFileSync(baseAt('jpg'), await picture.jpeg().toBuffer())
  writeFileSync(baseAt('png'), await picture.png().toBuffer())
  writeFileSync(baseAt('webp'), await picture.webp().toBuffer())
  writeFileSync(baseAt('tiff'), await picture.tiff().toBuffer())
  writeFileSync(baseAt('avif'), await picture.avif({ effort: 0 }).toBuffer())
  const film = ['-f', 'lavfi', '-i', 'color=teal:size=32x32:duration=0.1:rate=10', '-c:v', 'mpeg4']
  const films = ['mp4', 'mov', '3gp'].flatMap((form) => [
    '-map',
    '0',
    '-c:v',
    'mpeg4',
    baseAt(form),
  ])
  await ffmpeg([...film.slice(0, 4), ...films])
  for (const [index, [, base]] of rows.entries()) copyFileSync(baseAt(base), pathOf(index, base))
  await writeManyTags(rows.map(([, base, tags], index) => ({ path: pathOf(index, base), tags })))
})

async function captionsIn(bytes: Buffer, name: string): Promise<string[]> {
  const type = sniff(bytes.subarray(0, 4096), extensionOf(name))
  if (type === null) throw new Error(`${name} is no photo`)
  const source = memorySource(bytes)
  const photo = { source, head: await readHead(source, type), format: type.format }
  const { captions, camera } = await readEmbeddedCaptions(photo)
  const of = camera === null ? [] : [`by ${camera}`]
  return [...of, ...captions.map(({ source: from, text }) => `${from} ${text}`)]
}

describe('captions inside files', () => {
  it.each(rows.map(([what, base, , found], index) => ({ what, base, found, index })))(
    'reads $what',
    async ({ base, found, index }) => {
      expect(await captionsIn(readFileSync(pathOf(index, base)), `a.${base}`)).toEqual(found)
    },
  )

  it('reads what is there of files that end anywhere, and never fails', async () => {
    for (const [index, [, base]] of rows.entries()) {
      const bytes = readFileSync(pathOf(index, base))
      for (let length = 64; length < bytes.length; length += 331)
        expect(Array.isArray(await captionsIn(bytes.subarray(0, length), `a.${base}`))).toBe(true)
    }
  })

  it.each([
    ['EXIF', '010e0002', '010e0081'],
    ['EXIF in the other byte order', '0e010200', '0e018100'],
  ])('reads the UTF-8 of %s 3.0, which has a type of its own', async (row, ascii, utf8) => {
    const index = rows.findIndex(([what]) => what === row)
    const bytes = readFileSync(pathOf(index, 'jpg'))
    const at = bytes.indexOf(Buffer.from(ascii, 'hex'))
    bytes.write(utf8, at, 'hex')
    expect(at).toBeGreaterThan(0)
    expect(await captionsIn(bytes, 'a.jpg')).toEqual([`exif ${said}`])
  })

  it('reads what stands before the end of a file that was cut off', async () => {
    const index = rows.findIndex(([what]) => what === 'IPTC in UTF-8')
    const bytes = readFileSync(pathOf(index, 'jpg'))
    const at = bytes.indexOf(Buffer.from([0xff, 0xed]))
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    expect(await captionsIn(bytes.subarray(0, end + 3), 'a.jpg')).toEqual([`iptc ${said}`])
  })

  it('never fails over bytes that damage has changed, and tells no endless words', async () => {
    const files = rows.map(([, base], index) => ({
      base,
      bytes: readFileSync(pathOf(index, base)),
    }))
    const change = fc.tuple(fc.nat(4000), fc.nat(255))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.array(change, { maxLength: 8 }),
        async (file, changes) => {
          const bytes = Buffer.from(file.bytes)
          // The type is kept, so that its reader is the one that is tried.
          for (const [at, value] of changes) bytes[16 + (at % (bytes.length - 16))] = value
          const found = await captionsIn(bytes, `a.${file.base}`)
          expect(found.length).toBeLessThan(20)
        },
      ),
      { numRuns: 600 },
    )
  })
})
