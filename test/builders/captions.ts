// Captions as programs write them: a packet of XMP, as a sidecar or inside a file, and IPTC in whichever letters.
import { jpegSegment, withJpegSegments } from './undated.ts'

const namespaces = `xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"`

/** A packet that describes a photo; `attributes` are more of its properties. */
export const describedPacket = (text: string, attributes = ''): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ${namespaces}><rdf:Description rdf:about="" ${attributes}>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">${escaped(text)}</rdf:li></rdf:Alt></dc:description>
   </rdf:Description></rdf:RDF></x:xmpmeta>`

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** A JPEG with a caption in IPTC, in these bytes and no character set. */
export function withIptcCaption(jpeg: Buffer, words: Buffer): Buffer {
  const sets = Buffer.concat([
    Buffer.from([0x1c, 2, 120, words.length >> 8, words.length & 255]),
    words,
  ])
  const resource = Buffer.from('8BIM\x04\x04\0\0\0\0\0\0', 'latin1')
  resource.writeUInt32BE(sets.length, 8)
  const padding = Buffer.alloc(sets.length % 2)
  return withJpegSegments(jpeg, jpegSegment(0xed, 'Photoshop 3.0\0', resource, sets, padding))
}
