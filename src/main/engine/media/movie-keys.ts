// The values that QuickTime keeps under names of its own (QuickTime file format, metadata): a list of keys, and a list of
// values by the numbers of these. What a value means is left to whoever asks for it.
import { boxesIn, findBox } from './iso-boxes.ts'

/** The text under a key of a `meta` box, up to its first nought; null where there is none. */
export function textUnderKey(meta: Buffer, key: string): string | null {
  // In MOV the box has no version; in MP4 it has.
  const start = meta.length >= 8 && meta.toString('latin1', 4, 8) === 'hdlr' ? 0 : 4
  const keys = findBox(meta, 'keys', start, meta.length)
  const list = findBox(meta, 'ilst', start, meta.length)
  if (keys === null || list === null) return null
  const names = [...boxesIn(meta, keys.start + 8, keys.end)].map((name) =>
    meta.toString('latin1', name.start, name.end),
  )
  const wanted = names.indexOf(key) + 1
  if (wanted === 0) return null
  for (const item of boxesIn(meta, list.start, list.end)) {
    if (Buffer.from(item.type, 'latin1').readUInt32BE(0) !== wanted) continue
    const data = findBox(meta, 'data', item.start, item.end)
    if (data === null) return null
    return meta.toString('latin1', data.start + 8, data.end).split('\0', 1)[0] ?? null
  }
  return null
}
