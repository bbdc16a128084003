// Behaviour of the look at the boxes of a HEIC or AVIF: which of them add up, in the forms that cameras and programs write,
// and which do not, so that no copy is made of what each decoder sees differently.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addsUp } from '../../../src/main/engine/images/heif-form.ts'
import {
  openPicture,
  UndecodableError,
  type Picture,
} from '../../../src/main/engine/images/picture.ts'
import { boxesIn, findBox } from '../../../src/main/engine/media/iso-boxes.ts'
import { heifGrid } from '../../builders/heif-grid.ts'
import { box, fullBox, number } from '../media/box-builder.ts'

const [tileWidth, tileHeight] = [96, 64]
let folder = ''
let whole: Buffer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-images-'))
  const tile = await sharp({
    create: { width: tileWidth, height: tileHeight, channels: 3, background: '#4682b4' },
  })
    .avif({ effort: 0 })
    .toBuffer()
  whole = heifGrid([tile, tile, tile, tile], { columns: 2, tileWidth, tileHeight }).bytes
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function opened(bytes: Buffer, isDamageAllowed = false): Promise<Picture> {
  const path = join(folder, 'picture.avif')
  await writeFile(path, bytes)
  return openPicture(path, 'avif', { isDamageAllowed })
}

/** The picture with something written over. */
function changed(change: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(whole)
  change(bytes)
  return bytes
}

/** The picture with other tables behind it. The old ones are free room, so nothing else has moved. */
function withTables(change: (tables: [type: string, bytes: Buffer][]) => Buffer[]): Buffer {
  const { start, end } = findBox(whole, 'meta', 0, whole.length) ?? { start: 0, end: 0 }
  const tables = [...boxesIn(whole, start + 4, end)].map((one): [string, Buffer] => [
    one.type,
    whole.subarray(one.start - 8, one.end),
  ])
  const without = changed((bytes) => bytes.write('free', start - 4, 'latin1'))
  return Buffer.concat([without, fullBox('meta', 0, 0, ...change(tables))])
}
const withMore = (...more: Buffer[]): Buffer =>
  withTables((tables) => [...tables.map(([, bytes]) => bytes), ...more])
const inLongForm = (bytes: Buffer): Buffer =>
  Buffer.concat([
    ...[number(1, 4), bytes.subarray(4, 8), number(bytes.length + 8, 8)],
    bytes.subarray(8),
  ])
/** With no length, where a box of this type is the last of the file. */
function withoutLength(bytes: Buffer, type: string): Buffer {
  const endless = Buffer.from(bytes)
  endless.writeUInt32BE(0, bytes.lastIndexOf(type) - 4)
  return endless
}

describe('boxes that add up', () => {
  it.each<[string, () => Buffer]>([
    ['those of an encoder', () => whole],
    ['tables behind the picture', () => withMore()],
    ['tables behind the picture, to the end', () => withoutLength(withMore(), 'meta')],
    ['a picture that lasts to the end', () => withoutLength(whole, 'mdat')],
    [
      'lengths of eight bytes',
      () => withTables((tables) => tables.map(([, bytes]) => inLongForm(bytes))),
    ],
    [
      'room and boxes of others among the tables',
      () => withMore(box('free', 'room'), box('skip'), box('uuid', 'sixteen letters.', 'more')),
    ],
    [
      'data and references to it among the tables',
      () =>
        withMore(
          box('idat', 'data'),
          box('dinf', fullBox('dref', 0, 0, number(1, 4), fullBox('url ', 0, 1))),
        ),
    ],
    [
      'a group of items, with more behind it',
      () =>
        withMore(
          box('grpl', fullBox('altr', 0, 0, number(9, 4), number(1, 4), number(1, 4), 'more')),
        ),
    ],
    ['room behind all', () => Buffer.concat([whole, Buffer.alloc(4_096)])],
    ['what a maker adds behind all', () => Buffer.concat([whole, Buffer.from('\x01\x0aSEFHSEFT')])],
  ])('are %s', async (_, file) => {
    expect(addsUp(file())).toBe(true)
    const sides = { width: 2 * tileWidth, height: 2 * tileHeight }
    expect((await opened(file())).sides).toEqual(sides)
  })
})

/** Each way to lie about a length. */
const lies: Readonly<Record<string, (length: number) => number>> = {
  'to the end': () => 0,
  'in eight bytes': () => 1,
  'less than its head': () => 7,
  'one less': (length) => length - 1,
  'one more': (length) => length + 1,
  half: (length) => length >>> 1,
  double: (length) => length * 2,
  'more than there is': () => 0xffffffff,
}

describe('no copy is made', () => {
  const tables = ['meta', 'hdlr', 'pitm', 'iinf', 'iref', 'iprp', 'ipco', 'ipma', 'iloc']
  it.each([...tables, 'infe', 'dimg', 'ispe', 'pixi', 'av1C'])(
    'where the length of %s lies, be it the first or the last',
    async (type) => {
      for (const at of new Set([whole.indexOf(type) - 4, whole.lastIndexOf(type) - 4]))
        for (const [how, lie] of Object.entries(lies)) {
          const file = changed((bytes) => bytes.writeUInt32BE(lie(bytes.readUInt32BE(at)), at))
          expect(addsUp(file), how).toBe(false)
          await expect(opened(file), how).rejects.toBeInstanceOf(UndecodableError)
        }
    },
  )

  /** Where a number stands, behind the name of its box, and in how many bytes. */
  it.each([
    ['items', 'iinf', 4, 2],
    ['references', 'dimg', 2, 2],
    ['items with properties', 'ipma', 4, 4],
    ['properties of an item', 'ipma', 10, 1],
    ['places', 'iloc', 6, 2],
    ['pieces of an item', 'iloc', 12, 2],
  ])('where the count of %s lies', async (_, type, behind, width) => {
    const at = whole.indexOf(type) + 4 + behind
    for (const by of [-1, 1]) {
      const file = changed((bytes) =>
        bytes.writeUIntBE(bytes.readUIntBE(at, width) + by, at, width),
      )
      expect(addsUp(file), `${by}`).toBe(false)
      await expect(opened(file), `${by}`).rejects.toBeInstanceOf(UndecodableError)
    }
  })

  it.each<[string, () => Buffer]>([
    ['an item lies behind the end', () => whole.subarray(0, -1)],
    ['there are no tables', () => box('ftyp', 'avif', number(0, 4))],
    ['there are tables twice', () => Buffer.concat([withMore(), fullBox('meta', 0, 0)])],
    ['items are told twice', () => withMore(fullBox('iinf', 0, 0, number(0, 2)))],
    ['there is less than a box among the tables', () => withMore(Buffer.alloc(7))],
    ['an item has a property that is not there', () => withProperty(5)],
    [
      'items are of another kind',
      () => changed((bytes) => bytes.write('free', bytes.lastIndexOf('infe'))),
    ],
    [
      'there are more references to data than are counted',
      () => withMore(box('dinf', fullBox('dref', 0, 0, number(0, 4), fullBox('url ', 0, 1)))),
    ],
    ['references to data are longer than they are', () => withMore(box('dinf', number(99, 4)))],
    [
      'a group counts more items than it has',
      () => withMore(box('grpl', fullBox('altr', 0, 0, number(9, 4), number(2, 4), number(1, 4)))),
    ],
    ['groups are longer than they are', () => withMore(box('grpl', number(99, 4)))],
  ])('where %s', async (_, file) => {
    expect(addsUp(file())).toBe(false)
    await expect(opened(file())).rejects.toBeInstanceOf(UndecodableError)
  })

  /** The last property of the first item, by its number. */
  function withProperty(index: number): Buffer {
    // Behind flags, a count, the number of the item, and how many it has: two of one byte.
    const at = whole.indexOf('ipma') + 4 + 8 + 3 + 1
    return changed((bytes) => bytes.writeUInt8(index, at))
  }

  it('but a thumbnail is, of what a lenient viewer shows', async () => {
    const at = whole.lastIndexOf('infe') - 4
    const file = changed((bytes) => bytes.writeUInt32BE(0, at))
    expect((await opened(file, true)).sides.width).toBe(2 * tileWidth)
  })
})

describe('tables of every version', () => {
  const file = (...tables: Buffer[]): Buffer =>
    Buffer.concat([box('ftyp', 'heic', number(0, 4)), fullBox('meta', 0, 0, ...tables)])

  it.each([
    [0, 'name\0', true],
    [0, '', true],
    [1, '', true],
    [2, 'hvc1', true],
    [2, 'hvc', false],
    [3, '\0\0hvc1', true],
    [3, '\0\0hvc', false],
    [4, '\0\0hvc1name\0', false],
  ])('have an item of version %i with %j: %s', (version, behind, isRight) => {
    const item = fullBox('infe', version, 0, number(1, 2), number(0, 2), behind)
    for (const width of [2, 4] as const) {
      const items = fullBox('iinf', width === 2 ? 0 : 1, 0, number(1, width), item)
      expect(addsUp(file(items))).toBe(isRight)
    }
    // As short as an item without a name may be, and shorter.
    const cut = box('infe', item.subarray(8, 8 + (version < 2 ? 7 : version === 2 ? 11 : 13)))
    expect(addsUp(file(fullBox('iinf', 0, 0, number(1, 2), cut)))).toBe(false)
    const stranger = box('free', item.subarray(8))
    expect(addsUp(file(fullBox('iinf', 0, 0, number(1, 2), stranger)))).toBe(false)
  })

  it.each([
    [0, 2],
    [1, 4],
  ])('have a number of the picture that is shown: version %i, %i bytes', (version, width) => {
    expect(addsUp(file(fullBox('pitm', version, 0, number(1, width))))).toBe(true)
    expect(addsUp(file(fullBox('pitm', version, 0, number(1, width + 1))))).toBe(false)
    expect(addsUp(file(fullBox('pitm', version, 0, number(1, width - 1))))).toBe(false)
  })

  it.each([
    [0, 2],
    [1, 4],
  ])('have references of version %i, in %i bytes', (version, width) => {
    const id = (value: number): Buffer => number(value, width)
    const link = (count: number): Buffer => box('auxl', id(2), number(count, 2), id(1))
    expect(addsUp(file(fullBox('iref', version, 0, link(1), link(1))))).toBe(true)
    expect(addsUp(file(fullBox('iref', version, 0, link(1), link(0))))).toBe(false)
    expect(addsUp(file(fullBox('iref', version, 0, link(2), link(1))))).toBe(false)
  })

  describe.each([
    [0, 0, 2, 1],
    [1, 0, 4, 1],
    [0, 1, 2, 2],
    [1, 1, 4, 2],
  ])('have properties of version %i with flag %i', (version, flags, idBytes, width) => {
    const list = box('ipco', box('irot', '\0'), box('imir', '\0'))
    const has = (id: number, ...own: number[]): Buffer => {
      const essential = width === 2 ? 0x8000 : 0x80
      const numbers = own.map((index) => number(essential | index, width))
      return Buffer.concat([number(id, idBytes), number(own.length, 1), ...numbers])
    }
    const properties = (count: number, ...items: Buffer[]): boolean =>
      addsUp(file(box('iprp', list, fullBox('ipma', version, flags, number(count, 4), ...items))))

    it('for each item as many as are counted, which are there', () => {
      expect(properties(3, has(1, 1, 2), has(2), has(3, 0))).toBe(true)
      expect(properties(2, has(1, 1, 2), has(2), has(3, 0))).toBe(false)
      expect(properties(4, has(1, 1, 2), has(2), has(3, 0))).toBe(false)
      expect(properties(1, has(1, 3))).toBe(false)
      // Every bit of the number counts, but the first.
      if (width === 2) expect(properties(1, has(1, 0x102))).toBe(false)
      else expect(properties(1, has(1, 0x42))).toBe(false)
    })
  })

  it('have groups that are as long as they must be, or longer', () => {
    const group = (count: number, ...more: Buffer[]): boolean =>
      addsUp(file(box('grpl', fullBox('altr', 0, 0, number(9, 4), number(count, 4), ...more))))
    expect(group(0)).toBe(true)
    expect(group(2, number(1, 4), number(2, 4))).toBe(true)
    expect(group(2, number(1, 4), number(2, 3))).toBe(false)
    expect(addsUp(file(box('grpl', fullBox('altr', 0, 0, number(9, 4)))))).toBe(false)
  })

  it('have their properties first', () => {
    const none = fullBox('ipma', 0, 0, number(0, 4))
    expect(addsUp(file(box('iprp', box('ipco'), none, none)))).toBe(true)
    expect(addsUp(file(box('iprp', box('ipco'), box('free', 'x'))))).toBe(true)
    expect(addsUp(file(box('iprp')))).toBe(false)
    expect(addsUp(file(box('iprp', none)))).toBe(false)
  })

  describe('have places', () => {
    interface Places {
      version?: 0 | 1 | 2
      /** Bytes of offset, length, base and index. */
      sizes?: readonly [number, number, number, number]
      method?: number
      reference?: number
      base?: number
      pieces?: readonly (readonly [offset: number, length: number])[]
    }
    /** A file of 1,000 bytes with 10 bytes of data in its tables, and one item in it. */
    function isRight({ version = 0, sizes = [4, 4, 0, 0], ...told }: Places): boolean {
      const { method = 0, reference = 0, base = 0, pieces = [[0, 1]] } = told
      const [offset, length, start, index] = sizes
      const idBytes = version === 2 ? 4 : 2
      const iloc = fullBox(
        ...(['iloc', version, 0] as const),
        number((offset << 12) | (length << 8) | (start << 4) | index, 2),
        ...[number(1, idBytes), number(7, idBytes), number(method, version > 0 ? 2 : 0)],
        ...[number(reference, 2), number(base, start), number(pieces.length, 2)],
        ...pieces.flatMap(([at, bytes]) => [
          number(1, version > 0 ? index : 0),
          ...[number(at, offset), number(bytes, length)],
        ]),
      )
      const bytes = file(iloc, box('idat', Buffer.alloc(10)))
      return addsUp(Buffer.concat([bytes, Buffer.alloc(1_000 - bytes.length)]))
    }

    it.each<Places>([
      { version: 0, sizes: [4, 4, 4, 0] },
      { version: 0, sizes: [8, 8, 8, 0] },
      // A camera's zero, or anything: the first version has no index.
      { version: 0, sizes: [4, 4, 0, 4] },
      { version: 1, sizes: [4, 4, 4, 4] },
      { version: 1, sizes: [8, 4, 0, 8] },
      { version: 2, sizes: [4, 8, 8, 0] },
    ])('in every width: %j', (form) => {
      expect(isRight({ ...form, pieces: [[999, 1]] })).toBe(true)
      expect(
        isRight({
          ...form,
          pieces: [
            [0, 1],
            [999, 1],
          ],
        }),
      ).toBe(true)
      expect(
        isRight({
          ...form,
          pieces: [
            [0, 1],
            [999, 2],
          ],
        }),
      ).toBe(false)
      expect(isRight({ ...form, pieces: [] })).toBe(true)
    })

    it('that count from a base', () => {
      expect(isRight({ sizes: [4, 4, 4, 0], base: 990, pieces: [[9, 1]] })).toBe(true)
      expect(isRight({ sizes: [4, 4, 4, 0], base: 990, pieces: [[9, 2]] })).toBe(false)
    })

    it('in the data of the tables, elsewhere in another item, or in another file', () => {
      const inTables = { version: 1, method: 1 } as const
      expect(isRight({ ...inTables, pieces: [[9, 1]] })).toBe(true)
      expect(isRight({ ...inTables, pieces: [[9, 2]] })).toBe(false)
      // Bits that are kept for later.
      expect(isRight({ ...inTables, method: 0xfff1, pieces: [[9, 2]] })).toBe(false)
      expect(isRight({ version: 1, method: 2, pieces: [[5_000, 1]] })).toBe(true)
      expect(isRight({ reference: 1, pieces: [[5_000, 1]] })).toBe(true)
    })

    it('in the data of the tables only where there is any', () => {
      const places = (length: number): boolean => {
        const piece = [number(0, 4), number(length, 4)]
        const head = [number(0x4400, 2), number(1, 2), number(7, 2), number(1, 2), number(0, 2)]
        return addsUp(file(fullBox('iloc', 1, 0, ...head, number(1, 2), ...piece)))
      }
      expect(places(0)).toBe(true)
      expect(places(1)).toBe(false)
    })

    it('in no number of three, seven or nine bytes that nobody reads', () => {
      expect(isRight({ sizes: [7, 4, 0, 0], pieces: [] })).toBe(true)
      expect(
        addsUp(file(fullBox('iloc', 0, 0, number(0x7400, 2), number(1, 2), Buffer.alloc(17)))),
      ).toBe(false)
    })
  })
})
