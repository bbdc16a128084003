// Behaviour of the reader of XMP: attributes and elements, lists and languages, prefixes, encodings, and packets that are
// damaged or built to do harm.
import { describe, expect, it } from 'vitest'
import { mostPacketBytes, readXmp } from '../../../src/main/engine/media/xmp.ts'

const namespaces = [
  'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"',
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  'xmlns:exif="http://ns.adobe.com/exif/1.0/"',
  'xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
  'xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"',
  'xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"',
].join(' ')
const packet = (attributes: string, elements: string): string =>
  `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
  <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ${namespaces}>
    <rdf:Description rdf:about="" ${attributes}>${elements}</rdf:Description>
  </rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
const read = (text: string | Buffer) =>
  Object.fromEntries(
    [...readXmp(Buffer.from(text as string))].map(([name, values]) => [
      name,
      values.map(({ text: value, language }) =>
        language === null ? value : `${language}: ${value}`,
      ),
    ]),
  )

describe('a property', () => {
  it('is an attribute or an element', () => {
    const date = '2019-07-14T18:22:33'
    const expected = { 'exif:DateTimeOriginal': [date] }
    expect(read(packet(`exif:DateTimeOriginal="${date}"`, ''))).toEqual(expected)
    expect(read(packet('', `<exif:DateTimeOriginal>\n ${date} </exif:DateTimeOriginal>`))).toEqual(
      expected,
    )
  })

  it('is known by its namespace, whatever prefix it bears', () => {
    const text = packet('xmlns:e="http://ns.adobe.com/exif/1.0/" e:DateTimeOriginal="2019"', '')
    expect(read(text)).toEqual({ 'exif:DateTimeOriginal': ['2019'] })
    const other = packet('xmlns:exif="http://example.org/" exif:DateTimeOriginal="2019"', '')
    expect(read(other)).toEqual({})
  })

  it('is a list, or a text in several languages', () => {
    const text = packet(
      '',
      `<dc:subject><rdf:Bag><rdf:li>harbour</rdf:li><rdf:li>boats &amp; more</rdf:li></rdf:Bag></dc:subject>
       <dc:description><rdf:Alt>
         <rdf:li xml:lang="x-default">Boats</rdf:li><rdf:li xml:lang="de">Boote &#x6e2f;</rdf:li>
       </rdf:Alt></dc:description>`,
    )
    expect(read(text)).toEqual({
      'dc:subject': ['harbour', 'boats & more'],
      'dc:description': ['x-default: Boats', 'de: Boote 港'],
    })
  })

  it('may have qualifiers, and is no part of a structure', () => {
    const text = packet(
      '',
      `<xmp:CreateDate rdf:parseType="Resource"><rdf:value>2019</rdf:value></xmp:CreateDate>
       <xmp:Label><rdf:Description><rdf:value>red</rdf:value></rdf:Description></xmp:Label>
       <xmpMM:DerivedFrom rdf:parseType="Resource"><exif:DateTimeOriginal>1999</exif:DateTimeOriginal></xmpMM:DerivedFrom>
       <xmpMM:History><rdf:Seq><rdf:li xmp:ModifyDate="1998"><xmp:CreateDate>1998</xmp:CreateDate></rdf:li></rdf:Seq></xmpMM:History>`,
    )
    expect(read(text)).toEqual({ 'xmp:CreateDate': ['2019'], 'xmp:Label': ['red'] })
  })

  it('without words is none', () => {
    expect(read(packet('xmp:Label=" "', '<xmp:CreateDate/>'))).toEqual({})
  })
})

describe('a packet', () => {
  const text = packet('xmp:CreateDate="2019-07-14" xmp:Label="Grün 港"', '')
  const expected = { 'xmp:CreateDate': ['2019-07-14'], 'xmp:Label': ['Grün 港'] }

  it('is UTF-8 or UTF-16, with a mark or without', () => {
    const bare = text.replace(/^<\?xpacket.*\?>\s*/, '')
    const little = Buffer.from(bare, 'utf16le')
    const big = Buffer.from(little).swap16()
    const [markLittle, markBig] = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])]
    for (const bytes of [Buffer.from(bare), Buffer.from(`\uFEFF${bare}`), little, big])
      expect(read(bytes)).toEqual(expected)
    expect(read(Buffer.concat([markLittle, little]))).toEqual(expected)
    expect(read(Buffer.concat([markBig, big]))).toEqual(expected)
  })

  it('of UTF-16 that lost half of its last character is read up to there', () => {
    const big = Buffer.from(text, 'utf16le').swap16()
    const mark = Buffer.from([0xfe, 0xff])
    expect(read(Buffer.concat([mark, big, Buffer.alloc(1)]))).toEqual(expected)
  })

  it('of more values than anybody writes is read as far as that', () => {
    const many = packet('', '<dc:subject>word</dc:subject>'.repeat(10_001))
    expect(read(many)['dc:subject']).toHaveLength(10_000)
  })

  it('may lie among blanks and noughts', () => {
    expect(read(`${text}${' '.repeat(2_000)}\0\0`)).toEqual(expected)
    expect(read(`<?xml version="1.0"?>\n${text}`)).toEqual(expected)
  })

  it('that is damaged is read up to there, and as far as it makes sense behind', () => {
    expect(read(text.slice(0, text.indexOf('</rdf:RDF>')))).toEqual(expected)
    expect(read(text.replace('xmp:Label', 'a < b xmp:Label'))).toMatchObject({})
    for (let end = 0; end < text.length; end += 7)
      expect(() => read(text.slice(0, end))).not.toThrow()
    expect(read('\0\x01\x02')).toEqual({})
    expect(read('')).toEqual({})
  })

  it('with entities of its own does not grow', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "${'lol'.repeat(100)}"><!ENTITY b "${'&a;'.repeat(1_000)}">]>`
    const told = read(
      bomb + packet('', '<dc:title>&b;</dc:title><xmp:CreateDate>2019</xmp:CreateDate>'),
    )
    expect(JSON.stringify(told).length).toBeLessThan(200)
    expect(told['xmp:CreateDate']).toEqual(['2019'])
    const outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    expect(read(outside + packet('', '<dc:title>&a;</dc:title>'))).toEqual({ 'dc:title': ['&a;'] })
  })

  it('that is longer than anybody writes is read as far as that', () => {
    const long = packet(
      'xmp:CreateDate="2019"',
      `<xmp:Label>${'x'.repeat(mostPacketBytes)}</xmp:Label>`,
    )
    expect(read(long)).toEqual({ 'xmp:CreateDate': ['2019'] })
    const deep = packet('xmp:CreateDate="2019"', '<xmp:a>'.repeat(100_000))
    expect(read(deep)).toEqual({ 'xmp:CreateDate': ['2019'] })
  })

  it.each(['<', '&', '<a ', '<x:', ']]>', '</a>', '\0', '<a b="c" ', '<!--', '<![CDATA['])(
    'of %s alone ends soon',
    (part) => {
      const start = performance.now()
      read(packet('xmp:CreateDate="2019"', part.repeat(mostPacketBytes / part.length)))
      // Some 100 ms; what grows with the square of the length takes minutes.
      expect(performance.now() - start).toBeLessThan(10_000)
    },
  )
})
