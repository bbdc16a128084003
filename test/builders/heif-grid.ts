// A HEIC or AVIF that is put together from tiles, as phones write them: each tile is the one picture of a file of its own,
// encoded by whoever can.
import { findBox } from '../../src/main/engine/media/iso-boxes.ts'
import { box, fullBox, number } from '../engine/media/box-builder.ts'

/** How its tiles lie. */
export interface Grid {
  columns: number
  tileWidth: number
  tileHeight: number
}

/** The grid of these tiles, from the upper left, row by row; their places in the file are told as well. */
export function heifGrid(
  tiles: readonly Buffer[],
  { columns, tileWidth, tileHeight }: Grid,
): { bytes: Buffer; tileAt: number[] } {
  const [first = Buffer.alloc(0)] = tiles
  const isAvif = first.toString('latin1', 8, 12) === 'avif'
  const rows = tiles.length / columns
  const [width, height] = [columns * tileWidth, rows * tileHeight]
  const grid = Buffer.concat([
    ...[number(0, 2), number(rows - 1, 1), number(columns - 1, 1)],
    ...[number(width, 2), number(height, 2)],
  ])
  const coded = tiles.map((tile) => bodyOf(tile, ['mdat']))
  const meta = (dataAt: number): Buffer =>
    metaOf({ dataAt, grid, coded, isAvif, first, sides: { width, height, tileWidth, tileHeight } })
  const start = box(
    'ftyp',
    isAvif ? 'avif' : 'heic',
    number(0, 4),
    'mif1',
    isAvif ? 'avif' : 'heic',
  )
  const dataAt = start.length + meta(0).length + 8
  const bytes = Buffer.concat([start, meta(dataAt), box('mdat', grid, ...coded)])
  return { bytes, tileAt: placesOf([grid, ...coded], dataAt).slice(1) }
}

interface Parts {
  dataAt: number
  grid: Buffer
  coded: readonly Buffer[]
  isAvif: boolean
  first: Buffer
  sides: { width: number; height: number; tileWidth: number; tileHeight: number }
}

function metaOf({ dataAt, grid, coded, isAvif, first, sides }: Parts): Buffer {
  const item = (id: number, type: string, flags: number): Buffer =>
    fullBox('infe', 2, flags, number(id, 2), number(0, 2), type, '\0')
  const all = [grid, ...coded]
  const ids = all.map((_, index) => index + 1)
  const [, ...tileIds] = ids
  const places = placesOf(all, dataAt)
  const config = isAvif ? 'av1C' : 'hvcC'
  const size = (width: number, height: number): Buffer =>
    fullBox('ispe', 0, 0, number(width, 4), number(height, 4))
  return fullBox(
    'meta',
    0,
    0,
    fullBox('hdlr', 0, 0, number(0, 4), 'pict', Buffer.alloc(13)),
    fullBox('pitm', 0, 0, number(1, 2)),
    fullBox(
      'iinf',
      0,
      0,
      number(all.length, 2),
      ...ids.map((id) => (id === 1 ? item(1, 'grid', 0) : item(id, isAvif ? 'av01' : 'hvc1', 1))),
    ),
    fullBox(
      'iref',
      0,
      0,
      box('dimg', number(1, 2), number(coded.length, 2), ...tileIds.map((id) => number(id, 2))),
    ),
    box(
      'iprp',
      box(
        'ipco',
        box(config, bodyOf(first, ['meta', 'iprp', 'ipco', config])),
        size(sides.tileWidth, sides.tileHeight),
        size(sides.width, sides.height),
        fullBox('pixi', 0, 0, number(3, 1), number(8, 1), number(8, 1), number(8, 1)),
      ),
      fullBox(
        'ipma',
        0,
        0,
        number(all.length, 4),
        ...ids.map((id) =>
          Buffer.concat([
            number(id, 2),
            ...(id === 1 ? [2, 3, 4] : [3, 0x81, 2, 4]).map((value) => number(value, 1)),
          ]),
        ),
      ),
    ),
    fullBox(
      'iloc',
      0,
      0,
      number(0x44, 1),
      number(0, 1),
      number(all.length, 2),
      ...all.map((bytes, index) =>
        Buffer.concat([
          ...[number(index + 1, 2), number(0, 2), number(1, 2)],
          ...[number(places[index] ?? 0, 4), number(bytes.length, 4)],
        ]),
      ),
    ),
  )
}

const placesOf = (pieces: readonly Buffer[], from: number): number[] =>
  pieces.map((_, index) => pieces.slice(0, index).reduce((sum, piece) => sum + piece.length, from))

/** What is in a box inside of others. */
function bodyOf(file: Buffer, path: readonly string[]): Buffer {
  let [start, end] = [0, file.length]
  for (const type of path) {
    const found = findBox(file, type, start, end)
    if (found === null) throw new Error(`There is no ${type}.`)
    // The box of item tables has a version before its boxes.
    start = found.start + (type === 'meta' ? 4 : 0)
    end = found.end
  }
  return file.subarray(start, end)
}
