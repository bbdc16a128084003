// The words of pairs: which names may belong together, and what a folder leaves out of them.
import { describe, expect, it } from 'vitest'
import {
  nameMatch,
  pairRoleOf,
  pairsText,
  parsePairs,
  stemsBeside,
} from '../../src/shared/pairs.ts'

it.each([
  ['a.JPG', 'still'],
  ['a.jpeg', 'still'],
  ['a.HEIC', 'still'],
  ['a.hif', 'still'],
  ['a.CR3', 'raw'],
  ['a.dng', 'raw'],
  ['a.raw', 'raw'],
  ['a.MOV', 'film'],
  ['a.mp4', 'film'],
  ['a.png', null],
  ['a.avi', null],
  ['a.tif', null],
  ['a', null],
])('%s is %s', (name, role) => {
  expect(pairRoleOf(name)).toBe(role)
})

it('finds all names that match by the stems beside them', () => {
  const names = ['Img_1.JPG', 'IMG_1.mov', 'img_1.CR2', 'IMG_1_HEVC.MOV', 'img_1_hevc.cr2']
  const small = (stems: string[]) => stems.map((stem) => stem.toLowerCase())
  for (const still of names)
    for (const second of names) {
      if (pairRoleOf(still) !== 'still' || nameMatch(still, second) === null) continue
      const stem = second.slice(0, second.lastIndexOf('.')).toLowerCase()
      expect(small(stemsBeside(still))).toContain(stem)
      expect(small(stemsBeside(second))).toContain('img_1')
    }
  expect(stemsBeside('a.png')).toEqual([])
})

describe('what a folder leaves out', () => {
  it.each([
    ['both', { raw: false, film: false }],
    ['jpeg', { raw: true, film: false }],
    ['still', { raw: false, film: true }],
    ['jpeg,still', { raw: true, film: true }],
  ])('is %s', (text, policy) => {
    expect(parsePairs(text)).toEqual(policy)
    expect(pairsText(policy)).toBe(text)
  })

  it('is read as people write it, and nothing else is', () => {
    expect(parsePairs(' still, jpeg ')).toEqual({ raw: true, film: true })
    for (const text of ['', 'raw', 'both,jpeg', 'jpeg,', 'JPEG'])
      expect(parsePairs(text)).toBeNull()
  })
})
