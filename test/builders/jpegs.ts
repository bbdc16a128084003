// JPEGs made at run time: real pictures whose bytes differ by a comment segment, so that each number is a content
// of its own and a thousand of them cost one encoding.
import sharp from 'sharp'

let small: Promise<Buffer> | null = null

/** A picture of 64 by 48 pixels; each number is another content. */
export async function smallJpeg(number: number): Promise<Buffer> {
  small ??= sharp({ create: { width: 64, height: 48, channels: 3, background: '#468' } })
    .jpeg()
    .toBuffer()
  return withComment(await small, `photo ${number}`)
}

/** A picture above 16 megapixels, with the metadata that a reduced copy must keep. */
export async function largeJpeg(): Promise<Buffer> {
  const width = 5_000
  const height = 3_400
  const picture = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
       <defs><linearGradient id="g"><stop offset="0" stop-color="#135"/><stop offset="1" stop-color="#fc6"/></linearGradient></defs>
       <rect width="100%" height="100%" fill="url(#g)"/></svg>`,
  )
  return sharp(picture)
    .withExif({
      IFD0: { Make: 'Shoebox', Model: 'Test camera' },
      IFD2: { DateTimeOriginal: '2019:08:07 06:05:04' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '47/1 30/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '8/1 45/1 0/1',
      },
    })
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer()
}

/** The same bytes with other sides in their frame header: a picture that claims to be of any size. */
export function withClaimedSides(jpeg: Buffer, width: number, height: number): Buffer {
  const claiming = Buffer.from(jpeg)
  // The header of a baseline frame: marker, length, precision, height, width.
  const at = claiming.indexOf(Buffer.from([0xff, 0xc0]))
  if (at < 0) throw new Error('The picture has no baseline frame')
  claiming.writeUInt16BE(height, at + 5)
  claiming.writeUInt16BE(width, at + 7)
  return claiming
}

/** The same picture with a scan that says the wrong thing of its coding, as some phones write it. */
export function withOddScans(jpeg: Buffer): Buffer {
  const odd = Buffer.from(jpeg)
  const scan = odd.indexOf(Buffer.from([0xff, 0xda]))
  const end = scan + 2 + odd.readUInt16BE(scan + 2)
  odd[end - 2] = 62
  return odd
}

function withComment(jpeg: Buffer, text: string): Buffer {
  const segment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), Buffer.from(text)])
  segment.writeUInt16BE(segment.length - 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)])
}
