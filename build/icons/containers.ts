// Puts PNG pictures into the two containers that Windows and macOS want for an app's icon. Drawing them is draw.ts.

/** A square picture. */
export interface IconPicture {
  readonly side: number
  readonly png: Buffer
}

/** A Windows icon: a directory of 16 bytes a picture, then the pictures (Microsoft, "Icons", with PNG since Vista). */
export function toIco(pictures: readonly IconPicture[]): Buffer {
  const directory = Buffer.alloc(6 + 16 * pictures.length)
  directory.writeUInt16LE(1, 2)
  directory.writeUInt16LE(pictures.length, 4)
  let offset = directory.length
  pictures.forEach(({ side, png }, at) => {
    const entry = 6 + 16 * at
    // A byte holds at most 255; 256 is written as 0.
    directory.writeUInt8(side % 256, entry)
    directory.writeUInt8(side % 256, entry + 1)
    directory.writeUInt16LE(1, entry + 4)
    directory.writeUInt16LE(32, entry + 6)
    directory.writeUInt32LE(png.length, entry + 8)
    directory.writeUInt32LE(offset, entry + 12)
    offset += png.length
  })
  return Buffer.concat([directory, ...pictures.map(({ png }) => png)])
}

/** The types of macOS that hold PNG; the ones for screens of double density come second. */
const icnsTypes: Readonly<Record<number, readonly string[]>> = {
  32: ['ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
}

/** A macOS icon: chunks of a type, a length that counts its own 8 bytes, and a picture. */
export function toIcns(pictures: readonly IconPicture[]): Buffer {
  const chunk = (type: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8)
    head.write(type, 'latin1')
    head.writeUInt32BE(8 + body.length, 4)
    return Buffer.concat([head, body])
  }
  const chunks = pictures.flatMap(({ side, png }) =>
    (icnsTypes[side] ?? []).map((type) => chunk(type, png)),
  )
  return chunk('icns', Buffer.concat(chunks))
}
