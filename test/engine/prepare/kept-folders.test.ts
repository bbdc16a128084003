// What is kept of a folder between two photos of it, by what tells dates and by what looks beside photos: for how long, of how
// many folders, and what is asked again.
import { describe, expect, it } from 'vitest'
import { fail, ok } from '../../../src/shared/result.ts'
import type { FolderPage } from '../../../src/main/engine/ports/dates.ts'
import { createCompanions } from '../../../src/main/engine/prepare/companions.ts'
import { createDating } from '../../../src/main/engine/prepare/dating.ts'
import { anItem } from '../../builders/items.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

const now = Date.UTC(2026, 6, 1)
const signal = new AbortController().signal

type File = FolderPage['files'][number]
type Besides = (fileId: number, after: string) => FolderPage | null

const page = (files: readonly File[], folder = ''): FolderPage => ({
  ...{ root: '/photos/1987', folder, files: [...files] },
})
const listed = (name: string, change: Partial<File> = {}): File => ({
  ...{ name, mtimeUs: now * 1000, mediaKind: 'photo', takenAt: null, ...change },
})

/** Folders of which nothing is on a disk but what `names` says, and what was asked of the catalogue and of the disk. */
function bench({
  besides = () => page([]),
  names = [],
}: { besides?: Besides; names?: string[] } = {}) {
  const clock = manualClock(now)
  const asked: string[] = []
  const state = { isReadable: true }
  const store = {
    besides: (fileId: number, after: string) => {
      asked.push('catalogue')
      return besides(fileId, after)
    },
  }
  const reader = {
    namesIn: (folder: string) => {
      asked.push(`names in ${folder}`)
      const failure = { kind: 'file-unreadable', code: 'EIO' } as const
      return Promise.resolve(state.isReadable ? ok(names) : fail(failure))
    },
    readStart: () => Promise.resolve(fail({ kind: 'file-gone' } as const)),
  }
  const companions = createCompanions({ store, reader, clock })
  const dating = createDating({ store, reader, companions, clock })
  const itemIn = (folder: string, name = 'scan.jpg') =>
    anItem({ name, path: `${folder}/${name}`, undated: 'name' })
  const dateOf = async (folder: string, name?: string, undated = 'name') =>
    (await dating({ ...itemIn(folder, name), undated }, signal))?.(null) ?? null
  return { ...{ clock, asked, state, companions, itemIn, dateOf } }
}

describe('what tells dates', () => {
  const lookedUp = (asked: readonly string[]): number =>
    asked.filter((one) => one === 'catalogue').length

  it('asks for a folder once in half a minute', async () => {
    const { dateOf, asked, clock } = bench()
    await dateOf('/a')
    clock.advance(29_999)
    await dateOf('/a', 'other.jpg')
    expect(lookedUp(asked)).toBe(1)
    clock.advance(1)
    await dateOf('/a')
    expect(lookedUp(asked)).toBe(2)
  })

  it('keeps four folders, and lets the first of five go', async () => {
    const { dateOf, asked } = bench()
    for (const folder of ['/a', '/b', '/c', '/d', '/a', '/b', '/c', '/d']) await dateOf(folder)
    expect(lookedUp(asked)).toBe(4)
    for (const folder of ['/e', '/b']) await dateOf(folder)
    expect(lookedUp(asked)).toBe(5)
    await dateOf('/a')
    expect(lookedUp(asked)).toBe(6)
  })

  it('asks a catalogue that was in trouble again', async () => {
    let isInTrouble = true
    const { dateOf } = bench({
      besides: () => {
        if (isInTrouble) throw new Error('database is locked')
        return page([])
      },
    })
    await expect(dateOf('/a')).rejects.toThrow('locked')
    isInTrouble = false
    expect(await dateOf('/a')).toMatchObject({ added: { source: 'folder-name' } })
  })

  it('tells nothing of a file that the catalogue knows no more', async () => {
    expect(await bench({ besides: () => null }).dateOf('/a')).toBeNull()
  })

  it('takes the folders between the source and the photo for what they are called', async () => {
    const inside = bench({ besides: () => page([], 'Summer/1991-08') })
    expect((await inside.dateOf('/a'))?.added.at).toBe(Date.UTC(1991, 7, 1, 12))
    expect((await bench().dateOf('/a'))?.added.at).toBe(Date.UTC(1987, 0, 1, 12))
  })

  it('hears photos whose clock was set, and no films, whose times may be of another zone', async () => {
    const between = (first: number, mediaKind: File['mediaKind'] = 'photo') =>
      bench({
        besides: () =>
          page([
            listed('DSC_0001.jpg', { takenAt: first, mediaKind }),
            listed('DSC_0002.jpg'),
            listed('DSC_0003.jpg', { takenAt: first + 3_600_000, mediaKind }),
          ]),
      }).dateOf('/a', 'DSC_0002.jpg')
    const at = Date.UTC(2015, 4, 1, 10)
    const half = { added: { at: at + 1_800_000, source: 'neighbours' } }
    expect(await between(at)).toMatchObject(half)
    const alone = { added: { source: 'folder-name' } }
    expect(await between(at, 'video')).toMatchObject(alone)
    expect(await between(Date.UTC(1980, 0, 1))).toMatchObject(alone)
  })

  it('counts a set date on from photo to photo, and nothing else', async () => {
    const files = ['1.jpg', '2.jpg', '10.jpg'].map((name) => listed(name))
    const { dateOf } = bench({ besides: () => page(files) })
    const noon = Date.UTC(1990, 0, 1, 12)
    expect((await dateOf('/a', '10.jpg', '1990'))?.added.at).toBe(noon + 2_000)
    expect((await dateOf('/a', '10.jpg'))?.added.at).toBe(Date.UTC(1987, 0, 1, 12))
  })

  it('tells for a film how far its place is from UTC', async () => {
    // A name knows no zone, so it is this computer's.
    const dated = await bench().dateOf('/a', 'VID_20180305_101112.mp4')
    const wall = Date.UTC(2018, 2, 5, 10, 11, 12)
    expect(dated?.added).toMatchObject({ at: wall, offsetMinutes: null })
    const here = new Date(2018, 2, 5, 10, 11, 12).getTime()
    expect(dated?.filmOffsetMinutes).toBe((wall - here) / 60_000)
  })
})

describe('what looks beside photos', () => {
  const looked = (asked: readonly string[]): number =>
    asked.filter((one) => one.startsWith('names')).length

  it('asks for a folder once in half a minute', async () => {
    const { companions, itemIn, asked, clock } = bench()
    await companions.picasa(itemIn('/a'), signal)
    clock.advance(29_999)
    await companions.sidecars(itemIn('/a'), signal)
    expect(asked).toEqual(['names in /a'])
    clock.advance(1)
    await companions.picasa(itemIn('/a'), signal)
    expect(asked).toEqual(['names in /a', 'names in /a'])
  })

  it('keeps sixteen folders, and lets the first of seventeen go', async () => {
    const { companions, itemIn, asked } = bench()
    const all = Array.from({ length: 16 }, (_, index) => `/${index}`)
    for (const folder of [...all, ...all]) await companions.picasa(itemIn(folder), signal)
    expect(looked(asked)).toBe(16)
    for (const folder of ['/16', '/1']) await companions.picasa(itemIn(folder), signal)
    expect(looked(asked)).toBe(17)
    await companions.picasa(itemIn('/0'), signal)
    expect(looked(asked)).toBe(18)
  })

  it('finds nothing in a folder that cannot be read, and asks for it again', async () => {
    const { companions, itemIn, asked, state } = bench({ names: ['scan.jpg.xmp'] })
    state.isReadable = false
    expect(await companions.sidecars(itemIn('/a'), signal)).toEqual([])
    expect(await companions.picasa(itemIn('/a'), signal)).toBeNull()
    expect(looked(asked)).toBe(2)
    // It is readable now; what the file of that name holds is not.
    state.isReadable = true
    expect(await companions.sidecars(itemIn('/a'), signal)).toEqual([])
    expect(asked.at(-1)).toBe('catalogue')
  })
})
