// TIFF bytes, which EXIF also is, put together tag by tag for the tests of the readers.

/** One entry of a directory: numbers by type (SHORT where none is named), a text, bytes, or directories it leads to. */
export interface Field {
  readonly tag: number
  readonly type?: number
  readonly values?: readonly number[]
  readonly text?: string
  readonly raw?: Buffer
  readonly to?: readonly (readonly Field[])[]
  /** A count that lies. */
  readonly count?: number
}

const widths: Record<number, number> = { 1: 1, 3: 2, 4: 4, 13: 4, 16: 8, 18: 8 }

/** A TIFF of these directories, each leading to the next; `II` is little endian, a big one has offsets of eight bytes. */
export function tiff(
  order: 'II' | 'MM',
  chain: readonly (readonly Field[])[],
  { isBig = false } = {},
): Buffer {
  const isLittle = order === 'II'
  const out = Buffer.alloc(256 * 1024)
  const [countWidth, word] = isBig ? [8, 8] : [2, 4]
  const entryBytes = 4 + 2 * word
  const write = (to: Buffer, value: number, at: number, width: number): void => {
    const low = isLittle ? at : at + width - Math.min(width, 4)
    if (isLittle) to.writeUIntLE(value, low, Math.min(width, 4))
    else to.writeUIntBE(value, low, Math.min(width, 4))
  }
  const put = (value: number, at: number, width: number): void => write(out, value, at, width)
  let end = isBig ? 16 : 8
  const bytesOf = (field: Field): { type: number; count: number; bytes: Buffer } => {
    if (field.text !== undefined) {
      const bytes = Buffer.from(`${field.text}\0`, 'latin1')
      return { type: field.type ?? 2, count: bytes.length, bytes }
    }
    if (field.raw !== undefined)
      return { type: field.type ?? 7, count: field.raw.length, bytes: field.raw }
    const type = field.type ?? (field.to === undefined ? 3 : isBig ? 18 : 4)
    const values = field.to?.map(writeDirectory) ?? field.values ?? []
    const width = widths[type] ?? 4
    const bytes = Buffer.alloc(values.length * width)
    values.forEach((value, index) => write(bytes, value, index * width, width))
    return { type, count: values.length, bytes }
  }
  const writeDirectory = (fields: readonly Field[]): number => {
    const start = end
    end += countWidth + fields.length * entryBytes + word
    put(fields.length, start, countWidth)
    fields.forEach((field, index) => {
      const { type, count, bytes } = bytesOf(field)
      const at = start + countWidth + index * entryBytes
      put(field.tag, at, 2)
      put(type, at + 2, 2)
      put(field.count ?? count, at + 4, word)
      const isInside = bytes.length <= word
      if (!isInside) put(end, at + 4 + word, word)
      bytes.copy(out, isInside ? at + 4 + word : end)
      if (!isInside) end += bytes.length
    })
    return start
  }
  out.write(order, 0, 'latin1')
  put(isBig ? 43 : 42, 2, 2)
  if (isBig) put(8, 4, 2)
  let pointerAt = isBig ? 8 : 4
  for (const fields of chain) {
    const start = writeDirectory(fields)
    put(start, pointerAt, word)
    pointerAt = start + countWidth + fields.length * entryBytes
  }
  return out.subarray(0, end)
}

/** An EXIF block with an orientation and the time of the shot. */
export function exifBlock(orientation: number, takenAt: string, order: 'II' | 'MM' = 'II'): Buffer {
  return tiff(order, [
    [
      { tag: 0x0112, values: [orientation] },
      { tag: 0x8769, to: [[{ tag: 0x9003, text: takenAt }]] },
    ],
  ])
}
