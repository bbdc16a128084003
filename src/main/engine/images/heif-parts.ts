// The coded pictures that a HEIC or AVIF puts together into the one that is shown, from the bytes of a whole file: tiles of a
// grid, and what is transparent. Gives them to whoever tells which of them is damaged. Pure; decodes nothing itself.
import { ItemTables, type CodedPart } from '../media/heif-items.ts'
import { findBox } from '../media/iso-boxes.ts'

const metaType = 'meta'

/** The bit of an item that is not shown by itself (ISO/IEC 23008-12, 6.4.2). */
const hidden = 1

/**
 * For each part that is not shown by itself, the file in which it is. All are the same bytes in memory, changed from one to
 * the next, so each is to be used before the next is asked for.
 */
export function* partsAlone(file: Buffer): Generator<Buffer> {
  const meta = findBox(file, metaType, 0, file.length)
  if (meta === null) return
  const tables = new ItemTables(file.subarray(meta.start, meta.end))
  const primary = tables.primaryId()
  const bytes = Buffer.from(file)
  for (const { id, flagsAt } of tables.codedParts()) {
    if (id === primary.value) continue
    const flags = meta.start + flagsAt
    bytes.writeUIntBE(id, meta.start + primary.at, primary.size)
    bytes.writeUInt8(file.readUInt8(flags) & ~hidden, flags)
    yield bytes
  }
}

/** A coded picture as a decoder takes it: what sets it up, and its bytes; null where these are not in the file. */
export interface CodedPicture {
  type: string
  config: Buffer | null
  data: Buffer | null
}

/** All of them, the shown picture among them where it is coded itself. */
export function codedPictures(file: Buffer): CodedPicture[] {
  const meta = findBox(file, metaType, 0, file.length)
  if (meta === null) return []
  const bytes = file.subarray(meta.start, meta.end)
  return new ItemTables(bytes).codedParts().map(({ type, config, extents }) => ({
    type,
    config: config === null ? null : bytes.subarray(config.offset, config.offset + config.length),
    data: dataOf(file, extents),
  }))
}

function dataOf(file: Buffer, extents: CodedPart['extents']): Buffer | null {
  if (extents === null) return null
  return Buffer.concat(extents.map(({ offset, length }) => file.subarray(offset, offset + length)))
}
