// What would become of photos without a date under a choice: which date each is told, in which pages, and how they are summed
// up. The choosing itself is dating.test.ts's, the page that asks engine-dates.test.ts's.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { UndatedPhoto } from '../../../src/shared/undated-schemas.ts'
import { createCompanions } from '../../../src/main/engine/prepare/companions.ts'
import {
  createDateProposals,
  type DateProposalOptions,
} from '../../../src/main/engine/prepare/date-proposals.ts'
import { createFileReader } from '../../../src/main/engine/scan/index.ts'
import { anItem } from '../../builders/items.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { tempFolder } from '../scan/temp-folder.ts'

const now = Date.UTC(2026, 6, 1)
const noon = (year: number, month = 0, day = 1): number => Date.UTC(year, month, day, 12)

interface File {
  name: string
  isPlanned?: boolean
  isWritable?: boolean
}

/** A folder of the catalogue with these files; what takes so long is each look into the catalogue. */
function bench(files: readonly File[], { lookMs = 0 } = {}) {
  const disk = tempFolder()
  const reader = createFileReader()
  onTestFinished(() => reader.close())
  const clock = manualClock(now)
  const sorted = files
    .map((file, index) => ({ isPlanned: false, isWritable: true, fileId: index + 1, ...file }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const asked: string[] = []
  const store: DateProposalOptions['store'] = {
    besides: (_, after, limit) => ({
      ...{ root: '/somewhere/Pictures', folder: '' },
      files: sorted
        .filter(({ name }) => name > after)
        .slice(0, limit)
        .map(({ name }) => ({ name, mtimeUs: now * 1000, mediaKind: null, takenAt: null })),
    }),
    fileById: (fileId) => {
      const file = sorted.find((one) => one.fileId === fileId)
      if (file === undefined || file.name.startsWith('gone')) return null
      return anItem({ fileId, name: file.name, path: join(disk, file.name) })
    },
    undatedFiles: (folderId, after, limit) => {
      asked.push(`${folderId} ${after}`)
      clock.advance(lookMs)
      return sorted.filter(({ name }) => name > after).slice(0, limit)
    },
  }
  const companions = createCompanions({ store, reader, clock })
  const proposals = createDateProposals({ store, reader, companions, clock })
  const told = async (as: string): Promise<Record<string, string>> => {
    const { photos } = await proposals.photos(7, as, '', 100)
    return Object.fromEntries(photos.map(({ name, proposal }) => [name, inWords(proposal)]))
  }
  return { disk, clock, asked, proposals, told }
}

function inWords(proposal: UndatedPhoto['proposal']): string {
  if (proposal.kind === 'none') return `none: ${proposal.why}`
  if (proposal.kind !== 'found') return proposal.kind
  const { wallMs, source } = proposal.date
  return `${new Date(wallMs).toISOString().slice(0, 10)} by ${source}`
}

const scan = (): Promise<Buffer> =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: '#846' } })
    .jpeg()
    .toBuffer()

describe('the date that each photo would get', () => {
  it('is told by what is around it, or is none', async () => {
    const { disk, told } = bench([{ name: 'IMG-20180305-WA0003.jpg' }, { name: 'scan.jpg' }])
    for (const name of ['IMG-20180305-WA0003.jpg', 'scan.jpg'])
      writeFileSync(join(disk, name), await scan())
    expect(await told('name')).toEqual({
      'IMG-20180305-WA0003.jpg': '2018-03-05 by name-date',
      'scan.jpg': 'none: unknown',
    })
    expect(await told('leave')).toEqual({
      'IMG-20180305-WA0003.jpg': 'none: left',
      'scan.jpg': 'none: left',
    })
    expect(await told('words of a newer version')).toMatchObject({ 'scan.jpg': 'none: unknown' })
  })

  it('is none where it carries one after all, or its type takes none', async () => {
    const names = ['1987-07-14 a.jpg', '1987-07-14 b.jpg', '1987-07-14 c.jpg', '1987-07-14 d.jpg']
    const [dated = '', bitmap = '', listed = '', text = ''] = names
    const files = names.map((name) => ({ name, isWritable: name !== listed }))
    const { disk, told } = bench(files)
    const taken = { IFD2: { DateTimeOriginal: '2015:05:01 10:00:00' } }
    writeFileSync(
      join(disk, dated),
      await sharp(await scan())
        .withExif(taken)
        .jpeg()
        .toBuffer(),
    )
    const head = Buffer.alloc(64)
    head.write('BM', 'latin1')
    head.writeUInt32LE(64, 2)
    head.writeUInt32LE(54, 10)
    head.writeUInt32LE(40, 14)
    writeFileSync(join(disk, bitmap), head)
    writeFileSync(join(disk, listed), await scan())
    writeFileSync(join(disk, text), 'no photo at all')
    expect(await told('name')).toEqual({
      ...{ [dated]: 'carried', [bitmap]: 'unwritable', [listed]: 'unwritable' },
      [text]: 'none: unknown',
    })
  })

  it('is told all the same where the photo itself cannot be read, and is none where it is known no more', async () => {
    const { told } = bench([{ name: '1987-07-14 away.jpg' }, { name: 'gone 1987-07-14.jpg' }])
    expect(await told('name')).toEqual({
      '1987-07-14 away.jpg': '1987-07-14 by name-date',
      'gone 1987-07-14.jpg': 'none: unknown',
    })
  })

  it('comes in pages, with what is prepared already', async () => {
    const { proposals } = bench([
      { name: '1987 a.jpg', isPlanned: true },
      ...['b', 'c', 'd', 'e', 'f', 'g'].map((letter) => ({ name: `1987 ${letter}.jpg` })),
    ])
    const first = await proposals.photos(7, 'name', '', 6)
    expect(first.photos.map(({ fileId, isPlanned }) => [fileId, isPlanned])).toEqual([
      ['1', true],
      ...['2', '3', '4', '5', '6'].map((id) => [id, false]),
    ])
    expect(first.next).toBe('1987 f.jpg')
    const rest = await proposals.photos(7, 'name', '1987 f.jpg', 6)
    expect(rest.photos.map(({ name }) => name)).toEqual(['1987 g.jpg'])
    expect(rest.next).toBeNull()
    expect(await proposals.photos(7, 'name', '1987 g.jpg', 6)).toEqual({ photos: [], next: null })
  })
})

describe('all of a folder', () => {
  const named = (year: number, count: number): File[] =>
    Array.from({ length: count }, (_, index) => ({ name: `${year}-07-14 ${index}.jpg` }))

  it('is summed up: how many, from when to when, and whence', async () => {
    const { proposals } = bench([
      ...named(1987, 2),
      { name: 'IMG_20190805_101112.jpg' },
      { name: 'scan.jpg' },
      { name: 'drawing.jpg', isWritable: false },
    ])
    const sum = await proposals.summary(7, 'name')
    expect(sum).toMatchObject({
      ...{ looked: 5, isWhole: true, dated: 3, unknown: 1, unwritable: 1 },
      ...{ from: noon(1987, 6, 14), to: Date.UTC(2019, 7, 5, 10, 11, 12) },
    })
    expect(sum.sources.map(({ source, files }) => [source, files])).toEqual([
      ['name-date', 2],
      ['name-time', 1],
    ])
  })

  it('is of no time where nothing tells one', async () => {
    const { proposals } = bench([{ name: 'scan.jpg' }])
    expect(await proposals.summary(7, 'name')).toEqual({
      ...{ looked: 1, isWhole: true, dated: 0, unknown: 1, unwritable: 0 },
      ...{ from: null, to: null, sources: [] },
    })
  })

  it('is known a part at each ask, and looked at once for who asks at the same time', async () => {
    const { proposals, asked } = bench(named(1987, 100), { lookMs: 200 })
    const [one, other] = await Promise.all([
      proposals.summary(7, 'name'),
      proposals.summary(7, 'name'),
    ])
    expect(one).toMatchObject({ looked: 80, isWhole: false, dated: 80 })
    expect(other).toEqual(one)
    expect(asked).toHaveLength(2)
    expect(await proposals.summary(7, 'name')).toMatchObject({ looked: 100, isWhole: true })
    // All is known now.
    expect(await proposals.summary(7, 'name')).toMatchObject({ looked: 100, isWhole: true })
    expect(asked).toHaveLength(3)
  })

  it('is looked at anew after a minute, when it was whole, and for another choice or folder', async () => {
    const { proposals, asked, clock } = bench(named(1987, 1))
    await proposals.summary(7, 'name')
    await proposals.summary(7, '1990')
    await proposals.summary(8, 'name')
    expect(asked).toEqual(['7 ', '7 ', '8 '])
    clock.advance(60_000)
    expect(await proposals.summary(7, 'name')).toMatchObject({ looked: 1 })
    expect(asked).toHaveLength(3)
    clock.advance(1)
    expect(await proposals.summary(7, 'name')).toMatchObject({ looked: 1 })
    expect(asked).toHaveLength(4)
  })

  it('is forgotten for others when a hundred more were asked for', async () => {
    const { proposals, asked } = bench(named(1987, 1))
    for (let folderId = 1; folderId <= 101; folderId += 1) await proposals.summary(folderId, 'name')
    const before = asked.length
    await proposals.summary(2, 'name')
    expect(asked).toHaveLength(before)
    await proposals.summary(1, 'name')
    expect(asked).toHaveLength(before + 1)
  })
})
