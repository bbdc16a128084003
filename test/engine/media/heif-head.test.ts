// Behaviour of the reader of a HEIC's or AVIF's item tables: a real picture, and tables put together for all their
// versions, for pictures with companions, and for damage.
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { memorySource, UnreadableHeadError } from '../../../src/main/engine/media/byte-source.ts'
import { readHeifHead } from '../../../src/main/engine/media/heif-head.ts'
import { box, fullBox, number } from './box-builder.ts'
import { exifBlock } from './tiff-builder.ts'

interface Item {
  readonly id: number
  readonly type: string
  readonly isHidden?: boolean
  readonly contentType?: string
  /** Which of the properties are the item's, counted from 1. */
  readonly properties?: readonly number[]
  readonly bytes?: Buffer
  readonly extents?: number
  readonly method?: number
}

interface Picture {
  readonly items: readonly Item[]
  readonly properties?: readonly Buffer[]
  readonly references?: readonly { type: string; from: number; to: readonly number[] }[]
  /** Long forms of numbers, as files with many items have them. */
  readonly isLong?: boolean
  readonly hasLongIndexes?: boolean
  readonly locationVersion?: 0 | 1 | 2
  /** Bytes of offset, length, base and index in the table of places. */
  readonly sizes?: readonly [number, number, number, number]
  readonly brand?: string
  readonly primary?: number
  readonly more?: readonly Buffer[]
  readonly leaveOut?: readonly string[]
}

const infe = ({ id, type, isHidden, contentType }: Item, isLong: boolean): Buffer =>
  fullBox(
    'infe',
    isLong ? 3 : 2,
    isHidden === true ? 1 : 0,
    ...[number(id, isLong ? 4 : 2), number(0, 2), type],
    contentType === undefined ? 'name\0' : `name\0${contentType}\0`,
  )

function heif(picture: Picture): Buffer {
  const { items, properties = [], references = [], isLong = false, leaveOut = [] } = picture
  const id = (value: number): Buffer => number(value, isLong ? 4 : 2)
  const brand = box('ftyp', picture.brand ?? 'heic', number(0, 4))
  const version = picture.locationVersion ?? 0
  const [offsetSize, lengthSize, baseSize, indexSize] = picture.sizes ?? [4, 4, 0, 0]
  const placed = items.filter(({ bytes }) => bytes !== undefined)
  const placeId = (value: number): Buffer => number(value, version === 2 ? 4 : 2)
  const base = baseSize > 0 ? 5 : 0
  /** The tables, once for their size and once with the places that follow from it. */
  const meta = (dataAt: number): Buffer => {
    let at = dataAt
    const places = placed.map((item) => {
      const extent = [number(0, version > 0 ? indexSize : 0), number(at - base, offsetSize)]
      extent.push(number(item.bytes?.length ?? 0, lengthSize))
      at += item.bytes?.length ?? 0
      return Buffer.concat([
        placeId(item.id),
        number(item.method ?? 0, version > 0 ? 2 : 0),
        ...[number(0, 2), number(base, baseSize), number(item.extents ?? 1, 2)],
        ...Array<Buffer[]>(item.extents ?? 1)
          .fill(extent)
          .flat(),
      ])
    })
    const perItem = items.map(({ id: itemId, properties: own = [] }) =>
      Buffer.concat([
        id(itemId),
        number(own.length, 1),
        ...own.map((index) =>
          picture.hasLongIndexes === true ? number(0x8000 | index, 2) : number(0x80 | index, 1),
        ),
      ]),
    )
    const boxes = {
      hdlr: fullBox('hdlr', 0, 0, number(0, 4), 'pict', Buffer.alloc(13)),
      pitm: fullBox('pitm', isLong ? 1 : 0, 0, id(picture.primary ?? 1)),
      iinf: fullBox(
        'iinf',
        isLong ? 1 : 0,
        0,
        number(items.length, isLong ? 4 : 2),
        ...items.map((item) => infe(item, isLong)),
      ),
      iref: fullBox(
        'iref',
        isLong ? 1 : 0,
        0,
        ...references.map(({ type, from, to }) =>
          box(type, id(from), number(to.length, 2), ...to.map(id)),
        ),
      ),
      iprp: box(
        'iprp',
        box('ipco', ...properties),
        fullBox(
          'ipma',
          isLong ? 1 : 0,
          picture.hasLongIndexes === true ? 1 : 0,
          number(items.length, 4),
          ...perItem,
        ),
      ),
      iloc: fullBox(
        'iloc',
        version,
        0,
        number((offsetSize << 4) | lengthSize, 1),
        number((baseSize << 4) | indexSize, 1),
        placeId(placed.length),
        ...places,
      ),
    }
    const kept = Object.entries(boxes).filter(([name]) => !leaveOut.includes(name))
    return fullBox('meta', 0, 0, ...kept.map(([, bytes]) => bytes))
  }
  const dataAt = brand.length + meta(1_000).length + 8
  const data = box('mdat', ...placed.map(({ bytes }) => bytes ?? ''))
  return Buffer.concat([brand, meta(dataAt), data, ...(picture.more ?? [])])
}

const size = (width: number, height: number): Buffer =>
  fullBox('ispe', 0, 0, number(width, 4), number(height, 4))
const turn = (quarters: number): Buffer => box('irot', number(quarters, 1))
const colours = (primaries: number, transfer: number): Buffer =>
  box('colr', 'nclx', number(primaries, 2), number(transfer, 2), number(1, 2), number(0x80, 1))
const profile = box('colr', 'prof', 'an ICC profile')
const auxiliary = (urn: string): Buffer => fullBox('auxC', 0, 0, `${urn}\0and more`)
const main: Item = { id: 1, type: 'hvc1', properties: [1] }
const headOf = (picture: Picture) => readHeifHead(memorySource(heif(picture)))
/** The head of one picture with these properties. */
const onePicture = (...properties: Buffer[]) =>
  headOf({ items: [{ ...main, properties: properties.map((_, at) => at + 1) }], properties })
const shotAt = Date.UTC(2024, 4, 1, 10, 11, 12)
const exifItem: Item = {
  id: 9,
  type: 'Exif',
  isHidden: true,
  bytes: Buffer.concat([
    number(6, 4),
    Buffer.from('Exif\0\0'),
    exifBlock(6, '2024:05:01 10:11:12'),
  ]),
}
const plain = { items: [main], properties: [size(400, 300)] }

describe('the primary picture of a HEIF', () => {
  it('of a real encoder tells its sides', async () => {
    const bytes = await sharp({
      create: { width: 64, height: 48, channels: 3, background: '#468' },
    })
      .avif({ effort: 0 })
      .toBuffer()
    expect(await readHeifHead(memorySource(bytes))).toMatchObject({
      width: 64,
      height: 48,
      orientation: 1,
      isAnimated: false,
      isMultiPicture: false,
      hasGainMap: false,
      hasForeignColours: false,
      decodeBytes: 64 * 48 * 17,
    })
  })

  it.each([
    ['short', {}],
    ['long', { isLong: true }],
    ['long indexes', { hasLongIndexes: true }],
    ['both long', { isLong: true, hasLongIndexes: true }],
  ])('is found in tables of %s numbers', async (_, how) => {
    const other = { id: 2, type: 'hvc1', isHidden: true, properties: [1, 2] }
    const head = await headOf({
      items: [other, { id: 3, type: 'hvc1', properties: [2, 3] }],
      properties: [size(1, 2), turn(1), size(400, 300)],
      primary: 3,
      ...how,
    })
    expect(head).toMatchObject({ width: 300, height: 400, isMultiPicture: false })
  })

  it.each([
    [0, 400],
    [1, 300],
    [2, 400],
    [3, 300],
  ])('that is turned by %i quarters is %i wide', async (quarters, width) => {
    expect(await onePicture(size(400, 300), turn(quarters))).toMatchObject({
      width,
      orientation: 1,
      decodeBytes: 400 * 300 * 17,
    })
  })

  it.each([
    [1, 13, false],
    [2, 2, false],
    [5, 1, false],
    [6, 1, false],
    [7, 1, false],
    [9, 13, true],
    [12, 13, true],
    [1, 16, true],
    [1, 18, true],
    [1, 14, false],
    [9, 16, true],
  ])('with primaries %i and transfer %i has foreign colours: %s', async (...row) => {
    const [primaries, transfer, isForeign] = row
    const head = await onePicture(size(4, 3), colours(primaries, transfer))
    expect(head.hasForeignColours).toBe(isForeign)
  })

  it('has no foreign colours where a profile tells them, before or behind', async () => {
    for (const order of [
      [profile, colours(9, 16)],
      [colours(9, 16), profile],
    ])
      expect(await onePicture(size(4, 3), ...order)).toMatchObject({ hasForeignColours: false })
  })

  it('without properties has no sides', async () => {
    const nowhere = await headOf({ ...plain, leaveOut: ['iprp'] })
    expect(nowhere).toMatchObject({ width: null, height: null, decodeBytes: 0 })
    const others = await headOf({ ...plain, items: [{ ...main, properties: [0, 7] }] })
    expect(others).toMatchObject({ width: null, height: null })
  })

  it('is not known where nothing names it', async () => {
    await expect(headOf({ ...plain, leaveOut: ['pitm'] })).rejects.toThrow(UnreadableHeadError)
  })

  it('is not known without tables, or with tables above 4 MB', async () => {
    const empty = box('ftyp', 'heic')
    await expect(readHeifHead(memorySource(empty))).rejects.toThrow('no item tables')
    const padded = (bytes: number) => {
      const tables = heif(plain).subarray(16)
      const inside = tables.subarray(8, tables.readUInt32BE(0))
      const padding = box('free', Buffer.alloc(bytes - inside.length - 8))
      return readHeifHead(memorySource(Buffer.concat([empty, box('meta', inside, padding)])))
    }
    expect(await padded(4 * 1024 * 1024)).toMatchObject({ width: 400 })
    await expect(padded(4 * 1024 * 1024 + 1)).rejects.toThrow('huge item tables')
  })

  it('is that of the first tables', async () => {
    const second = heif({ ...plain, properties: [size(1, 1)] }).subarray(16)
    expect(await headOf({ ...plain, more: [second] })).toMatchObject({ width: 400 })
  })
})

describe('what hangs on a HEIF', () => {
  const withItems = (items: Item[], more: Partial<Picture> = {}) =>
    headOf({ ...plain, ...more, items: [main, ...items] })
  const auxiliaryOf = (urn: string) =>
    headOf({
      items: [main, { id: 2, type: 'hvc1', isHidden: true, properties: [2] }],
      properties: [size(400, 300), auxiliary(urn)],
      references: [{ type: 'auxl', from: 2, to: [1] }],
    })

  it('is nothing where there is one picture', async () => {
    expect(await headOf(plain)).toMatchObject({
      isMultiPicture: false,
      hasGainMap: false,
      hasMotion: false,
      isAnimated: false,
      exifAt: null,
      takenAt: null,
      xmp: null,
    })
    expect(await headOf({ ...plain, leaveOut: ['iref', 'iloc'] })).toMatchObject({ width: 400 })
    expect(await headOf({ ...plain, leaveOut: ['iinf'] })).toMatchObject({ isMultiPicture: false })
  })

  it.each(['hvc1', 'hev1', 'av01', 'grid', 'iovl', 'iden', 'jpeg', 'avc1', 'vvc1'])(
    'may be a second picture, a %s',
    async (type) => {
      expect(await withItems([{ id: 2, type }])).toMatchObject({ isMultiPicture: true })
      expect(await withItems([{ id: 2, type, isHidden: true }])).toMatchObject({
        isMultiPicture: false,
      })
    },
  )

  it('may be what is no picture', async () => {
    expect(
      await withItems([
        { id: 2, type: 'mime' },
        { id: 3, type: 'uri ' },
      ]),
    ).toMatchObject({
      isMultiPicture: false,
    })
  })

  it('may be parts of the picture, or its thumbnail, in long and short numbers', async () => {
    const tiles: Item[] = [2, 3, 4].map((id) => ({ id, type: 'hvc1' }))
    for (const isLong of [false, true]) {
      const parts = { type: 'dimg', from: 1, to: [2, 3] }
      const thumbnail = { type: 'thmb', from: 4, to: [1] }
      const how = { isLong, references: [parts, thumbnail] }
      expect(await withItems(tiles, how)).toMatchObject({ isMultiPicture: false })
      const without = { isLong, references: [{ ...parts, to: [2] }, thumbnail] }
      expect(await withItems(tiles, without)).toMatchObject({ isMultiPicture: true })
      const other = { isLong, references: [parts, { ...thumbnail, type: 'cdsc' }] }
      expect(await withItems(tiles, other)).toMatchObject({ isMultiPicture: true })
    }
  })

  it.each([
    ['urn:com:apple:photo:2020:aux:hdrgainmap', false, true],
    ['urn:mpeg:hevc:2015:auxid:1', false, false],
    ['urn:mpeg:mpegB:cicp:systems:auxiliary:alpha', false, false],
    ['urn:mpeg:hevc:2015:auxid:2', true, false],
    ['', true, false],
  ])('may be an auxiliary picture %j', async (urn, isMultiPicture, hasGainMap) => {
    expect(await auxiliaryOf(urn)).toMatchObject({ isMultiPicture, hasGainMap })
  })

  it('is something unknown where an auxiliary picture does not say what it is', async () => {
    const references = [{ type: 'auxl', from: 2, to: [1] }]
    expect(await withItems([{ id: 2, type: 'hvc1' }], { references })).toMatchObject({
      isMultiPicture: true,
      hasGainMap: false,
    })
  })

  it('may be a tone map', async () => {
    expect(await withItems([{ id: 2, type: 'tmap' }])).toMatchObject({ hasGainMap: true })
  })

  it('may be a film', async () => {
    expect(await headOf({ ...plain, more: [box('mpvd', 'film')] })).toMatchObject({
      hasMotion: true,
    })
  })

  it.each([
    ['heic', false],
    ['mif1', false],
    ['avif', false],
    ['hevc', true],
    ['hevx', true],
    ['hevm', true],
    ['hevs', true],
    ['msf1', true],
    ['avis', true],
  ])('by the brand %s is a film: %s', async (brand, isAnimated) => {
    expect(await headOf({ ...plain, brand })).toMatchObject({ isAnimated })
  })

  it('is not read from entries of an age that no camera writes', async () => {
    const bytes = heif({ ...plain, items: [main, { id: 2, type: 'hvc1' }] })
    // The second entry's version.
    bytes.writeUInt8(1, bytes.lastIndexOf('infe') + 4)
    expect(await readHeifHead(memorySource(bytes))).toMatchObject({ isMultiPicture: false })
  })
})

describe('EXIF and XMP of a HEIF', () => {
  const xmpItem: Item = {
    id: 8,
    type: 'mime',
    contentType: 'application/rdf+xml',
    bytes: Buffer.from('<x:xmpmeta/>'),
  }
  const other: Item = { id: 7, type: 'mime', contentType: 'text/plain', bytes: Buffer.from('?') }
  const items = [other, xmpItem, main, exifItem]
  const picture = { items, properties: [size(400, 300)] }

  it.each([
    [0, [4, 4, 0, 0]],
    [0, [4, 4, 4, 0]],
    [0, [8, 8, 8, 0]],
    [1, [4, 4, 0, 0]],
    [1, [4, 4, 4, 4]],
    [1, [2, 2, 0, 8]],
    [2, [4, 4, 0, 0]],
    [2, [8, 4, 0, 4]],
  ] as const)('are found in places of version %i with sizes %j', async (version, sizes) => {
    const bytes = heif({ ...picture, locationVersion: version, sizes })
    const head = await readHeifHead(memorySource(bytes))
    expect(head.exifAt).toBe(bytes.indexOf('Exif\0\0II') + 6)
    expect(head.takenAt).toBe(shotAt)
    expect(head.xmp).toEqual({ offset: bytes.indexOf('<x:xmpmeta/>'), length: 12 })
  })

  it('leave the turning to the properties', async () => {
    expect(await headOf(picture)).toMatchObject({ width: 400, height: 300, orientation: 1 })
  })

  it('are found behind an item that lies in several pieces', async () => {
    const pieces = { ...other, extents: 3 }
    for (const locationVersion of [0, 1] as const) {
      const all = { ...picture, items: [pieces, main, exifItem], locationVersion }
      expect(await headOf(all)).toMatchObject({ takenAt: shotAt })
    }
  })

  it('are not looked for in several pieces, nor in places that are counted otherwise', async () => {
    const inPieces = { ...exifItem, extents: 2 }
    expect(await headOf({ ...picture, items: [main, inPieces] })).toMatchObject({ exifAt: null })
    const elsewhere = { ...exifItem, method: 1 }
    const how = { ...picture, locationVersion: 1 } as const
    expect(await headOf({ ...how, items: [main, elsewhere] })).toMatchObject({ exifAt: null })
    const far = { ...exifItem, method: 0x10 }
    expect(await headOf({ ...how, items: [main, far] })).toMatchObject({ takenAt: shotAt })
  })

  it('are missing where nothing tells where they lie', async () => {
    expect(await headOf({ ...picture, leaveOut: ['iloc'] })).toMatchObject({
      exifAt: null,
      xmp: null,
      width: 400,
    })
    const nowhere = { id: 9, type: 'Exif' }
    expect(await headOf({ ...plain, items: [main, nowhere] })).toMatchObject({ exifAt: null })
  })

  it('do not keep the sides from being read when they are damaged', async () => {
    const damaged = { ...exifItem, bytes: Buffer.from('\0\0\0\0no TIFF at all') }
    expect(await headOf({ ...picture, items: [main, damaged] })).toMatchObject({
      width: 400,
      takenAt: null,
    })
    const whole = heif({ ...picture, items: [main, exifItem] })
    const cut = whole.subarray(0, whole.length - (exifItem.bytes?.length ?? 0) + 3)
    expect(await readHeifHead(memorySource(cut))).toMatchObject({ width: 400, exifAt: null })
  })
})

describe('the profile of a HEIC', () => {
  it('is found behind its kind, in the file and not in the tables', async () => {
    const picture = { items: [{ ...main, properties: [1, 2, 3] }] }
    const properties = [size(400, 300), colours(1, 13), profile]
    const bytes = heif({ ...picture, properties })
    const { icc } = await readHeifHead(memorySource(bytes))
    expect(icc).not.toBeNull()
    const { offset = 0, length = 0 } = icc ?? {}
    expect(bytes.toString('latin1', offset, offset + length)).toBe('an ICC profile')
    expect((await onePicture(size(400, 300), colours(1, 13))).icc).toBeNull()
  })
})
