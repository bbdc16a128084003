// What albums are called, as truth tables and over folders of any names.
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  folderName,
  longestTitle,
  partTitle,
  titleOf,
  titlesOf,
} from '../../../src/main/engine/albums/index.ts'
import type { AlbumFolder } from '../../../src/main/engine/ports/albums.ts'

const inPictures = (key: string, sourceId = 1, sourcePath = '/home/me/Pictures'): AlbumFolder => ({
  sourceId,
  key,
  sourcePath,
})
const none = new Set<string>()

describe('the title of a new album', () => {
  test.each<[string, string[], string[], string]>([
    ['', [], [], 'Pictures'],
    ['Party', [], [], 'Party'],
    ['2019/Party', [], [], 'Party'],
    ['2019/Party', ['2018/Trip'], [], 'Party'],
    // Of two that would be called the same, both say where they lie.
    ['2018/Christmas', ['2019/Christmas'], [], '2018 / Christmas'],
    ['2019/Christmas', ['2018/Christmas'], [], '2019 / Christmas'],
    ['Christmas', ['2018/Christmas'], [], 'Pictures / Christmas'],
    ['a/x/y', ['b/x/y'], [], 'a / x / y'],
    ['Pictures', [''], [], 'Pictures / Pictures'],
    // One that is there keeps its title: only the new one says more.
    ['2019/Christmas', [], ['Christmas'], '2019 / Christmas'],
    ['2019/Christmas', [], ['Christmas', '2019 / Christmas'], 'Pictures / 2019 / Christmas'],
    // Names of two forms are one name.
    ['2019/Cafe\u0301', ['2018/Caf\u00e9'], [], '2019 / Caf\u00e9'],
    // What nobody could read is no title.
    ['2019/ ', [], [], '2019'],
    [' Party\t', [], [], 'Party'],
  ])('of %j beside %j, where %j are taken, is %j', (key, others, taken, title) => {
    const beside = others.map((other) => inPictures(other))
    expect(titleOf(inPictures(key), beside, new Set(taken), false)).toBe(title)
  })

  test.each<[string, string, string]>([
    ['/', '', '/'],
    ['D:\\', '', 'D:'],
    ['D:\\', 'Party', 'Party'],
    ['\\\\nas\\Photos\\2019', '', '2019'],
    ['C:\\Users\\me\\Pictures', 'a/b', 'b'],
  ])('of a source at %j and %j is %j', (sourcePath, key, title) => {
    const isOnWindows = sourcePath.includes('\\')
    const folder = inPictures(key, 1, sourcePath)
    expect(titleOf(folder, [], none, isOnWindows)).toBe(title)
    expect(folderName(folder, isOnWindows)).toBe(title)
  })

  it('keeps a backslash where it is a letter of the name', () => {
    expect(titleOf(inPictures('up\\down'), [], none, false)).toBe('up\\down')
  })

  it('tells two sources of one name apart by where they are', () => {
    const one = inPictures('', 1, '/mnt/a/Photos')
    const other = inPictures('', 2, '/mnt/b/Photos')
    expect(titleOf(one, [other], none, false)).toBe('a / Photos')
    expect(titleOf(other, [one], none, false)).toBe('b / Photos')
  })

  it('loses its head where it is too long, and no half of a letter stays', () => {
    const name = `${'😀'.repeat(300)} end`
    const title = titleOf(inPictures(name), [], none, false)
    expect(title.length).toBeLessThanOrEqual(longestTitle)
    expect(title).toMatch(/^…😀.* end$/u)
    expect(title.isWellFormed()).toBe(true)
    expect(titleOf(inPictures('x'.repeat(500)), [], none, false)).toBe('x'.repeat(500))
    expect(titleOf(inPictures(`y${'x'.repeat(500)}`), [], none, false)).toBe(`…${'x'.repeat(499)}`)
  })

  const name = fc.constantFrom('a', 'b', 'c', 'Party', ' ', '2019')
  const folders = fc.uniqueArray(
    fc.array(name, { maxLength: 4 }).map((names) => names.join('/')),
    { minLength: 1, maxLength: 12 },
  )

  it('is another one for each of many folders made one after the other, and never an empty one', () => {
    fc.assert(
      fc.property(folders, (keys) => {
        // Names that nobody can read are no part of a title: without them two folders may be the same.
        const all = keys.filter((key) => !key.includes(' ')).map((key) => inPictures(key))
        const taken = new Set<string>()
        let left = all
        for (const folder of all) {
          const title = titleOf(folder, left, taken, false)
          expect(title.trim()).not.toBe('')
          expect(taken.has(title)).toBe(false)
          taken.add(title)
          left = left.filter((one) => one !== folder)
        }
      }),
    )
  })

  it('is the same whether it is asked for alone or with all others', () => {
    fc.assert(
      fc.property(folders, fc.subarray(['a', 'Party', 'b / c', '2019 / a']), (keys, taken) => {
        const all = keys.map((key) => inPictures(key))
        const titles = titlesOf(all, new Set(taken), false)
        for (const folder of all) {
          const others = all.filter((one) => one !== folder)
          expect(titles.get(folder)).toBe(titleOf(folder, others, new Set(taken), false))
        }
      }),
    )
  })

  it('is found for very many folders of few names at once', () => {
    const days = Array.from({ length: 12_000 }, (_, at) =>
      inPictures(`${1990 + Math.floor(at / 372)}/${Math.floor(at / 31) % 12}/${at % 31}`),
    )
    const titles = titlesOf(days, none, false)
    expect(new Set(titles.values()).size).toBe(days.length)
  })

  it('ends with the name of its folder, and says no more than it has to', () => {
    fc.assert(
      fc.property(folders, (keys) => {
        const all = keys.map((key) => inPictures(key))
        for (const folder of all) {
          const title = titleOf(folder, all, none, false)
          expect(title.split(' / ').at(-1)).toBe(folderName(folder, false))
          const names = all.map((one) => folderName(one, false))
          const isAlone = names.filter((one) => one === folderName(folder, false)).length === 1
          if (isAlone) expect(title).toBe(folderName(folder, false))
        }
      }),
    )
  })
})

describe('the title of a part', () => {
  test.each<[string, number, string]>([
    ['Party', 1, 'Party'],
    ['Party', 2, 'Party (2)'],
    ['Party', 11, 'Party (11)'],
    ['x'.repeat(500), 2, `…${'x'.repeat(495)} (2)`],
  ])('%j, part %j', (title, part, expected) => {
    expect(partTitle(title, part)).toBe(expected)
    expect(partTitle(title, part).length).toBeLessThanOrEqual(longestTitle)
  })
})
