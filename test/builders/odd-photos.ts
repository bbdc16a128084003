// Photos and videos of the kinds that people reported to go wrong elsewhere, made here: very large ones, names of cameras
// of their own, what Samsung writes behind a picture, faces, gamma and numbers that no copy may lose. Under the names that
// such files have.
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { smallJpeg } from './jpegs.ts'

const width = 5_000
const height = 3_300

/** A file, and what becomes of it in High quality. */
export interface OddPhoto {
  name: string
  bytes: Buffer
  /** `copy`: a reduced one goes up. `itself`: its own bytes do. `either`: both show the whole picture. */
  sent: 'copy' | 'itself' | 'either'
}

/** Makes them all. */
export async function oddPhotos(): Promise<OddPhoto[]> {
  const fine = { quality: 95, chromaSubsampling: '4:4:4' }
  const plain = await gradient().jpeg(fine).toBuffer()
  const mirrored = await gradient().flop().jpeg(fine).toBuffer()
  const behind = (name: string, content: Buffer): Buffer =>
    Buffer.concat([plain, samsungTrailer(name, content)])
  const takenAt = (millisecond: number): Buffer => Buffer.from(`156312135340${millisecond}`)
  const photo = (sent: OddPhoto['sent'], name: string, bytes: Buffer): OddPhoto => ({
    ...{ sent, name, bytes },
  })
  return [
    photo('copy', '108MP.jpg', await flat(12_000, 9_000)),
    photo('itself', 'DSC00001.HIF', heic),
    photo('itself', 'IMG_0001.insp', await smallJpeg(1)),
    photo('itself', 'P1000001.MPO', await smallJpeg(2)),
    photo('itself', 'clip.webm', webm),
    photo('either', 'faces6.jpg', await withFaces()),
    photo('itself', 'float-gray.tif', floatTiff()),
    photo('either', 'gamma1.png', await linearPng()),
    // The same picture, and notes behind it that differ and that a copy may do without.
    photo('copy', 'same-copy-0.jpg', behind('Image_UTC_Data', takenAt(0))),
    photo('copy', 'same-copy-1.jpg', behind('Image_UTC_Data', takenAt(1))),
    photo('itself', 'samsung-dual.jpg', behind('DualShot_DepthMap_1', Buffer.alloc(3_000))),
    photo('itself', 'samsung-sound.jpg', behind('SoundShot_000', soundTrack)),
    photo('either', 'sos-samsung.jpg', withOddScan(mirrored)),
  ]
}

const gradient = () =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
         <defs><linearGradient id="g"><stop offset="0" stop-color="#135"/><stop offset="1" stop-color="#fc6"/></linearGradient></defs>
         <rect width="100%" height="100%" fill="url(#g)"/></svg>`,
    ),
  ).removeAlpha()

const flat = (wide: number, high: number): Promise<Buffer> =>
  sharp({ create: { width: wide, height: high, channels: 3, background: '#864' } })
    .jpeg({ quality: 80 })
    .toBuffer()

const heic = Buffer.concat([
  Buffer.from('\0\0\0\x1cftypheic\0\0\0\0mif1heicmiaf\0\0\0\x10mdat', 'latin1'),
  Buffer.alloc(8),
])
const webm = Buffer.from('\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm\x18S\x80g', 'latin1')
const soundTrack = Buffer.concat([
  Buffer.from('\0\0\0\x18ftyp3gp4\0\0\0\0', 'latin1'),
  Buffer.alloc(3_000),
])

const littleEndian = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** One named block and the directory that Samsung's cameras end their files with. */
function samsungTrailer(name: string, content: Buffer): Buffer {
  const kind = littleEndian(0x0a010000)
  const block = Buffer.concat([kind, littleEndian(name.length), Buffer.from(name), content])
  const entry = [kind, littleEndian(block.length), littleEndian(block.length)]
  const directory = Buffer.concat([
    Buffer.from('SEFH'),
    littleEndian(106),
    littleEndian(1),
    ...entry,
  ])
  return Buffer.concat([block, directory, littleEndian(directory.length), Buffer.from('SEFT')])
}

/** The scan claims to end one number early, as some of Samsung's cameras write it. */
function withOddScan(jpeg: Buffer): Buffer {
  const odd = Buffer.from(jpeg)
  const scan = odd.indexOf(Buffer.from([0xff, 0xda]))
  // Marker, length, count, two bytes for each of three parts, the first number, the last one.
  odd[scan + 2 + 2 + 1 + 6 + 1] = 62
  return odd
}

/** A photo that lies on its side, with a face marked in it. */
const withFaces = (): Promise<Buffer> =>
  gradient()
    .withExif({ IFD0: { Orientation: '6' }, IFD2: { SubjectArea: '450 300 900 600' } })
    .withXmp(
      `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
 xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#" xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#">
<mwg-rs:Regions rdf:parseType="Resource">
<mwg-rs:AppliedToDimensions stDim:w="${width}" stDim:h="${height}" stDim:unit="pixel"/>
<mwg-rs:RegionList><rdf:Bag><rdf:li><rdf:Description mwg-rs:Name="Ann" mwg-rs:Type="Face">
<mwg-rs:Area stArea:x="0.09" stArea:y="0.09" stArea:w="0.18" stArea:h="0.18" stArea:unit="normalized"/>
</rdf:Description></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions></rdf:Description></rdf:RDF></x:xmpmeta>`,
    )
    .jpeg({ quality: 85, chromaSubsampling: '4:4:4' })
    .toBuffer()

/** Grey values between 0 and 1, as numbers with a point. */
function floatTiff(): Buffer {
  const row = new Float32Array(width).map((_, x) => x / width)
  const rows = Buffer.concat(Array.from({ length: height }, () => Buffer.from(row.buffer)))
  const strip = deflateSync(rows, { level: 1 })
  const tags: (readonly [tag: number, type: 3 | 4, value: number])[] = [
    ...([
      [0x100, 4, width],
      [0x101, 4, height],
      [0x102, 3, 32],
      // Deflate; zero is black.
      [0x103, 3, 8],
      [0x106, 3, 1],
      [0x111, 4, 0],
      [0x115, 3, 1],
      [0x116, 4, height],
      [0x117, 4, strip.length],
      // Floating point.
      [0x153, 3, 3],
    ] as const),
  ]
  const stripAt = 8 + 2 + 12 * tags.length + 4
  const head = Buffer.alloc(stripAt)
  head.write('II*\0', 'latin1')
  head.writeUInt32LE(8, 4)
  head.writeUInt16LE(tags.length, 8)
  for (const [index, [tag, type, value]] of tags.entries()) {
    const at = 10 + 12 * index
    head.writeUInt16LE(tag, at)
    head.writeUInt16LE(type, at + 2)
    head.writeUInt32LE(1, at + 4)
    head.writeUInt32LE(tag === 0x111 ? stripAt : value, at + 8)
  }
  return Buffer.concat([head, strip])
}

/** A PNG that says that its numbers are light itself, not what a screen makes of them. */
async function linearPng(): Promise<Buffer> {
  const png = await gradient().png({ compressionLevel: 1 }).toBuffer()
  const headEnd = 8 + 25
  const gamma = Buffer.alloc(16)
  gamma.writeUInt32BE(4, 0)
  gamma.write('gAMA', 4, 'latin1')
  gamma.writeUInt32BE(100_000, 8)
  gamma.writeUInt32BE(crc32(gamma.subarray(4, 12)), 12)
  return Buffer.concat([png.subarray(0, headEnd), gamma, png.subarray(headEnd)])
}
