// A JPEG whose EXIF carries the maker notes of a camera, from which exiftool copies them: no tool makes such notes
// anew. Each of the three counts its offsets from another place, which is where copies go wrong.

type Field = readonly [tag: number, text: string]

const texts: readonly Field[] = [
  [0x0006, 'Canon EOS R5 of the matrix'],
  [0x0009, 'Somebody With A Long Name'],
]

/** The makers whose notes can be had. */
export type Maker = 'Canon' | 'Nikon' | 'Apple'

/** A JPEG of one segment of EXIF around these bytes of a picture. */
export function carrierOf(maker: Maker, jpeg: Buffer): Buffer {
  const tiff = exifWith(maker)
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)])
}

/** Make, Model and the notes, little end first. */
function exifWith(maker: Maker): Buffer {
  const make = `${{ Canon: 'Canon', Nikon: 'NIKON CORPORATION', Apple: 'Apple' }[maker]}\0`
  const model = 'Model of the matrix\0'
  const firstAt = 8
  const first = 2 + 3 * 12 + 4
  const makeAt = firstAt + first
  const modelAt = makeAt + even(make.length)
  const exifAt = modelAt + even(model.length)
  const noteAt = exifAt + 2 + 12 + 4
  const note = noteOf(maker, noteAt)
  const tiff = Buffer.alloc(noteAt + note.length)
  tiff.write('II*\0', 0, 'latin1')
  tiff.writeUInt32LE(firstAt, 4)
  tiff.writeUInt16LE(3, firstAt)
  writeEntry(tiff, firstAt + 2, { tag: 0x010f, type: 2, count: make.length, value: makeAt })
  writeEntry(tiff, firstAt + 14, { tag: 0x0110, type: 2, count: model.length, value: modelAt })
  writeEntry(tiff, firstAt + 26, { tag: 0x8769, type: 4, count: 1, value: exifAt })
  tiff.write(make, makeAt, 'latin1')
  tiff.write(model, modelAt, 'latin1')
  tiff.writeUInt16LE(1, exifAt)
  writeEntry(tiff, exifAt + 2, { tag: 0x927c, type: 7, count: note.length, value: noteAt })
  note.copy(tiff, noteAt)
  return tiff
}

function noteOf(maker: Maker, noteAt: number): Buffer {
  // Canon counts from the beginning of EXIF.
  if (maker === 'Canon') return directory(texts, noteAt)
  if (maker === 'Nikon') {
    // Nikon carries a TIFF of its own and counts from its header.
    const header = Buffer.from('Nikon\0\x02\x10\0\0II*\0\x08\0\0\0', 'latin1')
    const nikon: Field[] = [
      [0x0004, 'FINE of the matrix  '],
      [0x001d, '6012345 and some more'],
    ]
    return Buffer.concat([header, directory(nikon, 8)])
  }
  // Apple counts from the beginning of the notes.
  const header = Buffer.from('Apple iOS\0\0\x01II', 'latin1')
  const apple: Field[] = [
    [0x000b, 'B00C7A55-0000-4000-8000-000000000001'],
    [0x0011, 'C0FFEE00-0000-4000-8000-000000000002'],
  ]
  return Buffer.concat([header, directory(apple, header.length)])
}

/** A directory of texts that counts its offsets as if it began at this place. */
function directory(fields: readonly Field[], at: number): Buffer {
  const size = 2 + fields.length * 12 + 4
  const bodies = fields.map(([, text]) =>
    Buffer.from(`${text}\0`.padEnd(even(text.length + 1), '\0')),
  )
  const table = Buffer.alloc(size)
  table.writeUInt16LE(fields.length, 0)
  let behind = at + size
  fields.forEach(([tag, text], index) => {
    writeEntry(table, 2 + index * 12, { tag, type: 2, count: text.length + 1, value: behind })
    behind += bodies[index]?.length ?? 0
  })
  return Buffer.concat([table, ...bodies])
}

function writeEntry(
  bytes: Buffer,
  at: number,
  entry: { tag: number; type: number; count: number; value: number },
): void {
  bytes.writeUInt16LE(entry.tag, at)
  bytes.writeUInt16LE(entry.type, at + 2)
  bytes.writeUInt32LE(entry.count, at + 4)
  bytes.writeUInt32LE(entry.value, at + 8)
}

const even = (length: number): number => length + (length % 2)
