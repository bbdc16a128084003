// Behaviour of the words of a row of the history about an original that went although it was to be reduced.
import { expect, it } from 'vitest'
import { filterFor, outcomeOf, outcomes } from '../../../src/renderer/screens/history/outcomes.ts'
import {
  canRetry,
  outcomeWords,
  partnersText,
  reasonKind,
  rowTitle,
  shortTitle,
} from '../../../src/renderer/screens/history/row-words.ts'
import { createLanguage } from '../../../src/renderer/words.ts'
import { rowAtNumber } from '../fake-data.ts'

const language = createLanguage('en-GB', 'linux')
const textOf = (
  keptOriginal: 'metadata-lost' | 'picture-differs' | 'small-enough',
  lost: string | null,
) => {
  const row = { ...rowAtNumber(1, 9), isDuplicate: false, isPresent: true, isReduced: false }
  return outcomeWords(
    { ...row, state: 'done', skip: null, failure: null, keptOriginal, lost },
    language,
  ).text
}

it('an original that went for certain tags names them', () => {
  expect(textOf('metadata-lost', 'IPTC Keywords')).toBe(
    'Original sent: a reduced copy would have lost what is written in it as IPTC Keywords.',
  )
  expect(textOf('metadata-lost', null)).toContain('such as a date, place, name or description')
})

it('an original that went for its look, or is small enough, says no tags', () => {
  expect(textOf('picture-differs', null)).toBe(
    'Original sent: a reduced copy would not have looked the same.',
  )
  expect(textOf('small-enough', null)).toBeNull()
})

it('a picture that could not be decoded is not quietly backed up, and is found by a filter of its own', () => {
  const row = {
    ...rowAtNumber(1, 9),
    ...{ state: 'done' as const, skip: null, failure: null, isDuplicate: false, isReduced: false },
    keptOriginal: 'undecodable' as const,
  }
  const outcome = outcomeWords(row, language)
  expect(outcome).toMatchObject({ name: 'Backed up, may be damaged', tone: 'warn' })
  expect(outcome.text).toContain('cannot be read on this computer')
  expect(reasonKind(row)).toBe('undecodable')
  expect(canRetry(row)).toBe(false)
  const quiet = outcomeWords({ ...row, keptOriginal: 'small-enough' }, language)
  expect(quiet).toMatchObject({ name: 'Backed up', tone: 'good' })
})

it('each outcome of a filter is told by what it asks for', () => {
  for (const outcome of outcomes) expect(outcomeOf(filterFor(outcome))).toBe(outcome)
  expect(filterFor('doubtful')).toEqual({ states: ['done'], reason: 'undecodable' })
})

it('a row that stands for several files has all their names, and says what became of the others', () => {
  const partner = (name: string, is: 'raw' | 'film' | 'still', more = {}) => ({
    ...{ fileId: name, name, is, state: 'done' as const, reason: null },
    ...more,
  })
  const out = { state: 'skipped', reason: 'left-to-partner' }
  const row = { ...rowAtNumber(1, 9), name: 'IMG_1.JPG' }
  const pair = {
    ...row,
    partners: [partner('img_1.CR2', 'raw', out), partner('IMG_1_HEVC.MOV', 'film')],
  }
  expect(rowTitle(pair)).toBe('IMG_1.JPG + img_1.CR2 + IMG_1_HEVC.MOV')
  expect(shortTitle(pair)).toBe('IMG_1.JPG + CR2 + IMG_1_HEVC.MOV')
  expect(partnersText(pair, language)).toBe(
    'img_1.CR2: Skipped, left out beside a JPEG or still. IMG_1_HEVC.MOV: Backed up.',
  )
  // One that is shown by itself has its own name, and tells of its still.
  const alone = { ...row, name: 'IMG_1.CR2', partners: [partner('IMG_1.JPG', 'still')] }
  expect([rowTitle(alone), shortTitle(alone)]).toEqual(['IMG_1.CR2', 'IMG_1.CR2'])
  expect(partnersText(alone, language)).toBe('IMG_1.JPG: Backed up.')
  expect([rowTitle(row), shortTitle(row), partnersText(row, language)]).toEqual([
    'IMG_1.JPG',
    'IMG_1.JPG',
    null,
  ])
})
