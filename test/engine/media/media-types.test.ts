// What the first bytes of a file say it is.
import { describe, expect, test } from 'vitest'
import { sniff } from '../../../src/main/engine/media/media-types.ts'

describe('types by signature', () => {
  const head = (text: string): Buffer =>
    Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(600)])
  const packets = (first: number, step: number): Buffer => {
    const bytes = Buffer.alloc(step * 5)
    for (let at = first; at < bytes.length; at += step) bytes[at] = 0x47
    return bytes
  }
  test.each([
    ['a Canon CR2', head('II*\0\x10\0\0\0CR\x02\0'), 'jpg', 'image/x-canon-cr2'],
    ['a Canon CR3', head('\0\0\0\x18ftypcrx \0\0\0\x01'), 'cr3', 'image/x-canon-cr3'],
    ['a Canon CRW', head('II\x1a\0\0\0HEAPCCDR'), 'crw', 'image/x-canon-crw'],
    ['a Fuji RAF', head('FUJIFILMCCD-RAW 0201'), 'raf', 'image/x-fuji-raf'],
    ['a Panasonic RW2', head('IIU\0\x18\0\0\0'), 'rw2', 'image/x-panasonic-rw2'],
    ['a Leica RWL', head('IIU\0\x18\0\0\0'), 'rwl', 'image/x-panasonic-rw2'],
    ['an Olympus ORF', head('IIRO\x08\0\0\0'), 'orf', 'image/x-olympus-orf'],
    ['a Minolta MRW', head('\0MRM\0\0\0\0'), 'mrw', 'image/x-minolta-mrw'],
    ['a Sigma X3F', head('FOVb\0\0\0\0'), 'x3f', 'image/x-sigma-x3f'],
    ['an MTS of a camcorder', packets(4, 192), 'mts', 'video/mp2t'],
    ['a TOD', packets(0, 188), 'tod', 'video/mp2t'],
    ['a MOD', head('\0\0\x01\xba\x44\0'), 'mod', 'video/mpeg'],
    ['a QuickTime film without brands', head('\0\0\x10\0moov'), 'mov', 'video/quicktime'],
  ])('%s', (_, bytes, extension, mimeType) => {
    expect(sniff(bytes, extension)?.mimeType).toBe(mimeType)
  })

  test.each([
    ['music in MP4', head('\0\0\0\x18ftypM4A \0\0\0\0')],
    ['a text that begins with BM', head('BMW is a car, and this is a text about it.')],
    ['zeros', Buffer.alloc(5_000)],
    ['a single byte', Buffer.from('\xff', 'latin1')],
    ['an SVG', head('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ])('%s is none of ours', (_, bytes) => {
    expect(sniff(bytes, 'jpg')).toBeNull()
  })
})
