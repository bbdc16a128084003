// The coded pictures that an AVIF puts together into the one that is shown: the tiles of a grid, and what is transparent.
// libheif goes on without one that it cannot decode, and says nothing: a quarter of the picture is green then, or black.
// By itself each is decoded as any other picture, or refused. Pure on the bytes of the file; decodes nothing itself.
import { boxesIn, findBox, type Box } from '../media/iso-boxes.ts'

/** Items that are made of others, which are named besides (ISO/IEC 23008-12, 6.6). */
const derived = ['grid', 'iovl', 'iden', 'tmap']
/** The bit of an item that is not shown by itself (ISO/IEC 23008-12, 6.4.2). */
const hidden = 1

interface Item {
  id: number
  type: string
  /** Where the byte with its flags lies. */
  flagsAt: number
}

/**
 * For each part the file in which it is what is shown. All are the same bytes in memory, changed from one to the next, so
 * each is to be used before the next is asked for.
 */
export function* partsAlone(file: Buffer): Generator<Buffer> {
  const meta = findBox(file, 'meta', 0, file.length)
  const within = (type: string): Box | null =>
    meta === null ? null : findBox(file, type, meta.start + 4, meta.end)
  const [pitm, iinf, iref] = [within('pitm'), within('iinf'), within('iref')]
  if (pitm === null || iinf === null || iref === null) return
  const parts = partsIn(file, iref)
  const bytes = Buffer.from(file)
  for (const { id, type, flagsAt } of itemsIn(file, iinf)) {
    if (!parts.has(id) || derived.includes(type)) continue
    bytes.writeUIntBE(id, pitm.start + 4, idBytes(file, pitm, 0))
    bytes.writeUInt8(file.readUInt8(flagsAt) & ~hidden, flagsAt)
    yield bytes
  }
}

/** Numbers of items have two bytes up to this version of a box, and four beyond. */
const idBytes = (file: Buffer, { start }: Box, lastShort: number): 2 | 4 =>
  file.readUInt8(start) > lastShort ? 4 : 2

/** What others are made of, and what hangs on others as their transparency. */
function partsIn(file: Buffer, iref: Box): Set<number> {
  const size = idBytes(file, iref, 0)
  const parts = new Set<number>()
  for (const { type, start, end } of boxesIn(file, iref.start + 4, iref.end)) {
    if (type === 'auxl') parts.add(file.readUIntBE(start, size))
    if (type !== 'dimg') continue
    for (let at = start + size + 2; at + size <= end; at += size)
      parts.add(file.readUIntBE(at, size))
  }
  return parts
}

function* itemsIn(file: Buffer, iinf: Box): Generator<Item> {
  const from = iinf.start + 4 + idBytes(file, iinf, 0)
  for (const infe of boxesIn(file, from, iinf.end)) {
    const size = idBytes(file, infe, 2)
    // Behind the number come two bytes of protection.
    const typeAt = infe.start + 4 + size + 2
    yield {
      id: file.readUIntBE(infe.start + 4, size),
      type: file.toString('latin1', typeAt, typeAt + 4),
      flagsAt: infe.start + 3,
    }
  }
}
