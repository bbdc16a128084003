// Behaviour of the item tables of a HEIF where they tell which coded pictures the shown one is made of; all else that is
// read from them is in heif-head.test.ts.
import { describe, expect, it } from 'vitest'
import { ItemTables } from '../../../src/main/engine/media/heif-items.ts'
import { heifGrid } from '../../builders/heif-grid.ts'
import { box, fullBox, number } from './box-builder.ts'

const tile = (config: string, data: string): Buffer =>
  Buffer.concat([
    box('ftyp', 'heic'),
    fullBox('meta', 0, 0, box('iprp', box('ipco', box('hvcC', config)))),
    box('mdat', data),
  ])

/** A grid of these tiles and its tables. */
function gridOf(...tiles: string[]) {
  const files = tiles.map((data) => tile('set up', data))
  const sides = { columns: tiles.length, tileWidth: 64, tileHeight: 64 }
  const { bytes, tileAt } = heifGrid(files, sides)
  const start = bytes.indexOf('meta') + 4
  const meta = bytes.subarray(start, start - 8 + bytes.readUInt32BE(start - 8))
  return { bytes, tileAt, meta, tables: new ItemTables(meta) }
}

describe('the coded parts of a HEIF', () => {
  it('are the tiles of a grid, with what sets their decoder up and where they lie', () => {
    const { bytes, tileAt, meta, tables } = gridOf('one', 'second')
    const parts = tables.codedParts()
    expect(parts.map(({ id, type }) => [id, type])).toEqual([
      [2, 'hvc1'],
      [3, 'hvc1'],
    ])
    for (const [index, { flagsAt, config, extents }] of parts.entries()) {
      const { offset = 0, length = 0 } = config ?? {}
      expect(meta.toString('latin1', offset, offset + length)).toBe('set up')
      // The mark of what is not shown by itself.
      expect(meta.readUInt8(flagsAt)).toBe(1)
      const text = ['one', 'second'][index] ?? ''
      expect(extents).toEqual([{ offset: tileAt[index], length: text.length }])
      expect(bytes.indexOf(text)).toBe(tileAt[index])
    }
  })

  it('are the shown picture itself where it is coded', () => {
    const { meta } = gridOf('one', 'second')
    const shown = Buffer.from(meta)
    const { at, size, value } = new ItemTables(meta).primaryId()
    expect([value, size]).toEqual([1, 2])
    shown.writeUIntBE(3, at, size)
    expect(new ItemTables(shown).codedParts().map(({ id }) => id)).toEqual([3])
  })

  it('are told by numbers of four bytes, too', () => {
    const meta = Buffer.concat([number(0, 4), fullBox('pitm', 1, 0, number(70_000, 4))])
    const { at, size, value } = new ItemTables(meta).primaryId()
    expect([value, size, meta.readUInt32BE(at)]).toEqual([70_000, 4, 70_000])
  })

  it('end where the reference to them ends, however many it claims', () => {
    const { meta } = gridOf('one', 'second')
    const claiming = Buffer.from(meta)
    const countAt = meta.indexOf('dimg') + 4 + 2
    expect(claiming.readUInt16BE(countAt)).toBe(2)
    claiming.writeUInt16BE(0xffff, countAt)
    expect(new ItemTables(claiming).codedParts().map(({ id }) => id)).toEqual([2, 3])
  })

  it('lie nowhere, and are not set up, where nothing says so', () => {
    const { meta } = gridOf('one')
    const without = (type: string): Buffer => {
      const changed = Buffer.from(meta)
      changed.write('free', meta.indexOf(type), 'latin1')
      return changed
    }
    expect(new ItemTables(without('iloc')).codedParts()).toMatchObject([{ extents: null }])
    expect(new ItemTables(without('hvcC')).codedParts()).toMatchObject([{ config: null }])
    expect(new ItemTables(without('iinf')).codedParts()).toEqual([])
    expect(new ItemTables(without('iref')).codedParts()).toEqual([])
  })
})
