// What a backup tells of its albums before anything is made.
import { expect, it } from 'vitest'
import { fullAt, planAlbums, type PlannedFolder } from '../../../src/main/engine/albums/index.ts'

const folder = (key: string, files: number): PlannedFolder => ({
  sourceId: 1,
  key,
  sourcePath: '/home/me/Pictures',
  files,
})

it('tells titles, collisions and requests, and makes no album for a folder without a photo', () => {
  const plan = planAlbums([
    folder('', 10),
    folder('2018/Christmas', 3),
    folder('2019/Christmas', 51),
    folder('empty', 0),
  ])
  expect(plan.albums.map(({ title, isTold, files }) => [title, isTold, files])).toEqual([
    ['Pictures', false, 10],
    ['2018 / Christmas', true, 3],
    ['2019 / Christmas', true, 51],
  ])
  expect(plan).toMatchObject({ creates: 3, batches: 1 + 1 + 2 })
})

it('leaves the title of an album that is there alone: the new one says where it lies', () => {
  const plan = planAlbums([folder('2018/Christmas', 3), folder('2019/Christmas', 3)], ({ key }) =>
    key === '2018/Christmas' ? 'Christmas' : null,
  )
  expect(plan.albums).toMatchObject([
    { title: 'Christmas', isMade: true, isTold: false },
    { title: '2019 / Christmas', isMade: false, isTold: true },
  ])
  expect(plan.creates).toBe(1)
})

it('tells the titles that the albums get when they are made one after the other', () => {
  const folders = [folder('2018/Christmas', 3), folder('2019/Christmas', 3), folder('2019', 1)]
  const told = planAlbums(folders).albums.map(({ title }) => title)
  const made = new Map<string, string>()
  for (const { key } of folders) {
    const album = planAlbums(folders, (one) => made.get(one.key) ?? null).albums.find(
      (one) => one.key === key,
    )
    made.set(key, album?.title ?? '')
  }
  expect([...made.values()]).toEqual(told)
})

it('keeps its titles apart from those of other folders, and from titles that albums have', () => {
  const elsewhere = { sourceId: 2, key: 'Christmas', sourcePath: '/media/card' }
  const plan = planAlbums([folder('2019/Christmas', 3), folder('Party', 1)], () => null, {
    others: [elsewhere],
    taken: new Set(['Party']),
  })
  expect(plan.albums.map(({ title, isTold }) => [title, isTold])).toEqual([
    ['2019 / Christmas', true],
    ['Pictures / Party', true],
  ])
  expect(plan.creates).toBe(2)
})

it('counts an album for each part of one that is too large', () => {
  expect(planAlbums([folder('all', fullAt + 1)])).toMatchObject({
    creates: 2,
    batches: Math.ceil((fullAt + 1) / 50),
  })
})

it('has nothing to tell where nothing goes into an album', () => {
  expect(planAlbums([])).toEqual({ albums: [], creates: 0, batches: 0 })
})
